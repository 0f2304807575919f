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
}


def label_of(code: str) -> str:
    """Return the words for an audit code; a code without words reads as itself."""
    return str(LABELS.get(code, code))
