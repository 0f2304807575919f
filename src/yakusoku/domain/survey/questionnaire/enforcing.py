"""Limits and exclusive options as a `constraint`, so that other tools that read XLSForm keep to them too.

They are written when a questionnaire leaves and taken away when it comes back: the own columns say the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from yakusoku.domain.survey.questionnaire.editing import list_of
from yakusoku.domain.survey.questionnaire.sheets import Line, Sheets
from yakusoku.domain.survey.wording import Row

MESSAGE = "選ぶ数と、ほかと一緒に選べない選択肢を確かめてください。"
_YES = {"yes", "true", "1", "はい", "○"}


def enforced(sheets: Sheets) -> Sheets:
    """Return the sheets with a `constraint` for each limit and exclusive option."""
    return sheets.with_survey(_enforced(row, rule) for row, rule in _with_rules(sheets))


def without_enforced(sheets: Sheets) -> Sheets:
    """Return the sheets without what `enforced` wrote."""
    rows = [_plain(row, rule) for row, rule in _with_rules(sheets)]
    lines = [line for line, _ in sheets.survey]
    survey: tuple[Line, ...] = tuple(zip(lines, rows, strict=True))
    return Sheets(survey, sheets.choices, sheets.settings)


def _with_rules(sheets: Sheets) -> Iterator[tuple[Row, str]]:
    alone: dict[str, list[str]] = {}
    for _, row in sheets.choices:
        if row.get("exclusive", "").lower() in _YES:
            alone.setdefault(row.get("list_name", ""), []).append(row.get("name", ""))
    for _, row in sheets.survey:
        multiple = row.get("type", "").lower().replace(" ", "_").startswith("select_multiple")
        yield row, _Rule(row, tuple(alone.get(list_of(row), ()))).text if multiple else ""


@dataclass(frozen=True, slots=True)
class _Rule:
    row: Row
    alone: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return what an answer must meet; empty: nothing."""
        parts = []
        if least := self.row.get("least"):
            # Whoever takes an option that excludes all others has taken enough.
            free = "".join(f" or selected(., '{code}')" for code in self.alone)
            parts.append(f"(count-selected(.) >= {least}{free})" if free else f"count-selected(.) >= {least}")
        if most := self.row.get("most"):
            parts.append(f"count-selected(.) <= {most}")
        parts.extend(f"(not(selected(., '{code}')) or count-selected(.) = 1)" for code in self.alone)
        return " and ".join(parts)


def _enforced(row: Row, rule: str) -> dict[str, str]:
    found = dict(row)
    if not rule:
        return found
    own = row.get("constraint", "")
    found["constraint"] = f"({own}) and {rule}" if own else rule
    if not any(head.partition(":")[0] == "constraint_message" for head in row):
        found["constraint_message"] = MESSAGE
    return found


def _plain(row: Row, rule: str) -> dict[str, str]:
    found, written = dict(row), row.get("constraint", "")
    ending = f") and {rule}"
    if not rule or not (written == rule or (written.startswith("(") and written.endswith(ending))):
        return found
    if written == rule:
        del found["constraint"]
    else:
        found["constraint"] = written[1 : -len(ending)]
    if found.get("constraint_message") == MESSAGE:
        del found["constraint_message"]
    return found
