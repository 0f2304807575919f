"""A city's own ledger, read row by row: which column is which, what each row tells, and what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from yakusoku.domain.dates.working_days import EARLIEST, LATEST
from yakusoku.domain.register import cells


class LedgerField(StrEnum):
    """What we take from a ledger, in the order in which it is asked. The first three are needed."""

    NUMBER = "number"
    TITLE = "title"
    DEPARTMENT = "department"
    CONTRACTOR = "contractor"
    STARTS = "starts"
    ENDS = "ends"
    PERIOD = "period"
    CONTRACTED = "contracted"
    PEOPLE = "people"
    CATEGORIES = "categories"
    PLACES = "places"
    PROCUREMENT = "procurement"
    CONTRACT_KIND = "contract_kind"


NEEDED = (LedgerField.NUMBER, LedgerField.TITLE, LedgerField.DEPARTMENT)
FIELD_LABELS: Final[Mapping[LedgerField, str]] = {
    LedgerField.NUMBER: "管理番号",
    LedgerField.TITLE: "業務の名称",
    LedgerField.DEPARTMENT: "担当する課",
    LedgerField.CONTRACTOR: "委託先",
    LedgerField.STARTS: "始まりの日",
    LedgerField.ENDS: "終わりの日",
    LedgerField.PERIOD: "期間（始まりと終わりが一つの列のとき）",
    LedgerField.CONTRACTED: "契約の日",
    LedgerField.PEOPLE: "人数",
    LedgerField.CATEGORIES: "扱う個人情報",
    LedgerField.PLACES: "扱う場所",
    LedgerField.PROCUREMENT: "委託先の選び方",
    LedgerField.CONTRACT_KIND: "契約の種類",
}
# Parts of column names, the surest first.
_NAMES: Final[Mapping[LedgerField, tuple[str, ...]]] = {
    LedgerField.NUMBER: ("管理番号", "台帳番号", "整理番号", "契約番号", "番号", "no.", "no", "id"),
    LedgerField.CONTRACTED: ("契約締結日", "契約年月日", "契約日", "締結日"),
    LedgerField.CONTRACT_KIND: ("契約の種類", "契約種別", "契約形態"),
    LedgerField.PROCUREMENT: ("契約方法", "契約方式", "選定方法", "選び方", "入札方式", "調達方法"),
    LedgerField.STARTS: ("履行開始", "契約開始", "委託開始", "開始日", "開始年月日", "始期", "始まり", "自"),
    LedgerField.ENDS: (
        "履行終了",
        "契約終了",
        "委託終了",
        "終了日",
        "終了年月日",
        "履行期限",
        "満了日",
        "終期",
        "終わり",
        "至",
    ),
    LedgerField.PERIOD: ("契約期間", "委託期間", "履行期間", "期間"),
    LedgerField.DEPARTMENT: ("担当課", "所管課", "主管課", "所属", "担当部署", "部署", "課名", "課"),
    LedgerField.CONTRACTOR: (
        "委託先名",
        "委託先",
        "受託者",
        "受注者",
        "契約相手方",
        "契約の相手方",
        "事業者名",
        "業者名",
        "相手方",
    ),
    LedgerField.PEOPLE: ("対象人数", "取扱人数", "件数", "人数", "対象者数"),
    LedgerField.CATEGORIES: (
        "個人情報の種類",
        "個人情報の項目",
        "個人情報の内容",
        "取り扱う個人情報",
        "個人情報",
        "種類",
    ),
    LedgerField.PLACES: ("取扱場所", "作業場所", "履行場所", "扱う場所", "場所"),
    LedgerField.TITLE: ("業務の名称", "業務名", "委託業務名", "件名", "契約名", "委託名", "名称", "業務"),
}
HEAD_WITHIN = 20
LONGEST = {
    LedgerField.NUMBER: 100,
    LedgerField.TITLE: 200,
    LedgerField.CONTRACTOR: 200,
    LedgerField.CONTRACT_KIND: 200,
}


class Wrong(StrEnum):
    """What can be wrong with a cell."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    NOT_A_DAY = "not-a-day"
    NOT_A_PERIOD = "not-a-period"
    OUT_OF_RANGE = "out-of-range"
    END_BEFORE_START = "end-before-start"
    NOT_A_NUMBER = "not-a-number"
    UNKNOWN_WORD = "unknown-word"
    NUMBER_TWICE = "number-twice"


