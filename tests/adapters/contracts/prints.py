"""PDF files written by hand, so that a test decides where each word stands and what the file hides."""

import zlib
from dataclasses import dataclass

A4 = (595, 842)
# A font that the file names and does not carry: its letters are known by the code alone.
JAPANESE = (
    "<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/{encoding}/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})"
    "/Supplement 2>>/FontDescriptor<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 6/FontBBox[0 -200 1000 900]"
    "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>"
)


@dataclass(frozen=True)
class Word:
    """A string on a page, its left lower corner in points from the lower left of the page."""

    text: str
    x: float
    y: float
    size: float = 10.5
    turn: str = "1 0 0 1"


def content(words):
    """Return what draws the words on a page."""
    return "\n".join(
        f"BT /F1 {w.size} Tf {w.turn} {w.x} {w.y} Tm <{w.text.encode('utf-16-be').hex()}> Tj ET"
        for w in words
    )


def pdf(
    pages, *, encoding="UniJIS-UTF16-H", ordering="Japan1", rotate=0, size=A4, more="", extra=(), annots=""
):
    """Return a PDF. `pages`: lists of words or streams; `more`: keys of the catalogue; `extra`: objects from 10 on."""
    font = JAPANESE.format(encoding=encoding, ordering=ordering)
    first = 10 + len(extra)
    kids = [first + 2 * n for n in range(len(pages))]
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R{more}>>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{k} 0 R' for k in kids)}]>>",
        3: font,
    }
    objects |= {10 + n: each for n, each in enumerate(extra)}
    drawn_by_name = " ".join(f"/Im{n} {9 + n} 0 R" for n in range(1, len(extra) + 1))
    for number, page in zip(kids, pages, strict=True):
        drawn = page if isinstance(page, bytes) else content(page).encode()
        objects[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Rotate {rotate}{annots}"
            f"/Resources<</Font<</F1 3 0 R>>/XObject<<{drawn_by_name}>>>>/Contents {number + 1} 0 R>>"
        )
        packed = zlib.compress(drawn)
        objects[number + 1] = (
            b"<</Length %d/Filter/FlateDecode>>\nstream\n" % len(packed) + packed + b"\nendstream"
        )
    return written(objects)


def written(objects, trailer=""):
    """Return objects by number as a PDF file."""
    out = b"%PDF-1.7\n"
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += f"trailer<</Root 1 0 R/Size {max(objects) + 1}{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return out


def lines(rows, *, x=57, top=780, step=18, size=10.5):
    """Return rows as words, one below the other."""
    return [Word(row, x, top - n * step, size) for n, row in enumerate(rows)]
