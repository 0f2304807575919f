"""Who has to keep a clause: the contractor, the client or both (docs/rules/review-strength.md)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.catalogue.strength import Strength


class Party(StrEnum):
    """Who is bound."""

    CONTRACTOR = "contractor"
    CLIENT = "client"
    BOTH = "both"


PARTY_LABELS = {
    Party.CONTRACTOR: "委託先が守る",
    Party.CLIENT: "委託元が守る",
    Party.BOTH: "双方が守る",
}
_CONTRACTOR = (
    r"受託者|受注者|受託会社|受注会社|受託事業者|受注事業者|事業体|受任者|受任会社|請負者|請負人|再委託先|再受託者|委託先|事業者|指定管理者|派遣元"
    r"|サプライヤー|ベンダー?|業務従事者|従事者|従業者|作業者"
)
_CLIENT = (
    r"(?<![一-龥])(?:委託者|発注者|委託元|委託会社|発注会社|注文者|委任者|派遣先|契約者|お客様|貴社|御社|ユーザー?|カスタマー|教育委員会)"
    r"|本学|広域連合|(?:市|町|村|県|都|府|区)長?"
)
_BOTH = (
    r"甲乙|両当事者|各当事者|当事者(?:双方|は|の)|両者|双方|互いに|相互に"
    r"|(?:甲|委託者|発注者|委託会社)(?:及び|および|並びに|と)(?:乙|受託者|受注者|受託会社)"
    r"|(?:乙|受託者|受注者|受託会社)(?:及び|および|並びに|と)(?:甲|委託者|発注者|委託会社)"
)
# A look at the first letter spares the rest of it nearly everywhere.
_FIRST_LETTERS = "甲乙丙当弊私受請再委事指派サベ業従作発注契お貴御ユカ教本広市町村県都府区両各双互相"
_WHO = (
    rf"(?=[{_FIRST_LETTERS}])(?:(?P<both>{_BOTH})|(?P<first>甲)|(?P<second>乙|丙)|(?P<we>[当弊](?:社|法人|事務所)|私(?:たち|ども)?)"
    rf"|(?P<contractor>{_CONTRACTOR})|(?P<client>{_CLIENT}))"
)
# A party, or people of it, that a sentence is about: 乙は, 乙の従事者は, 甲においても.
_TOPIC = re.compile(
    rf"{_WHO}(?:の[^、。はがを\n]{{0,8}}(?:者|員|先|会社|長|人)等?)?(?:は(?!、?この限り)|も、|において(?:は|も))"
)
# What one must bear or do itself: 乙が負担する.
_BEARS = re.compile(rf"{_WHO}(?:が|の)[^、。\n]{{0,20}}(?:負[うい]|負担|責任において|行うもの|行う。)")
_MAY = re.compile(
    r"でき(?:る|ます)(?=(?:もの|こと)?(?:と(?:する|します)|。|\n|$|、))|でき、|権利を(?:有|留保)"
)
_CLAIM = re.compile("解除|請求|求め|催告")
# A full stop within brackets, as in （以下「不適合」という。）, ends no sentence.
_END = re.compile("。(?![)）」』])|\n")
_MAKES = re.compile(r"(?:さ|わ|か|た|ら|ま)せ(?:る|な|ます|、)|求める|命じ")
# What is told to do without a word on whom: in a contract for work, the one who does it.
_TOLD = re.compile(
    r"(?:こと|ください|下さい|(?<!され)(?:ない|ません|ず|する|します|いたします|とする|行う|得る|努める|置く|守る|負う)|禁(?:ずる|じる|じます))(?:。|$)"
)
# （以下「甲」という。）, 委託者（甲）.
_NAMED = re.compile(
    r"(?P<who>[^（(「、。\n]{1,40})[（(](?:以下[、，]?\s*)?[「『]?(?P<letter>甲|乙)[」』]?(?:と|[）)])"
)
_PUBLIC = re.compile(
    r"委託者$|発注者$|注文者$|委任者$|(?:市|町|村|県|都|府|区|広域連合|事務組合|委員会|機構|省|庁)(?:長)?$"
)
_FIRM = re.compile(r"受託者$|受注者$|請負者$|受任者$|会社|法人|㈱|（株）|組合$|センター$|事業者$")
_CUSTOMER, _SUPPLIER = (
    re.compile("契約者|お客様|お客さま|利用者|ご利用|貴社|御社|ユーザ"),
    re.compile("委託先|受託者|外注先"),
)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is meant by the words of a document. `first`: 甲; `second`: 乙; `we`: 当社."""

    first: Party = Party.CLIENT
    second: Party = Party.CONTRACTOR
    we: Party = Party.CONTRACTOR