# What is wrong, and what to do.
WRONG_LABELS: Final[Mapping[Wrong, tuple[str, str]]] = {
    Wrong.MISSING: ("空です。", "値を書いてください。"),
    Wrong.TOO_LONG: ("長すぎます。", "短くしてください。"),
    Wrong.NOT_A_DAY: ("日付として読めません。", "2027-04-01 か 令和9年4月1日 のように書いてください。"),
    Wrong.NOT_A_PERIOD: ("期間として読めません。", "R9.4.1〜R10.3.31 のように、二つの日を書いてください。"),
    Wrong.OUT_OF_RANGE: ("扱える年の外の日です。", "年を確かめてください。"),
    Wrong.END_BEFORE_START: ("終わりの日が始まりの日より前です。", "どちらかを直してください。"),
    Wrong.NOT_A_NUMBER: ("人数として読めません。", "8000 のように数字で書いてください。"),
    Wrong.UNKNOWN_WORD: ("分からないことばです。", "画面に出る選択肢のことばに直すか、空にしてください。"),
    Wrong.NUMBER_TWICE: ("同じ管理番号の行がほかにもあります。", "行ごとに違う番号にしてください。"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in one cell. `row` counts as the sheet does, from 1; `column` from 0."""

    row: int
    column: int
    field: LedgerField
    value: str
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row tells. `told`: field → value in a fixed writing, empty ones left out."""

    row: int
    told: Mapping[str, str | list[str]]
    starts: date | None = None
    ends: date | None = None
    contracted: date | None = None
    people: int | None = None

    def text(self, name: LedgerField) -> str:
        """Return a text that the row tells; empty if it does not."""
        value = self.told.get(name.value, "")
        return value if isinstance(value, str) else ""

    def codes(self, name: LedgerField) -> list[str]:
        """Return the codes that the row tells."""
        value = self.told.get(name.value, [])
        return [value] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Reading:
    """A ledger as it was understood: rows without a problem, and every problem."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    rows: int = 0

    @property
    def wrong_rows(self) -> frozenset[int]:
        """Return the rows that cannot be taken."""
        return frozenset(problem.row for problem in self.problems)


def head_row(table: Sequence[Sequence[str]]) -> int:
    """Return the place of the row that holds the names of the columns: where most of them are recognised."""
    scores = [len(guess_columns(row)) for row in table[:HEAD_WITHIN]]
    return max(range(len(scores)), key=lambda place: (scores[place], -place), default=0)


def guess_columns(head: Sequence[str]) -> dict[LedgerField, int]:
    """Return which column holds which field, by its name; a column holds one field."""
    names = {place: cells.tidy(name).lower().replace(" ", "") for place, name in enumerate(head)}
    found: dict[LedgerField, int] = {}
    for exact in (True, False):
        for each, parts in _NAMES.items():
            if each in found:
                continue
            for part in parts:
                hit = next(
                    (p for p, n in names.items() if (n == part if exact else len(part) > 1 and part in n)),
                    None,
                )
                if hit is not None:
                    found[each] = hit
                    del names[hit]
                    break
    if LedgerField.STARTS in found and LedgerField.ENDS in found:
        found.pop(LedgerField.PERIOD, None)
    return found


def read_ledger(rows: Iterable[tuple[int, Sequence[str]]], columns: Mapping[LedgerField, int]) -> Reading:
    """Return what the rows tell.

    rows      number of the row in the sheet, from 1, with its cells; rows without any text are passed over
    columns   field → number of the column, from 0
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    seen: dict[str, list[int]] = {}
    count = 0
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        count += 1
        reader = _Row(number, row, columns)
        entry = reader.read()
        problems += reader.problems
        seen.setdefault(entry.text(LedgerField.NUMBER), []).append(number)
        entries.append(entry)
    column = columns.get(LedgerField.NUMBER, 0)
    for key, places in seen.items():
        if key and len(places) > 1:
            problems += [Problem(p, column, LedgerField.NUMBER, key, Wrong.NUMBER_TWICE) for p in places]
    problems.sort(key=lambda problem: (problem.row, problem.column))
    wrong = {problem.row for problem in problems}
    return Reading(tuple(e for e in entries if e.row not in wrong), tuple(problems), count)


@dataclass(slots=True)
class _Row:
    """One row while it is read."""

    number: int
    row: Sequence[str]
    columns: Mapping[LedgerField, int]
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> Entry:
        told: dict[str, Any] = {}
        for name in (*NEEDED, LedgerField.CONTRACTOR, LedgerField.CONTRACT_KIND):
            told[name.value] = self.line(name)
        starts, ends = self.period()
        contracted = self.day(LedgerField.CONTRACTED)
        people = self.people()
        days = {LedgerField.STARTS: starts, LedgerField.ENDS: ends, LedgerField.CONTRACTED: contracted}
        told |= {name.value: day.isoformat() for name, day in days.items() if day}
        told |= {LedgerField.PEOPLE.value: str(people)} if people is not None else {}
        told |= self.words()
        return Entry(self.number, {k: v for k, v in told.items() if v}, starts, ends, contracted, people)

    def cell(self, name: LedgerField) -> str:
        place = self.columns.get(name)
        return cells.tidy(self.row[place]) if place is not None and place < len(self.row) else ""

    def wrong(self, name: LedgerField, wrong: Wrong, value: str = "") -> None:
        self.problems.append(
            Problem(self.number, self.columns.get(name, 0), name, value or self.cell(name), wrong)
        )

    def line(self, name: LedgerField) -> str:
        text = " ".join(self.cell(name).split())
        if name in NEEDED and not text:
            self.wrong(name, Wrong.MISSING)
        if len(text) > LONGEST.get(name, 200):
            self.wrong(name, Wrong.TOO_LONG)
        return text

    def day(self, name: LedgerField) -> date | None:
        text = self.cell(name)
        if not text or text in cells.NOTHING:
            return None
        day = cells.read_day(text)
        if day is None:
            self.wrong(name, Wrong.NOT_A_DAY)
        elif not EARLIEST <= day <= LATEST:
            self.wrong(name, Wrong.OUT_OF_RANGE)
            return None
        return day

    def period(self) -> tuple[date | None, date | None]:
        starts, ends = self.day(LedgerField.STARTS), self.day(LedgerField.ENDS)
        text = self.cell(LedgerField.PERIOD)
        if text and not (starts or ends):
            found = cells.read_period(text)
            if found is None or not all(EARLIEST <= day <= LATEST for day in found):
                self.wrong(LedgerField.PERIOD, Wrong.NOT_A_PERIOD if found is None else Wrong.OUT_OF_RANGE)
                return None, None
            starts, ends = found
        if starts and ends and ends < starts:
            where = LedgerField.ENDS if LedgerField.ENDS in self.columns else LedgerField.PERIOD
            self.wrong(where, Wrong.END_BEFORE_START)
        return starts, ends

    def people(self) -> int | None:
        text = self.cell(LedgerField.PEOPLE)
        if not text or text in cells.NOTHING:
            return None
        people = cells.read_people(text)
        if people is None:
            self.wrong(LedgerField.PEOPLE, Wrong.NOT_A_NUMBER)
        return people

    def words(self) -> dict[str, Any]:
        categories, strange = cells.read_categories(self.cell(LedgerField.CATEGORIES))
        places, elsewhere = cells.read_places(self.cell(LedgerField.PLACES))
        for name, words in ((LedgerField.CATEGORIES, strange), (LedgerField.PLACES, elsewhere)):
            for word in words:
                self.wrong(name, Wrong.UNKNOWN_WORD, word)
        told: dict[str, Any] = {
            LedgerField.CATEGORIES.value: sorted(categories),
            LedgerField.PLACES.value: sorted(places),
        }
        text = self.cell(LedgerField.PROCUREMENT)
        if text and text not in cells.NOTHING:
            procurement = cells.read_procurement(text)
            if procurement is None:
                self.wrong(LedgerField.PROCUREMENT, Wrong.UNKNOWN_WORD)
            else:
                told[LedgerField.PROCUREMENT.value] = procurement.value
        return told


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[LedgerField, ...]:
    """Return the fields in which a row tells something else than when it was taken."""
    return tuple(name for name in LedgerField if before.get(name.value) != after.get(name.value))
