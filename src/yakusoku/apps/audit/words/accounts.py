"""What the trail says about people and invitations."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "sign-in.done": gettext_lazy("サインインした"),
    "sign-in.failed": gettext_lazy("サインインに失敗した"),
    "sign-out.done": gettext_lazy("サインアウトした"),
    "password.changed": gettext_lazy("パスワードを変えた"),
    "second-factor.added": gettext_lazy("二段階の確認を始めた"),
    "second-factor.removed": gettext_lazy("二段階の確認をやめた"),
    "recovery-codes.made": gettext_lazy("回復コードを作った"),
    "organization.created": gettext_lazy("組織を登録した"),
    "department.added": gettext_lazy("課を加えた"),
    "person.guest-added": gettext_lazy("リンクで答える人を登録した"),
    "department.superior-named": gettext_lazy("遅れを知らせる上司を決めた"),
    "person.added": gettext_lazy("利用者を登録した"),
    "member.added": gettext_lazy("利用者に役割を与えた"),
    "member.role-changed": gettext_lazy("利用者の役割を変えた"),
    "member.removed": gettext_lazy("利用者を外した"),
    "invitation.sent": gettext_lazy("招待した"),
    "invitation.withdrawn": gettext_lazy("招待を取り消した"),
    "invitation.accepted": gettext_lazy("招待を受けた"),
    "token.made": gettext_lazy("APIトークンを作った"),
    "token.revoked": gettext_lazy("APIトークンを無効にした"),
}
