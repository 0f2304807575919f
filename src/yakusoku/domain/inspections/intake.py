"""Reading a returned check sheet: what was answered, what was changed, what is missing."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.inspections.answers import ANSWERS_BY_LABEL, Answer, AskedCheck, GivenAnswer
from yakusoku.domain.inspections.sheet import ANSWER_COLUMNS, COLUMNS, LOCKED_COLUMNS, locked_cells

MOST_COMMENT = 2000
# Excel can hide control characters in a cell; no paper and not every database can hold them.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Gravity(StrEnum):
    """How bad a problem of the returned sheet is.

    DAMAGE   rows are lost or merged: the sheet as a whole is not what was sent
    NOTE     one cell is not usable; the rest is
    BLANK    nothing was written there: no fault of the sheet, but a question that still waits
    """

    DAMAGE = "damage"
    NOTE = "note"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong at a cell of the returned sheet, and what to do."""

    cell: str
    message: str
    gravity: Gravity = Gravity.NOTE


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """The visible table as it came back.

    rows       cells of every row below the header, by row number (from 1), texts only
    merged     merged ranges, for example "G8:G9"
    formulas   cells that hold a formula, for example "G8"
    """

    rows: Mapping[int, Sequence[str]]
    merged: tuple[str, ...] = ()
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Intake:
    """What can be taken from a returned sheet, by check id, and every problem in order of rows."""

    answers: Mapping[str, GivenAnswer]
    problems: tuple[SheetProblem, ...]

    @property
    def damaged(self) -> bool:
        """Return whether rows are lost or merged."""
        return any(p.gravity is Gravity.DAMAGE for p in self.problems)

    @property
    def faults(self) -> list[SheetProblem]:
        """Return what is wrong with what was written, without the questions that were left out."""
        return [p for p in self.problems if p.gravity is not Gravity.BLANK]

    @property
    def blanks(self) -> list[SheetProblem]:
        """Return the questions that were left out."""
        return [p for p in self.problems if p.gravity is Gravity.BLANK]


def take_in(sheet: ReturnedSheet, checks: Sequence[AskedCheck]) -> Intake:
    """Return the answers of a sheet to the checks that were asked. Never raises for bad content."""
    reader = _Reader(sheet, {check.id: check for check in checks})
    problems = [_merge_problem(where) for where in sheet.merged]
    for number, cells in sheet.rows.items():
        problems += reader.read_row(number, cells)
    problems += reader.lost_rows()
    return Intake(reader.answers, tuple(problems))


def tidy(text: str) -> str:
    """Return a cell's text as compared: one line-break style, nothing unprintable, no outer spaces, NFC."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNPRINTABLE.sub("", text)).strip()


def column_letter(heading: str) -> str:
    """Return the letter of a column of the check sheet."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[COLUMNS.index(heading)]


class _Reader:
    """Reads rows one by one and remembers which checks came back."""

    def __init__(self, sheet: ReturnedSheet, asked: Mapping[str, AskedCheck]) -> None:
        self.sheet = sheet
        self.asked = asked
        self.came_back: set[str] = set()
        self.answers: dict[str, GivenAnswer] = {}

    def read_row(self, number: int, cells: Sequence[str]) -> Iterator[SheetProblem]:
        texts = [tidy(cell) for cell in cells[: len(COLUMNS)]]
        texts += [""] * (len(COLUMNS) - len(texts))
        if not any(texts):
            return
        check = self.asked.get(texts[0])
        if check is None:
            yield SheetProblem(f"A{number}", f"「{texts[0][:40]}」という番号の行はこの表にありません。")
            return
        if check.id in self.came_back:
            message = f"{check.id} の行が二つあります。一つにしてください。"
            yield SheetProblem(f"A{number}", message, Gravity.DAMAGE)
            return
        self.came_back.add(check.id)
        edited = list(self._edited(number, texts, check))
        yield from edited
        yield from self._read_answer(number, texts, check, usable=not edited)

    def _edited(self, number: int, texts: Sequence[str], check: AskedCheck) -> Iterator[SheetProblem]:
        for heading, now, sent in zip(LOCKED_COLUMNS, texts, locked_cells(check), strict=False):
            if now != tidy(sent):
                cell = f"{column_letter(heading)}{number}"
                message = f"{heading}が書き換えられています。送った文は「{sent}」です。元に戻してください。"
                yield SheetProblem(cell, message)

    def _read_answer(
        self, number: int, texts: Sequence[str], check: AskedCheck, *, usable: bool
    ) -> Iterator[SheetProblem]:
        cells = {heading: f"{column_letter(heading)}{number}" for heading in ANSWER_COLUMNS}
        formulas = [cell for cell in cells.values() if cell in self.sheet.formulas]
        for cell in formulas:
            message = "数式が入っています。数式ではなく、値をそのまま入れてください。"
            yield SheetProblem(cell, message)
        word, comment, evidence = texts[len(LOCKED_COLUMNS) :]
        answer_cell = cells[ANSWER_COLUMNS[0]]
        if answer_cell in formulas:
            return
        if not word:
            yield SheetProblem(answer_cell, f"{check.id} に回答がありません。", Gravity.BLANK)
            return
        answer = ANSWERS_BY_LABEL.get(unicodedata.normalize("NFKC", word))
        if answer is None:
            choices = "、".join(ANSWERS_BY_LABEL)
            yield SheetProblem(answer_cell, f"「{word[:40]}」は使えません。{choices}から選んでください。")
            return
        comment = "" if cells[ANSWER_COLUMNS[1]] in formulas else comment
        if len(comment) > MOST_COMMENT:
            yield SheetProblem(cells[ANSWER_COLUMNS[1]], f"コメントは{MOST_COMMENT}文字までにしてください。")
            comment = comment[:MOST_COMMENT]
        if answer is Answer.NOT_APPLICABLE and not comment:
            yield SheetProblem(cells[ANSWER_COLUMNS[1]], "該当なしの理由をコメントに書いてください。")
        if usable:
            proofs = () if cells[ANSWER_COLUMNS[2]] in formulas else split_evidence(evidence)
            self.answers[check.id] = GivenAnswer(check.id, answer, comment, proofs)

    def lost_rows(self) -> Iterator[SheetProblem]:
        for check in self.asked.values():
            if check.id not in self.came_back:
                message = f"{check.id} の行がありません。送った表に書き直してください。"
                yield SheetProblem(check.id, message, Gravity.DAMAGE)


def split_evidence(text: str) -> tuple[str, ...]:
    """Return the names of documents in a cell, split at line breaks and 、."""
    parts = (part.strip() for line in text.split("\n") for part in line.split("、"))
    return tuple(part[:200] for part in parts if part)


def _merge_problem(where: str) -> SheetProblem:
    message = "セルが結合されています。結合を解いて、送った表の形に戻してください。"
    return SheetProblem(where.partition(":")[0], f"{where}: {message}", Gravity.DAMAGE)


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """How one answer would change if the sheet were taken. None: no answer."""

    check: AskedCheck
    before: GivenAnswer | None
    after: GivenAnswer


def changes(
    checks: Iterable[AskedCheck],
    present: Mapping[str, GivenAnswer],
    taken: Mapping[str, GivenAnswer],
) -> tuple[AnswerChange, ...]:
    """Return what taking a sheet would change, in the order of the checks."""
    return tuple(
        AnswerChange(check, present.get(check.id), taken[check.id])
        for check in checks
        if check.id in taken and present.get(check.id) != taken[check.id]
    )
