"""What the trail says about findings and corrective instructions."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "finding.raised": gettext_lazy("指摘を記録した"),
    "finding.dismissed": gettext_lazy("指示せずに指摘を閉じた"),
    "correction.issued": gettext_lazy("改善を指示した"),
    "correction.withdrawn": gettext_lazy("改善の指示を取り消した"),
    "correction.evidence-shown": gettext_lazy("改善の証拠のファイルを付けた"),
    "correction.evidence-removed": gettext_lazy("改善の証拠のファイルを外した"),
    "correction.form-read": gettext_lazy("記入された改善報告書を読み取った"),
    "correction.form-taken": gettext_lazy("記入された改善報告書を取り込んだ"),
    "correction.replied": gettext_lazy("改善を報告した"),
    "correction.sent-back": gettext_lazy("改善がまだなので、もう一度求めた"),
    "correction.closed": gettext_lazy("改善を確かめて終えた"),
    "correction.extension-asked": gettext_lazy("期限の延長を申し出た"),
    "correction.extension-answered": gettext_lazy("期限の延長に返事をした"),
    "added-check.added": gettext_lazy("確認項目を加えた"),
    "added-check.carried": gettext_lazy("加えた確認項目を次の期間に引き継いだ"),
    "added-check.retired": gettext_lazy("加えた確認項目をやめた"),
}
