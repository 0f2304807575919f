"""A sheet with everything it needs as one zip file: made for a closed network, and read when it comes back."""

import io
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.adapters.pdf import handbook_pdf, specification_pdf
from yakusoku.domain.inspections.answers import GivenAnswer
from yakusoku.domain.library.packages import (
    EVIDENCE,
    HANDBOOK,
    INSTRUCTIONS,
    MOST_FILES,
    SHEET,
    SPECIFICATION,
    PackageBroken,
    PackageLocked,
    PackagePath,
    PackageSwells,
    PackageTooMany,
    safe_path,
)
from yakusoku.domain.packs.model import Pack

MOST_ENTRIES = 2000
MOST_UNPACKED = 200_000_000
# Scans and office files hardly shrink; what shrinks more than this is no honest evidence.
MOST_RATIO = 120
RATIO_FREE = 10_000_000
PIECE = 1 << 18
UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a package."""

    path: str
    content: bytes


def package_zip(pack: Pack, answers: Sequence[GivenAnswer], instructions: str) -> bytes:
    """Return the package of a sheet: sheet with identity, specification, handbook, instructions, evidence folders.

    The same content always gives the same bytes.
    """
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        # Windows' editor needs the mark and its own line ends to show the text as it is meant.
        text = instructions.replace("\n", "\r\n").encode("utf-8-sig")
        _write(archive, INSTRUCTIONS, text)
        _write(archive, SHEET, check_sheet_xlsx(pack, answers))
        _write(archive, SPECIFICATION, specification_pdf(pack))
        _write(archive, HANDBOOK, handbook_pdf(pack))
        for check in pack.checks:
            _write(archive, f"{EVIDENCE}/{check.id}/", b"")
    return out.getvalue()


def _write(archive: ZipFile, path: str, content: bytes) -> None:
    entry = ZipInfo(path)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = (0o40755 << 16 | 0x10) if path.endswith("/") else 0o644 << 16
    archive.writestr(entry, content)


def read_package(raw: bytes, name: str) -> tuple[Entry, ...]:
    """Return the files of a package, folders left out; nothing of it touches the disk.

    raises   PackageBroken, PackageLocked, PackagePath, PackageTooMany, PackageSwells
    """
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _check(entries, len(raw), name)
            left = [min(MOST_UNPACKED, max(RATIO_FREE, len(raw) * MOST_RATIO))]
            return tuple(
                Entry(_path(entry), b"".join(_pieces(archive, entry, left, name)))
                for entry in entries
                if not entry.is_dir()
            )
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as error:
        raise PackageBroken(name=name) from error


def _check(entries: Sequence[ZipInfo], packed: int, name: str) -> None:
    """Raise by the table of contents alone: nothing is unpacked before its size is known."""
    files = [entry for entry in entries if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES or len(files) > MOST_FILES:
        raise PackageTooMany(name=name, most=MOST_FILES)
    told = sum(entry.file_size for entry in entries)
    if told > MOST_UNPACKED or (told > RATIO_FREE and told > packed * MOST_RATIO):
        raise PackageSwells(name=name)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise PackageLocked(name=name)
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise PackageBroken(name=name)
        path = _path(entry)
        safe_path(path.rstrip("/") or path)
        # A link would lead somewhere else when it is unpacked.
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise PackagePath(path=path[:80])


def _path(entry: ZipInfo) -> str:
    """Return the path as it was meant: without the mark for UTF-8, Windows wrote it in its Japanese encoding."""
    if entry.flag_bits & UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("cp932")
    except UnicodeError:
        return entry.filename


def _pieces(archive: ZipFile, entry: ZipInfo, left: list[int], name: str) -> Iterator[bytes]:
    """Yield a file unpacked; whatever its table of contents said, no more than the budget."""
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            left[0] -= len(piece)
            if left[0] < 0:
                raise PackageSwells(name=name)
            yield piece
