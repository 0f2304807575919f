"""What the trail says about consultations."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "consultation.asked": gettext_lazy("相談した"),
    "consultation.advised": gettext_lazy("相談に助言した"),
    "consultation.advised-by-link": gettext_lazy("外部の専門家がリンクから助言した"),
    "consultation.asked-on": gettext_lazy("続けて相談した"),
    "consultation.closed": gettext_lazy("相談を終えた"),
    "consultation.link-made": gettext_lazy("外部の専門家に渡すリンクを作った"),
    "consultation.link-withdrawn": gettext_lazy("外部の専門家に渡したリンクを取り消した"),
}
