"""PDF files: the text of each page with its place; scans are handed on to scanned.py."""

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from yakusoku.adapters.contracts.scanned import can_read_scans, read_scan
from yakusoku.adapters.contracts.unreadable import Scan, Unreadable
from yakusoku.domain.review.model import Line
from yakusoku.domain.review.pages import paragraphs_of
from yakusoku.domain.review.printing import Piece

MOST_PAGES, MOST_PIECES = 2_000, 300_000
# A page of a contract holds hundreds of letters; a scan holds none or a stamp of the copier.
LEAST_LETTERS, SURELY_TEXT = 20, 2_000
# Letters of which so many are none of these were printed with a font that does not tell which they are.
_KNOWN = re.compile(
    r"[\x20-\x7e\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u2010-\u22ff\u2460-\u27ff\s]"
)
_JAPANESE, _HIRAGANA = re.compile(r"[ぁ-んァ-ヶ一-龥]"), re.compile("[ぁ-ん]")
# Stands for a letter that the page does not tell.
UNKNOWN = "\ufffd"
MOST_UNKNOWN, LEAST_HIRAGANA, LEAST_TO_TELL = 0.2, 0.04, 200
GARBLED = (
    "PDF の文字が、ほかの字に化けています（字の対応表がありません）。"
    "元の Word か、「フォントを埋め込む」で作り直した PDF を使ってください。"
)
FROM_PICTURES = "紙を写した PDF で、文字がありません。頁の絵から文字に起こすには時間がかかります。"
SOME_WITHOUT_WORDS = "文字のない頁（{pages}頁）があります。紙の写しなら、読めていません。"


class Box(NamedTuple):
    """A place on a page in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def is_near(self, other: "Box") -> bool:
        """Return whether another letter stands next to this one, in a line or in a column."""
        size = max(self.right - self.left, self.top - self.bottom, other.top - other.bottom)
        across = max(0.0, other.left - self.right, self.left - other.right)
        down = max(0.0, other.bottom - self.top, self.bottom - other.top)
        return across + down <= size

    def is_above(self, other: "Box") -> bool:
        """Return whether another letter stands right below this one, as in a line from top to bottom."""
        size = max(self.right - self.left, self.top - self.bottom)
        apart = max(abs(self.left - other.left), abs(self.right - other.right))
        return apart <= 0.2 * size and abs(self.bottom - other.top) <= 0.3 * size

    def with_(self, other: "Box") -> "Box":
        """Return the place of both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


def read_pdf(content: bytes, *, scans: bool = True) -> tuple[list[Line], list[str]]:
    """Return the paragraphs of a PDF and what its reader should know.

    scans    whether pages without words are read as pictures, which takes seconds a page
    raises   Unreadable; Scan: it has no words, and scans are not to be read
    """
    document = pdfium.PdfDocument(content)
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(too_many(len(document), MOST_PAGES))
        pages = _pages(document)
        told = "".join(piece.text for pieces in pages for piece in pieces)
        has_words = bool(told.strip()) and not (_few_letters(told, len(pages)) and _pictured(document, pages))
        if has_words and not is_garbled(told):
            return paragraphs_of(pages), _warnings(document, pages)
        if not scans and can_read_scans():
            raise Scan(GARBLED if has_words else FROM_PICTURES, len(document))
        return read_scan(document, GARBLED if has_words else "")
    finally:
        document.close()


def is_garbled(text: str) -> bool:
    """Return whether a text is no text: letters of no script, or Japanese without its most common letters."""
    plain = re.sub(r"\s", "", text)
    if not plain:
        return False
    if len(_KNOWN.findall(plain)) < len(plain) * (1 - MOST_UNKNOWN):
        return True
    japanese = len(_JAPANESE.findall(plain))
    return japanese > LEAST_TO_TELL and len(_HIRAGANA.findall(plain)) < japanese * LEAST_HIRAGANA


def too_many(pages: int, most: int) -> str:
    """Return why a document of so many pages is not read."""
    return f"{pages:,}頁あります。契約書として読めるのは{most:,}頁までです。分けてください。"


