"""One printed page: from words with their places to the lines of its columns, in the order they are read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

_JAPANESE = r"[ぁ-ゖァ-ヺー々〆一-龥、。，．・「」『』（）［］【】〈〉：；]"
# Typesetters set digits and letters apart from Japanese; that is no blank: 令和 9 年, 第 1 条.
_BEFORE_DIGITS = re.compile(rf"(?<={_JAPANESE}) +(?=[0-9A-Za-z])")
_AFTER_DIGITS = re.compile(
    rf"((?<={_JAPANESE})[0-9A-Za-z.,%]+|(?<=[\u3000 ])[A-Za-z]{{2,}}) +(?={_JAPANESE})"
)
# Nor is what they put before an opening and after a closing mark, which are half as wide as they stand.
_AROUND_MARKS = re.compile(
    rf"(?<={_JAPANESE}) +(?=[「『（［【〈、。」』）］】〉])|(?<=[「『（［【〈、。」』）］】〉]) +(?=[ぁ-ゖァ-ヺ一-龥])"
)
_BETWEEN = re.compile(rf"(?<={_JAPANESE}) (?={_JAPANESE})")
_EACH_APART = re.compile(rf"(?<={_JAPANESE[:-1]}0-9０-９]) (?={_JAPANESE[:-1]}0-9０-９])")
_OF_A_NUMBER = re.compile(r"第$")
_COUNTER = re.compile(r"[条項号編章節款の]")
_KANA_ONLY = re.compile(r"^[ぁ-ゖァ-ヺー・ \u3000]+$")
# Letters above others that are so much smaller tell how to read them.
RUBY_SHARE = 0.65
# Two printings of one word, to make it bold or by mistake, lie closer to each other than this share of its height.
SAME_PLACE = 0.3
# A piece of so many letters is a line of a column; a narrow gutter is this share of a letter.
LONG, NARROW = 12, 0.7


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
    """One line of a column.

    full   it reaches the end of its column, so that a sentence may go on below
    left   where it begins, in letters from the edge of the page
    """

    text: str
    page: int
    full: bool
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class _Run:
    """Pieces of one line that stand close together, as one."""

    pieces: tuple[Piece, ...]
    left: float
    right: float
    top: float
    bottom: float


def rows_of(pieces: Sequence[Piece], page: int) -> list[Row]:
    """Return the lines of a page in the order they are read."""
    heads, body, feet = _upright([piece for piece in pieces if piece.text.strip()])
    edges = [[replace(row, full=False) for row in _read(each, page)] for each in (heads, feet)]
    return [*edges[0], *_read(body, page), *edges[1]]


def _read(pieces: Sequence[Piece], page: int) -> list[Row]:
    told = _without_ruby(_once(pieces))
    runs = [run for line in _lines(told) for run in _runs(line)]
    if not runs:
        return []
    return [row for column, edge in _columns(runs) for row in _rows(column, page, edge)]


def _upright(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece], Sequence[Piece]]:
    """Return head, body and foot of a page written from top to bottom, as if it were written across.

    Its first line stands at the right; heads and feet are written across all the same. Of another page all is body.
    """
    told = [piece for piece in pieces if len(piece.text.strip()) >= 4]
    tall = [piece for piece in told if piece.bottom - piece.top > 2 * (piece.right - piece.left)]
    if not told or len(tall) <= len(told) / 2:
        return [], pieces, []
    top, bottom = min(piece.top for piece in tall), max(piece.bottom for piece in tall)
    heads = [piece for piece in pieces if piece.bottom <= top]
    feet = [piece for piece in pieces if piece.top >= bottom]
    turned = [Piece(p.text, p.top, p.bottom, -p.right, -p.left) for p in pieces if p not in heads + feet]
    return heads, turned, feet


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without those that are printed a second time at the same place."""
    seen: dict[str, list[Piece]] = {}
    kept = []
    for piece in pieces:
        near = piece.height * SAME_PLACE
        others = seen.setdefault(piece.text.strip(), [])
        if any(abs(o.left - piece.left) < near and abs(o.top - piece.top) < near for o in others):
            continue
        others.append(piece)
        kept.append(piece)
    return kept


