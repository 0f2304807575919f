"""Word documents: paragraphs in the order they are read, tables and text boxes included."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from yakusoku.adapters.contracts.word_numbers import Numbers, W
from yakusoku.domain.review.model import Line

_DRAWN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{_DRAWN}Fallback",
    f"{W}rPr",
    f"{W}pPr",
}
CHANGED = "変更履歴が残っています。すべて承諾したものとして読みました。"


def read_word(content: bytes) -> tuple[list[Line], list[str]]:
    """Return the paragraphs of a document that was found harmless, and what its reader should know."""
    with ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        parts = {
            name: archive.read(f"word/{name}.xml") if f"word/{name}.xml" in names else None
            for name in ("document", "numbering", "styles")
        }
    root = _parse(parts["document"] or b"<empty/>")
    numbers = Numbers(parts["numbering"], parts["styles"], _parse)
    lines = []
    for place, paragraph in enumerate(paragraphs(root), start=1):
        label, text = numbers.label(paragraph), text_of(paragraph)
        if text.strip() or label:
            lines.append(Line(text, label, paragraph=place))
    changed = next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None
    return lines, [CHANGED] if changed else []


def paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs of a document in the order they are read; a box follows the paragraph it hangs on."""
    for element in root.iter(f"{W}p"):
        above = (each.tag for each in element.iterancestors())
        if f"{_DRAWN}Fallback" not in above:
            yield element


def text_of(paragraph: etree._Element) -> str:
    """Return what a paragraph says with every change accepted, without the boxes that hang on it."""
    return "".join(_texts(paragraph))


def _texts(element: etree._Element) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or tag == f"{W}p":
            continue
        if tag == f"{W}t":
            yield child.text or ""
        elif tag == f"{W}tab":
            yield "　"
        elif tag in {f"{W}br", f"{W}cr"}:
            yield "\n"
        elif tag == f"{W}txbxContent":
            continue
        elif isinstance(tag, str):
            yield from _texts(child)


def _parse(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)
