"""What the trail says about answering and verifying."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "inspection.opened": gettext_lazy("遵守確認表を送った"),
    "answer.given": gettext_lazy("確認項目に回答した"),
    "answer.imported": gettext_lazy("記入された表から回答を取り込んだ"),
    "answer.reused": gettext_lazy("委託先の控えから回答を入れた"),
    "answer.by-file": gettext_lazy("ファイル一式から回答を取り込んだ"),
    "evidence.shown": gettext_lazy("証拠のファイルを付けた"),
    "evidence.removed": gettext_lazy("証拠のファイルを外した"),
    "inspection.submitted": gettext_lazy("回答を提出した"),
    "inspection.sent-back": gettext_lazy("回答を差し戻した"),
    "verification.written": gettext_lazy("回答を確認した"),
    "inspection.concluded": gettext_lazy("確認を終えた"),
    "inspection.called-off": gettext_lazy("点検を取りやめた"),
}
