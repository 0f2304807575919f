"""What the trail says about what is due."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "calendar.made": gettext_lazy("カレンダーの番地を作った"),
    "calendar.ended": gettext_lazy("カレンダーの公開をやめた"),
}
