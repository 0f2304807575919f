"""PDF files that are pictures of paper, read by tesseract where it is installed."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.domain.review.model import Line
from yakusoku.domain.review.pages import paragraphs_of
from yakusoku.domain.review.printing import Piece

NO_OCR = (
    "紙を写した PDF で、文字がありません。tesseract（日本語）を入れると読めます。"
    "入れられないときは、文字のある PDF か Word を使ってください。"
)
MOST_SCANNED = 60
TOO_MANY = f"紙を写した PDF です。文字に起こせるのは{MOST_SCANNED}頁までです。分けるか、文字のある PDF を使ってください。"
# The table that tesseract writes: level, page, block, paragraph, line, word, place and size, certainty, text.
TSV_COLUMNS, TSV_WORD = 12, "5"
DOTS_PER_INCH, LEAST_DOTS_PER_INCH, MOST_DOTS_PER_INCH, MOST_DOTS = 300, 150, 400, 5_000
MOST_PICTURES = 100
PAGE_SECONDS = 60
_LOST_PARTY = re.compile(r"第[0-9０-９一二三四五六七八九十]{1,3}(?:条(?:の[0-9０-９]{1,2})?)?(?=は、)")
SLOW = "頁の絵を文字に起こすのに時間がかかりすぎます。文字のある PDF か Word を使ってください。"
SCANNED = "文字のない紙の写しなので、機械で文字に起こしました。誤りがあり得ます。"
REREAD = "文字が化けている PDF なので、頁の絵から文字に起こしました。誤りがあり得ます。"


def can_read_scans() -> bool:
    """Return whether tesseract and its Japanese are there."""
    if shutil.which("tesseract") is None:
        return False
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False)  # noqa: S607
    return b"jpn" in told.stdout.split()


def read_scan(document: pdfium.PdfDocument, garbled: str) -> tuple[list[Line], list[str]]:
    """Return what tesseract reads on the pages, and a warning.

    garbled   why its words cannot be read; empty: it has none
    raises    Unreadable
    """
    if not can_read_scans():
        raise Unreadable(garbled or NO_OCR)
    if len(document) > MOST_SCANNED:
        raise Unreadable(TOO_MANY)
    pages = [_words(_picture(document[number])) for number in range(len(document))]
    return [_numbered(line) for line in paragraphs_of(pages)], [REREAD if garbled else SCANNED]


def _numbered(line: Line) -> Line:
    """Return a line with its number apart, where what follows it would make it one that is only referred to.

    乙 is often lost: 第１条　乙は、守る。 comes as 第1条は、守る。
    """
    found = _LOST_PARTY.match(line.text)
    return replace(line, text=line.text[found.end() :], label=found[0]) if found else line


def _words(picture: bytes) -> list[Piece]:
    """Return the lines that tesseract reads on a picture, with their places in dots."""
    try:
        told = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", "jpn", "--psm", "3", "tsv"],  # noqa: S607
            input=picture,
            capture_output=True,
            check=False,
            timeout=PAGE_SECONDS,
            # Files are read side by side already; more threads would stand in each other's way.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(SLOW) from error
    if told.returncode != 0:
        raise Unreadable(NO_OCR)
    lines: dict[tuple[str, ...], list[list[str]]] = {}
    for row in told.stdout.decode("utf-8", errors="replace").splitlines():
        cells = row.split("\t")
        if len(cells) == TSV_COLUMNS and cells[0] == TSV_WORD and cells[-1].strip():
            lines.setdefault(tuple(cells[1:5]), []).append(cells)
    return [_piece(words) for words in lines.values()]


def _piece(words: Sequence[Sequence[str]]) -> Piece:
    """Return the words of a line as one piece. Japanese has no blanks between words."""
    boxes = [[int(cell) for cell in word[6:10]] for word in words]
    return Piece(
        "".join(word[-1].strip() for word in words),
        min(left for left, _, _, _ in boxes),
        max(left + width for left, _, width, _ in boxes),
        min(top for _, top, _, _ in boxes),
        max(top + height for _, top, _, height in boxes),
    )


def _picture(page: pdfium.PdfPage) -> bytes:
    """Return a page as a grey picture in the portable graymap format, which needs no picture library."""
    scale = min(_dots_per_inch(page) / 72, MOST_DOTS / max(1.0, *page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True)
    page.close()
    rows = bytes(bitmap.buffer)
    dots = b"".join(rows[n * bitmap.stride : n * bitmap.stride + bitmap.width] for n in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + dots


def _dots_per_inch(page: pdfium.PdfPage) -> float:
    """Return how finely to draw a page: as finely as it was copied, since drawing it anew blurs the letters."""
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    told = [each.get_metadata() for each in islice(pictures, MOST_PICTURES)]
    if not told:
        return DOTS_PER_INCH
    largest = max(told, key=lambda each: int(each.width) * int(each.height))
    return min(max(float(largest.horizontal_dpi), LEAST_DOTS_PER_INCH), MOST_DOTS_PER_INCH)
