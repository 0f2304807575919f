"""Plain text and HTML, in the encodings that Japanese offices use."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from lxml import html

from yakusoku.adapters.contracts.word_numbers import written
from yakusoku.domain.review.labels import label_of
from yakusoku.domain.review.model import Line

# Besides UTF-8: the spellings of Shift_JIS and EUC with the marks of Windows (①, ㈱), and of their standards.
OFFICE_ENCODINGS = ("cp932", "euc_jp", "euc_jis_2004", "shift_jis_2004")
WIDE_ENCODINGS = ("utf-16-le", "utf-16-be")
# More control characters than this, and the bytes are a program or a picture.
MOST_CONTROLS = 0.005
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥\uf900-\ufaff、。]")
_HIRAGANA = re.compile("[ぁ-ん]{2}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BLOCKS = {
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "dd",
    "section",
    "article",
    "table",
    "blockquote",
    "pre",
    "br",
    "caption",
    "th",
    "td",
    "ol",
    "ul",
    "dl",
    "body",
    "header",
    "footer",
    "main",
}
_HIDDEN = {
    "script",
    "style",
    "head",
    "noscript",
    "template",
    "svg",
    "rt",
    "rp",
    "del",
    "select",
    "textarea",
    "s",
    "strike",
}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# A broken line between two letters, of which one is Japanese.
_BROKEN = re.compile(r"((?<=[^\x00-\x7f])[ \t]*\r?\n[ \t]*(?=[^\x00-\x7f\s]))|[ \t]*\r?\n[ \t]*")
_ORDERS = {"A": "upperLetter", "a": "lowerLetter", "I": "upperRoman", "i": "lowerRoman"}


class NoText(ValueError):
    """The bytes are no text in any encoding that is known here."""


def decoded(content: bytes) -> str:
    """Return bytes as text: the encoding in which they read as Japanese best. Raises NoText."""
    if content.startswith(b"\x1b$") or b"\x1b$B" in content[:4096]:
        return content.decode("iso2022_jp", errors="strict")
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
        try:
            return _sound(content.decode(encoding))
        except (UnicodeDecodeError, NoText):
            continue
    found: list[tuple[float, int, str]] = []
    for encoding in WIDE_ENCODINGS if b"\x00" in content else OFFICE_ENCODINGS:
        try:
            text = _sound(content.decode(encoding))
        except (UnicodeDecodeError, NoText):
            continue
        found.append((len(_JAPANESE.findall(text)) / max(1, len(text)), -len(found), text))
    if not found:
        raise NoText
    share, _, text = max(found)
    if b"\x00" in content and share < 0.3:
        raise NoText
    return text


def _sound(text: str) -> str:
    """Return a text that is one. Raises NoText."""
    if len(_CONTROL.findall(text)) > len(text) * MOST_CONTROLS:
        raise NoText
    return text


def read_text(content: bytes) -> list[Line]:
    """Return the paragraphs of a plain text. Raises NoText."""
    rows = decoded(content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    # How far a line is set in tells where paragraphs begin.
    return [
        Line(row.strip("\ufeff").rstrip(), paragraph=n) for n, row in enumerate(rows, start=1) if row.strip()
    ]


def read_html(content: bytes) -> list[Line]:
    """Return the paragraphs of a page; an encoding that it names counts. Raises NoText."""
    text = _page(content)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        return []
    root = html.fromstring(text, parser=html.HTMLParser(no_network=True))
    pieces: list[str] = []
    _gather(root, pieces)
    return numbered("".join(pieces).split("\n"))


def _page(content: bytes) -> str:
    """Return a page as text: in the encoding that it names, unless it reads better in another. Raises NoText."""
    named = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", content[:2048])
    try:
        text = content.decode(named[1].decode()) if named else ""
    except (LookupError, UnicodeError):
        text = ""
    # Programs write the name of one encoding and the letters of another; kana are told apart in all of them.
    return text if _HIRAGANA.search(text) else decoded(content)


def _gather(root: html.HtmlElement, pieces: list[str]) -> None:
    """Put the words of a page into `pieces`, a new line around every block."""
    waiting: list[tuple[Any, bool]] = [(root, True)]
    orders: dict[Any, int] = {}
    while waiting:
        element, opening = waiting.pop()
        tag = getattr(element, "tag", None)
        block = tag in _BLOCKS
        if not opening:
            pieces.append("\n" if block else "")
            pieces.append(_flowing(element.tail))
            continue
        waiting.append((element, False))
        if not isinstance(tag, str) or _is_hidden(element):
            continue
        pieces.append("\n" if block else "")
        pieces.append(_number(element, orders) if tag == "li" else "")
        pieces.append((element.text or "") if tag == "pre" else _flowing(element.text))
        waiting += [(child, True) for child in reversed(list(element))]


def _is_hidden(element: Any) -> bool:
    """Return whether a page does not show an element, or shows it crossed out."""
    return (
        element.tag in _HIDDEN
        or element.get("hidden") is not None
        or bool(_UNSEEN.search(element.get("style", "")))
    )


def _flowing(text: str | None) -> str:
    """Return words of a page, which breaks its lines anywhere; between Japanese letters that is no blank."""
    return _BROKEN.sub(lambda found: "" if found[1] else " ", text or "")


def _number(item: Any, orders: dict[Any, int]) -> str:
    """Return the number that a page shows before an item of a list and does not keep in its text."""
    above = item.getparent()
    if above is None or above.tag != "ol":
        return ""
    told = item.get("value") or ("" if above in orders else above.get("start", "1"))
    count = int(told) if told.isascii() and told.isdigit() and len(told) < 5 else orders.get(above, 0) + 1
    orders[above] = count
    first = next((text for text in islice(item.itertext(), 20) if text.strip()), "")
    if label_of(first.strip()) is not None:
        return ""
    return f"{written(count, _ORDERS.get(above.get('type', '1'), 'decimal'))}.　"


def numbered(rows: Sequence[str]) -> list[Line]:
    """Return rows that say something as lines with their place."""
    return [Line(row.strip("\ufeff \t\r"), paragraph=n) for n, row in enumerate(rows, start=1) if row.strip()]
