"""Short words for the columns of the register, where the whole name of a fact would be too long."""

from collections.abc import Mapping
from typing import Final

from yakusoku.domain.engagements.profile import Category, Place, Procurement

CATEGORY_SHORT: Final[Mapping[str, str]] = {
    Category.IDENTITY: "氏名・住所",
    Category.CONTACT: "連絡先",
    Category.FAMILY: "家族",
    Category.FINANCIAL: "口座・収入",
    Category.SENSITIVE: "要配慮",
    Category.INDIVIDUAL_NUMBER: "個人番号",
    Category.BIOMETRIC: "生体情報",
}
PLACE_SHORT: Final[Mapping[str, str]] = {
    Place.CLIENT_PREMISES: "庁舎・施設",
    Place.CONTRACTOR_PREMISES: "委託先の事業所",
    Place.SUBCONTRACTOR: "再委託先",
    Place.HOME: "自宅",
    Place.VISITS: "訪問先・現場",
    Place.CLOUD: "クラウド",
}
PROCUREMENT_SHORT: Final[Mapping[str, str]] = {
    Procurement.OPEN_TENDER: "一般競争入札",
    Procurement.PROPOSAL: "プロポーザル",
    Procurement.NEGOTIATED: "見積り合わせ等",
    Procurement.SOLE_SOURCE: "特命随意契約",
}