def _without_ruby(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without small kana that stand right above larger letters."""
    if not pieces:
        return []
    size = median(piece.height for piece in pieces)
    return [piece for piece in pieces if not _is_ruby(piece, pieces, size)]


def _is_ruby(piece: Piece, pieces: Sequence[Piece], size: float) -> bool:
    return (
        piece.height <= size * RUBY_SHARE
        and bool(_KANA_ONLY.match(piece.text))
        and any(
            below.height * RUBY_SHARE >= piece.height
            and -0.5 * size <= below.top - piece.bottom <= 0.5 * size
            and below.left - size <= piece.left
            and piece.right <= below.right + size
            for below in pieces
        )
    )


def _runs(line: Sequence[Piece]) -> Iterator[_Run]:
    """Yield the pieces of a line, those that stand less than a letter apart together."""
    waiting: list[Piece] = []
    for piece in line:
        if waiting and piece.left - waiting[-1].right > _apart(waiting[-1], piece):
            yield _run(waiting)
            waiting = []
        waiting.append(piece)
    if waiting:
        yield _run(waiting)


def _apart(one: Piece, other: Piece) -> float:
    """Return how far two pieces of a line stand apart at most; beside a long one, a gutter may be narrow."""
    long = max(len(one.text.strip()), len(other.text.strip())) >= LONG
    return max(one.height, other.height) * (NARROW if long else 1.0)


def _run(pieces: Sequence[Piece]) -> _Run:
    return _Run(
        tuple(pieces),
        min(piece.left for piece in pieces),
        max(piece.right for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.bottom for piece in pieces),
    )


def _rows(column: Sequence[_Run], page: int, edge: float | None) -> Iterator[Row]:
    lines = _lines([piece for run in column for piece in run.pieces])
    edge = _edge([line[-1].right for line in lines]) if edge is None else edge
    for line in lines:
        size = sum(piece.height for piece in line) / len(line)
        yield Row(_spaced(line), page, line[-1].right >= edge - 2.2 * size, line[0].left / size)


def _edge(rights: Sequence[float]) -> float:
    """Return where the lines of a column end, as a rule."""
    ordered = sorted(rights)
    return ordered[-1 - len(ordered) // 20]


def _columns(pieces: Sequence[_Run]) -> list[tuple[list[_Run], float | None]]:
    """Return what stands on a page column by column, with where its lines end; a page with one column is one."""
    if len(pieces) < 12:
        return [(list(pieces), None)]
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    gutter = _gutter(pieces, left, right)
    if gutter is None:
        return [(list(pieces), None)]
    edges = {
        side: _edge([p.right for p in pieces if _side(p, gutter) == side])
        for side in {_side(p, gutter) for p in pieces}
    }
    return [(column, edges[_side(column[0], gutter)]) for column in _bands(pieces, gutter) if column]


def _side(piece: _Run, gutter: float) -> int:
    """Return whether a run stands left (-1) or right (1) of the gutter, or goes across it (0)."""
    return -1 if piece.right <= gutter else 1 if piece.left >= gutter else 0


def _bands(pieces: Sequence[_Run], gutter: float) -> Iterator[list[_Run]]:
    """Yield what stands above, between and below what goes across both columns: left, right, across."""
    waiting: dict[int, list[_Run]] = {-1: [], 1: [], 0: []}
    for piece in sorted(pieces, key=lambda each: each.top):
        side = _side(piece, gutter)
        for ended in (-1, 1) if side == 0 else (0,):
            yield waiting[ended]
            waiting[ended] = []
        waiting[side].append(piece)
    yield from waiting.values()


def _gutter(pieces: Sequence[_Run], left: float, right: float) -> float | None:
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
    return closed_up(text)


def closed_up(text: str) -> str:
    """Return a printed line without the space that typesetters put around digits and letters.

    A blank after a number at the head of the line stays: it tells 第 1 基本的事項 from 第 1 条.
    """
    if len(_BETWEEN.findall(text)) >= 2 and 3 * len(_EACH_APART.findall(text)) > len(text):
        # Each letter was set apart, to fill the line or the page.
        text = _EACH_APART.sub("", text)
    text = _AROUND_MARKS.sub("", _BEFORE_DIGITS.sub("", text))
    return _AFTER_DIGITS.sub(_closed, text)


def _closed(found: re.Match[str]) -> str:
    numbered = _OF_A_NUMBER.search(found.string, 0, found.start())
    apart = numbered and not _COUNTER.match(found.string, found.end())
    return found[0] if apart else found[1]
