"""What a person reads when something about templates is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "standard.named-twice": gettext_lazy(
        "「{title}」という名前のひな形は、もうあります。別の名前にするか、そちらを直してください。"
    ),
    "standard.department-missing": gettext_lazy("持ち主の課を選んでください。"),
    "standard.retired": gettext_lazy("「{title}」は、もう使っていないひな形です。"),
    "standard.review-in-future": gettext_lazy("{day}は、まだ来ていません。見直した日を入れてください。"),
    "standard.review-before-last": gettext_lazy(
        "{day}に見直したことが、もう記録されています。その日か、後の日を入れてください。"
    ),
    "standard.revision-needs-version": gettext_lazy(
        "「改訂」のときは改訂した版のファイルを選び、「変更なし」のときは選ばないでください。"
    ),
    "standard.reason-missing": gettext_lazy("なぜ変えたか、なぜ変えなかったかを書いてください。"),
    "standard.unreadable": gettext_lazy("「{name}」を読めませんでした（{reason}）。"),
    "standard.nothing-said": gettext_lazy("何も書かれていません。"),
    "standard.no-such-clause": gettext_lazy("その条項はありません。画面を開き直してください。"),
    "standard.already-answered": gettext_lazy("この声には、ほかの人がもう答えています。"),
    "study.in-future": gettext_lazy("{day}は、まだ来ていません。開いた後に記録してください。"),
    "study.standard-elsewhere": gettext_lazy("選んだひな形は、この組織のものではありません。"),
}
