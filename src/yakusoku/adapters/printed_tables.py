"""Published tables, ready for the checker: written out cell by cell, as they look on a page, or on slides."""

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from yakusoku.adapters.printed_grids import blocks_of, grid_cells
from yakusoku.adapters.survey_files import Rows, is_workbook, problems_of, read_sheets, records
from yakusoku.adapters.yaml_files import refuse
from yakusoku.domain.survey.printed import Cell, Mark, TableKind
from yakusoku.domain.survey.rounding import NotAPercentage, Printed, read_printed

NAMES = {
    "table": ("表", "表番号"),
    "kind": ("種別", "回答形式"),
    "group": ("区分", "群", "表側"),
    "n": ("ｎ", "回答数", "母数"),
    "category": ("選択肢", "表頭"),
    "percent": ("割合", "%", "％", "百分率"),
    "mark": ("印", "備考"),
    "wave": ("回", "調査回", "年度"),
    "definition": ("定義",),
}
NEEDED = ("table", "kind", "group", "n", "category", "percent")
KINDS = {"単一回答": "single", "sa": "single", "複数回答": "multiple", "ma": "multiple", "尺度": "battery"}
MARKS = {"排他": "exclusive", "一部": "partial", "全体": "total"}
_BASE = re.compile(r"\(?(?:[nN]\s*=\s*)?([\d,]{1,15})(?:\.0{1,9})?\)?")
MOST_BASE = 10**9
# How much of a cell a sentence repeats.
MOST_TOLD = 40
_NUMBER = re.compile(r"[\d.,]+\s*[%％]?$")


@dataclass(frozen=True, slots=True)
class Published:
    """Cells of published tables, and for each the wave and the definition that the file tells."""

    cells: list[Cell]
    waves: list[str]
    definitions: list[str]


def read_printed_tables(path: Path) -> list[Cell]:
    """Return the cells of the tables in a file. Raises UnreadableFile with each line that cannot be read."""
    return read_published(path).cells


def read_published(path: Path) -> Published:
    """Return the tables in a file: one cell a line, as they look on a page, or on slides. Raises UnreadableFile."""
    if path.suffix.lower() == ".pptx":
        # Imported here: every start of the program would wait for it.
        from yakusoku.adapters.printed_slides import slide_cells  # noqa: PLC0415

        return _alone(slide_cells(path), path)
    sheets = {name: rows for name, rows in read_sheets(path).items() if any(any(row) for row in rows)}
    found = Published([], [], [])
    wrong: list[tuple[int, str]] = []
    for name, rows in sheets.items():
        if _is_long(rows):
            _read_long(path, rows, found, wrong)
        else:
            _add(found, _in_pages(name or path.stem, rows, path))
    if wrong:
        raise problems_of(path, wrong)
    if not found.cells:
        # Says which columns are missing, or that there is nothing below the head.
        list(records(path, next(iter(sheets.values()), []), NAMES, NEEDED))
        raise refuse(path, "", "見出しの下に、行がありません。")
    return found


def _alone(cells: list[Cell], path: Path) -> Published:
    if not cells:
        raise refuse(path, "", "n と割合の読める表も、グラフもありません。")
    return Published(cells, [""] * len(cells), [""] * len(cells))


def _add(found: Published, cells: list[Cell]) -> None:
    found.cells.extend(cells)
    found.waves.extend([""] * len(cells))
    found.definitions.extend([""] * len(cells))


def _is_long(rows: Rows) -> bool:
    """Return whether the first row names the columns of a table written out cell by cell."""
    head = next((row for row in rows if any(row)), [])
    known = {word for name in NEEDED for word in (name, *NAMES[name])}
    return sum(cell.strip().lower() in known for cell in head) > 2


def _read_long(path: Path, rows: Rows, found: Published, wrong: list[tuple[int, str]]) -> None:
    cells: list[Cell] = []
    for line, row in records(path, rows, NAMES, NEEDED):
        try:
            cells.append(_cell(row))
        except ValueError as error:
            wrong.append((line, str(error)))
            continue
        found.waves.append(row.get("wave", ""))
        found.definitions.append(row.get("definition", ""))
    found.cells.extend(_in_per_cent(cells) if is_workbook(path) else cells)


def _in_pages(name: str, rows: Rows, path: Path) -> list[Cell]:
    """Return the cells of tables as they look on a page; pasted text has spaces where columns were."""
    book = is_workbook(path)
    if not book and max((len(row) for row in rows), default=0) < 2:
        rows = [_split(row[0]) if row else [] for row in rows]
    tables = [grid_cells(title, block) for title, block in blocks_of(rows, name)]
    return [cell for table in tables for cell in (_in_per_cent(table) if book else table)]


def _split(line: str) -> list[str]:
    """Return the columns of a pasted line: tabs or wide gaps, else each word, where a number is among them."""
    parts = [part for part in re.split(r"\t|\s{2,}", line.strip()) if part]
    if len(parts) == 1 and any(_NUMBER.match(word) for word in line.split()[1:]):
        parts = line.split()
    return parts


def _cell(row: dict[str, str]) -> Cell:
    kind = unicodedata.normalize("NFKC", row["kind"]).lower()
    kind = KINDS.get(kind, kind)
    if kind not in set(TableKind):
        raise ValueError(
            f"kind は single、multiple、battery のどれかにしてください（「{_short(row['kind'])}」）。"
        )
    found = _BASE.fullmatch(unicodedata.normalize("NFKC", row["n"]).strip())
    if not found or (n := int(found[1].replace(",", "") or -1)) < 0 or n > MOST_BASE:
        raise ValueError(f"n を0以上の整数で書いてください（「{_short(row['n'])}」）。")
    try:
        printed = read_printed(row["percent"])
    except NotAPercentage as error:
        raise ValueError(f"percent を数で書いてください（「{_short(row['percent'])}」）。") from error
    mark = MARKS.get(row.get("mark", ""), row.get("mark", ""))
    known = Mark(mark) if mark in set(Mark) else Mark.NONE
    return Cell(row["table"], TableKind(kind), row["group"], n, row["category"], printed, known)


def _short(text: str) -> str:
    return text if len(text) <= MOST_TOLD else f"{text[:MOST_TOLD]}…"


def _in_per_cent(cells: list[Cell]) -> list[Cell]:
    """Return the cells in per cent: a workbook keeps what it shows as 83.6% as 0.836."""
    shown = [cell.printed for cell in cells if cell.printed]
    if any(printed.value > 1 for printed in shown):
        return cells
    return [replace(cell, printed=_share(cell.printed)) if cell.printed else cell for cell in cells]


def _share(printed: Printed) -> Printed:
    decimals = max(printed.decimals - 2, 0)
    units = printed.units * 10 ** max(2 - printed.decimals, 0)
    value = str(units / 10**decimals) if decimals else str(units)
    return Printed(value, units, decimals)
