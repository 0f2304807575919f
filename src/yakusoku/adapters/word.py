"""特記仕様書 as a Word document that a clerk can go on editing; the same pack gives the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from yakusoku.adapters.paper import running_head
from yakusoku.adapters.word_template import (
    ARTICLE,
    CLOSING,
    FIRST,
    HEAD_LEFT,
    HEAD_RIGHT,
    ITEM,
    NUMBERED,
    OPENING,
    PARTY,
    SIGNATURE,
    TITLE,
    template_parts,
)
from yakusoku.domain.inspections.sheet import version_words
from yakusoku.domain.packs.model import Pack
from yakusoku.domain.specifications.articles import Article

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KEEP_SPACES: Final = "{http://www.w3.org/XML/1998/namespace}space"
SEAL: Final = "印"
EPOCH: Final = (1980, 1, 1, 0, 0, 0)

# Characters that XML cannot hold.
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REFERENCE: Final = re.compile(r"第(\d+)条")
# 個人情報の保護に関する法律第66条, 同法第23条, 条例第5条: articles of something else.
FOREIGN: Final = re.compile(r"[法令律例則約]（?[^、。]{0,12}第\d+条")

CORE: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{creator}</dc:creator>\
<dc:language>ja-JP</dc:language><cp:revision>1</cp:revision>\
<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>\
</cp:coreProperties>"""


def specification_docx(pack: Pack) -> bytes:
    """Return 特記仕様書 as docx."""
    parts = dict(template_parts())
    parts["word/document.xml"] = _body(parts["word/document.xml"], pack)
    parts["docProps/core.xml"] = _properties(pack).encode()
    for name in [name for name in parts if name.startswith("word/header")]:
        parts[name] = _head(parts[name].decode(), pack).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()


def _properties(pack: Pack) -> str:
    identity = pack.identity
    return CORE.format(
        title=_safe(f"{pack.specification.title} {identity.title}"),
        subject=_safe(f"{identity.reference} {version_words(identity.version)}"),
        creator=_safe(identity.client),
        day=identity.start.isoformat(),
    )


def _head(header: str, pack: Pack) -> str:
    left, right = running_head(pack.identity, pack.specification.title)
    words = {HEAD_LEFT: _safe(left), HEAD_RIGHT: _safe(right)}
    # One pass, so that a title cannot name a placeholder.
    return re.sub("|".join(map(re.escape, words)), lambda match: words[match[0]], header)


def _safe(text: str) -> str:
    return escape(UNPRINTABLE.sub("", text))


def _body(template: bytes, pack: Pack) -> bytes:
    root = etree.fromstring(template)
    body = root[0]
    section = body[-1]
    body[:] = []
    _write(_Writer(body, {article.number for article in pack.specification.articles}), pack)
    body.append(section)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class _Writer:
    """Puts paragraphs into a body by style id; articles that exist can be referred to."""

    def __init__(self, body: etree._Element, articles: set[int]) -> None:
        self._body, self._articles = body, articles

    def write(self, style: str, text: str, *, keep: bool = False) -> etree._Element:
        """Add a paragraph and return it. `keep`: on the page of the next one."""
        paragraph = etree.SubElement(self._body, f"{W}p")
        properties = etree.SubElement(paragraph, f"{W}pPr")
        etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", style)
        if keep:
            etree.SubElement(properties, f"{W}keepNext")
            etree.SubElement(properties, f"{W}keepLines")
        for part, article in self._parts(text):
            place = paragraph
            if article:
                place = etree.SubElement(paragraph, f"{W}hyperlink")
                place.set(f"{W}anchor", _anchor(article))
            _add_run(place, part)
        return paragraph

    def _parts(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield the text in parts, each reference to one of our articles with its number, others with 0."""
        if FOREIGN.search(text):
            yield text, 0
            return
        end = 0
        for match in REFERENCE.finditer(text):
            number = int(match[1])
            if number in self._articles:
                yield text[end : match.start()], 0
                yield match[0], number
                end = match.end()
        yield text[end:], 0


def _write(writer: _Writer, pack: Pack) -> None:
    specification = pack.specification
    writer.write(TITLE, specification.title)
    for text in specification.preamble:
        writer.write(OPENING, text)
    for article in specification.articles:
        _write_article(writer, article)
    writer.write(CLOSING, "")
    for number, text in enumerate(specification.closing, start=1):
        writer.write(CLOSING, text, keep=number == len(specification.closing))
    writer.write(CLOSING, "", keep=True)
    _write_signature(writer, specification.signature, pack.parties.terms)


def _write_article(writer: _Writer, article: Article) -> None:
    heading = writer.write(ARTICLE, "")
    start = etree.SubElement(heading, f"{W}bookmarkStart")
    start.set(f"{W}id", str(article.number))
    start.set(f"{W}name", _anchor(article.number))
    _add_run(heading, f"第{article.number}条（{article.title}）")
    etree.SubElement(heading, f"{W}bookmarkEnd").set(f"{W}id", str(article.number))
    for paragraph in article.paragraphs:
        if paragraph.number == 1:
            writer.write(FIRST, paragraph.text, keep=bool(paragraph.items))
        else:
            writer.write(NUMBERED, f"{paragraph.number}\t{paragraph.text}", keep=bool(paragraph.items))
        for number, item in enumerate(paragraph.items, start=1):
            writer.write(ITEM, f"({number})\t{item}")


def _write_signature(writer: _Writer, lines: Sequence[str], parties: tuple[str, str]) -> None:
    for line in lines:
        words = line.rstrip()
        if words.endswith(SEAL):
            words = f"{words.removesuffix(SEAL).rstrip()}\t{SEAL}"
        writer.write(PARTY if words.startswith(parties) else SIGNATURE, words)


def _add_run(place: etree._Element, text: str) -> None:
    if not text:
        return
    run = etree.SubElement(place, f"{W}r")
    for number, part in enumerate(UNPRINTABLE.sub("", text).split("\t")):
        if number:
            etree.SubElement(run, f"{W}tab")
        words = etree.SubElement(run, f"{W}t")
        words.text = part
        words.set(KEEP_SPACES, "preserve")


def _anchor(article: int) -> str:
    return f"article-{article}"
