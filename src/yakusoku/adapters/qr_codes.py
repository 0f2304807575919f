"""QR codes as small pictures: SVG for papers that are laid out here, PNG for Office files."""

import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

# White modules around the code that readers need.
QUIET = 4


# A code stands on a letter and on the questionnaire behind it.
@lru_cache(maxsize=512)
def qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of a code, row by row, its quiet zone included; True is black.

    The mask is the one with the fewest penalties, as ISO/IEC 18004 asks.
    """
    # Imported here: it brings a library of pictures, which every start of the program would wait for.
    import qrcode  # noqa: PLC0415
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415

    code: Any = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(cell) for cell in row) for row in code.get_matrix())


def qr_svg(text: str) -> str:
    """Return a code as SVG: one path of the black runs of each row."""
    rows = qr_modules(text)
    size = len(rows)
    path = "".join(
        f"M{start} {y}h{end - start}v1h{start - end}z"
        for y, row in enumerate(rows)
        for start, end in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<path d="{path}" fill="#000"/></svg>'
    )


def qr_png(text: str, scale: int = 6) -> bytes:
    """Return a code as PNG of one bit a pixel; `scale`: pixels a module."""
    rows = qr_modules(text)
    size = len(rows) * scale
    lines = bytearray()
    for row in rows:
        bits = "".join(("0" if black else "1") * scale for black in row)
        bits += "1" * (-size % 8)
        line = b"\x00" + int(bits, 2).to_bytes(len(bits) // 8, "big")
        lines += line * scale
    head = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Return where black begins and ends in a row."""
    runs, start = [], -1
    for place, black in enumerate([*row, False]):
        if black and start < 0:
            start = place
        elif not black and start >= 0:
            runs.append((start, place))
            start = -1
    return runs
