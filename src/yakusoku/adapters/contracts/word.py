"""Word documents: paragraphs in the order they are read, tables and text boxes included."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import Any
from zipfile import ZipFile

from lxml import etree

from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.contracts.word_numbers import Numbers, W
from yakusoku.domain.review.model import Line

# The main part of a contract of a thousand pages has some 20 MB and half a million marks.
MOST_XML, MOST_MARKS, MOST_PARAGRAPHS = 40_000_000, 3_000_000, 100_000
# How the strict form of the standard spells what most programs write.
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{W}delInstrText",
    f"{W}rPr",
    f"{W}pPr",
    f"{W}sdtPr",
    f"{W}rt",  # how to read the letters below it
    f"{W}p",
    f"{W}txbxContent",
}
_STRIKES = ("strike", "dstrike")
_CHANGES = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
CHANGED = "変更履歴が残っています。すべて承諾したものとして読みました。"
STRUCK = "取消線の付いた文があります。消されたものとして読みませんでした。"
HIDDEN = "隠し文字があります。印刷されないので、読みませんでした。"
NOTED = "脚注又は文末脚注があります。付いている条項の文として読みました。"
UNSAFE = "中の XML に、安全でない宣言があります。読みませんでした。"
TOO_LONG = "文書が長すぎて、読めません。章ごとに分けて保存してください。"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a document that are read; None: it has none."""

    main: bytes
    numbering: bytes | None
    styles: bytes | None
    footnotes: bytes | None
    endnotes: bytes | None


def read_word(content: bytes) -> tuple[list[Line], list[str]]:
    """Return the paragraphs of a document that was found harmless, and what its reader should know.

    raises   Unreadable
    """
    parts = _parts(content)
    root = _parse(parts.main)
    numbers = Numbers(parts.numbering, parts.styles, _parse)
    notes = _Notes(parts)
    lines: list[Line] = []
    # Words of a paragraph whose end is deleted: they go on in the next one.
    held = Line("")
    for place, paragraph in enumerate(paragraphs(root), start=1):
        text = text_of(paragraph)
        if _end_is_deleted(paragraph):
            held = Line(held.text + text, paragraph=held.paragraph or (place if text.strip() else None))
            continue
        label = numbers.label(paragraph)
        line = Line(held.text + text, label, paragraph=held.paragraph or place)
        held = Line("")
        line = replace(line, text=line.text + notes.of(paragraph))
        if line.text.strip() or label:
            lines.append(line)
        if len(lines) > MOST_PARAGRAPHS:
            raise Unreadable(TOO_LONG)
    lines += [held] if held.text.strip() else []
    return lines, list(_warnings(root, notes))


def _parts(content: bytes) -> _Parts:
    with ZipFile(BytesIO(content)) as archive:
        package = _Package(archive)
        main = package.named_by("").get("officeDocument", "word/document.xml")
        names = package.named_by(main)
        numbering, styles, footnotes, endnotes = (
            package.part(names.get(kind, f"word/{kind}.xml"))
            for kind in ("numbering", "styles", "footnotes", "endnotes")
        )
        return _Parts(package.part(main) or b"<empty/>", numbering, styles, footnotes, endnotes)


