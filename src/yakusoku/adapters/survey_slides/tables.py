"""A table of a slide: columns as wide as their words, and as many rows as a slide holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from yakusoku.adapters.font_measures import lines_of, width_of
from yakusoku.adapters.survey_slides.stage import BODY_HEIGHT, BODY_TOP, LEFT, WIDE
from yakusoku.adapters.survey_slides.words import LEADING, rgb, write

SIZES: Final = (14, 12, 11, 10, 9, 8)
PAD, EDGE = 5.0, 3.0
LEAST, FIRST_SHARE = 42.0, 0.42
BASE: Final = "n"
HEAD_GROUND, PLAIN_GROUND = "DCE6EC", "FFFFFF"
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table is set: its size, its widths and heights in points, its rows slide by slide.

    words   its cells are sentences, and stand left
    """

    head: Row
    size: int
    widths: tuple[float, ...]
    pages: tuple[tuple[Row, ...], ...]
    words: bool = False


def plan_of(head: Row, rows: Sequence[Row], *, words: bool = False) -> TablePlan:
    """Return how a table is set: in the largest size at which it is one slide, else in a legible one."""
    whole = BODY_HEIGHT / Pt(1)
    plans = [replace(_plan(head, rows, size, whole), words=words) for size in SIZES]
    return next((plan for plan in plans if len(plan.pages) == 1), plans[3])


def _plan(head: Row, rows: Sequence[Row], size: int, whole: float) -> TablePlan:
    widths = _widths(head, rows, size)
    top = _height(head, size, widths)
    pages: list[list[Row]] = [[]]
    used = top
    for row in rows:
        height = _height(row, size, widths)
        if pages[-1] and used + height > whole:
            pages.append([])
            used = top
        pages[-1].append(row)
        used += height
    return TablePlan(head, size, widths, tuple(map(tuple, pages)))


def _widths(head: Row, rows: Sequence[Row], size: int) -> tuple[float, ...]:
    """Give the names their width up to a share of the whole, and the rest to the other columns alike."""
    whole = WIDE / Pt(1)
    names = max((width_of(row[0], size) for row in [head, *rows]), default=0) + 2 * PAD + 2
    # Bases need less room than shares.
    bases = [LEAST * size / SIZES[0] + 2 * PAD] if len(head) > 2 and head[1] == BASE else []
    others = len(head) - 1 - len(bases)
    if not others:
        return (whole,)
    first = min(names, max(whole * FIRST_SHARE, whole - others * LEAST * 2))
    return (first, *bases, *[(whole - first - sum(bases)) / others] * others)


def _height(row: Row, size: int, widths: Sequence[float]) -> float:
    lines = max(len(lines_of(words, size, width - 2 * PAD)) for words, width in zip(row, widths, strict=True))
    return lines * size * LEADING + 2 * EDGE


def _write_row(table: Any, at: int, row: Row, size: int, *, head: bool, lies_left: bool) -> None:
    """Write one row; numbers stand right."""
    for column, words in enumerate(row):
        cell = table.cell(at, column)
        cell.margin_left = cell.margin_right = Pt(PAD)
        cell.margin_top = cell.margin_bottom = Pt(EDGE)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(HEAD_GROUND if head else PLAIN_GROUND)
        left = column == 0 or lies_left
        for place, line in enumerate(words.splitlines() or [""]):
            paragraph = cell.text_frame.paragraphs[0] if place == 0 else cell.text_frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT if left else PP_ALIGN.CENTER if head else PP_ALIGN.RIGHT
            write(paragraph, line, size, bold=head)


def write_table(slide: Any, plan: TablePlan, rows: Sequence[Row]) -> None:
    """Put the rows of one slide on it, below the head."""
    heights = [_height(row, plan.size, plan.widths) for row in (plan.head, *rows)]
    place = (LEFT, BODY_TOP, WIDE, Pt(sum(heights)))
    shape = slide.shapes.add_table(len(rows) + 1, len(plan.head), *place)
    shape.name = "表"
    table = shape.table
    # Lines instead of shades: they print.
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = "{5940675A-B579-460E-94D1-54222C63F5DA}"
    table.horz_banding = False
    for column, width in zip(table.columns, plan.widths, strict=True):
        column.width = Pt(width)
    for at, (row, height) in enumerate(zip((plan.head, *rows), heights, strict=True)):
        table.rows[at].height = Pt(height)
        _write_row(table, at, row, plan.size, head=at == 0, lies_left=plan.words)
