"""From printed lines with their places on pages to paragraphs: columns, heads and feet, broken sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from yakusoku.domain.review.labels import label_of
from yakusoku.domain.review.model import Line

# A line counts as head or foot when it stands at the edge of so many pages.
MOST_EDGE_LINES, LEAST_REPEATED = 3, 3
_PAGE_NUMBER = re.compile(
    r"^[ \t　\-－‐–—―‒−ｰ・]*(?:p\.?|P\.?|頁|ページ)?[ ]?[0-9０-９]{1,4}(?:[ 　]*[/／][ 　]*[0-9０-９]{1,4})?(?:頁|ページ)?[ \t　\-－‐–—―‒−ｰ・]*$"
)
_ENDS = ("。", "：", ":", "」", "）。", "。）", ")。")
_LONE_HEADING = re.compile(r"^[ 　]*[（(【〔][^（）()【】]{1,40}[)）】〕][ 　]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One printed line, or a part of one. Lengths in points from the upper left corner of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Return how high the letters are."""
        return max(1.0, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a column. `full`: it reaches the end of its column, so that a sentence may go on below."""

    text: str
    page: int
    full: bool


def paragraphs_of(pages: Sequence[Sequence[Piece]]) -> list[Line]:
    """Return the paragraphs of a printed document, in the order they are read."""
    ordered = [list(_rows(pieces, number)) for number, pieces in enumerate(pages, start=1)]
    return list(_joined(_without_edges(ordered)))


def _rows(pieces: Sequence[Piece], page: int) -> Iterator[Row]:
    for column in _columns([piece for piece in pieces if piece.text.strip()]):
        lines = _lines(column)
        if not lines:
            continue
        edge = _edge([line[-1].right for line in lines])
        for line in lines:
            text = _spaced(line)
            size = sum(piece.height for piece in line) / len(line)
            yield Row(text, page, line[-1].right >= edge - 2.2 * size)


def _edge(rights: Sequence[float]) -> float:
    """Return where the lines of a column end, as a rule."""
    ordered = sorted(rights)
    return ordered[max(0, int(len(ordered) * 0.9) - 1)]


def _columns(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces column by column; a page with one column is one."""
    if len(pieces) < 12:
        return [list(pieces)]
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    gutter = _gutter(pieces, left, right)
    if gutter is None:
        return [list(pieces)]
    across = [p for p in pieces if p.left < gutter < p.right]
    top = min((p.top for p in pieces if p not in across), default=0.0)
    heads = [p for p in across if p.bottom <= top + 1]
    feet = [p for p in across if p not in heads]
    one, two = [p for p in pieces if p.right <= gutter], [p for p in pieces if p.left >= gutter]
    return [each for each in (heads, one, two, feet) if each]


def _gutter(pieces: Sequence[Piece], left: float, right: float) -> float | None:
    """Return the middle of a blank strip between two columns; None: there is none."""
    middle = left + (right - left) * 0.5
    reach = (right - left) * 0.12
    best: tuple[int, float] | None = None
    step = max(1.0, (right - left) / 200)
    place = middle - reach
    while place <= middle + reach:
        crossing = sum(1 for p in pieces if p.left < place < p.right)
        if best is None or crossing < best[0]:
            best = (crossing, place)
        place += step
    if best is None or best[0] > max(2, len(pieces) // 20):
        return None
    at = best[1]
    lefts, rights = sum(1 for p in pieces if p.right <= at), sum(1 for p in pieces if p.left >= at)
    # A list with short lines has an empty right half, and a table has short cells: neither is two columns.
    wide = [p for p in pieces if p.right - p.left > (right - left) * 0.3]
    return at if min(lefts, rights) >= 5 and len(wide) >= len(pieces) * 0.4 else None


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces line by line from top to bottom, each from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: ((each.top + each.bottom) / 2, each.left)):
        middle = (piece.top + piece.bottom) / 2
        last = lines[-1] if lines else None
        if last and last[0].top <= middle <= last[0].bottom:
            last.append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda each: each.left) for line in lines]


def _spaced(line: Sequence[Piece]) -> str:
    """Return the words of a line; where there is a wide gap, a blank."""
    text = line[0].text.strip("\r\n")
    for before, piece in pairwise(line):
        gap = piece.left - before.right > before.height * 0.6
        text += ("　" if gap else "") + piece.text.strip("\r\n")
    return text


def _without_edges(pages: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """Yield the rows without page numbers and without what stands at the edge of page after page."""
    seen: Counter[str] = Counter()
    for rows in pages:
        seen.update({_sameness(row.text) for row in (*rows[:MOST_EDGE_LINES], *rows[-MOST_EDGE_LINES:])})
    least = max(LEAST_REPEATED, len(pages) // 3)
    for rows in pages:
        for place, row in enumerate(rows):
            at_edge = place < MOST_EDGE_LINES or place >= len(rows) - MOST_EDGE_LINES
            if at_edge and (
                _PAGE_NUMBER.match(row.text) or (len(pages) > 2 and seen[_sameness(row.text)] >= least)
            ):
                continue
            yield row


def _sameness(text: str) -> str:
    return re.sub(r"[0-9０-９\s]", "", text)


def _joined(rows: Iterator[Row]) -> Iterator[Line]:
    """Yield paragraphs: a row goes on below when it is full and ends no sentence."""
    text, page, goes_on = "", 0, False
    for row in rows:
        words = row.text.strip()
        if text and goes_on and not _begins(row.text):
            text += words
        else:
            if text:
                yield Line(text, page=page)
            text, page = words, row.page
        goes_on = row.full and not words.endswith(_ENDS) and not _LONE_HEADING.match(words)
    if text:
        yield Line(text, page=page)


def _begins(text: str) -> bool:
    """Return whether a row begins a paragraph: with a number, a heading, or set in after the one before."""
    label = label_of(text)
    certain = label is not None and label.kind not in {
        "kanji",
        "letter",
        "kana",
        "number",
        "bullet",
        "dotted",
    }
    spaced = label is not None and text[: label.rest].rstrip() != text[: label.rest]
    return certain or spaced or bool(_LONE_HEADING.match(text)) or (label is not None and label.is_bullet)


def joined_by_width(rows: Sequence[Line]) -> list[Line]:
    """Return paragraphs of a plain text whose lines were broken at a width; other texts stay as they are."""
    widths = Counter(len(row.text.rstrip()) for row in rows)
    common = [
        width for width, count in widths.most_common(3) if width >= 20 and count >= max(4, len(rows) // 6)
    ]
    longest = max(widths, default=0)
    if not common or longest > max(common) + 3:
        return list(rows)
    width = max(common)
    lines: list[Line] = []
    goes_on = False
    for row in rows:
        words = row.text.strip()
        if lines and goes_on and not _begins(row.text) and not row.text.startswith(("　", " ")):
            last = lines[-1]
            lines[-1] = Line(last.text + words, last.label, last.page, last.paragraph)
        else:
            lines.append(row)
        goes_on = len(row.text.rstrip()) >= width - 1 and not words.endswith(_ENDS)
    return lines
