"""What the trail says about reports of surveys."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "report.begun": gettext_lazy("調査の報告書を作り始めた"),
    "report.written": gettext_lazy("調査の報告書を書いた"),
    "report.recounted": gettext_lazy("報告書の重みか、比べる前の回を変えた"),
    "report.excused": gettext_lazy("報告書の数に断りを書いた"),
    "report.excuse-withdrawn": gettext_lazy("報告書の断りを取り消した"),
    "report.released": gettext_lazy("調査の報告書を確定した"),
    "report.published": gettext_lazy("調査の報告書を公開ページに載せた"),
    "report.unpublished": gettext_lazy("調査の報告書を公開ページから外した"),
}
