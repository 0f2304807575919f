"""What a clause points to: other clauses of the contract, and laws with their articles."""

import re
from dataclasses import dataclass

from yakusoku.domain.review.labels import kanji_number
from yakusoku.domain.review.text import ClauseText

_NUMBER = r"[0-9]{1,4}|[一二三四五六七八九十百]{1,5}"
_INNER = rf"第(?P<article>{_NUMBER})条(?:の(?P<branch>{_NUMBER}))?(?:第(?P<paragraph>{_NUMBER})項)?"
_LAW = re.compile(
    r"(?P<law>[一-龥ァ-ヶー々のにおけるび及]{2,40}(?:法律|法|条例|規則|規程|施行令|政令|省令))"
    r"(?:[(「](?P<told>[^()」]{0,60})[)」])?"
    rf"(?:{_INNER})?"
)
# Without one of these there is nothing to look for.
_ANY = re.compile("[法条例則程令]")
_OWN = re.compile(_INNER)
_NOT_A_NAME = re.compile(r"^(?:の|及び|又は|に|お|け|る|び)+")
# Words that end in 法 and are no laws.
_NO_LAW = re.compile(
    r"(?:方法|手法|用法|療法|文法|製法|書法|司法|立法|技法|作法|寸法|違法|適法|合法|不法|無法|法)$"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One pointer. `law` empty: a clause of the same contract. Numbers None: not told."""

    law: str
    article: int | None
    branch: int | None
    paragraph: int | None
    span: tuple[int, int]


def references_in(clause: ClauseText) -> tuple[Reference, ...]:
    """Return the references of a clause in the order they stand in it."""
    text = clause.text
    if not _ANY.search(text):
        return ()
    found: list[Reference] = []
    taken: list[tuple[int, int]] = []
    for hit in _LAW.finditer(text):
        name = _NOT_A_NAME.sub("", hit["law"])
        if len(name) < 3 or _NO_LAW.search(name):
            continue
        start = hit.start() + len(hit["law"]) - len(name)
        found.append(_reference(clause, hit, name, (start, hit.end())))
        taken.append((start, hit.end()))
    for hit in _OWN.finditer(text):
        if not any(start <= hit.start() < end for start, end in taken):
            found.append(_reference(clause, hit, "", hit.span()))
    return tuple(sorted(found, key=lambda each: each.span))


def _reference(clause: ClauseText, hit: re.Match[str], law: str, span: tuple[int, int]) -> Reference:
    numbers = {name: _number(hit[name]) for name in ("article", "branch", "paragraph")}
    return Reference(law=law, span=clause.span(*span), **numbers)


def _number(told: str | None) -> int | None:
    if told is None:
        return None
    return int(told) if told.isdigit() else kanji_number(told)
