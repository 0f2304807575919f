"""Any contract file into lines: what it is is told by its content, and what is wrong with it in a sentence."""

import re
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree
from pypdfium2 import PdfiumError

from yakusoku.adapters.contracts.letters import plain
from yakusoku.adapters.contracts.plain import NoText, read_html, read_text
from yakusoku.adapters.contracts.printed import read_pdf
from yakusoku.adapters.contracts.sheets import read_sheets
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.contracts.word import read_word
from yakusoku.adapters.office_uploads import carried
from yakusoku.adapters.pdf_uploads import carried_by_pdf
from yakusoku.domain.files.acceptance import OLD_OFFICE
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.review.model import Line, Source
from yakusoku.domain.review.pages import joined_by_width

MOST_BYTES = 50 * 1024 * 1024
MOST_LETTERS, MOST_LINES = 3_000_000, 100_000
# A letter takes four bytes at most; pages carry marks besides.
MOST_TEXT_BYTES, MOST_PAGE_BYTES = 4 * MOST_LETTERS, 20 * 1024 * 1024
MOST_ENTRIES = 3_000
# Each mark of a page is a node in memory before its first word is read.
MOST_TAGS = 500_000
NO_CONTRACT = "契約書として読める形式ではありません。Word（.docx）、PDF、Excel（.xlsx）、HTML、テキストのどれかにしてください。"
REASONS = {
    "file.locked": "パスワードが付いています。パスワードを外して保存し直してください。",
    "file.broken": "ファイルが壊れていて、最後まで読めません。元のファイルを確かめてください。",
    "file.expands-too-much": "ひらくと異常に大きくなるファイルです。安全のため読みませんでした。",
    "file.content-mismatch": NO_CONTRACT,
    "file.unsafe-xml": "中の XML に、安全でない宣言があります。読みませんでした。",
}
# Documents from legal departments often hold these; reading the words alone wakes none of them.
BESIDE = {
    "file.macros": "マクロが入っています。動かさずに、文だけを読みました。",
    "file.external-link": "外のファイルへのつながりがあります。たどらずに、文だけを読みました。",
    "file.pdf-active": "自動で動くもの、又は別のファイルが入っています。動かさず、ひらかずに、文だけを読みました。",
    "file.embedded-object": "別のファイルが埋め込まれています。その中は読みませんでした。",
}
EMPTY = "中身がありません。"
TOO_LARGE = f"大きすぎます。{MOST_BYTES // 1024 // 1024}MB までです。"
OLD_FORM = (
    "古い形式（.doc、.xls など）か、一太郎などの文書です。"
    "Word（.docx）、Excel（.xlsx）か、文字のある PDF で保存し直してください。"
)
TOO_LONG = "文が長すぎて、契約書として読めません。分けてください。"
NO_WORDS = "読み取れる文がありません。"
NO_JAPANESE = "日本語の文がありません。文字が化けているか、ほかの言語の文書です。"
_JAPANESE = re.compile("[ぁ-ヿ一-龥]")
# The stream in which Office keeps a document with a password.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BROKEN = REASONS["file.broken"]
PDF_LOCKED = "パスワードが付いています。パスワードを外した PDF を使ってください。"


@dataclass(frozen=True, slots=True)
class _Read:
    lines: list[Line]
    warnings: list[str]


def read_contract(name: str, content: bytes, *, scans: bool = True) -> Source:
    """Return a contract as lines. Its kind is told by its content, whatever its name says.

    scans    whether a PDF without words is read from the pictures of its pages, which takes seconds a page
    raises   Unreadable; Scan: it is such a PDF, and scans are not to be read
    """
    if not content.strip():
        raise Unreadable(EMPTY)
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    try:
        read = _read(name, content, scans=scans)
    except Refusal as refusal:
        raise Unreadable(REASONS.get(refusal.code, BROKEN)) from refusal
    except NoText as error:
        raise Unreadable(NO_CONTRACT) from error
    except (
        BadZipFile,
        etree.LxmlError,
        KeyError,
        OSError,
        ValueError,
        UnicodeError,
        RecursionError,
    ) as error:
        raise Unreadable(BROKEN) from error
    except MemoryError as error:
        raise Unreadable(TOO_LONG) from error
    if len(read.lines) > MOST_LINES or sum(len(line.text) for line in read.lines) > MOST_LETTERS:
        raise Unreadable(TOO_LONG)
    lines = [replace(line, text=plain(line.text)) for line in read.lines]
    if not any(line.text.strip() for line in lines):
        raise Unreadable(NO_WORDS)
    if not any(_JAPANESE.search(line.text) for line in lines):
        raise Unreadable(NO_JAPANESE)
    return Source(name, "", lines, tuple(read.warnings))


def read_pasted(text: str) -> Source:
    """Return a text that was pasted as lines. Raises Unreadable."""
    return read_contract("", text.encode())


def _read(name: str, content: bytes, *, scans: bool) -> _Read:
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return _pdf(name, content, scans=scans)
    if content.startswith(b"PK\x03\x04"):
        return _office(name, content)
    if content.startswith(OLD_OFFICE):
        raise Unreadable(old_office(content))
    if content.startswith(b"{\\rtf"):
        raise Unreadable(NO_CONTRACT)
    if _is_page(name, content):
        _require_size(content, MOST_PAGE_BYTES)
        if b"<!ENTITY" in content:
            raise Unreadable(REASONS["file.unsafe-xml"])
        if content.count(b"<") > MOST_TAGS:
            raise Unreadable(TOO_LONG)
        return _Read(read_html(content), [])
    _require_size(content, MOST_TEXT_BYTES)
    return _Read(joined_by_width(read_text(content)), [])


def old_office(content: bytes) -> str:
    """Return why a file that begins like an old Office file cannot be read."""
    return REASONS["file.locked"] if _ENCRYPTED in content else OLD_FORM


def _require_size(content: bytes, most: int) -> None:
    if len(content) > most or content.count(b"\n") > 2 * MOST_LINES:
        raise Unreadable(TOO_LONG)


def _pdf(name: str, content: bytes, *, scans: bool) -> _Read:
    try:
        lines, warnings = read_pdf(content, scans=scans)
    except PdfiumError as error:
        raise Unreadable(PDF_LOCKED if "password" in str(error).lower() else BROKEN) from error
    try:
        beside = [BESIDE[each.code] for each in carried_by_pdf(name, content)]
    except Refusal:
        # Its words could be read all the same: some may not be printed or changed, but read by everybody.
        beside = []
    return _Read(lines, [*beside, *warnings])


def _office(name: str, content: bytes) -> _Read:
    with ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        locked = any(entry.flag_bits & 0x1 for entry in archive.infolist())
    if len(names) > MOST_ENTRIES:
        raise Unreadable(REASONS["file.expands-too-much"])
    if locked:
        raise Unreadable(REASONS["file.locked"])
    for part, ending, read in (
        ("word/document", "docx", read_word),
        ("xl/workbook.xml", "xlsx", read_sheets),
    ):
        if any(name.startswith(part) for name in names):
            # Nothing of what it carries besides its words is followed, opened or run.
            beside = [BESIDE[each.code] for each in carried(name, content, ending)]
            lines, warnings = read(content)
            return _Read(lines, [*beside, *warnings])
    raise Unreadable(NO_CONTRACT)


def _is_page(name: str, content: bytes) -> bool:
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"<?xml") and b"<html" not in content[:4096].lower():
        raise Unreadable(NO_CONTRACT)
    return head.startswith((b"<!doctype html", b"<html", b"<?xml")) or (
        name.lower().endswith((".html", ".htm")) and b"<" in content
    )
