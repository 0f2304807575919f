"""A frame that comes in as a table: which column is which, what each row tells, and what is wrong with it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Final
from unicodedata import normalize

from yakusoku.domain.survey.sampling.sizes import DEFAULT, MOST_EMPLOYEES, SizeRules, size_of


class FrameField(StrEnum):
    """What we take from a frame, in the order in which it is asked. Only the name is needed."""

    REFERENCE = "reference"
    NAME = "name"
    SECTION = "section"
    PERSON = "person"
    POSTCODE = "postcode"
    ADDRESS = "address"
    MAIL = "mail"
    ROLE = "role"
    SIZE = "size"
    EMPLOYEES = "employees"
    INDUSTRY = "industry"


NEEDED: Final = (FrameField.NAME,)
FIELD_LABELS: Final[Mapping[FrameField, str]] = {
    FrameField.REFERENCE: "管理番号",
    FrameField.NAME: "名称",
    FrameField.SECTION: "部署",
    FrameField.PERSON: "担当者",
    FrameField.POSTCODE: "郵便番号",
    FrameField.ADDRESS: "住所",
    FrameField.MAIL: "メールアドレス",
    FrameField.ROLE: "立場（委託元・委託先など）",
    FrameField.SIZE: "規模の区分",
    FrameField.EMPLOYEES: "従業員数",
    FrameField.INDUSTRY: "業種",
}
# What strata can be made of.
TRAITS: Final[Mapping[FrameField, str]] = {
    FrameField.ROLE: "role",
    FrameField.SIZE: "size",
    FrameField.INDUSTRY: "industry",
}
_NAMES: Final[Mapping[FrameField, tuple[str, ...]]] = {
    FrameField.REFERENCE: (
        "管理番号",
        "法人番号",
        "企業コード",
        "整理番号",
        "番号",
        "reference",
        "no.",
        "no",
        "id",
    ),
    FrameField.POSTCODE: ("郵便番号", "postcode", "zip", "〒"),
    FrameField.ADDRESS: ("所在地", "住所", "address"),
    FrameField.MAIL: ("メールアドレス", "メール", "e-mail", "email", "mail"),
    FrameField.EMPLOYEES: ("従業員数", "従業者数", "職員数", "社員数", "人数", "employees"),
    FrameField.SIZE: ("規模区分", "企業規模", "規模", "size"),
    FrameField.INDUSTRY: ("業種", "産業", "industry"),
    FrameField.ROLE: ("立場", "役割", "委託元・委託先", "role"),
    FrameField.SECTION: ("部署名", "部署", "部課名", "所属", "section"),
    FrameField.PERSON: ("担当者名", "担当者", "担当", "宛名", "氏名", "person"),
    FrameField.NAME: (
        "企業名",
        "会社名",
        "組織名",
        "団体名",
        "法人名",
        "事業者名",
        "商号",
        "名称",
        "名前",
        "name",
    ),
}
HEAD_WITHIN = 20
LONGEST: Final[Mapping[FrameField, int]] = {
    FrameField.REFERENCE: 100,
    FrameField.PERSON: 100,
    FrameField.ADDRESS: 300,
    FrameField.MAIL: 254,
}
LONGEST_OF_OTHERS, LONGEST_TRAIT, MOST_TRAITS = 200, 60, 10
_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+")
_POSTCODE = re.compile(r"(\d{3})-?(\d{4})")
_COUNT = re.compile(r"(?:約)?(\d{1,12})(?:人|名)?")


class Wrong(StrEnum):
    """What can be wrong with a cell."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    NO_MAIL = "no-mail"
    NO_POSTCODE = "no-postcode"
    NO_NUMBER = "no-number"
    REFERENCE_TWICE = "reference-twice"
    SAME_PLACE = "same-place"


