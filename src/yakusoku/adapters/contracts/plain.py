"""Plain text and HTML, in the encodings that Japanese offices use."""

import re
from collections.abc import Sequence

from lxml import html

from yakusoku.domain.review.model import Line

ENCODINGS = ("utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp")
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
_HIDDEN = {"script", "style", "head", "noscript", "template", "svg"}


class NoText(ValueError):
    """The bytes are no text in any encoding that is known here."""


def decoded(content: bytes) -> str:
    """Return bytes as text: the encoding in which they read as Japanese best. Raises NoText."""
    if content.startswith(b"\x1b$") or b"\x1b$B" in content[:4096]:
        return content.decode("iso2022_jp", errors="strict")
    for encoding in ENCODINGS[:2] if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ENCODINGS[:1]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    found = []
    for encoding in ("cp932", "euc_jp"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append((len(re.findall("[ぁ-んァ-ヶ一-龥、。]", text)) / max(1, len(text)), text))
    if not found or "\x00" in max(found)[1]:
        raise NoText
    return max(found)[1]


def read_text(content: bytes) -> list[Line]:
    """Return the paragraphs of a plain text. Raises NoText."""
    rows = decoded(content).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return numbered(rows)


def read_html(content: bytes) -> list[Line]:
    """Return the paragraphs of a page; an encoding that it names counts. Raises NoText."""
    named = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", content[:2048])
    try:
        text = content.decode(named[1].decode()) if named else decoded(content)
    except (LookupError, UnicodeDecodeError):
        text = decoded(content)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        return []
    root = html.fromstring(text, parser=html.HTMLParser(no_network=True))
    pieces: list[str] = []
    _gather(root, pieces)
    return numbered("".join(pieces).split("\n"))


def _gather(root: html.HtmlElement, pieces: list[str]) -> None:
    """Put the words of a page into `pieces`, a new line around every block."""
    waiting: list[tuple[object, bool]] = [(root, True)]
    while waiting:
        element, opening = waiting.pop()
        tag = getattr(element, "tag", None)
        block = tag in _BLOCKS
        if not opening:
            pieces.append("\n" if block else "")
            pieces.append(" ".join((getattr(element, "tail", None) or "").split("\n")))
            continue
        waiting.append((element, False))
        if not isinstance(tag, str) or tag in _HIDDEN:
            continue
        pieces.append("\n" if block else "")
        pieces.append(" ".join((getattr(element, "text", None) or "").split("\n")))
        waiting += [(child, True) for child in reversed(list(element))]  # type: ignore[call-overload]


def numbered(rows: Sequence[str]) -> list[Line]:
    """Return rows that say something as lines with their place."""
    return [Line(row.strip("\ufeff \t\r"), paragraph=n) for n, row in enumerate(rows, start=1) if row.strip()]
