"""A questionnaire as its three sheets: what is stored, exported, compared and checked."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from yakusoku.domain.survey.form import Form, build_form
from yakusoku.domain.survey.wording import Row

Line = tuple[int, Row]
SHEETS = ("survey", "choices", "settings")
# Other names that XLSForm knows for the same column.
_SAME = {"list name": "list_name", "relevance": "relevant", "parameter": "parameters"}
_OLDER = tuple(
    (re.compile(pattern, re.I), today)
    for pattern, today in (
        (r"^select[_ ](?:all[_ ]that[_ ]apply|multiple)(?: from)? +", "select_multiple "),
        (r"^select[_ ]one(?: from)? +", "select_one "),
        (r"^begin[_ ]+", "begin_"),
        (r"^end[_ ]+", "end_"),
        (r" or other$", " or_other"),
    )
)
_ORDER = {
    "survey": (
        "type", "name", "label", "hint", "guidance_hint", "required", "relevant", "constraint",
        "constraint_message", "least", "most", "appearance",
    ),
    "choices": ("list_name", "name", "label", "exclusive", "net", "score"),
    "settings": ("form_title", "form_id", "version", "default_language", "reference_on"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheets:
    """The rows of the sheets; empty cells are left out. Lines are those of a file, the first row being 2."""

    survey: tuple[Line, ...] = ()
    choices: tuple[Line, ...] = ()
    settings: Row = field(default_factory=dict)

    def told(self) -> dict[str, list[dict[str, str]]]:
        """Return the sheets as JSON values."""
        settings = dict(self.settings)
        return {
            "survey": [dict(row) for _, row in self.survey],
            "choices": [dict(row) for _, row in self.choices],
            "settings": [settings] if settings else [],
        }

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what the sheets say, whatever the order of their columns and empty lines."""
        words = json.dumps(self.told(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(words.encode()).hexdigest()

    def numbered(self) -> "Sheets":
        """Return the sheets without empty lines, as they stand in the file that is exported."""
        return sheets_from(self.told())

    def with_survey(self, rows: Iterable[Row]) -> "Sheets":
        """Return the sheets with other rows of the sheet `survey`."""
        return replace(self, survey=_lined(rows))

    def with_choices(self, rows: Iterable[Row]) -> "Sheets":
        """Return the sheets with other rows of the sheet `choices`."""
        return replace(self, choices=_lined(rows))


def sheets_from(told: Mapping[str, Any]) -> Sheets:
    """Return the sheets that JSON values tell, as `Sheets.told` gives them."""
    survey, choices, settings = (
        [_row(row) for row in told.get(name, ()) if isinstance(row, Mapping)] for name in SHEETS
    )
    return Sheets(_lined(_typed(row) for row in survey), _lined(choices), settings[0] if settings else {})


def sheets_of_lines(survey: Sequence[Line], choices: Sequence[Line], settings: Row) -> Sheets:
    """Return the sheets of a file whose lines are known."""
    return Sheets(
        tuple((line, _typed(each)) for line, row in survey if (each := _row(row))),
        tuple((line, each) for line, row in choices if (each := _row(row))),
        _row(settings),
    )


def form_of(sheets: Sheets) -> Form:
    """Return the questionnaire that the sheets describe. Raises FormUnreadable."""
    return build_form(sheets.survey, sheets.choices, sheets.settings)


def heads_of(sheet: str, rows: Iterable[Row]) -> list[str]:
    """Return the columns of a sheet in the order in which people read them, languages together."""
    known = list(dict.fromkeys(head for row in rows for head in row))
    order = {name: place for place, name in enumerate(_ORDER[sheet])}
    return sorted(known, key=lambda head: order.get(head.partition(":")[0], len(order)))


def head_of(cell: str) -> str:
    """Return the name of a column as it is kept: small letters, the language as it is written."""
    name, colon, language = cell.strip().partition("::")
    if not colon:
        name, colon, language = name.partition(":")
    known = name.strip().lower()
    return f"{_SAME.get(known, known)}::{language.strip()}" if colon else _SAME.get(known, known)


def _row(row: Mapping[str, Any]) -> dict[str, str]:
    return {head_of(head): text for head, cell in row.items() if head.strip() and (text := f"{cell}".strip())}


def _typed(row: dict[str, str]) -> dict[str, str]:
    """Return a row whose type is written as today: `select one x` and `begin group` are older ways."""
    kind = row.get("type", "")
    for pattern, today in _OLDER:
        kind = pattern.sub(today, kind, count=1)
    return {**row, "type": kind} if kind else row


def _lined(rows: Iterable[Row]) -> tuple[Line, ...]:
    return tuple(enumerate((row for row in rows if row), 2))
