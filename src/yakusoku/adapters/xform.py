"""A questionnaire as XForm, the form that ODK and its like open; and whether it becomes one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from yakusoku.adapters.apart import Apart, Failed
from yakusoku.adapters.xlsform import xlsform_in
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.domain.survey.questionnaire.enforcing import enforced
from yakusoku.domain.survey.questionnaire.sheets import Sheets

SECONDS = 30.0
_ROW = re.compile(r"\[row ?: ?(\d+)\]")
_SHEET = re.compile(r"'(survey|choices|settings)' sheet")
# What pyxform says, and what we say; the first that fits counts.
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.S), words)
    for pattern, words in (
        (r"Unknown question type '(.+?)'", "「{0}」という種類の設問はありません。"),
        (r"Could not find the name '(.+?)'", "${{{0}}} という設問がありません。"),
        (r"List name not in choices sheet: (\S+)", "選択肢の一覧「{0}」が choices にありません。"),
        (r"Choice names must be unique", "一つの一覧の中に、同じ記号の選択肢が二つあります。"),
        (
            r"'name' value is invalid\. Names must begin",
            "記号は、英字か _ で始め、英数字と _ . - だけにしてください。",
        ),
        (r"element named '(.+?)' has no label or hint", "「{0}」に文（label）がありません。"),
        (r"more than one survey elements? named '(.+?)'", "「{0}」という記号が二つあります。"),
        (r"must be unique", "同じ記号が二つあります。"),
        (r"Unmatched (?:begin|end)", "節の始まり（begin_group）と終わり（end_group）の数が合いません。"),
        (
            r"list names don't match: (\S+) vs\. (\S+)",
            "表で答える組の選択肢の一覧が、そろっていません（{0} と {1}）。",
        ),
        (r"self-reference|cycle|circular", "条件が、自分の設問を見ています。"),
    )
)


@dataclass(frozen=True, slots=True)
class XFormProblem:
    """Why a questionnaire becomes no XForm: sheet and line as far as they are known (else "" and 0)."""

    sheet: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An uploaded questionnaire: its sheets as JSON values with their lines, or why it cannot be read."""

    sheets: Sheets | None
    unreadable: tuple[str, ...] = ()
    problems: tuple[XFormProblem, ...] = ()


class NotAnXForm(ValueError):
    """The questionnaire becomes no XForm."""

    def __init__(self, problem: XFormProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def xform_of(sheets: Sheets) -> str:
    """Return the questionnaire as XForm XML. Raises NotAnXForm."""
    convert, failure = _pyxform()
    told: dict[str, Any] = dict(enforced(sheets.numbered()).told())
    form_id = sheets.settings.get("form_id") or "questionnaire"
    told["settings"] = [{"form_title": "調査票", **dict(sheets.settings), "form_id": form_id}]
    try:
        result = convert(told, validate=False, pretty_print=True, form_name="data")
    except failure as error:
        raise NotAnXForm(_problem(f"{error}", sheets)) from error
    return str(result.xform)


def xform_problems(sheets: Sheets) -> list[XFormProblem]:
    """Return why a questionnaire becomes no XForm; nothing: it becomes one."""
    try:
        xform_of(sheets)
    except NotAnXForm as error:
        return [error.problem]
    return []


def open_upload(name: str, content: bytes) -> Opened | None:
    """Return what an uploaded questionnaire holds, read in a process of its own; None: that took too long."""
    for _, result in Apart(_open, processes=1, seconds=SECONDS).run([(name, content)]):
        return None if isinstance(result, Failed) else result
    return None


def _open(job: tuple[str, bytes]) -> Opened:
    name, content = job
    try:
        sheets = xlsform_in(content, name)
    except UnreadableFile as error:
        return Opened(None, tuple(str(problem) for problem in error.problems))
    return Opened(sheets, (), tuple(xform_problems(sheets)))


def _problem(said: str, sheets: Sheets) -> XFormProblem:
    row, sheet = _ROW.search(said), _SHEET.search(said)
    name = sheet[1] if sheet else "survey" if row else ""
    words = f"ほかの道具（ODK など）で開ける形になりません（{said[:200]}）。"
    for pattern, ours in _WORDS:
        if found := pattern.search(said):
            words = ours.format(*found.groups())
            break
    return XFormProblem(name, _line(sheets, name, int(row[1])) if row else 0, words)


def _line(sheets: Sheets, sheet: str, row: int) -> int:
    """Return the line of the file that a row is which pyxform counted without empty lines."""
    lines = [line for line, _ in (sheets.choices if sheet == "choices" else sheets.survey)]
    return lines[row - 2] if 0 <= row - 2 < len(lines) and sheet != "settings" else row


@cache
def _pyxform() -> tuple[Callable[..., Any], tuple[type[Exception], ...]]:
    """Return what converts and what it raises; imported when it is needed, which takes a third of a second."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415
    from pyxform.xls2xform import convert  # noqa: PLC0415

    # On what it did not foresee, it falls over in many ways.
    return convert, (
        PyXFormError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    )