def _pages(document: pdfium.PdfDocument) -> list[list[Piece]]:
    pages: list[list[Piece]] = []
    has_form = document.get_formtype() != pdfium_c.FORMTYPE_NONE
    count = 0
    for number in range(len(document)):
        page = document[number]
        if has_form:
            # What was filled in becomes part of the page.
            pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number]
        pages.append(_pieces(page))
        count += len(pages[-1])
        if count > MOST_PIECES:
            raise Unreadable(too_many(len(document), number + 1))
    return pages


def _pieces(page: pdfium.PdfPage) -> list[Piece]:
    text = page.get_textpage()
    try:
        # How words stand to each other is the same however the page is turned for reading.
        turn = _slant(text)
        width, height = page.get_size()
        if page.get_rotation() in {90, 270}:
            width, height = height, width
        return [Piece(words, *_placed(box, turn, width, height)) for words, box in _words(text)]
    finally:
        text.close()
        page.close()


def _words(text: Any) -> Iterator[tuple[str, Box]]:
    """Yield what stands together on a page, with its place: left, bottom, right and top.

    Letters are taken in the order in which the page keeps them; asking for what lies within a box would also
    give the letters of lines that touch it.
    """
    letters: list[str] = []
    place = Box(0, 0, 0, 0)
    last, ended = place, False
    found = pdfium_c.FS_RECTF()
    for number in range(text.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text, number)
        letter = chr(code) if code else UNKNOWN
        if letter in " \u00a0":
            letters += [" "] if letters else []
            continue
        if letter in "\r\n":
            ended = True
            continue
        pdfium_c.FPDFText_GetLooseCharBox(text, number, found)
        box = Box(found.left, found.bottom, found.right, found.top)
        # Some programs draw each letter of a line from top to bottom by itself, as if lines of one letter.
        if letters and (not last.is_near(box) or (ended and not last.is_above(box))):
            yield _whole("".join(letters)), place
            letters = []
        place = place.with_(box) if letters else box
        last, ended = box, False
        letters.append(letter)
    if letters:
        yield _whole("".join(letters)), place


def _whole(words: str) -> str:
    """Return words in which letters of two halves are one again."""
    if words.isprintable():
        return words
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _slant(text: Any) -> int:
    """Return by how many degrees most words of a page have to be turned to stand upright: 0, 90, 180 or 270."""
    count = text.count_chars()
    places = range(0, count, max(1, count // 24))
    angles = [pdfium_c.FPDFText_GetCharAngle(text, place) for place in places]
    turns = [-round(math.degrees(angle) / 90) * 90 % 360 for angle in angles if angle >= 0]
    return max(set(turns), key=turns.count) if turns else 0


def _placed(box: Box, turn: int, width: float, height: float) -> tuple[float, float, float, float]:
    """Return left, right, top and bottom on the page as it is read, turned clockwise by `turn` degrees."""
    match turn:
        case 90:
            return box.bottom, box.top, box.left, box.right
        case 180:
            return width - box.right, width - box.left, box.bottom, box.top
        case 270:
            return height - box.top, height - box.bottom, width - box.right, width - box.left
        case _:
            return box.left, box.right, height - box.top, height - box.bottom


def _few_letters(text: str, pages: int) -> bool:
    """Return whether so few letters stand on the pages that a copier may have put them there."""
    letters = len(re.sub(r"\s", "", text))
    return letters < LEAST_LETTERS * pages and letters <= SURELY_TEXT


def _warnings(document: pdfium.PdfDocument, pages: Sequence[Sequence[Piece]]) -> list[str]:
    pictured = _pictured(document, pages)
    return [SOME_WITHOUT_WORDS.format(pages="、".join(map(str, pictured[:20])))] if pictured else []


def _pictured(document: pdfium.PdfDocument, pages: Sequence[Sequence[Piece]]) -> list[int]:
    """Return the numbers of the pages that hold pictures and next to no words."""
    bare = [n for n, pieces in enumerate(pages, start=1) if sum(len(p.text) for p in pieces) < LEAST_LETTERS]
    return [number for number in bare if _has_picture(document[number - 1])]


def _has_picture(page: pdfium.PdfPage) -> bool:
    try:
        return next(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None
    finally:
        page.close()
