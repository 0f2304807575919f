"""What the trail says about candidates, security plans and contracts."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "announcement.published": gettext_lazy("要件と確認表を事前に公表した"),
    "announcement.withdrawn": gettext_lazy("事前の公表を取りやめた"),
    "candidate.selected": gettext_lazy("委託候補を選んだ"),
    "candidate.withdrawn": gettext_lazy("委託候補を取り下げた"),
    "candidate.responsible-named": gettext_lazy("個人情報保護責任者を届け出た"),
    "candidate.asked": gettext_lazy("委託候補に調査票を送った"),
    "candidate.submitted": gettext_lazy("委託候補を審査会にかけた"),
    "candidate.concluded": gettext_lazy("委託候補の審査の結果が決まった"),
    "plan.written": gettext_lazy("セキュリティ計画を書いた"),
    "plan.item-added": gettext_lazy("セキュリティ計画に項目を足した"),
    "plan.item-removed": gettext_lazy("セキュリティ計画から項目を外した"),
    "plan.agreed": gettext_lazy("セキュリティ計画に合意した"),
    "plan.reopened": gettext_lazy("セキュリティ計画を書き直せるようにした"),
    "plan.item-done": gettext_lazy("計画の対策をしたと報告した"),
    "plan.item-verified": gettext_lazy("計画の対策を確かめた"),
    "plan.item-sent-back": gettext_lazy("計画の対策の報告を差し戻した"),
    "contract.entered": gettext_lazy("契約の日を入れた"),
    "contract.overridden": gettext_lazy("審査会の決定の前に、理由を付けて契約の日を入れた"),
    "contract.corrected": gettext_lazy("契約の日を直した"),
}
