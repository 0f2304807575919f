"""Which uploads are taken in: name, size and kind. What is inside is looked at in adapters/uploads.py."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar
from unicodedata import category, normalize

from yakusoku.domain.refusal import Refusal

LONGEST_NAME = 120


class Family(StrEnum):
    """How the inside of a file is looked at."""

    PDF = "pdf"
    IMAGE = "image"
    OFFICE = "office"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `signature` matches its first bytes."""

    content_type: str
    family: Family
    signature: re.Pattern[bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIP = re.compile(rb"PK\x03\x04")
_JPEG = Kind("image/jpeg", Family.IMAGE, re.compile(rb"\xff\xd8\xff"))
_ANY = re.compile(rb"")

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "pdf": Kind("application/pdf", Family.PDF, re.compile(rb"%PDF-")),
        "png": Kind("image/png", Family.IMAGE, re.compile(rb"\x89PNG\r\n\x1a\n")),
        "jpg": _JPEG,
        "jpeg": _JPEG,
        "heic": Kind("image/heic", Family.IMAGE, re.compile(rb"....ftyp(hei[cx]|hev[cx]|mif1|msf1)", re.S)),
        "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", Family.OFFICE, _ZIP),
        "docx": Kind(f"{_OFFICE}.wordprocessingml.document", Family.OFFICE, _ZIP),
        "pptx": Kind(f"{_OFFICE}.presentationml.presentation", Family.OFFICE, _ZIP),
        "csv": Kind("text/csv", Family.TEXT, _ANY),
        "txt": Kind("text/plain", Family.TEXT, _ANY),
    }
)
# The container of old Office files, and of new ones with a password.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Text is told by what it is not: control characters other than tab, line ends and form feed.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
TEXT_ENCODINGS = ("utf-8-sig", "cp932", "euc_jp", "euc_jis_2004", "shift_jis_2004", "iso2022_jp")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FORBIDDEN_IN_NAMES = re.compile(r'[<>:"|?*]')
# Names that Windows takes for devices, whatever follows the first dot.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.I)


class NameUnusable(Refusal):
    """Nothing is left of the file name that could be shown."""

    code: ClassVar[str] = "file.name-unusable"


class FileEmpty(Refusal):
    """The file has no content."""

    code: ClassVar[str] = "file.empty"


class FileTooLarge(Refusal):
    """The file is larger than the installation takes."""

    code: ClassVar[str] = "file.too-large"


class KindUnknown(Refusal):
    """Files of this kind are not taken."""

    code: ClassVar[str] = "file.kind-unknown"


class ContentMismatch(Refusal):
    """The content is not what the end of the name says."""

    code: ClassVar[str] = "file.content-mismatch"


class FileLocked(Refusal):
    """The file has a password, or is of an old Office format: it cannot be looked into."""

    code: ClassVar[str] = "file.locked"


class FileBroken(Refusal):
    """The file cannot be read to its end."""

    code: ClassVar[str] = "file.broken"


class ExpandsTooMuch(Refusal):
    """Unpacked, the file would be far larger than it looks."""

    code: ClassVar[str] = "file.expands-too-much"


class MacrosInside(Refusal):
    """The file holds macros."""

    code: ClassVar[str] = "file.macros"


class ExternalLink(Refusal):
    """Opening the file would fetch something from elsewhere."""

    code: ClassVar[str] = "file.external-link"


class EmbeddedObject(Refusal):
    """Another file or a program is embedded."""

    code: ClassVar[str] = "file.embedded-object"


class UnsafeXml(Refusal):
    """The XML inside declares entities or a document type."""

    code: ClassVar[str] = "file.unsafe-xml"


class ActivePdf(Refusal):
    """The PDF runs something, or carries another file."""

    code: ClassVar[str] = "file.pdf-active"


def clean_name(name: str) -> str:
    """Return a file name that is safe to keep and to show: NFC, no folder, nothing hidden, ≤ 120 characters.

    raises   NameUnusable
    """
    last = re.split(r"[/\\]", normalize("NFC", name))[-1]
    # Control and formatting characters (also those that turn the direction of writing), surrogates.
    shown = "".join(c for c in last if category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    tidy = _FORBIDDEN_IN_NAMES.sub("_", shown).strip().rstrip(". ")
    stem, dot, ending = tidy.rpartition(".")
    if not dot:
        stem, ending = tidy, ""
    stem = stem.strip(". ")
    if not stem:
        raise NameUnusable
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    ending = ending[: LONGEST_NAME // 2]
    return stem[: LONGEST_NAME - len(dot) - len(ending)].rstrip() + dot + ending


def ending_of(name: str) -> str:
    """Return what follows the last dot, in small letters; empty without a dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def kind_of(name: str, content: bytes, most_bytes: int) -> Kind:
    """Return the kind of a file by its name, held against its size and first bytes.

    name      as `clean_name` returns it
    raises    FileEmpty, FileTooLarge, KindUnknown, FileLocked, ContentMismatch
    """
    kind = KINDS.get(ending_of(name))
    if kind is None:
        raise KindUnknown(name=name, known=list(KINDS))
    if not content:
        raise FileEmpty(name=name)
    if len(content) > most_bytes:
        raise FileTooLarge(name=name, limit=most_bytes // (1024 * 1024))
    if content.startswith(OLD_OFFICE):
        raise FileLocked(name=name)
    if not kind.signature.match(content) or (kind.family is Family.TEXT and not is_text(content)):
        raise ContentMismatch(name=name, ending=ending_of(name))
    return kind


def is_text(content: bytes) -> bool:
    """Return whether bytes are text in UTF-8, or in an encoding that Japanese offices used before it."""
    encodings = ("utf-16",) if content.startswith(UTF16_MARKS) else TEXT_ENCODINGS
    return any(_reads(content, encoding) for encoding in encodings)


def _reads(content: bytes, encoding: str) -> bool:
    try:
        return not _NOT_TEXT.search(content.decode(encoding))
    except UnicodeDecodeError:
        return False
