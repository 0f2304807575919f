"""Papers that were keyed elsewhere, read from a file in a process of its own; nothing of the file stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from yakusoku.adapters.apart import Apart, Failed
from yakusoku.adapters.survey_files import sheets_in
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.domain.survey.collecting.brought import BroughtRow, TableWrong, brought_rows
from yakusoku.domain.survey.form import build_form

# Twenty thousand papers of a hundred questions take a quarter of it.
SECONDS = 60.0
Sheets = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file holds. `wrong`: why it holds no papers; `reason`: why it cannot be read, in words."""

    rows: Sequence[BroughtRow] = ()
    wrong: TableWrong | None = None
    reason: str = ""


def brought_papers(name: str, content: bytes, sheets: Sheets) -> Brought | None:
    """Return the papers in a file; None: reading it took too long, or more memory than it may.

    sheets   the rows of the questionnaire that was answered
    """
    for _, result in Apart(_read, processes=1, seconds=SECONDS).run([(name, content, sheets)]):
        return None if isinstance(result, Failed) else result
    return None


def _read(job: tuple[str, bytes, Sheets]) -> Brought:
    name, content, sheets = job
    try:
        found = sheets_in(content, PurePath(name))
    except UnreadableFile as error:
        return Brought(reason="、".join(str(each.message) for each in error.problems))
    table = next((rows for rows in found.values() if any(any(row) for row in rows)), [])
    form = build_form(
        list(enumerate(sheets.get("survey", ()), 2)),
        list(enumerate(sheets.get("choices", ()), 2)),
        next(iter(sheets.get("settings", ())), None),
    )
    rows = brought_rows(form, table)
    return Brought(wrong=rows) if isinstance(rows, TableWrong) else Brought(rows)
