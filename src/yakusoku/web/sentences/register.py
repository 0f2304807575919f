"""What a person reads when something about the register and its imports is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "register.ledger-unreadable": gettext_lazy(
        "表として読めません。Excel（.xlsx）かCSVで保存し直して、もう一度選んでください。"
    ),
    "register.ledger-empty": gettext_lazy(
        "見出しの下に行がありません。読み取る表のシートを一番前に置いてください。"
    ),
    "register.ledger-too-long": gettext_lazy(
        "一度に取り込めるのは{rows}行、{columns}列までです。ファイルを分けてください。"
    ),
    "register.columns-missing": gettext_lazy("{fields}の列を選んでください。"),
    "register.column-twice": gettext_lazy("同じ列を二つの項目に選んでいます。どちらかを直してください。"),
    "register.department-missing": gettext_lazy("{names}を、どの課にするか選んでください。"),
    "register.ledger-wrong": gettext_lazy(
        "直すところが残っています。誤りのない行だけを取り込むか、直して読み直してください。"
    ),
    "register.nothing-to-take": gettext_lazy("取り込む行がありません。"),
}
