"""How wide words are in the bundled font, and which letters it cannot draw; read from the font itself."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).resolve().parent.parent / "documents" / "fonts"
# Readers without the bundled font see their own: a letter is never counted narrower than it may be there.
WIDE, NARROW = 1.0, 0.56
# A line does not begin with these.
_NOT_FIRST: Final = set(
    "、。，．・：；？！）」』】〕〉》’”ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;?!%％"
)
_NOT_LAST: Final = set("（「『【〔〈《‘“([{")


class Font:
    """The letters of a TrueType font and how far each moves the pen."""

    def __init__(self, file: Path) -> None:
        raw = file.read_bytes()
        count = struct.unpack_from(">H", raw, 4)[0]
        entries = (struct.unpack_from(">4sIII", raw, 12 + 16 * place) for place in range(count))
        tables = {tag: offset for tag, _, offset, _ in entries}
        self._units: int = struct.unpack_from(">H", raw, tables[b"head"] + 18)[0]
        full: int = struct.unpack_from(">H", raw, tables[b"hhea"] + 34)[0]
        self._advances = struct.unpack_from(">" + "Hh" * full, raw, tables[b"hmtx"])[::2]
        self._glyphs = dict(_glyphs(raw, tables[b"cmap"]))

    def draws(self, letter: str) -> bool:
        """Return whether the font has a shape for a letter, or none is needed."""
        return ord(letter) in self._glyphs or unicodedata.category(letter) in {"Cc", "Cf", "Zs"}

    def advance(self, letter: str) -> float:
        """Return the width of a letter, in parts of the size of the font."""
        glyph = self._glyphs.get(ord(letter))
        if glyph is None:
            return WIDE
        return float(self._advances[min(glyph, len(self._advances) - 1)] / self._units)


def _glyphs(raw: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Yield code points with their glyphs, from the tables for all planes (12) and for the first (4)."""
    count = struct.unpack_from(">H", raw, cmap + 2)[0]
    for place in range(count):
        platform, _, offset = struct.unpack_from(">HHI", raw, cmap + 4 + 8 * place)
        form = struct.unpack_from(">H", raw, cmap + offset)[0]
        if platform in {0, 3} and form == 12:
            yield from _of_all_planes(raw, cmap + offset)
        elif platform in {0, 3} and form == 4:
            yield from _of_the_first_plane(raw, cmap + offset)


def _of_all_planes(raw: bytes, at: int) -> Iterator[tuple[int, int]]:
    for group in range(struct.unpack_from(">I", raw, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", raw, at + 16 + 12 * group)
        yield from ((code, glyph + code - first) for code in range(first, last + 1))


def _of_the_first_plane(raw: bytes, at: int) -> Iterator[tuple[int, int]]:
    size = struct.unpack_from(">H", raw, at + 6)[0]
    segments = size // 2
    ends, starts = at + 14, at + 16 + size
    for segment in range(segments):
        last = struct.unpack_from(">H", raw, ends + 2 * segment)[0]
        first = struct.unpack_from(">H", raw, starts + 2 * segment)[0]
        delta = struct.unpack_from(">H", raw, starts + size + 2 * segment)[0]
        here = starts + 2 * size + 2 * segment
        jump = struct.unpack_from(">H", raw, here)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            found = struct.unpack_from(">H", raw, here + jump + 2 * (code - first))[0] if jump else code
            glyph = (found + delta) % 0x10000 if found or not jump else 0
            if glyph:
                yield code, glyph


@cache
def gothic(*, bold: bool = False) -> Font:
    """Return the gothic that is shipped with us."""
    return Font(FONTS / f"BIZUDPGothic-{'Bold' if bold else 'Regular'}.ttf")


def missing_letters(text: str) -> str:
    """Return the letters of a text that the bundled font cannot draw, each once."""
    return "".join(dict.fromkeys(letter for letter in text if not gothic().draws(letter)))


@cache
def _em(letter: str, *, bold: bool) -> float:
    own = gothic(bold=bold).advance(letter)
    return max(own, WIDE if unicodedata.east_asian_width(letter) in "WFA" else NARROW)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line can be at a size, in the bundled font or in the reader's own."""
    return size * sum(_em(letter, bold=bold) for letter in text)


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Return a text in lines no wider than `width`; Japanese breaks anywhere but beside what clings."""
    lines = []
    for paragraph in text.splitlines() or [""]:
        rest = paragraph.strip()
        while rest and width_of(rest, size, bold=bold) > width:
            cut = _cut(rest, size, width, bold=bold)
            lines.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip()
        lines.append(rest)
    return lines


def _cut(text: str, size: float, width: float, *, bold: bool) -> int:
    wide, most = 0.0, 0
    while most < len(text) and (wide := wide + size * _em(text[most], bold=bold)) <= width:
        most += 1
    for cut in range(most, max(1, most // 2), -1):
        if _may_break(text[cut - 1], text[cut]):
            return cut
    return max(1, most)


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return not (_clings(before) and _clings(after))


def _clings(letter: str) -> bool:
    """Return whether a letter is part of a word or number that stays whole."""
    return letter.isascii() and (letter.isalnum() or letter in "=.,-_/")
