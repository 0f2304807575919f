"""What the trail says about subcontracting and handover."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "subcontract.requested": gettext_lazy("再委託の承諾を求めた"),
    "subcontract.consented": gettext_lazy("再委託を承諾した"),
    "subcontract.refused": gettext_lazy("再委託を承諾しなかった"),
    "subcontract.withdrawn": gettext_lazy("再委託の届出を取り下げた"),
    "subcontract.ended": gettext_lazy("再委託の終わりの日を決めた"),
    "subcontract.passed-down": gettext_lazy("引き継いだ条文を記録した"),
    "chain.found": gettext_lazy("届出のない者を記録した"),
    "chain.dismissed": gettext_lazy("届出のない者の記録を取り消した"),
    "chain.amended": gettext_lazy("情報を持つ者の記録を直した"),
    "holder.recorded": gettext_lazy("情報を持っている者を書き足した"),
    "holder.removed": gettext_lazy("情報を持っている者を消した"),
    "handover.sent": gettext_lazy("受渡しを記録した"),
    "handover.received": gettext_lazy("受け取ったことを確認した"),
    "handover.cancelled": gettext_lazy("受渡しの記録を取り消した"),
}
