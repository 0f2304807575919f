"""What a person reads when something about people and invitations is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "member.department-missing": gettext_lazy("役割が主管課のときは、課が必要です。課を選んでください。"),
    "member.department-not-needed": gettext_lazy("課を選ぶのは、役割が主管課のときだけです。"),
    "member.department-elsewhere": gettext_lazy(
        "「{name}」は別の組織の課です。この組織の課を選んでください。"
    ),
    "member.role-elsewhere": gettext_lazy("この役割は、この組織にはありません。"),
    "member.already": gettext_lazy("{name}さんには、すでにこの役割があります。"),
    "member.last-administrator": gettext_lazy(
        "管理者がいなくなります。先に、ほかの人を管理者にしてください。"
    ),
    "member.not-one": gettext_lazy(
        "{name}さんは、この組織の利用者ではありません。利用者から選んでください。"
    ),
    "department.exists": gettext_lazy("「{name}」はすでにあります。別の名前にしてください。"),
    "person.email-taken": gettext_lazy("{email}の方は、すでに登録されています。"),
    "invitation.expired": gettext_lazy("招待の期限が過ぎています。招待した方に、もう一度頼んでください。"),
    "invitation.used": gettext_lazy("この招待はすでに使われました。登録した方は、サインインしてください。"),
    "invitation.withdrawn": gettext_lazy("この招待は取り消されました。招待した方に確かめてください。"),
    "invitation.sign-in-first": gettext_lazy(
        "この方はすでに登録されています。サインインしてから、招待のリンクをもう一度開いてください。"
    ),
    "invitation.someone-else": gettext_lazy(
        "この招待は{email}あてです。そのメールアドレスでサインインしてください。"
    ),
    "invitation.company-has-members": gettext_lazy(
        "{company}には、すでに利用者がいます。追加の招待は、{company}の管理者に頼んでください。"
    ),
}
