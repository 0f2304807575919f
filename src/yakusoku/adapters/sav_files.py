"""The SPSS system file (.sav), written record by record; always the same bytes for the same data.

Libraries that write it need a data frame engine and leave out multiple response sets, which surveys live from.
The layout is that of the PSPP developer's guide, appendix B; files are read back by ReadStat in the tests.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.survey.variable_names import cut_to_bytes

Words = NDArray[np.uint64]
# Longest texts in bytes of UTF-8 that the format holds.
MOST_LABEL, MOST_VALUE_LABEL, MOST_FILE_LABEL, MOST_TEXT = 256, 120, 64, 32_767
# A text is kept in pieces of 255 bytes, each a variable of its own; they are counted as 252.
PIECE, PIECE_COUNTED, ONE_PIECE = 255, 252, 255
BIAS = 100
NUMERIC_FORMAT, TEXT_FORMAT = 5, 1
MEASURES: Mapping[str, int] = {"nominal": 1, "ordinal": 2, "scale": 3}
_LOWEST = float(np.nextafter(-np.finfo(np.float64).max, 0))
_GREATEST = float(np.finfo(np.float64).max)
_IGNORED, _RAW, _BLANKS = 0, 253, 254


@dataclass(frozen=True, slots=True)
class SavVariable:
    """A variable with its cells: numbers, or texts where `texts` is given.

    missing   codes of user-missing values; more than three stand in one range without gaps
    measure   nominal, ordinal or scale
    decimals  shown of a number; `width`: how many digits it is given
    """

    name: str
    label: str
    measure: str
    numbers: NDArray[np.float64] | None = None
    texts: Sequence[str] = ()
    value_labels: tuple[tuple[float, str], ...] = ()
    missing: tuple[float, ...] = ()
    width: int = 8
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class SavSet:
    """A multiple response set: 0/1 variables of which `counted` counts, or (None) variables that share their codes."""

    name: str
    label: str
    variables: tuple[str, ...]
    counted: int | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A variable as the file has it: a long text is several.

    place   of its first 8 bytes within a respondent, from 1
    words   how many times 8 bytes it takes
    """

    variable: SavVariable
    short: str
    width: int
    place: int
    words: int
    first: bool


def sav_bytes(
    variables: Sequence[SavVariable], sets: Sequence[SavSet] = (), label: str = "", *, rows: int
) -> bytes:
    """Return the file. `label`: of the whole file; `rows`: respondents."""
    texts = {each.name: _encoded(each.texts) for each in variables if each.numbers is None}
    pieces = list(_pieces(variables, texts))
    size = sum(piece.words for piece in pieces)
    return b"".join(
        [
            _header(size, rows, label),
            *(_variable_records(piece) for piece in pieces),
            *_value_labels(pieces),
            *_extensions(pieces, texts, sets, rows),
            struct.pack("<ii", 999, 0),
            _data(pieces, texts, rows, size),
        ]
    )


def _encoded(texts: Sequence[str]) -> NDArray[np.bytes_]:
    raw = [cut_to_bytes(text.replace("\0", ""), MOST_TEXT).encode() for text in texts]
    return np.array(raw or [b""], dtype=np.bytes_)


