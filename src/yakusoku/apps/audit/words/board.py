"""What the trail says about the review board."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "board.rules-set": gettext_lazy("審査会の決まりを変えた"),
    "meeting.planned": gettext_lazy("審査会を準備した"),
    "meeting.changed": gettext_lazy("審査会の日時や方法を変えた"),
    "meeting.called": gettext_lazy("審査会を招集した"),
    "meeting.attended": gettext_lazy("審査会の出欠を書いた"),
    "meeting.closed": gettext_lazy("審査会を終えた"),
    "meeting.cancelled": gettext_lazy("審査会を取りやめた"),
    "agenda.added": gettext_lazy("議案を加えた"),
    "agenda.ordered": gettext_lazy("議案の順番を変えた"),
    "agenda.dropped": gettext_lazy("議案から外した"),
    "papers.read": gettext_lazy("審査資料を読み、利害関係を確かめた"),
    "conflict.declared": gettext_lazy("利害関係を申し出た"),
    "vote.cast": gettext_lazy("投票した"),
    "discussion.written": gettext_lazy("審議の内容を書いた"),
    "item.closed": gettext_lazy("議案を決した"),
    "decision.corrected": gettext_lazy("決定の文を訂正した"),
    "condition.proposed": gettext_lazy("条件の案を加えた"),
    "condition.withdrawn": gettext_lazy("条件の案を取り下げた"),
    "condition.reported": gettext_lazy("条件を満たしたと報告した"),
    "condition.met": gettext_lazy("条件が満たされたことを確かめた"),
    "condition.sent-back": gettext_lazy("条件の報告を差し戻した"),
    "minutes.approved": gettext_lazy("議事録を承認した"),
}
