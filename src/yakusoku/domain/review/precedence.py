"""Which document of a set prevails where two disagree: as they say themselves, else by a stated order.

The rule is told in docs/rules/review-precedence.md.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from yakusoku.domain.review.reviewing import ReviewedDocument


class Role(StrEnum):
    """What a document, or an annex within one, is in the set."""

    SPECIAL = "special"
    SINGLE = "single"
    CONTRACT = "contract"
    SPECIFICATION = "specification"
    TERMS = "terms"


class Basis(StrEnum):
    """Where an order comes from: words of the documents, a person, or the order that is stated in the rule."""

    TEXT = "text"
    CHOSEN = "chosen"
    DEFAULT = "default"


# What was agreed for the case comes before what was agreed in general.
DEFAULT_ORDER = (Role.SPECIAL, Role.SINGLE, Role.CONTRACT, Role.SPECIFICATION, Role.TERMS)
# A name that holds another stands before it.
_NAMES = (
    (Role.SPECIAL, r"特記仕様書|特記事項|取扱特記|特約条項|特約事項|特約|覚書"),
    (Role.TERMS, r"契約約款|約款|約定書|一般条項|標準条項"),
    (Role.SPECIFICATION, r"仕様書|要求水準書|業務要領|実施要領"),
    (Role.SINGLE, r"個別契約|注文書|発注書|注文請書"),
    (Role.CONTRACT, r"契約書|(?:本|当該|この|基本)契約|契約条項|本書"),
)
_NAME = re.compile("|".join(f"(?P<{role.value}>{words})" for role, words in _NAMES))
# What a document calls itself by: in a 個別契約書, 本契約 is that one and not the one it rests on.
_ITSELF = re.compile("(?:本|当該|この)契約|本書")
_SENTENCE = re.compile(r"[^。\n]*(?:。|\n|$)")
_NOT = re.compile(r"優先(?:しない|しては|されない|するものではない)")
# 特記仕様書は契約書に優先する; 約款よりも本契約が優先する.
_OVER = re.compile(r"(?:に対して|に|より(?:も)?)、?(?:[^、]{0,8}(?:が|は)、?)?(?:適用が)?(?:も)?優先")
# …が矛盾するときは、…による.
_DISAGREE = re.compile(
    r"(?:矛盾|抵触|相違|齟齬|そご|食い?違|異なる|一致しない)[^、。]{0,12}(?:場合|とき|定め)[^、。]{0,6}、?"
)
_HOLDS = re.compile(r"優先|による|よる|従う|適用する")
_IN_ORDER = re.compile(r"(?:順位|順序|順番|次の順|以下の順|の順|順に)")


@dataclass(frozen=True, slots=True)
class Said:
    """Words by which a document of the set prevails over another. `clause`: place in the document, from 0."""

    higher: Role
    lower: Role
    document: int
    clause: int
    words: str


@dataclass(frozen=True, slots=True)
class Precedence:
    """The order of a set of documents.

    ranks   of each document, and of each annex within it by its name; 0 prevails over all
    roles   of each document
    said    the words that decide; none where no document says anything
    """

    ranks: tuple[Mapping[str, int], ...]
    roles: tuple[Role, ...]
    basis: Basis
    said: tuple[Said, ...] = ()

    def rank(self, document: int, part: str) -> int:
        """Return how a part of a document ranks; `part`: empty for its main text."""
        ranks = self.ranks[document]
        return ranks.get(part, ranks[""])

    @property
    def order(self) -> tuple[int, ...]:
        """Return the documents from the one that prevails over all to the last, by their main text."""
        return tuple(sorted(range(len(self.ranks)), key=lambda number: (self.ranks[number][""], number)))


def role_of(*names: str) -> Role:
    """Return what a document is by its title or file name: the first that tells; else a contract."""
    for name in names:
        found = _NAME.search(name)
        if found:
            return Role(str(found.lastgroup))
    return Role.CONTRACT


def precedence_of(
    documents: Sequence[ReviewedDocument], chosen: Sequence[int | None] | None = None
) -> Precedence:
    """Return the order of documents.

    chosen   the rank that a person gave to each document; None: to none, or to none of all
    """
    roles = tuple(role_of(each.document.title, PurePath(each.document.path).stem) for each in documents)
    if chosen is not None and any(rank is not None for rank in chosen):
        last = max(rank for rank in chosen if rank is not None) + 1
        return Precedence(tuple({"": last if rank is None else rank} for rank in chosen), roles, Basis.CHOSEN)
    said = tuple(_said(documents, roles))
    order = _ordered(said)
    ranks = tuple(
        {"": order.index(role)} | {part: order.index(role_of(part)) for part in _parts(each) if _told(part)}
        for role, each in zip(roles, documents, strict=True)
    )
    return Precedence(ranks, roles, Basis.TEXT if said else Basis.DEFAULT, said)


def _parts(reviewed: ReviewedDocument) -> set[str]:
    return {each.clause.part for each in reviewed.clauses if each.clause.part}


def _told(part: str) -> bool:
    return _NAME.search(part) is not None


def _ordered(said: Sequence[Said]) -> list[Role]:
    """Return the default order with what the documents say put right, the last that is said last of all."""
    order = list(DEFAULT_ORDER)
    for each in said:
        higher, lower = order.index(each.higher), order.index(each.lower)
        if higher > lower:
            order.insert(lower, order.pop(higher))
    return order


def _said(documents: Sequence[ReviewedDocument], roles: Sequence[Role]) -> Iterator[Said]:
    """Yield every word on the order, in the order of the documents."""
    for number, document in enumerate(documents):
        for place, each in enumerate(document.clauses):
            text = each.clause.text
            if not _NAME.search(text) or not _HOLDS.search(text):
                continue
            for higher, lower, words in _pairs(text, roles[number]):
                yield Said(higher, lower, number, place, words)


def _pairs(text: str, itself: Role) -> Iterator[tuple[Role, Role, str]]:
    if "優先" in text and _IN_ORDER.search(text) and not _NOT.search(text):
        named = list(dict.fromkeys(_roles(text, itself)))
        if len(named) > 2 or (len(named) == 2 and not _OVER.search(text) and not _DISAGREE.search(text)):
            words = " ".join(text.split())
            yield from ((one, other, words) for one, other in itertools.pairwise(named))
            return
    for sentence in _SENTENCE.findall(text):
        if not _NOT.search(sentence):
            yield from _pair(sentence, itself)


def _pair(sentence: str, itself: Role) -> Iterator[tuple[Role, Role, str]]:
    """Yield which of two documents a sentence puts first; nothing: it says nothing of that."""
    words = sentence.strip()
    disagree = _DISAGREE.search(sentence)
    if disagree and _HOLDS.search(sentence, disagree.end()):
        before = _roles(sentence[: disagree.end()], itself)
        after = _roles(sentence[disagree.end() :], itself)
        others = [role for role in dict.fromkeys(before) if after and role is not after[0]]
        if after and others:
            yield from ((after[0], role, words) for role in others)
        return
    over = _OVER.search(sentence)
    if over:
        named = [(_role(each, itself), each.end()) for each in _NAME.finditer(sentence)]
        lower = next((role for role, end in reversed(named) if end <= over.start()), None)
        higher = next((role for role, _ in reversed(named) if role is not lower), None)
        if lower is not None and higher is not None:
            yield higher, lower, words


def _roles(text: str, itself: Role) -> list[Role]:
    return [_role(each, itself) for each in _NAME.finditer(text)]


def _role(found: re.Match[str], itself: Role) -> Role:
    """Return which document a name means in one of the role `itself`."""
    if itself is Role.SINGLE and _ITSELF.fullmatch(found[0]):
        return itself
    return Role(str(found.lastgroup))
