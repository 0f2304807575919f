"""What a clause points to: other clauses of the contract, and laws with their articles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yakusoku.domain.review.labels import kanji_number, label_of
from yakusoku.domain.review.model import Clause
from yakusoku.domain.review.text import ClauseText

_NUMBER = r"[0-9]{1,4}|[一二三四五六七八九十百]{1,5}"
_INNER = (
    rf"第(?P<article>{_NUMBER})条(?:の(?P<branch>{_NUMBER}))?(?:第(?P<paragraph>{_NUMBER})項)?"
    rf"(?:第(?P<item>{_NUMBER})号)?"
)
_POINTER = re.compile(
    rf"{_INNER}|(?P<near>[前次])(?P<count>{_NUMBER})?条(?:第(?P<near_paragraph>{_NUMBER})項)?"
)
# Where the name of a law ends; 法人 and 規則的 are none.
_END = re.compile(
    r"(?:法律施行(?:条例|令|規則)|法施行令|法施行規則|施行条例|法律|法(?![令人的務規定案制廷院律曹学])|条例|規則(?!的)|規程|政令|省令)"
)
# What is told of a law in brackets: its number, and the short name that it has from here on.
_TOLD = re.compile(r"[(][^()]{0,100}[)]")
_SHORT = re.compile(r"以下(?:単に)?「(?P<short>[^」]{1,30})」")
_JOINS = re.compile(r"(?:及び|又は|並びに|若しくは|、|・|から|乃至)*")
# A long name goes back to a mark or a particle that stands in no name of a law; a short one is written in kanji.
_LONG = re.compile(r"[^、。「」()\n:;はがでもて,，・]*$")
_KANJI = re.compile(r"[一-龥ァ-ヶー々]*$")
_BEFORE = re.compile(
    r"^(?:.*(?:定める|その他の|関係法令及び))?"
    r"(?:(?:甲|乙|丙|双方|当事者|委託者|受託者|発注者|受注者|当社|別記|この契約|本契約)?(?:の|及び|又は|並びに|と|に|を)+)?"
)
# Words that end in 法 and are no laws.
_NO_LAW = re.compile(
    r"(?:方法|手法|用法|療法|文法|製法|書法|司法|立法|技法|作法|寸法|違法|適法|合法|不法|無法|便法|工法|準拠法|日本法|計算法|測定法|検査法|試験法|商法|刑法|民法)$"
)
_CODES, LONGEST = ("商法", "刑法", "民法"), 80
_SAME = {"同法", "同条例", "同規則", "当該法"}
# Names that everybody uses for a law.
KNOWN = {
    "個人情報保護法": "個人情報の保護に関する法律",
    "個情法": "個人情報の保護に関する法律",
    "番号法": "行政手続における特定の個人を識別するための番号の利用等に関する法律",
    "番号利用法": "行政手続における特定の個人を識別するための番号の利用等に関する法律",
    "マイナンバー法": "行政手続における特定の個人を識別するための番号の利用等に関する法律",
    "労働者派遣法": "労働者派遣事業の適正な運営の確保及び派遣労働者の保護等に関する法律",
    "独占禁止法": "私的独占の禁止及び公正取引の確保に関する法律",
}
# Without one of these there is nothing to look for.
_ANY = re.compile("[法条例則程令]")


@dataclass(frozen=True, slots=True)
class Reference:
    """One pointer. `law` empty: a clause of the same contract. Numbers None: not told.

    steps  how many articles before (-1) or after (1) the clause it stands: 前条, 次条; 0: it tells a number
    short  the name under which the law is known from here on; empty: none
    """

    law: str
    article: int | None
    branch: int | None
    paragraph: int | None
    span: tuple[int, int]
    item: int | None = None
    steps: int = 0
    short: str = ""


def references_in(clause: ClauseText) -> tuple[Reference, ...]:
    """Return the references of a clause in the order they stand in it."""
    return tuple(_found(clause)) if _ANY.search(clause.text) else ()


def _found(clause: ClauseText) -> Iterator[Reference]:
    text, place, law = clause.text, 0, ""
    for end in _END.finditer(text):
        name = _name(text[: end.end()], place, text[end.end() : end.end() + 100])
        if not name or end.end() <= place:
            continue
        yield from _own(clause, place, end.end())
        told = _TOLD.match(text, end.end())
        short = _SHORT.search(told[0]) if told else None
        start, place = end.end() - len(name), told.end() if told else end.end()
        law = law if name in _SAME and law else KNOWN.get(name, name)
        article = _POINTER.match(text, place)
        if article is None or article["near"]:
            yield Reference(
                law,
                None,
                None,
                None,
                clause.span(start, place),
                short=short["short"] if short else "",
            )
            continue
        # More articles of the same law may follow: 第27条及び第28条.
        while article and not article["near"]:
            yield _reference(clause, article, law, start, short["short"] if short else "")
            place = article.end()
            article = _POINTER.match(text, start := _after(text, place))
    yield from _own(clause, place, len(text))


def _after(text: str, place: int) -> int:
    joined = _JOINS.match(text, place)
    return joined.end() if joined else place


def _name(text: str, start: int, after: str) -> str:
    """Return the name of a law at the end of a text; empty: it is none.

    start   where the law named before it ends
    after   what follows it
    """
    window = text[max(start, len(text) - LONGEST) :]
    known = next((law for law in KNOWN.values() if window.endswith(law)), "")
    kanji = _KANJI.search(window)
    name = kanji[0].removeprefix("他") if kanji else ""
    if known or _NO_LAW.search(name):
        return known or next((each for each in _CODES if name.endswith(each)), "")
    if name.endswith(("規則", "規程")) and not (_TOLD.match(after) or _POINTER.match(after)):
        # Rules of a company, as a rule.
        return ""
    long = _LONG.search(window)
    told = _BEFORE.sub("", long[0]) if long else ""
    if "に関する" in told or "による" in told:
        return told
    if name in {"法", "条例", "規則"}:
        # A short name that the contract gave; elsewhere it is a word like any other.
        return name if _POINTER.match(after) else ""
    return name if len(name) >= 3 or name in _SAME else ""


def _own(clause: ClauseText, start: int, end: int) -> Iterator[Reference]:
    for found in _POINTER.finditer(clause.text, start, end):
        yield _reference(clause, found, "", found.start(), "")


def _reference(clause: ClauseText, found: re.Match[str], law: str, start: int, short: str) -> Reference:
    return Reference(
        law,
        _number(found["article"]),
        _number(found["branch"]),
        _number(found["paragraph"] or found["near_paragraph"]),
        clause.span(start, found.end()),
        _number(found["item"]),
        (_number(found["count"]) or 1) * (-1 if found["near"] == "前" else 1) if found["near"] else 0,
        short,
    )


def _number(told: str | None) -> int | None:
    if told is None:
        return None
    return int(told) if told.isdigit() else kanji_number(told)


class Resolver:
    """Finds what the references of a document point to."""

    def __init__(self, clauses: Sequence[Clause], references: Sequence[Sequence[Reference]]) -> None:
        self._short = {each.short: each.law for some in references for each in some if each.short}
        self._parts = [clause.part for clause in clauses]
        self._numbers = [_article(clause.no) for clause in clauses]
        self._places: dict[tuple[str, int, int | None], int] = {}
        for place, (clause, number) in enumerate(zip(clauses, self._numbers, strict=True)):
            if number:
                self._places.setdefault((clause.part, *number), place)

    def law(self, reference: Reference) -> str:
        """Return the full name of the law, where the contract or everybody knows one; empty: it is a clause."""
        return self._short.get(reference.law, reference.law)

    def clause(self, place: int, reference: Reference) -> int | None:
        """Return the place of the clause that a reference of the clause at a place means; None: there is none."""
        part = self._parts[place]
        if reference.law:
            return None
        if reference.steps:
            step = 1 if reference.steps > 0 else -1
            same = [
                n for n, each in enumerate(self._parts) if each == part and (self._numbers[n] or n == place)
            ]
            at = same.index(place) + step
            return same[at] if 0 <= at < len(same) else None
        article = reference.article or 0
        # A special agreement points into itself, and where it has no such article, into the contract.
        return self._places.get(
            (part, article, reference.branch), self._places.get(("", article, reference.branch))
        )


def _article(no: str) -> tuple[int, int | None] | None:
    """Return the number and branch of an article or section: 第３条の２ is 3 and 2; None: it is no such clause."""
    label = label_of(f"{no} ")
    if label is None or label.kind not in {"article", "section"}:
        return None
    found = re.findall(r"[0-9０-９]+|[一二三四五六七八九十百]+", no)
    numbers = [int(each) if each.isdigit() else kanji_number(each) for each in found]
    return (numbers[0], numbers[1] if len(numbers) > 1 else None) if numbers else None
