"""One printed page: from words with their places to the lines of its columns, in the order they are read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
_OF_A_NUMBER = re.compile(r"第$")
_COUNTER = re.compile(r"[条項号編章節款の]")
_KANA_ONLY = re.compile(r"^[ぁ-ゖァ-ヺー・ \u3000]+$")
# Letters above others that are so much smaller tell how to read them.
RUBY_SHARE = 0.65
# Two printings of one word, to make it bold or by mistake, lie closer to each other than this share of its height.
SAME_PLACE = 0.3


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
    told = _without_ruby(_once(_upright([piece for piece in pieces if piece.text.strip()])))
    runs = [run for line in _lines(told) for run in _runs(line)]
    if not runs:
        return []
    return [row for column in _columns(runs) for row in _rows(column, page)]


def _upright(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces as they would stand if the page were written across; others stay as they are.

    In writing from top to bottom the first line stands at the right.
    """
    told = [piece for piece in pieces if len(piece.text.strip()) >= 4]
    tall = [piece for piece in told if piece.bottom - piece.top > 2 * (piece.right - piece.left)]
    if not told or len(tall) <= len(told) / 2:
        return list(pieces)
    return [Piece(p.text, p.top, p.bottom, -p.right, -p.left) for p in pieces]


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
        if waiting and piece.left - waiting[-1].right > max(waiting[-1].height, piece.height):
            yield _run(waiting)
            waiting = []
        waiting.append(piece)
    if waiting:
        yield _run(waiting)


def _run(pieces: Sequence[Piece]) -> _Run:
    return _Run(
        tuple(pieces),
        min(piece.left for piece in pieces),
        max(piece.right for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.bottom for piece in pieces),
    )


def _rows(column: Sequence[_Run], page: int) -> Iterator[Row]:
    lines = _lines([piece for run in column for piece in run.pieces])
    edge = _edge([line[-1].right for line in lines])
    for line in lines:
        size = sum(piece.height for piece in line) / len(line)
        yield Row(_spaced(line), page, line[-1].right >= edge - 2.2 * size, line[0].left / size)


def _edge(rights: Sequence[float]) -> float:
    """Return where the lines of a column end, as a rule."""
    ordered = sorted(rights)
    return ordered[-1 - len(ordered) // 20]


def _columns(pieces: Sequence[_Run]) -> list[list[_Run]]:
    """Return what stands on a page column by column; a page with one column is one."""
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
    text = _AROUND_MARKS.sub("", _BEFORE_DIGITS.sub("", text))
    return _AFTER_DIGITS.sub(_closed, text)


def _closed(found: re.Match[str]) -> str:
    numbered = _OF_A_NUMBER.search(found.string, 0, found.start())
    apart = numbered and not _COUNTER.match(found.string, found.end())
    return found[0] if apart else found[1]
