"""PDF files: the text of each page with its place; scans through tesseract where it is installed."""

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO

import pypdfium2 as pdfium

from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.domain.review.model import Line
from yakusoku.domain.review.pages import Piece, paragraphs_of

MOST_PAGES = 2_000
NO_OCR = (
    "紙を写した PDF で、文字がありません。tesseract（日本語）を入れると読めます。"
    "入れられないときは、文字のある PDF か Word を使ってください。"
)
MOST_SCANNED = 200
# A page of a contract holds hundreds of letters; a scan holds none or a stamp of the copier.
LEAST_LETTERS = 20
DOTS_PER_INCH = 300
NO_OCR = (
    "紙を写した PDF で、文字がありません。tesseract（日本語）を入れると読めます。"
    "入れられないときは、文字のある PDF か Word を使ってください。"
)
SCANNED = "文字のない紙の写しなので、機械で文字に起こしました。誤りがあり得ます。"


def read_pdf(content: bytes) -> tuple[list[Line], list[str]]:
    """Return the paragraphs of a PDF and what its reader should know.

    raises   Unreadable
    """
    document = pdfium.PdfDocument(BytesIO(content))
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(_too_many(len(document), MOST_PAGES))
        pages = [_pieces(document[number]) for number in range(len(document))]
        letters = sum(len(piece.text.strip()) for pieces in pages for piece in pieces)
        if letters >= LEAST_LETTERS * max(1, len(pages)) or letters > 2_000:
            return paragraphs_of(pages), []
        return _scanned(document), [SCANNED]
    finally:
        document.close()


def _pieces(page: pdfium.PdfPage) -> list[Piece]:
    height = page.get_height()
    text = page.get_textpage()
    found = []
    try:
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            words = text.get_text_bounded(left, bottom, right, top)
            if words.strip():
                found.append(
                    Piece(
                        words.replace("\r", "").replace("\n", ""), left, right, height - top, height - bottom
                    )
                )
    finally:
        text.close()
        page.close()
    return found


def _scanned(document: pdfium.PdfDocument) -> list[Line]:
    """Return what tesseract reads on the pages, one process a page."""
    if shutil.which("tesseract") is None:
        raise Unreadable(NO_OCR)
    if len(document) > MOST_SCANNED:
        raise Unreadable(_too_many(len(document), MOST_SCANNED))
    return list(_read_pictures(document))


def _read_pictures(document: pdfium.PdfDocument) -> Iterator[Line]:
    for number in range(len(document)):
        picture = _picture(document[number])
        told = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", "jpn", "--psm", "6"],  # noqa: S607  # found on the path above
            input=picture,
            capture_output=True,
            check=False,
            timeout=120,
        )
        if told.returncode != 0:
            raise Unreadable(NO_OCR)
        for row in told.stdout.decode("utf-8", errors="replace").splitlines():
            text = "".join(row.split())
            if text:
                yield Line(text, page=number + 1)


def _picture(page: pdfium.PdfPage) -> bytes:
    """Return a page as a grey picture in the portable graymap format, which needs no picture library."""
    bitmap = page.render(scale=DOTS_PER_INCH / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    dots = b"".join(rows[n * bitmap.stride : n * bitmap.stride + bitmap.width] for n in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + dots


def _too_many(pages: int, most: int) -> str:
    return f"{pages:,}頁あります。契約書として読めるのは{most:,}頁までです。分けてください。"
