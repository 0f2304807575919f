"""A workbook from outside, looked through and packed anew before a reader gets it.

The reader takes memory for whatever a file says of itself: one cell in the last corner of a sheet, or a
count that nothing stands behind, would end the whole process. It gets a copy with the XML that was looked
at, in UTF-8, and nothing else.
"""

import io
import re
import zipfile
import zlib
from typing import cast

from lxml import etree

MOST_ENTRIES = 500
MOST_UNPACKED = 20_000_000
MOST_ROWS, MOST_COLUMNS = 20_000, 200
MOST_CELLS = 200_000
# Letters that the cells of a part take from the shared texts.
MOST_TEXT = 20_000_000
MOST_TOLD = 1_000_000
STRINGS = "xl/sharedstrings.xml"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_COUNTS = etree.XPath("//@count | //@uniqueCount")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    EOFError,
    OSError,
    ValueError,
    # A password, or a way of packing that Office does not write.
    RuntimeError,
)


class UnusableWorkbook(Exception):
    """The workbook is larger than any check sheet, or is not written as one."""


class LargeWorkbook(UnusableWorkbook):
    """The workbook may be a good one, but holds more than is read."""


def safe_copy(raw: bytes) -> bytes:
    """Return the XML of a workbook as a workbook that is harmless to read. Raises UnusableWorkbook."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(out, "w") as copy:
            lengths: list[int] = []
            for entry in _entries(archive):
                root = _parse(archive.read(entry))
                if entry.filename.lower() == STRINGS:
                    lengths = [_length(item) for item in root.iter("{*}si")]
                _look_through(root, lengths)
                copy.writestr(entry.filename, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    except _BROKEN as error:
        raise UnusableWorkbook(str(error)) from error
    return out.getvalue()


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the parts that are XML, the shared texts first: the cells refer to them."""
    entries = archive.infolist()
    names = [entry.filename.lower() for entry in entries]
    parts = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
    if len(names) > MOST_ENTRIES or len(set(names)) < len(names):
        raise UnusableWorkbook("parts")
    # No more than this is unpacked, whatever is packed behind it.
    if sum(entry.file_size for entry in parts) > MOST_UNPACKED:
        raise LargeWorkbook("size")
    return sorted(parts, key=lambda entry: entry.filename.lower() != STRINGS)


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    # A document type stands before the root as what lxml calls an internal subset.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnusableWorkbook("document type")
    return root


def _look_through(root: etree._Element, lengths: list[int]) -> None:
    """Raise UnusableWorkbook for a part that claims or holds more than a check sheet can.

    What a cell holds itself is bounded by the size of the part; a shared text counts at each use.
    """
    for count in cast("list[str]", _COUNTS(root)):
        if not (count.isascii() and count.isdigit() and int(count[:10]) <= MOST_TOLD):
            raise UnusableWorkbook("count")
    for dimension in root.iter("{*}dimension"):
        # A claim that readers set memory aside for; the cells themselves are counted.
        dimension.set("ref", "A1")
    cells = list(root.iter("{*}c"))
    if len(cells) > MOST_CELLS:
        raise LargeWorkbook("cells")
    text = 0
    for cell in cells:
        _require_near(cell.get("r", ""))
        if cell.get("t") == "s":
            text += sum(_shared_length(value.text or "", lengths) for value in cell.iter("{*}v"))
    if text > MOST_TEXT:
        raise LargeWorkbook("text")


def _require_near(address: str) -> None:
    found = _ADDRESS.fullmatch(address)
    column = 0
    for letter in found[1] if found else "":
        column = 26 * column + ord(letter) - ord("A") + 1
    if found is None:
        raise UnusableWorkbook("address")
    if column > MOST_COLUMNS or int(found[2]) > MOST_ROWS:
        raise LargeWorkbook("address")


def _shared_length(number: str, lengths: list[int]) -> int:
    """Return how many letters the shared text of a number has. Raises UnusableWorkbook if there is none."""
    index = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else len(lengths)
    if index >= len(lengths):
        raise UnusableWorkbook("text")
    return lengths[index]


def _length(element: etree._Element) -> int:
    return sum(map(len, element.itertext()))
