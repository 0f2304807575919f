"""Uploaded Word, Excel and PowerPoint files: no macros, no objects, nothing fetched, nothing that swells."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from lxml import etree

from yakusoku.domain.files.acceptance import (
    ContentMismatch,
    EmbeddedObject,
    ExpandsTooMuch,
    ExternalLink,
    FileBroken,
    FileLocked,
    MacrosInside,
    UnsafeXml,
)
from yakusoku.domain.refusal import Refusal

MOST_ENTRIES = 3000
MOST_UNPACKED = 300_000_000
# Large honest tables shrink about 20 times, up to some 60.
MOST_RATIO = 120
# Below this size the ratio does no harm: short repetitive files shrink well.
RATIO_FREE = 10_000_000
MOST_PARSED = 5_000_000
PIECE = 1 << 18

MAIN_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
# A file with macros is the same kind of file to one who reads its words alone.
_WITH_MACROS = {
    "docx": "application/vnd.ms-word.document.macroenabled.main+xml",
    "xlsx": "application/vnd.ms-excel.sheet.macroenabled.main+xml",
    "pptx": "application/vnd.ms-powerpoint.presentation.macroenabled.main+xml",
}
# So is one from which others are begun, which is how offices hand on their drafts.
_TEMPLATES = {
    "docx": {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroenabledtemplate.main+xml",
    },
    "xlsx": {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "application/vnd.ms-excel.template.macroenabled.main+xml",
    },
}
_MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata", "macrosheet")
_MACRO_ENTRIES = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|macrosheets/.*)$", re.I)
_OBJECT_ENTRIES = re.compile(r"(^|/)(activex/|embeddings/.*\.(?!xlsx$)[^.]*$|afchunk)", re.I)
_EMBEDDED_TABLE = re.compile(r"(^|/)embeddings/[^/]*\.xlsx$", re.I)
_OTHER_FILES = re.compile(r"(^|/)externallinks/", re.I)
_XML = re.compile(r"\.(xml|rels|vml)$", re.I)
_OBJECT_RELATIONS = ("oleobject", "afchunk", "control", "activexcontrolbinary", "subdocument")
FOLLOWED_BY_HAND = re.compile(r"(https?://|mailto:|tel:)", re.I)
_DECLARATION = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""", re.I)
_DOCUMENT_TYPE = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.I)


def check_office(name: str, content: bytes, ending: str) -> None:
    """Raise unless the file is quiet: a Refusal of domain/files/acceptance.py.

    ending   docx, xlsx or pptx
    """
    _check(name, content, ending, 0, None)


def carried(name: str, content: bytes, ending: str) -> list[Refusal]:
    """Return what a file carries besides its words, each kind once: macros, links to other places, other files.

    It wakes none of it. All else that makes a file harmful is refused as by `check_office`.
    """
    found: dict[str, Refusal] = {}
    _check(name, content, ending, 0, found)
    return list(found.values())