def _pieces(variables: Sequence[SavVariable], texts: Mapping[str, NDArray[np.bytes_]]) -> Iterator[_Piece]:
    place = number = 1
    for variable in variables:
        widths = [0]
        if variable.numbers is None:
            total = max(1, texts[variable.name].dtype.itemsize)
            many = 1 if total <= ONE_PIECE else -(-total // PIECE_COUNTED)
            widths = [PIECE] * (many - 1) + [total - (many - 1) * PIECE_COUNTED]
        for order, width in enumerate(widths):
            words = -(-max(width, 1) // 8)
            yield _Piece(variable, f"V{number}", width, place, words, order == 0)
            place, number = place + words, number + 1


def _header(size: int, rows: int, label: str) -> bytes:
    name = b"@(#) SPSS DATA FILE Yakusoku"
    return struct.pack(
        "<4s60siiiiid9s8s64s3x",
        b"$FL2", name.ljust(60), 2, size, 1, 0, rows, float(BIAS),
        # A day of making would give other bytes for the same data.
        b"01 Jan 00", b"00:00:00",
        _padded(cut_to_bytes(label, MOST_FILE_LABEL), 64),
    )  # fmt: skip


def _variable_records(piece: _Piece) -> bytes:
    variable = piece.variable
    label = cut_to_bytes(variable.label, MOST_LABEL).encode() if piece.first else b""
    missing = variable.missing if piece.first else ()
    several = len(missing) > 3
    limits = (min(missing), max(missing)) if several else missing
    kind = TEXT_FORMAT if piece.width else NUMERIC_FORMAT
    shown = kind << 16 | (piece.width or variable.width) << 8 | (0 if piece.width else variable.decimals)
    record = struct.pack(
        "<iiiiii8s",
        2, piece.width, bool(label), -2 if several else len(missing), shown, shown, _padded(piece.short, 8),
    )  # fmt: skip
    if label:
        record += struct.pack("<i", len(label)) + label + b" " * (-len(label) % 4)
    record += b"".join(struct.pack("<d", code) for code in limits)
    return record + struct.pack("<iiiiii8s", 2, -1, 0, 0, 0, 0, b" " * 8) * (piece.words - 1)


def _value_labels(pieces: Sequence[_Piece]) -> Iterator[bytes]:
    """Yield the labels of values; variables with the same labels share them."""
    users: dict[tuple[tuple[float, str], ...], list[int]] = {}
    for piece in pieces:
        if piece.variable.value_labels:
            users.setdefault(piece.variable.value_labels, []).append(piece.place)
    for labels, places in users.items():
        yield struct.pack("<ii", 3, len(labels))
        for code, label in labels:
            raw = cut_to_bytes(label, MOST_VALUE_LABEL).encode()
            yield struct.pack("<dB", code, len(raw)) + raw + b" " * (-(len(raw) + 1) % 8)
        yield struct.pack(f"<ii{len(places)}i", 4, len(places), *places)


def _extensions(
    pieces: Sequence[_Piece], texts: Mapping[str, NDArray[np.bytes_]], sets: Sequence[SavSet], rows: int
) -> Iterator[bytes]:
    yield _extension(3, 4, struct.pack("<8i", 22, 0, 0, -1, 1, 1, 2, 65001))
    yield _extension(4, 8, struct.pack("<3d", -_GREATEST, _GREATEST, _LOWEST))
    firsts = [piece for piece in pieces if piece.first]
    shorts = {piece.variable.name: piece.short for piece in firsts}
    if sets:
        yield _extension(7, 1, "".join(_set_line(each, shorts) for each in sets).encode())
    shown = [
        (
            MEASURES[piece.variable.measure],
            min(40, max(8, piece.width or piece.variable.width)),
            not piece.width,
        )
        for piece in pieces
    ]
    yield _extension(11, 4, b"".join(struct.pack("<3i", *each) for each in shown))
    yield _extension(13, 1, "\t".join(f"{piece.short}={piece.variable.name}" for piece in firsts).encode())
    long = [(shorts[name], column.dtype.itemsize) for name, column in texts.items()]
    if found := [f"{short}={width:05d}\0\t" for short, width in long if width > ONE_PIECE]:
        yield _extension(14, 1, "".join(found).encode())
    yield _extension(16, 8, struct.pack("<qq", 1, rows))
    yield _extension(20, 1, b"UTF-8")


def _extension(kind: int, size: int, data: bytes) -> bytes:
    return struct.pack("<iiii", 7, kind, size, len(data) // size) + data


def _set_line(each: SavSet, shorts: Mapping[str, str]) -> str:
    value = "" if each.counted is None else str(each.counted)
    kind = "C" if each.counted is None else f"D{len(value)} {value}"
    label = cut_to_bytes(each.label, MOST_LABEL)
    names = " ".join(shorts[name].lower() for name in each.variables)
    return f"${each.name}={kind} {len(label.encode())} {label} {names}\n"


def _data(pieces: Sequence[_Piece], texts: Mapping[str, NDArray[np.bytes_]], rows: int, size: int) -> bytes:
    if not rows:
        return b""
    words = np.empty((rows, size), dtype=np.uint64)
    codes = np.empty((rows, size), dtype=np.uint8)
    taken: dict[str, int] = {}
    for piece in pieces:
        place = slice(piece.place - 1, piece.place - 1 + piece.words)
        if piece.variable.numbers is not None:
            words[:, place.start], codes[:, place.start] = _numbers(piece.variable.numbers)
            continue
        offset = taken.get(piece.variable.name, 0)
        taken[piece.variable.name] = offset + PIECE
        words[:, place] = found = _letters(texts[piece.variable.name], offset, piece)
        codes[:, place] = np.where(found == _EIGHT_BLANKS, _BLANKS, _RAW)
    return _compressed(words.reshape(-1), codes.reshape(-1))


_EIGHT_BLANKS = np.frombuffer(b" " * 8, dtype=np.uint64)[0]


def _numbers(column: NDArray[np.float64]) -> tuple[Words, NDArray[np.uint8]]:
    """Return numbers as bytes, and for each the byte that stands for it, or for «see below»."""
    small = (column >= 1 - BIAS) & (column <= 251 - BIAS) & (column == np.floor(column))
    codes = np.where(small, column + BIAS, _RAW).astype(np.uint8)
    return column.astype("<f8").view(np.uint64), codes


def _letters(column: NDArray[np.bytes_], offset: int, piece: _Piece) -> Words:
    total = column.dtype.itemsize
    letters = column.view(np.uint8).reshape(len(column), total)[
        :, offset : offset + min(PIECE, piece.words * 8)
    ]
    padded = np.full((len(column), piece.words * 8), ord(" "), dtype=np.uint8)
    padded[:, : letters.shape[1]] = np.where(letters == 0, ord(" "), letters)
    return padded.view(np.uint64)


def _compressed(words: Words, codes: NDArray[np.uint8]) -> bytes:
    """Return the cells as SPSS compresses them: a byte each, eight together, then those that need all their bytes."""
    blocks = -(-len(codes) // 8)
    filled = np.zeros(blocks * 8, dtype=np.uint8)
    filled[: len(codes)] = codes
    raw = np.flatnonzero(codes == _RAW)
    out = np.empty(blocks + len(raw), dtype=np.uint64)
    before = np.searchsorted(raw, np.arange(blocks) * 8)
    out[np.arange(blocks) + before] = filled.view(np.uint64)
    out[np.arange(len(raw)) + raw // 8 + 1] = words[raw]
    return out.astype("<u8", copy=False).tobytes()


def _padded(text: str, size: int) -> bytes:
    return text.encode().ljust(size)
