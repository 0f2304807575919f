"""Published tables as they look on a page: groups down, answers across, or the other way round; n beside or in names."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yakusoku.domain.survey.printed import Cell, TableKind
from yakusoku.domain.survey.rounding import NotAPercentage, Printed, read_printed

Rows = Sequence[Sequence[str]]
EVERYBODY = "全体"
BASE = re.compile(r"[(\[]?\s*(?<![a-z])n\s*[=:]\s*([\d,]{1,12})\s*(?:人|社|件)?\s*[)\]]?", re.I)
_BASE_HEADS = {"n", "n数", "回答数", "回答者数", "母数", "件数", "人数", "該当数", "n(人)", "n(社)", "n(件)"}
_COUNT_HEADS = re.compile(r"件数|人数|実数|度数|回答数$|^n$", re.I)
_WHOLE = re.compile(r"^[\d,]+(?:\.0+)?$")
_MULTIPLE = re.compile(r"複数回答|いくつでも|すべて選|(?<![A-Za-z])MA(?![A-Za-z])")
_SINGLE = re.compile(r"単一回答|ひとつだけ|一つだけ|1つだけ|(?<![A-Za-z])SA(?![A-Za-z])")


def blocks_of(rows: Rows, name: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the tables of a sheet, which empty rows separate, each with its title: a row of one cell above it."""
    title, block = name, list[list[str]]()
    for row in [*rows, []]:
        cells = [_plain(cell) for cell in row]
        filled = [cell for cell in cells if cell]
        if len(filled) > 1:
            block.append(cells)
            continue
        if block:
            yield title, _squared(_with_head(block))
            block = []
        if filled:
            title = filled[0]


def grid_cells(title: str, rows: Rows) -> list[Cell]:
    """Return the cells of one table; none where it is not seen to be one: no n, or nothing that is a percentage."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return []
    found = _by_rows(title, rows) or _by_columns(title, rows)
    return with_kind(title, found) if len(found) > 1 else []


def with_kind(
    title: str, cells: Sequence[tuple[str, int, str, Printed]], *, whole: bool = False
) -> list[Cell]:
    """Return cells with the kind of their table: as its title says, else as the sums of its rows suggest.

    cells   group, n, category and percentage
    whole   the parts are drawn as those of a whole
    """
    kind = TableKind.SINGLE if whole else _kind(title, cells)
    name = BASE.sub("", title).strip() or title
    return [Cell(name, kind, group, n, category, printed) for group, n, category, printed in cells]


def base_in(text: str) -> int | None:
    """Return the n that a text tells; None if it tells none, or several."""
    found = {int(number.replace(",", "")) for number in BASE.findall(_plain(text))}
    return found.pop() if len(found) == 1 else None


def without_base(text: str) -> str:
    """Return a name without its n."""
    return BASE.sub("", _plain(text)).strip()


def _by_rows(title: str, rows: Rows) -> list[tuple[str, int, str, Printed]]:
    """Read groups as rows: n in a column of its own, in the names of the groups, or in the title."""
    head = rows[0]
    column = next((at for at, cell in enumerate(head) if at and _plain(cell).lower() in _BASE_HEADS), None)
    whole = base_in(title)
    found: list[tuple[str, int, str, Printed]] = []
    for row in rows[1:]:
        told = base_in(row[0])
        if column is not None and _WHOLE.match(_plain(row[column])):
            told = int(float(_plain(row[column]).replace(",", "")))
        if told is None and (whole is None or len(head) == 2 or any(base_in(cell) for cell in head)):
            return []
        group, n = without_base(row[0]) or EVERYBODY, told if told is not None else whole or 0
        for at, cell in enumerate(row):
            printed = _share(cell)
            if at and at != column and printed and not _COUNT_HEADS.search(head[at]):
                found.append((group, n, without_base(head[at]), printed))
    return found


def _by_columns(title: str, rows: Rows) -> list[tuple[str, int, str, Printed]]:
    """Read groups as columns: n in their names, in the first row, or in the title."""
    head = rows[0]
    first = rows[1]
    below = _plain(first[0]).lower() in _BASE_HEADS
    whole = base_in(title)
    found: list[tuple[str, int, str, Printed]] = []
    for at in range(1, len(head)):
        n = base_in(head[at])
        if below and _WHOLE.match(_plain(first[at])):
            n = int(float(_plain(first[at]).replace(",", "")))
        n = whole if n is None else n
        if n is None or _COUNT_HEADS.search(without_base(head[at]) or "-"):
            continue
        for row in rows[2 if below else 1 :]:
            printed = _share(row[at])
            if printed:
                found.append((without_base(head[at]) or EVERYBODY, n, row[0], printed))
    return found


def _share(text: str) -> Printed | None:
    """Return the percentage of a cell, which may have the number of people below or behind it."""
    first = _plain(text.split("\n", maxsplit=1)[0])
    first = re.sub(r"\s*\([\d,]+\)$", "", first)
    try:
        return read_printed(first)
    except NotAPercentage:
        return None


def _kind(title: str, cells: Sequence[tuple[str, int, str, Printed]]) -> TableKind:
    plain = _plain(title)
    if _MULTIPLE.search(plain):
        return TableKind.MULTIPLE
    if _SINGLE.search(plain):
        return TableKind.SINGLE
    sums: dict[str, Fraction] = {}
    parts: dict[str, Fraction] = {}
    for group, _, _, printed in cells:
        sums[group] = sums.get(group, Fraction(0)) + printed.value
        parts[group] = parts.get(group, Fraction(0)) + Fraction(1, 2 * 10**printed.decimals)
    whole = sum(abs(total - 100) <= parts[group] for group, total in sums.items())
    # A row that does not add up among many that do is a fault, not another kind of question.
    if 2 * whole > len(sums):
        return TableKind.SINGLE
    return TableKind.MULTIPLE if any(total > 101 for total in sums.values()) else TableKind.BATTERY


def _with_head(rows: list[list[str]]) -> list[list[str]]:
    """Return rows whose first is a head: where it is shares already, everybody is the only group."""
    first, width = rows[0], max(map(len, rows))
    if all(_share(cell) and not _WHOLE.match(cell) for cell in first[1:] if cell) and any(first[1:]):
        return [["", EVERYBODY], *rows] if width == 2 else rows
    # Pasted text drops the empty corner of a table.
    return [["", *first], *rows[1:]] if len(first) == width - 1 and first[0] else rows


def _squared(rows: list[list[str]]) -> list[list[str]]:
    """Return rows of one length, without columns that are empty in all."""
    width = max(map(len, rows))
    filled = [row + [""] * (width - len(row)) for row in rows]
    kept = [at for at in range(width) if any(row[at] for row in filled)]
    # The first column of the head is often empty, and is not to be lost.
    return [[row[at] for at in kept] for row in filled]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
