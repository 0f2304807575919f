"""Contracts that come together in a zip file: listed at once, taken out one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from yakusoku.adapters.contracts.reading import BROKEN, MOST_BYTES, REASONS, TOO_LARGE
from yakusoku.adapters.contracts.unreadable import Unreadable

MOST_MEMBERS = 5_000
TOO_MANY = f"中のファイルが{MOST_MEMBERS:,}個を超えています。分けて送ってください。"
# What programs leave beside documents: .DS_Store, __MACOSX, and ~$契約.docx while Word has it open.
BESIDE = (".", "~$", "__MACOSX")
PIECE = 1 << 18
UTF8 = 0x800
# What zipfile raises on broken files, as 40,000 damaged ones showed: names in no encoding and places before the
# beginning are ValueError, the latter OSError where the file lies on a disk.
_BREAKS = (BadZipFile, ZlibError, EOFError, NotImplementedError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a zip file. `place`: among all its entries; `path`: where it stands in it."""

    place: int
    path: str


def is_parcel(name: str, content: bytes) -> bool:
    """Return whether a file is a zip file that holds others; documents of Office are no such files."""
    return name.lower().endswith(".zip") and content.startswith(b"PK")


def members_of(content: bytes) -> Sequence[Member]:
    """Return the files of a zip file, by its table of contents; nothing is unpacked. Raises Unreadable."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            found = list(_members(archive.infolist()))
    except _BREAKS as error:
        raise Unreadable(BROKEN) from error
    if len(found) > MOST_MEMBERS:
        raise Unreadable(TOO_MANY)
    return found


def _members(entries: Sequence[ZipInfo]) -> Iterator[Member]:
    for place, entry in enumerate(entries):
        parts = path_of(entry).replace("\\", "/").split("/")
        # zipfile itself stumbles over an entry without a name.
        if entry.filename and not entry.is_dir() and not any(part.startswith(BESIDE) for part in parts):
            yield Member(place, "/".join(part for part in parts if part))


def path_of(entry: ZipInfo) -> str:
    """Return the path as it was meant: without the mark for UTF-8, Windows wrote it in its Japanese encoding."""
    if entry.flag_bits & UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("cp932")
    except UnicodeError:
        return entry.filename


def taken_out(file: BinaryIO, place: int) -> bytes:
    """Return a file of a zip file; whatever its table of contents says of it, no more than may be read.

    raises   Unreadable
    """
    try:
        with ZipFile(file) as archive:
            entry = archive.infolist()[place]
            if entry.flag_bits & 0x1:
                raise Unreadable(REASONS["file.locked"])
            if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                raise Unreadable(BROKEN)
            with archive.open(entry) as part:
                content = part.read(MOST_BYTES + 1)
    except IndexError as error:
        raise Unreadable(BROKEN) from error
    except _BREAKS as error:
        raise Unreadable(BROKEN) from error
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    return content
