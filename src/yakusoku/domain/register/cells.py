"""What a cell of a city's own ledger means: days, numbers and words as people write them (docs/rules/ledger-import.md)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, TypeVar
from unicodedata import normalize

from yakusoku.domain.dates.eras import ERAS
from yakusoku.domain.engagements.profile import Category, Place, Procurement

Code = TypeVar("Code", Category, Place, Procurement)

_ERA_LETTERS: Final[Mapping[str, str]] = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_ERA_STARTS = {name: first for first, name in ERAS}
_WESTERN = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}.*)?")
_ERA = re.compile(
    r"(令和|平成|昭和|大正|明治|[RHSTM])\.?(元|\d{1,2})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?", re.I
)
_NUMBER = re.compile(r"(?:約|およそ)?(\d+(?:\.\d+)?)(万)?(?:(\d+))?(?:人|名|件|世帯)?(?:程度|分|以内)?")
_BETWEEN = re.compile(r"[~〜～―–—]|から|\s-\s|(?<=日)-")
_VALUES = re.compile(r"[、，,;；/／・\n\r|｜]+")
MOST_PEOPLE = 1_000_000_000

# What a word must contain to mean a code; the first that fits counts, so the special ones stand first.
_CATEGORY_WORDS: Final[Mapping[Category, tuple[str, ...]]] = {
    Category.INDIVIDUAL_NUMBER: ("個人番号", "マイナンバー", "特定個人情報"),
    Category.BIOMETRIC: ("生体", "顔画像", "顔写真", "指紋"),
    Category.SENSITIVE: ("要配慮", "健康", "病歴", "健診", "検診", "障害", "障がい", "診療", "犯罪", "介護"),
    Category.FINANCIAL: ("口座", "収入", "所得", "税", "料金", "財産", "金融", "納付"),
    Category.FAMILY: ("家族", "世帯", "続柄", "親族", "保護者"),
    Category.CONTACT: ("電話", "メール", "連絡先"),
    Category.IDENTITY: ("氏名", "名前", "住所", "生年月日", "年齢", "性別", "基本"),
}
_PLACE_WORDS: Final[Mapping[Place, tuple[str, ...]]] = {
    Place.SUBCONTRACTOR: ("再委託",),
    Place.HOME: ("自宅", "在宅", "テレワーク"),
    Place.CLOUD: ("クラウド", "データセンター", "外部サービス"),
    Place.VISITS: ("訪問", "現場", "現地", "巡回"),
    Place.CLIENT_PREMISES: ("庁舎", "庁内", "市役所", "役場", "区役所", "施設", "発注者", "委託元"),
    Place.CONTRACTOR_PREMISES: ("事業所", "受注者", "委託先", "受託者", "事業者", "社内", "工場"),
}
_PROCUREMENT_WORDS: Final[Mapping[Procurement, tuple[str, ...]]] = {
    Procurement.PROPOSAL: ("プロポーザル", "企画競争", "企画提案"),
    Procurement.SOLE_SOURCE: ("特命", "一者", "単独随意"),
    Procurement.OPEN_TENDER: ("一般競争", "指名競争", "入札"),
    Procurement.NEGOTIATED: ("見積", "随意"),
}


def tidy(text: str) -> str:
    """Return a cell as one reads it: full-width letters and digits narrowed, spaces at the ends gone."""
    return normalize("NFKC", text).replace("\x00", "").strip()


def read_day(text: str) -> date | None:
    """Return the day that a cell names, in western years or eras (令和9年4月1日, R9.4.1); None: no day.

    An era that has ended is counted on, as contracts do: 平成32年 is 2020.
    """
    told = re.sub(r"(?<=\D)\s+|\s+(?=\D)", "", tidy(text))
    found = _WESTERN.fullmatch(told)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        found = _ERA.fullmatch(told)
        if found:
            era = _ERA_STARTS[_ERA_LETTERS.get(found[1].upper(), found[1])]
            year = 1 if found[2] == "元" else int(found[2])
            return date(era.year + year - 1, int(found[3]), int(found[4])) if year else None
    except ValueError:
        return None
    return None


def read_period(text: str) -> tuple[date, date] | None:
    """Return first and last day of a cell such as R9.4.1〜R10.3.31; None: it names no two days."""
    parts = [part for part in _BETWEEN.split(tidy(text).removesuffix("まで")) if part.strip()]
    days = [read_day(part) for part in parts]
    if len(days) != 2 or days[0] is None or days[1] is None:
        return None
    return days[0], days[1]


def read_people(text: str) -> int | None:
    """Return a number of people as written (8,000人, 約1万2千 is not read, 1.5万人); None: no such number."""
    found = _NUMBER.fullmatch(re.sub(r"[,\s]", "", tidy(text)))
    if found is None:
        return None
    if not found[2]:
        whole = found[1].removesuffix(".0")
        return (
            int(whole)
            if whole.isdigit() and not found[3] and len(whole) <= 10 and int(whole) <= MOST_PEOPLE
            else None
        )
    if len(found[1]) > 10 or len(found[3] or "") > 4:
        return None
    people = round(float(found[1]) * 10_000) + int(found[3] or 0)
    return people if people <= MOST_PEOPLE else None


def values_in(text: str) -> list[str]:
    """Return the values of a cell that holds several, in order."""
    return [value.strip() for value in _VALUES.split(tidy(text)) if value.strip()]


def read_categories(text: str) -> tuple[frozenset[Category], tuple[str, ...]]:
    """Return the kinds of personal information of a cell, and the words that mean none of them."""
    return _read_words(text, _CATEGORY_WORDS)


def read_places(text: str) -> tuple[frozenset[Place], tuple[str, ...]]:
    """Return the places of a cell, and the words that mean none of them."""
    return _read_words(text, _PLACE_WORDS)


def read_procurement(text: str) -> Procurement | None:
    """Return how the contractor was chosen; None: the word is not known."""
    return _code_of(tidy(text), _PROCUREMENT_WORDS)


NOTHING = frozenset({"なし", "無", "無し", "-", "―", "ー", "該当なし"})


def _read_words(text: str, words: Mapping[Code, tuple[str, ...]]) -> tuple[frozenset[Code], tuple[str, ...]]:
    known, unknown = set(), []
    for value in values_in(text):
        code = _code_of(value, words)
        if code is not None:
            known.add(code)
        elif value not in NOTHING:
            unknown.append(value)
    return frozenset(known), tuple(unknown)


def _code_of(value: str, words: Mapping[Code, tuple[str, ...]]) -> Code | None:
    return next((code for code, parts in words.items() if any(part in value for part in parts)), None)
