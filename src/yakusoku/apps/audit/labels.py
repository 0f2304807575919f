"""What each audit code reads as. Every app adds its own codes here, as it does in web/messages.py."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    # accounts
    "sign-in.done": gettext_lazy("サインインした"),
    "sign-in.failed": gettext_lazy("サインインに失敗した"),
    "sign-out.done": gettext_lazy("サインアウトした"),
    "password.changed": gettext_lazy("パスワードを変えた"),
    "second-factor.added": gettext_lazy("二段階の確認を始めた"),
    "second-factor.removed": gettext_lazy("二段階の確認をやめた"),
    "recovery-codes.made": gettext_lazy("回復コードを作った"),
    "organization.created": gettext_lazy("組織を登録した"),
    "department.added": gettext_lazy("課を加えた"),
    "person.added": gettext_lazy("利用者を登録した"),
    "member.added": gettext_lazy("利用者に役割を与えた"),
    "member.role-changed": gettext_lazy("利用者の役割を変えた"),
    "member.removed": gettext_lazy("利用者を外した"),
    "invitation.sent": gettext_lazy("招待した"),
    "invitation.withdrawn": gettext_lazy("招待を取り消した"),
    "invitation.accepted": gettext_lazy("招待を受けた"),
    "token.made": gettext_lazy("APIトークンを作った"),
    "token.revoked": gettext_lazy("APIトークンを無効にした"),
    # files
    "file.kept": gettext_lazy("ファイルを保管した"),
    # engagements, specifications, inspections
    "engagement.created": gettext_lazy("委託業務を登録した"),
    "profile.described": gettext_lazy("業務の実態を確定した"),
    "decision.made": gettext_lazy("採否を決めた"),
    "decision.rest-adopted": gettext_lazy("残りを提案どおり採用した"),
    "decision.withdrawn": gettext_lazy("採否の判断を取り消した"),
    "holder.recorded": gettext_lazy("情報を持っている者を書き足した"),
    "holder.removed": gettext_lazy("情報を持っている者を消した"),
    "catalogue.overlaid": gettext_lazy("目録の追加と変更を保存した"),
    "specification.published": gettext_lazy("特記仕様書を発行した"),
    "inspection.opened": gettext_lazy("遵守確認表を送った"),
    "answer.given": gettext_lazy("確認項目に回答した"),
    "answer.imported": gettext_lazy("記入された表から回答を取り込んだ"),
    "evidence.shown": gettext_lazy("証拠のファイルを付けた"),
    "evidence.removed": gettext_lazy("証拠のファイルを外した"),
    "inspection.submitted": gettext_lazy("回答を提出した"),
    "inspection.sent-back": gettext_lazy("回答を差し戻した"),
    "verification.written": gettext_lazy("回答を確認した"),
    "inspection.concluded": gettext_lazy("確認を終えた"),
}


def label_of(code: str) -> str:
    """Return the words for an audit code; a code without words reads as itself."""
    return str(LABELS.get(code, code))
