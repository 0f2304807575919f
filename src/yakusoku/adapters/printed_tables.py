"""A published table written out cell by cell (csv, tab-separated text or xlsx), ready for the checker."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePath

from yakusoku.adapters.survey_files import Record, is_workbook, problems_of, read_sheets, records
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
}
KINDS = {"単一回答": "single", "sa": "single", "複数回答": "multiple", "ma": "multiple", "尺度": "battery"}
MARKS = {"排他": "exclusive", "一部": "partial", "全体": "total"}
_BASE = re.compile(r"\(?(?:[nN]\s*=\s*)?([\d,]{1,15})(?:\.0{1,9})?\)?")
MOST_BASE = 10**9


def read_printed_tables(path: Path) -> list[Cell]:
    """Return the cells of the tables in a file. Raises UnreadableFile with each line that cannot be read."""
    rows = next((rows for rows in read_sheets(path).values() if any(any(row) for row in rows)), [])
    cells = cells_of_records(path, records(path, rows, NAMES, [name for name in NAMES if name != "mark"]))
    return in_per_cent(cells) if is_workbook(path) else cells


def cells_of_records(path: PurePath, lines: Iterable[Record]) -> list[Cell]:
    """Return the cells that lines write out; `path` names the file. Raises UnreadableFile."""
    cells: list[Cell] = []
    wrong: list[tuple[int, str]] = []
    for record in lines:
        try:
            cells.append(_cell(record[1]))
        except ValueError as error:
            wrong.append((record[0], str(error)))
    if wrong:
        raise problems_of(path, wrong)
    if not cells:
        raise refuse(path, "", "見出しの下に、行がありません。")
    return cells


def read_base(text: str) -> int | None:
    """Return a base as it is written: 1,234 or (n=287); None if it is none."""
    found = _BASE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    n = int(found[1].replace(",", "") or -1) if found else -1
    return n if 0 <= n <= MOST_BASE else None


def _cell(row: dict[str, str]) -> Cell:
    kind = unicodedata.normalize("NFKC", row["kind"]).lower()
    kind = KINDS.get(kind, kind)
    if kind not in set(TableKind):
        raise ValueError(f"kind は single、multiple、battery のどれかにしてください（「{row['kind']}」）。")
    n = read_base(row["n"])
    if n is None:
        raise ValueError(f"n を0以上の整数で書いてください（「{row['n']}」）。")
    try:
        printed = read_printed(row["percent"])
    except NotAPercentage as error:
        raise ValueError(f"percent を数で書いてください（「{row['percent']}」）。") from error
    mark = MARKS.get(row.get("mark", ""), row.get("mark", ""))
    known = Mark(mark) if mark in set(Mark) else Mark.NONE
    return Cell(row["table"], TableKind(kind), row["group"], n, row["category"], printed, known)


def in_per_cent(cells: list[Cell]) -> list[Cell]:
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
