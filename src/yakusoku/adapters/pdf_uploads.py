"""Uploaded PDFs: no scripts, no programs, no files inside; to read the words alone, these only have to be told."""

import re
import zlib
from collections.abc import Iterator

from yakusoku.domain.files.acceptance import ActivePdf, ExpandsTooMuch, FileBroken, FileLocked
from yakusoku.domain.refusal import Refusal

MOST_UNPACKED = 400_000_000
PIECE_IN, PIECE_OUT = 1 << 14, 1 << 20
LONGEST_WORD = 64


def _names(*words: str) -> re.Pattern[bytes]:
    """Return what finds PDF names, also spelled with codes: /J#61vaScript is /JavaScript to a reader."""
    spelled = ["".join(f"(?:{c}|#{_hex(ord(c))})" for c in word) for word in words]
    return re.compile(f"/(?:{'|'.join(spelled)})(?![A-Za-z0-9])".encode("ascii"))


def _hex(byte: int) -> str:
    return "".join(f"[{digit}{digit.lower()}]" for digit in f"{byte:02X}")


_ACTIVE = _names("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA")
_ENCRYPTED = _names("Encrypt")
_OBJECT_STREAM = _names("ObjStm")
# Filters that would hide a container of objects from us. Word processors use /FlateDecode alone.
_OTHER_FILTER = _names(
    *("ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "LZW", "RunLengthDecode", "RL"),
    *("Crypt", "Predictor"),
)
_INDIRECT_FILTER = re.compile(rb"/Filter\s*\[?\s*[0-9]")
_STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)")


def check_pdf(name: str, content: bytes) -> None:
    """Raise unless the PDF is still: ActivePdf, FileLocked (a password), ExpandsTooMuch, FileBroken."""
    if runs := carried_by_pdf(name, content):
        raise runs[0]


def carried_by_pdf(name: str, content: bytes) -> list[Refusal]:
    """Return that the PDF runs something or carries another file, if it does.

    It wakes none of it. All else that makes a file harmful is refused as by `check_pdf`.
    """
    if b"startxref" not in content:
        raise FileBroken(name=name)
    if _ENCRYPTED.search(content):
        raise FileLocked(name=name)
    _refuse_hidden(name, content)
    active = bool(_ACTIVE.search(content))
    # Streams never overlap in an honest file: reading more than twice its length is an attack on our time.
    left_in, left_out = 2 * len(content) + PIECE_IN, MOST_UNPACKED
    for start in _STREAM.finditer(content):
        tail = b""
        for eaten, piece in unpack(content, start.end()):
            left_in -= eaten
            left_out -= len(piece)
            if left_in < 0 or left_out < 0:
                raise ExpandsTooMuch(name=name)
            # A word may lie across two pieces.
            active = active or bool(_ACTIVE.search(tail + piece))
            tail = (tail + piece)[-LONGEST_WORD:]
    return [ActivePdf(name=name)] if active else []


def unpack(content: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the pieces of the deflated stream at `start`: bytes read, bytes unpacked. Nothing if it is none.

    A torn stream gives what could be read, as it does to a reader.
    """
    if not _looks_deflated(content[start : start + 2]):
        return
    engine = zlib.decompressobj()
    waiting = b""
    at = start
    while not engine.eof:
        fresh = b"" if waiting else content[at : at + PIECE_IN]
        at += len(fresh)
        waiting = waiting or fresh
        if not waiting:
            return
        try:
            piece = engine.decompress(waiting, PIECE_OUT)
        except zlib.error:
            return
        waiting = engine.unconsumed_tail
        yield len(fresh) - len(engine.unused_data), piece


def _looks_deflated(head: bytes) -> bool:
    return len(head) == 2 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0


def _refuse_hidden(name: str, content: bytes) -> None:
    """Raise FileLocked for a container of objects that is packed in a way we do not open."""
    for found in _OBJECT_STREAM.finditer(content):
        begin = max(content.rfind(b"obj", 0, found.start()), found.start() - 2000)
        end = content.find(b"stream", found.end(), found.end() + 2000)
        described = content[begin : end if end >= 0 else found.end() + 2000]
        if _OTHER_FILTER.search(described) or _INDIRECT_FILTER.search(described):
            raise FileLocked(name=name)
