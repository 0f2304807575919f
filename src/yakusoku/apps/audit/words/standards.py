"""What the trail says about templates."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "standard.registered": gettext_lazy("ひな形を載せた"),
    "standard.changed": gettext_lazy("ひな形の情報を変えた"),
    "standard.retired": gettext_lazy("ひな形を使うのをやめた"),
    "standard.taken-up": gettext_lazy("やめたひな形をまた使うことにした"),
    "standard.reviewed": gettext_lazy("ひな形の見直しを記録した"),
    "standard.commented": gettext_lazy("ひな形に声を寄せた"),
    "standard.comment-answered": gettext_lazy("現場の声に答えた"),
    "study.recorded": gettext_lazy("勉強会を記録した"),
}
