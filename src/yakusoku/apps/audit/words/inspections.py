"""What the trail says about answering and verifying."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "inspection.opened": gettext_lazy("遵守確認表を送った"),
    "inspection.renewed": gettext_lazy("回答中の確認表を新しい版に改めた"),
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
    "answer.confirmed": gettext_lazy("前回と同じと確かめて回答した"),
    "holders.stated": gettext_lazy("いま情報を持っている者を答えた"),
    "holders.looked-at": gettext_lazy("情報を持っている者の違いを確かめた"),
    "inspection.assigned": gettext_lazy("点検の担当者を決めた"),
    "inspection.method-chosen": gettext_lazy("確かめ方を決めた"),
    "visit.planned": gettext_lazy("現地確認の予定を入れた"),
    "visit.held": gettext_lazy("現地で確かめたことを記録した"),
    "photo.taken": gettext_lazy("現地で撮った写真を付けた"),
    "photo.removed": gettext_lazy("現地で撮った写真を外した"),
    "inspection.called-off": gettext_lazy("点検を取りやめた"),
    "inspection.ended-with-decision": gettext_lazy("調査票を、決まったので終えた"),
}
