"""A list of those who work on an engagement, as it comes in a table (docs/rules/training.md)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from yakusoku.domain.training.requirements import Part

COLUMNS = ("氏名または職員番号", "役割", "従事を始める日", "従事を終える日", "再委託先")
NEEDED = 2
MOST_PEOPLE = 2_000
LONGEST_NAME = 100
EARLIEST, LATEST = date(1950, 1, 1), date(2149, 12, 31)
_PARTS: Mapping[str, Part] = {
    "責任者": Part.RESPONSIBLE,
    "個人情報保護責任者": Part.RESPONSIBLE,
    "従事者": Part.WORKER,
    "": Part.WORKER,
}
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]00:00(?::00)?)?")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list. `company`: the subcontractor's name as written; empty: the contractor."""

    line: int
    name: str
    part: Part
    since: date | None
    until: date | None
    company: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line, counted from 1, and what to do."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Roster:
    """What a table says. Only a list without faults is taken: nothing is imported half."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read_roster(rows: Sequence[Sequence[str]], companies: Iterable[str] = ()) -> Roster:
    """Return the people of a table, and every fault in it.

    rows        texts of the cells, the head among them
    companies   names of the subcontractors that may stand in the last column
    """
    head = next((n for n, row in enumerate(rows) if _head(row)), None)
    if head is None:
        message = f"見出しの行（{'、'.join(COLUMNS)}）がありません。ひな形の見出しをそのまま使ってください。"
        return Roster((), (Fault(1, message),))
    order = _head(rows[head])
    known = {tidied(name) for name in companies}
    entries: list[Entry] = []
    faults: list[Fault] = []
    for line, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = [tidied(row[place]) if place is not None and place < len(row) else "" for place in order]
        if any(cells):
            _take(line, cells, known, entries, faults)
    faults += _twice(entries)
    if len(entries) > MOST_PEOPLE:
        faults.append(Fault(head + 1, f"一度に取り込めるのは{MOST_PEOPLE:,}人までです。分けてください。"))
    if not entries and not faults:
        faults.append(Fault(head + 1, "だれも書かれていません。一人ずつ一行に書いてください。"))
    return Roster(tuple(entries), tuple(faults))


def _head(row: Sequence[str]) -> tuple[int | None, ...]:
    """Return where each column stands; empty unless the row is the head."""
    names = [tidied(cell) for cell in row]
    places = tuple(names.index(title) if title in names else None for title in COLUMNS)
    return places if None not in places[:NEEDED] else ()


def _take(line: int, cells: list[str], known: set[str], entries: list[Entry], faults: list[Fault]) -> None:
    name, part, first, last, company = cells
    wrong: list[str] = []
    if not name:
        wrong.append("氏名または職員番号がありません。")
    if len(name) > LONGEST_NAME:
        wrong.append(f"氏名または職員番号は{LONGEST_NAME}字までです。")
    if part not in _PARTS:
        wrong.append(f"役割「{part[:20]}」は使えません。「責任者」か「従事者」と書いてください。")
    if company and company not in known:
        wrong.append(
            f"再委託先「{company[:40]}」は、この業務の再委託先にありません。名前を確かめてください。"
        )
    since, until = _day(first, wrong), _day(last, wrong)
    if since and until and until < since:
        wrong.append("終える日が、始める日より前です。")
    if wrong:
        faults.extend(Fault(line, message) for message in wrong)
    else:
        entries.append(Entry(line, name, _PARTS[part], since, until, company))


def _day(text: str, wrong: list[str]) -> date | None:
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        wrong.append(f"「{text[:20]}」という日はありません。2027-04-01 のように書いてください。")
        return None
    return day


def _twice(entries: Iterable[Entry]) -> list[Fault]:
    seen: dict[tuple[str, str], int] = {}
    faults = []
    for entry in entries:
        key = (entry.name, entry.company)
        if key in seen:
            told = f"{seen[key]}行目と同じ人です。一行にするか、職員番号で書き分けてください。"
            faults.append(Fault(entry.line, told))
        seen.setdefault(key, entry.line)
    return faults


def tidied(cell: str) -> str:
    """Return a cell as one line of plain letters: full-width digits folded, nothing hidden."""
    return " ".join(_UNPRINTABLE.sub(" ", normalize("NFKC", cell)).split())
