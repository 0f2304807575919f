"""Amounts of money in a clause: what is written, how many yen it is, and what it is about."""

import re
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.review.labels import kanji_number
from yakusoku.domain.review.text import ClauseText


class AmountKind(StrEnum):
    """What an amount is about. LIMIT: more is not owed; PENALTY: owed for a breach or for being late."""

    LIMIT = "limit"
    PENALTY = "penalty"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount. `yen`: None where it depends on another, as 委託料の10分の1. `span`: its characters in the clause."""

    text: str
    yen: int | None
    kind: AmountKind
    span: tuple[int, int]


_FIGURE = r"(?:[0-9][0-9,.]*|[一二三四五六七八九十百千]+)"
_YEN = r"金?(?P<yen>[0-9一二三四五六七八九十百千][0-9一二三四五六七八九十百千万億,.]{0,23})円"
_OF = r"(?:業務)?(?:委託料|委託金額|契約金額|契約代金|請負代金額?|代金|報酬|利用料金?|料金|単価)(?:相当額)?(?:の(?:総額|額|全額))?"
_SHARE = rf"(?P<share>{_OF}(?:の|に対し、?)?(?:年)?(?:[0-9一二三四五六七八九十百]+分の[0-9一二三四五六七八九十百]+|{_FIGURE}(?:パーセント|%|割)))"
_WHOLE = rf"(?P<whole>(?:[^、。\n]{{0,16}}の)?{_OF})(?=を(?:上限|限度)|の範囲|を超え)"
_RATE = rf"(?P<rate>年{_FIGURE}(?:パーセント|%))"
_AMOUNT = re.compile("|".join((_YEN, _SHARE, _WHOLE, _RATE)))
# Without one of these there is nothing to look for.
_ANY = re.compile("円|分の|パーセント|%|割|上限|限度|範囲|超え")
_PART = re.compile(rf"({_FIGURE})([億万千百]?)")
_SCALE = {"億": 10**8, "万": 10**4, "千": 1000, "百": 100, "": 1}
_LIMIT = re.compile(r"上限|限度|範囲(?:内)?|超えない|以内")
_PENALTY = re.compile(r"違約|損害金|遅延|延滞|利息|罰")


def amounts_in(clause: ClauseText) -> tuple[Amount, ...]:
    """Return the amounts of a clause in the order they stand in it."""
    if not _ANY.search(clause.text):
        return ()
    found = []
    for hit in _AMOUNT.finditer(clause.text):
        sentence = clause.sentences[clause.sentence_at(hit.start())].text
        span = clause.span(*hit.span())
        after = clause.text[hit.end() : hit.end() + 12].split("。")[0]
        found.append(Amount(clause.source[span[0] : span[1]], _yen(hit["yen"]), _kind(after, sentence), span))
    return tuple(found)


def _kind(after: str, sentence: str) -> AmountKind:
    if _LIMIT.search(after):
        return AmountKind.LIMIT
    return AmountKind.PENALTY if _PENALTY.search(sentence) else AmountKind.PAYMENT


def _yen(written: str | None) -> int | None:
    """Return how many yen 1,000万 or 三百 are; None: it is no number of yen."""
    if not written:
        return None
    total = 0.0
    for figure, scale in _PART.findall(written.replace(",", "")):
        try:
            number = float(figure) if figure.isascii() else kanji_number(figure)
        except ValueError:
            return None
        total += number * _SCALE[scale]
    return round(total)