def parties_of(texts: Sequence[str]) -> Parties:
    """Return who is meant in a document of these texts: as it says itself, else as is usual."""
    first = _first(texts)
    second = Party.CONTRACTOR if first is Party.CLIENT else Party.CLIENT
    ours = [text for text in texts if "当社" in text or "弊社" in text]
    bought = any(_SUPPLIER.search(text) for text in ours) and not any(_CUSTOMER.search(t) for t in texts)
    return Parties(first, second, Party.CLIENT if bought else Party.CONTRACTOR)


def _first(texts: Iterable[str]) -> Party:
    """Return who 甲 is. A firm is the client as well where the other is no public body."""
    named: dict[str, str] = {}
    for hit in _names(texts):
        named.setdefault(hit["letter"], re.split("と|、", hit["who"].strip())[-1].strip())
    one, other = named.get("甲", ""), named.get("乙", "")
    turned = bool(_PUBLIC.search(other)) and not _PUBLIC.search(one)
    turned = turned or bool(re.search("受託者$|受注者$|請負者$|受任者$", one))
    return Party.CONTRACTOR if turned else Party.CLIENT


def _names(texts: Iterable[str]) -> Iterator[re.Match[str]]:
    for text in texts:
        if "甲" in text or "乙" in text:
            yield from _NAMED.finditer(text)


def bound(
    text: str, evidence: Sequence[tuple[int, int]], strength: Strength, parties: Parties
) -> Party | None:
    """Return who has to keep what a clause says in some of its words; None: it cannot be told.

    A right of one is a duty of the other, and what one makes the other do binds the other. What the contractor
    may do itself (PERMIT) stays with it.
    """
    start, end = evidence[0] if evidence else (0, 0)
    at, own = _sentence(text, start)
    told = list(_TOPIC.finditer(own))
    # Of several that a sentence is about, the last before the words is meant.
    near = [hit for hit in told if at + hit.end() <= end] or told[:1]
    hit = near[-1] if near else _BEARS.search(own)
    if hit is None:
        before = list(_TOPIC.finditer(text, 0, at))
        if before:
            return _who(before[-1], parties)
        return Party.CONTRACTOR if _TOLD.search(own.strip()) else None
    who, may = _who(hit, parties), bool(_MAY.search(own, hit.end()))
    if who is Party.CLIENT and (may or _MAKES.search(own, hit.end())):
        return Party.CONTRACTOR
    if who is Party.CONTRACTOR and may and strength is Strength.DUTY and _CLAIM.search(own, hit.end()):
        return Party.CLIENT
    return who


def _sentence(text: str, place: int) -> tuple[int, str]:
    """Return the sentence at a place of a text, and where it begins."""
    start = place
    while start and not _END.match(text, start - 1):
        start = max(text.rfind("。", 0, start - 1), text.rfind("\n", 0, start - 1)) + 1
    end = _END.search(text, place)
    return start, text[start : end.end() if end else len(text)]


def _who(hit: re.Match[str], parties: Parties) -> Party:
    told = {"first": parties.first, "second": parties.second, "we": parties.we}
    name = str(hit.lastgroup)
    return told[name] if name in told else Party(name)
