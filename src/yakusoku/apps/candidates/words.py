"""What the way to the contract is called on screens."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from yakusoku.domain.candidates.gate import Obstacle
from yakusoku.domain.candidates.plan import Lack

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OBSTACLES: "Mapping[Obstacle, StrOrPromise]" = {
    Obstacle.VERSION: _("特記仕様書の発行"),
    Obstacle.CANDIDATE: _("委託候補の選定"),
    Obstacle.RESPONSIBLE: _("個人情報保護責任者の届出"),
    Obstacle.PRE_ASSESSMENT: _("調査票への回答"),
    Obstacle.PLAN: _("セキュリティ計画の合意"),
    Obstacle.AMENDMENT: _("改めることにした要件の発行"),
    Obstacle.COST_TALK: _("基準を超える要求についての話し合い"),
    Obstacle.BOARD: _("外部委託審査会の承認"),
}
SOURCES: "Mapping[Obstacle, StrOrPromise]" = {
    Obstacle.VERSION: _("約束の中身が決まる前に契約すると、後から求められません。"),
    Obstacle.CANDIDATE: _("一社に絞って契約を保留し、守れるかを先に調べます（総務省資料 2-3、B自治体）。"),
    Obstacle.RESPONSIBLE: _(
        "研修を受け、守らせる責任を負う人を、契約の前に決めます（総務省資料 2-3、B自治体）。"
    ),
    Obstacle.PRE_ASSESSMENT: _("契約してから「できない」と分かるのを防ぎます（総務省資料 2-3、B自治体）。"),
    Obstacle.PLAN: _("できないことへの手当てを、契約の前に二者で決めます（総務省資料 2-3、B自治体）。"),
    Obstacle.AMENDMENT: _("改めた要件は、発行した版に入って初めて約束になります。"),
    Obstacle.COST_TALK: _(
        "案より強い約束には、必要な理由と費用の話し合いの記録が要ります（取適法・独占禁止法の考え方）。"
    ),
    Obstacle.BOARD: _("団体の決まりで、この業務には審査会の承認が要ります。"),
}
LACKS: "Mapping[Lack, StrOrPromise]" = {
    Lack.ITEM: _("まだ書かれていません"),
    Lack.MEASURE: _("何をするか"),
    Lack.DAY: _("いつまでに"),
    Lack.WHO: _("だれが"),
    Lack.AMENDMENT: _("改めた要件の発行"),
}
