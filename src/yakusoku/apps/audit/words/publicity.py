"""What the trail says about what is made public."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "publicity.page-set": gettext_lazy("公開ページの設定を変えた"),
    "publicity.released": gettext_lazy("業務を公開することにした"),
    "publicity.withheld": gettext_lazy("業務の公開をやめた"),
}
