"""Moving, copying and taking away what stands in a questionnaire. Each act gives new sheets; none changes any."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.questionnaire.sheets import Sheets
from yakusoku.domain.survey.wording import Row

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
_LOOKS_AT = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")


class NoSuchItem(Refusal):
    """What is to be changed is not in the questionnaire any more."""

    code: ClassVar[str] = "questionnaire.no-such-item"


class LookedAt(Refusal):
    """A question on which others depend is not taken away."""

    code: ClassVar[str] = "questionnaire.looked-at"


class NameTaken(Refusal):
    """Two questions would have the same name."""

    code: ClassVar[str] = "questionnaire.name-taken"


class NameUnusable(Refusal):
    """A name that XLSForm does not know as one."""

    code: ClassVar[str] = "questionnaire.name-unusable"


@dataclass(frozen=True, slots=True)
class Item:
    """A question, note, section or battery: its rows from `first` to `last`, and how deep it stands.

    kind   question, note, section or battery
    """

    kind: str
    name: str
    first: int
    last: int
    depth: int
    row: Row


def items_of(sheets: Sheets) -> list[Item]:
    """Return everything that has a name, in order; what stands in a section follows it, one deeper."""
    return list(_items([row for _, row in sheets.survey], 0, None, 0))


def _items(rows: Sequence[Row], start: int, end: int | None, depth: int) -> Iterator[Item]:
    place, stop = start, len(rows) if end is None else end
    while place < stop:
        row, kind = rows[place], kind_of(rows[place])
        last = _end_of(rows, place) if kind in {"section", "battery"} else place
        if kind != "end":
            yield Item(kind, row.get("name", ""), place, last, depth, row)
        if kind in {"section", "battery"}:
            yield from _items(rows, place + 1, last, depth + 1)
        place = last + 1


def kind_of(row: Row) -> str:
    """Return what a row begins: question, note, section, battery; or end."""
    kind = re.sub(r"\s+", "_", row.get("type", "").strip().lower())
    if kind.startswith("end_"):
        return "end"
    if kind.startswith("begin_"):
        return "battery" if "table-list" in row.get("appearance", "") else "section"
    return "note" if kind == "note" else "question"


def is_repeat(row: Row) -> bool:
    """Return whether a row begins a group that is answered several times, which nobody is asked here."""
    return re.sub(r"\s+", "_", row.get("type", "").strip().lower()) == "begin_repeat"


def _end_of(rows: Sequence[Row], begin: int) -> int:
    """Return the row that ends what begins here; the last one if none does."""
    open_groups = 0
    for place in range(begin, len(rows)):
        kind = kind_of(rows[place])
        open_groups += (kind in {"section", "battery"}) - (kind == "end")
        if open_groups == 0:
            return place
    return len(rows) - 1


def item_for(sheets: Sheets, name: str) -> Item:
    """Return what has this name. Raises NoSuchItem."""
    found = next((item for item in items_of(sheets) if item.name == name and name), None)
    if found is None:
        raise NoSuchItem(name=name)
    return found


def battery_around(sheets: Sheets, name: str) -> str:
    """Return the battery in which an item is a line; empty: it is none. Raises NoSuchItem."""
    item = item_for(sheets, name)
    inside = (e for e in items_of(sheets) if e.kind == "battery" and e.first < item.first <= e.last)
    return next((each.name for each in inside), "")


def insert(sheets: Sheets, rows: Sequence[Row], after: str) -> Sheets:
    """Return the sheets with new rows after an item, within a section if that is named; "": at the end."""
    every = [row for _, row in sheets.survey]
    if not after:
        return sheets.with_survey([*every, *rows])
    item = item_for(sheets, after)
    place = item.last if item.kind == "section" else item.last + 1
    return sheets.with_survey([*every[:place], *rows, *every[place:]])


def move(sheets: Sheets, name: str, *, up: bool) -> Sheets:
    """Return the sheets with an item one place up or down: past its neighbour, into or out of a section."""
    every, item = [row for _, row in sheets.survey], item_for(sheets, name)
    own = every[item.first : item.last + 1]
    rest = [*every[: item.first], *every[item.last + 1 :]]
    place = item.first
    if up:
        place = max(0, place - _step(rest[place - 1], item, rest, place - 1, up=True)) if place else 0
    elif place < len(rest):
        place += _step(rest[place], item, rest, place, up=False)
    return sheets.with_survey([*rest[:place], *own, *rest[place:]])


def _step(neighbour: Row, item: Item, rest: Sequence[Row], place: int, *, up: bool) -> int:
    """Return over how many rows an item goes: over one, or over a whole that it cannot stand in."""
    kind = kind_of(neighbour)
    if up and kind == "end":
        begin = _begin_of(rest, place)
        closed = kind_of(rest[begin]) == "battery" or item.kind == "section"
        return place - begin + 1 if closed else 1
    if not up and (kind == "battery" or (kind == "section" and item.kind == "section")):
        return _end_of(rest, place) - place + 1
    return 1


def _begin_of(rows: Sequence[Row], end: int) -> int:
    return next(
        (
            n
            for n in range(end, -1, -1)
            if kind_of(rows[n]) in {"section", "battery"} and _end_of(rows, n) == end
        ),
        end,
    )


def delete(sheets: Sheets, name: str) -> Sheets:
    """Return the sheets without an item and what stands in it. Raises LookedAt if others depend on it."""
    every, item = [row for _, row in sheets.survey], item_for(sheets, name)
    own = every[item.first : item.last + 1]
    rest = [*every[: item.first], *every[item.last + 1 :]]
    gone = {row.get("name", "") for row in own} - {""}
    lookers = [row.get("name", "") for row in rest if gone & looked_at(row)]
    if lookers:
        raise LookedAt(name=name, by=lookers[:5])
    return without_idle_lists(sheets.with_survey(rest))


def duplicate(sheets: Sheets, name: str) -> tuple[Sheets, str]:
    """Return the sheets with a copy of an item after it, and the name of the copy; the copy looks at its own."""
    every, item = [row for _, row in sheets.survey], item_for(sheets, name)
    names = names_in(sheets)
    renamed: dict[str, str] = {}
    for row in every[item.first : item.last + 1]:
        if row.get("name"):
            renamed[row["name"]] = free_name(f"{row['name']}_", {*names, *renamed.values()})
    copies = [_renamed(row, renamed) for row in every[item.first : item.last + 1]]
    place = item.last + 1
    return sheets.with_survey([*every[:place], *copies, *every[place:]]), renamed[name]


def rename(sheets: Sheets, old: str, new: str) -> Sheets:
    """Return the sheets with another name for an item, also where conditions look at it.

    raises   NameTaken, NameUnusable
    """
    if old == new:
        return sheets
    require_name(new, names_in(sheets))
    return sheets.with_survey(_renamed(row, {old: new}) for _, row in sheets.survey)


def require_name(name: str, taken: Collection[str]) -> None:
    """Raise NameUnusable or NameTaken if a new item cannot have this name."""
    if not NAME.fullmatch(name):
        raise NameUnusable(name=name)
    if name in taken:
        raise NameTaken(name=name)


def _renamed(row: Row, names: dict[str, str]) -> dict[str, str]:
    found = dict(row)
    if found.get("name") in names:
        found["name"] = names[found["name"]]
    for column in ("relevant", "constraint"):
        if column in found:
            found[column] = _LOOKS_AT.sub(lambda m: f"${{{names.get(m[1], m[1])}}}", found[column])
    return found


def looked_at(row: Row) -> set[str]:
    """Return the questions at which the conditions of a row look."""
    return {
        match for column in ("relevant", "constraint") for match in _LOOKS_AT.findall(row.get(column, ""))
    }


def names_in(sheets: Sheets) -> set[str]:
    """Return the names that are taken."""
    return {row["name"] for _, row in sheets.survey if row.get("name") and kind_of(row) != "end"}


def free_name(stem: str, taken: Collection[str]) -> str:
    """Return the first of Q1, Q2 … that is free."""
    return next(name for n in range(1, len(taken) + 2) if (name := f"{stem}{n}") not in taken)


def list_of(row: Row) -> str:
    """Return the name of the list of options of a question; empty: it has none."""
    words = row.get("type", "").split()
    return words[1] if len(words) > 1 and words[0].lower().startswith("select") else ""


def without_idle_lists(sheets: Sheets) -> Sheets:
    """Return the sheets without lists of options that no question uses."""
    used = {list_of(row) for _, row in sheets.survey}
    return sheets.with_choices(row for _, row in sheets.choices if row.get("list_name", "") in used)
