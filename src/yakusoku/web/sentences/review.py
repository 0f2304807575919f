"""What a person reads when something about contract review is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "review.nothing-given": gettext_lazy("契約書のファイルを選ぶか、文を貼り付けてください。"),
    "review.too-many-files": gettext_lazy(
        "一度に点検できるファイルは{most}個までです。分けて点検してください。"
    ),
    "review.contracts-there": gettext_lazy("送られた契約は、すべて、もうこの棚卸しに入っています。"),
    "review.too-many-contracts": gettext_lazy(
        "一つの棚卸しに入る契約は{most}件までです。別の棚卸しにしてください。"
    ),
    "review.papers-there": gettext_lazy("書類は、もう作られています。画面を開き直してください。"),
    "review.no-such-level": gettext_lazy("その水準はありません。次から選んでください（{known}）。"),
    "review.level-beside-work": gettext_lazy("業務と水準は、どちらか一つにしてください。"),
    "review.nothing-readable": gettext_lazy("次のわけで、どのファイルも読めませんでした（{reasons}）。"),
    "review.no-such-clause": gettext_lazy("その条項又は要件はありません。画面を開き直してください。"),
    "review.nothing-to-correct": gettext_lazy("点検の見立ても同じです。訂正は要りません。"),
    "review.already-corrected": gettext_lazy(
        "ほかの人が、この条項の同じ要件を訂正しています。画面を開き直してください。"
    ),
    "review.already-undone": gettext_lazy("この訂正は、もう取り消されています。"),
}
