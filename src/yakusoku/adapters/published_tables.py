"""A published table as it stands on a page, a sheet or a slide: groups down, answers across, a column of bases."""

import io
import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from pptx import Presentation

from yakusoku.adapters.printed_tables import NAMES, cells_of_records, in_per_cent, read_base
from yakusoku.adapters.survey_files import Rows, records
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.domain.survey.printed import Cell, TableKind
from yakusoku.domain.survey.rounding import NotAPercentage, Printed, read_printed

BASES: Final = {"n", "回答数", "母数", "該当数", "調査数", "回答者数", "件数", "人数", "n数", "サンプル数"}
# A base that stands with the name of its group: 委託先 (n=287)
_INSIDE = re.compile(r"[（(\[]?\s*[nN]\s*[=＝:：]\s*([\d,]+)\s*[)）\]]?")
MOST_CELLS: Final = 20_000


class TableNotFound(ValueError):
    """There is no table with percentages and bases."""


def cells_in_grid(rows: Rows, title: str, kind: TableKind, *, as_shares: bool = False) -> list[Cell]:
    """Return the cells of a table: written out line by line, or with groups down and answers across.

    kind        of a table that does not say it
    as_shares   a workbook, which keeps a printed 83.6% as 0.836
    raises      TableNotFound
    """
    head = next((row for row in rows if any(row)), [])
    known = {word for name, words in NAMES.items() for word in (name, *words)}
    if len({cell.strip().lower() for cell in head} & known) >= 5:
        try:
            path = PurePath(title)
            cells = cells_of_records(path, records(path, rows, NAMES, [n for n in NAMES if n != "mark"]))
        except UnreadableFile as error:
            raise TableNotFound(error.problems[0].message) from error
    else:
        cells = _across(rows, title, kind)
    return in_per_cent(cells) if as_shares else cells


def cells_in_slides(content: bytes, kind: TableKind) -> list[Cell]:
    """Return the cells of all tables and charts of a presentation. Raises TableNotFound."""
    try:
        deck = Presentation(io.BytesIO(content))
        grids = [
            (f"スライド{number}", grid)
            for number, slide in enumerate(deck.slides, 1)
            for shape in slide.shapes
            if (grid := _grid_of(shape))
        ]
    except Exception as error:  # The reader of slides fails in many ways on what is none.
        raise TableNotFound("PowerPointのファイルとして読めません。") from error
    found: list[Cell] = []
    for place, (title, grid) in enumerate(grids, 1):
        try:
            found += _across(grid, f"{title}の表{place}", kind)
        except TableNotFound:
            continue
    if not found:
        raise TableNotFound("割合と n（回答数）のある表が見つかりません。")
    return found


def _grid_of(shape: Any) -> Rows:
    if not shape.has_table:
        return []
    return [[cell.text.strip() for cell in row.cells] for row in shape.table.rows]


def _across(rows: Rows, title: str, kind: TableKind) -> list[Cell]:
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    place = next((n for n, row in enumerate(filled) if sum(map(bool, row)) >= 2), None)
    if place is None or len(filled) < place + 2 or len(filled) * len(filled[place]) > MOST_CELLS:
        raise TableNotFound("割合と n（回答数）のある表が見つかりません。")
    head = filled[place]
    base = next((n for n, cell in enumerate(head) if _plain(cell) in BASES), None)
    found: list[Cell] = []
    for row in filled[place + 1 :]:
        found += _row(row, head, base, title, kind)
    if not found:
        raise TableNotFound("割合と n（回答数）のある表が見つかりません。")
    return found


def _row(
    row: Sequence[str], head: Sequence[str], base: int | None, title: str, kind: TableKind
) -> list[Cell]:
    name, n = row[0], None
    if base is not None and base < len(row):
        n = read_base(row[base].rstrip("*＊"))
    elif inside := _INSIDE.search(unicodedata.normalize("NFKC", name)):
        n = int(inside[1].replace(",", ""))
        name = _INSIDE.sub("", unicodedata.normalize("NFKC", name)).strip()
    if n is None:
        return []
    cells = []
    for place in range(1, min(len(head), len(row))):
        if place == base or not head[place]:
            continue
        printed = _printed(row[place])
        if printed is not None:
            cells.append(Cell(title, kind, name, n, head[place], printed))
    return cells


def _printed(text: str) -> Printed | None:
    try:
        return read_printed(text)
    except NotAPercentage:
        return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" ()[]").lower()
