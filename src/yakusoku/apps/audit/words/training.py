"""What the trail says about training."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "course.added": gettext_lazy("研修を加えた"),
    "course.changed": gettext_lazy("研修を変えた"),
    "course.retired": gettext_lazy("研修を使うのをやめた"),
    "staff.listed": gettext_lazy("従事者を名簿に載せた"),
    "staff.changed": gettext_lazy("従事者の行を変えた"),
    "staff.struck": gettext_lazy("従事者の行を消した"),
    "staff.imported": gettext_lazy("従事者名簿を取り込んだ"),
    "training.recorded": gettext_lazy("研修の修了を記録した"),
    "training.withdrawn": gettext_lazy("研修の修了の記録を取り消した"),
}