class _Package:
    """The parts of an Office file by their names."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._known = {entry.filename: entry for entry in archive.infolist()}

    def part(self, name: str) -> bytes | None:
        """Return a part in the spelling that most programs use; None: there is none. Raises Unreadable."""
        entry = self._known.get(name)
        if entry is None:
            return None
        told = self._archive.read(entry) if entry.file_size <= MOST_XML else None
        if told is None or told.count(b"<") > MOST_MARKS:
            raise Unreadable(TOO_LONG)
        return told.replace(STRICT, W[1:-1].encode())

    def named_by(self, name: str) -> dict[str, str]:
        """Return the parts that a part names, by what they are to it; an empty name is the file itself."""
        told = self.part(join(dirname(name), "_rels", f"{basename(name)}.rels"))
        return {
            each.get("Type", "").rpartition("/")[2]: normpath(
                join("/", dirname(name), each.get("Target", ""))
            ).lstrip("/")
            for each in (_parse(told).iter("{*}Relationship") if told else ())
            if each.get("TargetMode") != "External"
        }


def _warnings(root: etree._Element, notes: "_Notes") -> Iterator[str]:
    if next(root.iter(*_CHANGES), None) is not None:
        yield CHANGED
    if any(_is_on(mark) and _run_of(mark) is not None for mark in root.iter(f"{W}vanish")):
        yield HIDDEN
    if any(
        _is_on(mark) and _run_of(mark) is not None for name in _STRIKES for mark in root.iter(f"{W}{name}")
    ):
        yield STRUCK
    if notes.told:
        yield NOTED


def _run_of(mark: etree._Element) -> etree._Element | None:
    """Return the run that a mark hides or strikes out; None: it only does so to the end of a paragraph."""
    above = mark.getparent()
    run = above.getparent() if above is not None else None
    return run if run is not None and run.tag == f"{W}r" else None


class _Notes:
    """The footnotes and endnotes of a document. `told`: whether any was read."""

    def __init__(self, parts: _Parts) -> None:
        self.told = False
        self._texts: dict[tuple[str, str], str] = {}
        for kind, content in (("footnotes", parts.footnotes), ("endnotes", parts.endnotes)):
            for note in _parse(content) if content else ():
                if isinstance(note.tag, str) and note.get(f"{W}type") in {None, "normal"}:
                    words = "".join(text_of(each) for each in note.iter(f"{W}p")).strip()
                    self._texts[kind, note.get(f"{W}id", "")] = words

    def of(self, paragraph: etree._Element) -> str:
        """Return the notes that hang on a paragraph, each on a line of its own."""
        if not self._texts:
            return ""
        found = [
            self._texts.get((_NOTES[str(each.tag)], each.get(f"{W}id", "")), "")
            for each in paragraph.iter(*_NOTES)
        ]
        words = [text for text in found if text]
        self.told = self.told or bool(words)
        return "".join(f"\n注　{text}" for text in words)


def paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs of a document in the order they are read; a box follows the paragraph it hangs on.

    What Word keeps twice, for itself and for older programs, is read once.
    """
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}p":
            yield element
        if _is_deleted_row(element):
            continue
        if element.tag == f"{_MC}AlternateContent":
            waiting += [_chosen(element)] if len(element) else []
        else:
            waiting += reversed(element)


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Return the first alternative that has words, else the first."""
    for each in alternatives:
        if next(each.iter(f"{W}t"), None) is not None:
            return each
    return alternatives[0]


def text_of(paragraph: etree._Element) -> str:
    """Return what a paragraph says with every change accepted, without the boxes that hang on it."""
    return "".join(_texts(paragraph))


def _texts(element: etree._Element) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in {f"{W}tab", f"{W}ptab"}:
            yield "　"
        elif tag in {f"{W}br", f"{W}cr"}:
            yield "\n"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{_MC}AlternateContent":
            yield from _texts(_chosen(child)) if len(child) else ()
        elif not (tag == f"{W}r" and _is_taken_back(child)):
            yield from _texts(child)


def _is_taken_back(run: etree._Element) -> bool:
    """Return whether a run is hidden or struck out."""
    marks = (run.find(f"{W}rPr/{W}{name}") for name in ("vanish", *_STRIKES))
    return any(mark is not None and _is_on(mark) for mark in marks)


def _is_on(mark: etree._Element) -> bool:
    return mark.get(f"{W}val", "true") not in {"0", "false", "off"}


def _is_deleted_row(element: etree._Element) -> bool:
    return element.tag == f"{W}tr" and element.find(f"{W}trPr/{W}del") is not None


def _end_is_deleted(paragraph: etree._Element) -> bool:
    """Return whether the paragraph flows into the next once every change is accepted."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))


def _parse(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(content, parser)
    # A document type stands before the root as what lxml calls an internal subset.
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(UNSAFE)
    return root
