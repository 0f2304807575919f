"""What the trail says about contract review."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "review.made": gettext_lazy("契約書を点検した"),
    "review.corrected": gettext_lazy("点検の見立てを訂正した"),
    "review.correction-undone": gettext_lazy("見立ての訂正を取り消した"),
}
