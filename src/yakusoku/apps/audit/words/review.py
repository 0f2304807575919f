"""What the trail says about contract review."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "review.made": gettext_lazy("契約書を点検した"),
    "review.papers-written": gettext_lazy("点検の書類を作った"),
    "review.portfolio-begun": gettext_lazy("契約の棚卸しを始めた"),
    "review.portfolio-extended": gettext_lazy("棚卸しに契約を加えた"),
    "review.portfolio-read": gettext_lazy("棚卸しの契約を読み終えた"),
    "review.corrected": gettext_lazy("点検の見立てを訂正した"),
    "review.correction-undone": gettext_lazy("見立ての訂正を取り消した"),
}
