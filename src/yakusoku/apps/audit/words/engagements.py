"""What the trail says about facts, decisions and publication."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "engagement.created": gettext_lazy("委託業務を登録した"),
    "profile.described": gettext_lazy("業務の実態を確定した"),
    "decision.made": gettext_lazy("採否を決めた"),
    "decision.rest-adopted": gettext_lazy("残りを提案どおり採用した"),
    "decision.withdrawn": gettext_lazy("採否の判断を取り消した"),
    "engagement.started": gettext_lazy("着手の日を記録した"),
    "engagement.closed": gettext_lazy("業務を閉じた"),
    "engagement.reopened": gettext_lazy("閉じた業務を開き直した"),
    "engagement.renewed": gettext_lazy("次の期間の業務を作った"),
    "decision.carried-over": gettext_lazy("前の期間の採否を引き継いだ"),
    "catalogue.overlaid": gettext_lazy("目録の追加と変更を保存した"),
    "fairness.settled": gettext_lazy("基準を超える要求の必要性と費用の話し合いを記録した"),
    "rules.set": gettext_lazy("組織のきまりを変えた"),
    "specification.confirmed": gettext_lazy("特記仕様書がいまの目録でも同じ内容だと確かめた"),
    "specification.published": gettext_lazy("特記仕様書を発行した"),
}