WRONG_LABELS: Final[Mapping[Wrong, str]] = {
    Wrong.MISSING: "空です。",
    Wrong.TOO_LONG: "長すぎます。",
    Wrong.NO_MAIL: "メールアドレスとして読めません。",
    Wrong.NO_POSTCODE: "郵便番号として読めません。",
    Wrong.NO_NUMBER: "従業員数として読めません。",
    Wrong.REFERENCE_TWICE: "同じ管理番号の行が、前にもあります。",
    Wrong.SAME_PLACE: "名称と住所が同じ行が、前にもあります。",
}
# What to do about it.
TODO_LABELS: Final[Mapping[Wrong, str]] = {
    Wrong.MISSING: "値を書いてください。",
    Wrong.TOO_LONG: "短くしてください。",
    Wrong.NO_MAIL: "name@example.jp のように書くか、空にしてください。",
    Wrong.NO_POSTCODE: "100-0001 のように書くか、空にしてください。",
    Wrong.NO_NUMBER: "120 のように数字で書くか、空にしてください。",
    Wrong.REFERENCE_TWICE: "どちらかを除くか、番号を直してください。",
    Wrong.SAME_PLACE: "同じ相手なら、どちらかの行を除いてください。",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in one cell. `row` from 1; `column` from 0; `other`: the row with which it clashes, or 0."""

    row: int
    column: int
    field: FrameField
    value: str
    wrong: Wrong
    other: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row tells of a unit. `traits`: without those that are empty."""

    row: int
    reference: str
    name: str
    section: str = ""
    person: str = ""
    postcode: str = ""
    address: str = ""
    mail: str = ""
    employees: int | None = None
    traits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame as it was understood: rows without a problem, and every problem."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    rows: int = 0

    @property
    def wrong_rows(self) -> frozenset[int]:
        """Return the rows that cannot be taken."""
        return frozenset(problem.row for problem in self.problems)


def tidy(text: str) -> str:
    """Return a cell as one reads it: full-width letters and digits narrowed, blanks run together."""
    return " ".join(normalize("NFKC", text).replace("\x00", "").split())


def head_row(table: Sequence[Sequence[str]]) -> int:
    """Return the place of the row that names the columns: where most of them are recognised."""
    scores = [len(guess_columns(row)) for row in table[:HEAD_WITHIN]]
    return max(range(len(scores)), key=lambda place: (scores[place], -place), default=0)


def guess_columns(head: Sequence[str]) -> dict[FrameField, int]:
    """Return which column holds which field, by its name; a column holds one field."""
    names = {place: tidy(name).lower().replace(" ", "") for place, name in enumerate(head)}
    found: dict[FrameField, int] = {}
    for exact in (True, False):
        for each, parts in _NAMES.items():
            hits = (
                place
                for part in parts
                for place, name in names.items()
                if (name == part if exact else len(part) > 1 and part in name)
            )
            place = None if each in found else next(hits, None)
            if place is not None:
                found[each] = place
                del names[place]
    return found


def made_reference(name: str, address: str) -> str:
    """Return the reference of a row that brings none: always the same for the same name and address."""
    told = f"{name}\n{address}"
    return f"#{sha256(told.encode()).hexdigest()[:12]}"


def same_place(name: str, address: str) -> str:
    """Return by what two rows are recognised as one: name and address without blanks and hyphens."""
    plain = re.sub(r"[\s\-‐－―ー]", "", f"{name}\n{address}").lower()
    return plain.replace("(株)", "株式会社").replace("(有)", "有限会社")


def _postcode(text: str) -> str:
    """Return a postcode as 100-0001; empty: it is none."""
    found = _POSTCODE.fullmatch(text.removeprefix("〒").strip())
    return f"{found[1]}-{found[2]}" if found else ""


def _count(text: str) -> int | None:
    """Return a number of people; None: it is none."""
    found = _COUNT.fullmatch(text.replace(",", ""))
    return int(found[1]) if found and int(found[1]) <= MOST_EMPLOYEES else None


def _wrong_in(told: Mapping[FrameField, str]) -> Iterator[tuple[FrameField, Wrong, int]]:
    """Yield what is wrong with the cells of one row."""
    for name, value in told.items():
        if not value and name in NEEDED:
            yield name, Wrong.MISSING, 0
        elif len(value) > LONGEST.get(name, LONGEST_OF_OTHERS):
            yield name, Wrong.TOO_LONG, 0
        elif value and name is FrameField.POSTCODE and not _postcode(value):
            yield name, Wrong.NO_POSTCODE, 0
        elif value and name is FrameField.MAIL and not _MAIL.fullmatch(value):
            yield name, Wrong.NO_MAIL, 0
        elif value and name is FrameField.EMPLOYEES and _count(value) is None:
            yield name, Wrong.NO_NUMBER, 0


class FrameReader:
    """Reads the rows of a frame one by one.

    columns  which column holds which field
    traits   further columns by the name under which they can make strata
    """

    def __init__(
        self,
        columns: Mapping[FrameField, int],
        traits: Mapping[str, int] | None = None,
        sizes: SizeRules = DEFAULT,
    ) -> None:
        self.columns, self.traits, self.sizes = columns, traits or {}, sizes
        self.references: dict[str, int] = {}
        self.places: dict[str, int] = {}

    def read(self, rows: Iterable[tuple[int, Sequence[str]]]) -> Reading:
        """Return what the rows tell; rows without anything in them are passed over."""
        entries, problems, count = [], [], 0
        for row, cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            entry, wrong = self.row(row, cells)
            problems += wrong
            if not wrong:
                entries.append(entry)
        return Reading(tuple(entries), tuple(problems), count)

    def row(self, row: int, cells: Sequence[str]) -> tuple[Entry, list[Problem]]:
        """Return what a row tells, and what is wrong with it."""
        told = {name: self._cell(cells, place) for name, place in self.columns.items()}
        entry = self._entry(row, cells, told)
        wrong = [*_wrong_in(told), *self._met_before(entry)]
        return entry, [
            Problem(row, self.columns.get(name, 0), name, told.get(name, ""), why, other)
            for name, why, other in wrong
        ]

    def _met_before(self, entry: Entry) -> Iterator[tuple[FrameField, Wrong, int]]:
        """Yield by what an earlier row is the same unit."""
        other = self.references.setdefault(entry.reference, entry.row)
        if other != entry.row:
            yield FrameField.REFERENCE, Wrong.REFERENCE_TWICE, other
        if entry.address:
            other = self.places.setdefault(same_place(entry.name, entry.address), entry.row)
            if other != entry.row:
                yield FrameField.NAME, Wrong.SAME_PLACE, other

    def _entry(
        self,
        row: int,
        cells: Sequence[str],
        told: Mapping[FrameField, str],
    ) -> Entry:
        employees = _count(told.get(FrameField.EMPLOYEES, ""))
        name, address = told.get(FrameField.NAME, ""), told.get(FrameField.ADDRESS, "")
        traits = {code: told.get(field, "") for field, code in TRAITS.items()}
        traits["size"] = traits["size"] or size_of(traits["role"], employees, self.sizes)
        traits |= {name: self._cell(cells, place) for name, place in self.traits.items()}
        return Entry(
            row,
            told.get(FrameField.REFERENCE) or made_reference(name, address),
            name,
            told.get(FrameField.SECTION, ""),
            told.get(FrameField.PERSON, ""),
            _postcode(told.get(FrameField.POSTCODE, "")),
            address,
            told.get(FrameField.MAIL, ""),
            employees,
            {name: value[:LONGEST_TRAIT] for name, value in traits.items() if value},
        )

    @staticmethod
    def _cell(cells: Sequence[str], place: int) -> str:
        return tidy(cells[place]) if place < len(cells) else ""