def _check(name: str, content: bytes, ending: str, depth: int, carried: dict[str, Refusal] | None) -> None:
    """Look at the file itself (depth 0), or at the table behind a chart inside it (1)."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _Package(name, archive, depth, carried).check(ending, len(content))
    except (
        BadZipFile,
        ZlibError,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
        etree.LxmlError,
    ) as error:
        raise FileBroken(name=name) from error


@dataclass(frozen=True, slots=True)
class _Package:
    """An open Office file. `carried`: where what it carries is noted; None: it is refused."""

    name: str
    archive: ZipFile
    depth: int
    carried: dict[str, Refusal] | None

    def check(self, ending: str, packed: int) -> None:
        """Go from what is cheap to what is dear: nothing is unpacked before its size is known."""
        entries = self.archive.infolist()
        self.check_sizes(entries, packed)
        self.check_entries(entries)
        left = [
            MOST_UNPACKED if packed * MOST_RATIO > MOST_UNPACKED else max(RATIO_FREE, packed * MOST_RATIO)
        ]
        for entry in entries:
            self.check_part(entry, left)
        self.check_types(ending)

    def meet(self, beside: Refusal) -> None:
        """Note what the file carries besides its words, or raise it."""
        if self.carried is None:
            raise beside
        self.carried.setdefault(beside.code, beside)

    def check_sizes(self, entries: list[ZipInfo], packed: int) -> None:
        """Raise ExpandsTooMuch by what the table of contents says."""
        told = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_ENTRIES or told > MOST_UNPACKED:
            raise ExpandsTooMuch(name=self.name)
        if told > RATIO_FREE and told > packed * MOST_RATIO:
            raise ExpandsTooMuch(name=self.name)

    def check_entries(self, entries: list[ZipInfo]) -> None:
        """Raise, and meet what it carries, by the names of the parts alone."""
        seen: set[str] = set()
        for entry in entries:
            path = entry.filename
            if entry.flag_bits & 0x1:
                raise FileLocked(name=self.name)
            if path.lower() in seen or path.startswith("/") or "\\" in path or ".." in path.split("/"):
                raise FileBroken(name=self.name)
            if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                raise FileBroken(name=self.name)
            seen.add(path.lower())
            if _MACRO_ENTRIES.search(path):
                self.meet(MacrosInside(name=self.name))
            if _OBJECT_ENTRIES.search(path) or (self.depth and _EMBEDDED_TABLE.search(path)):
                self.meet(EmbeddedObject(name=self.name))
            if _OTHER_FILES.search(path):
                self.meet(ExternalLink(name=self.name, target=path))

    def check_part(self, entry: ZipInfo, left: list[int]) -> None:
        """Unpack one part within what is `left` of the budget and look at it."""
        pieces = self.pieces(entry, left)
        if _EMBEDDED_TABLE.search(entry.filename):
            _check(self.name, b"".join(pieces), "xlsx", self.depth + 1, self.carried)
        elif entry.filename.lower().endswith(".rels"):
            self.check_relations(b"".join(pieces))
        elif _XML.search(entry.filename):
            self.check_xml(pieces)
        else:
            for _ in pieces:
                pass

    def pieces(self, entry: ZipInfo, left: list[int]) -> Iterator[bytes]:
        """Yield a part unpacked; whatever its table of contents said, no more than the budget."""
        with self.archive.open(entry) as part:
            while piece := part.read(PIECE):
                left[0] -= len(piece)
                if left[0] < 0:
                    raise ExpandsTooMuch(name=self.name)
                yield piece

    def check_xml(self, pieces: Iterator[bytes]) -> None:
        """Raise UnsafeXml for a document type, an entity, or an encoding that could hide one."""
        decoder: codecs.IncrementalDecoder | None = None
        tail = ""
        for piece in pieces:
            decoder = decoder or self.decoder_for(piece)
            text = tail + decoder.decode(piece)
            if _DOCUMENT_TYPE.search(text):
                raise UnsafeXml(name=self.name)
            tail = text[-32:]

    def decoder_for(self, head: bytes) -> codecs.IncrementalDecoder:
        """Return what reads a part: UTF-8, or UTF-16 with its mark; Office writes no other."""
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return codecs.getincrementaldecoder("utf-16")("strict")
        declared = _DECLARATION.match(head.removeprefix(codecs.BOM_UTF8).lstrip())
        if (declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}) or b"\x00" in head:
            raise UnsafeXml(name=self.name)
        return codecs.getincrementaldecoder("utf-8-sig")("strict")

    def parse(self, content: bytes) -> etree._Element:
        """Return a small part as a tree, read without fetching or resolving anything."""
        if len(content) > MOST_PARSED:
            raise ExpandsTooMuch(name=self.name)
        self.check_xml(iter([content]))
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
        )
        return etree.fromstring(content, parser)

    def check_relations(self, content: bytes) -> None:
        """Meet what lies outside, unless it is a link that a person follows by a click."""
        for relation in self.parse(content).iter("{*}Relationship"):
            kind = relation.get("Type", "").rpartition("/")[2].lower()
            target = relation.get("Target", "")
            if "vbaproject" in kind:
                self.meet(MacrosInside(name=self.name))
            if kind in _OBJECT_RELATIONS:
                self.meet(EmbeddedObject(name=self.name))
            outside = relation.get("TargetMode", "").lower() == "external"
            if outside and not (kind == "hyperlink" and FOLLOWED_BY_HAND.match(target)):
                self.meet(ExternalLink(name=self.name, target=target[:200]))

    def check_types(self, ending: str) -> None:
        """Look at what the file says its parts are. Raise ContentMismatch if it is of another kind."""
        try:
            content = self.archive.read("[Content_Types].xml")
        except KeyError as error:
            raise ContentMismatch(name=self.name, ending=ending) from error
        types = [
            element.get("ContentType", "").lower()
            for element in self.parse(content).iter("{*}Override", "{*}Default")
        ]
        if any(word in kind for kind in types for word in _MACRO_TYPES):
            self.meet(MacrosInside(name=self.name))
        if any("oleobject" in kind or "activex" in kind for kind in types):
            self.meet(EmbeddedObject(name=self.name))
        main = {MAIN_TYPES[ending].lower(), _WITH_MACROS[ending]}
        main |= _TEMPLATES.get(ending, set()) if self.carried is not None else set()
        if main.isdisjoint(types):
            raise ContentMismatch(name=self.name, ending=ending)
