"""Files kept by content: the digest is the name, so that nothing is kept twice or changed unseen."""

import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Damaged(Exception):
    """A stored file is gone or is no longer what was stored."""


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of files under their digests: ROOT/ab/cd/abcd…"""

    root: Path

    def put(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256 digest; on return it is on the disk."""
        digest = sha256(content).hexdigest()
        place = self._place(digest)
        if self._holds(place, digest):
            return digest
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes the file readable by its owner only.
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # A name never stands for half a file: it appears when all is written.
            Path(name).replace(place)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        _sync(place.parent)
        return digest

    def open(self, digest: str) -> BinaryIO:
        """Return the file, opened at its start and found unchanged. Raises Damaged."""
        place = self._place(digest)
        try:
            file = place.open("rb")
        except FileNotFoundError as error:
            raise Damaged(digest) from error
        if file_digest(file, "sha256").hexdigest() != digest:
            file.close()
            raise Damaged(digest)
        file.seek(0)
        return file

    def read(self, digest: str) -> bytes:
        """Return the content of a file, found unchanged. Raises Damaged."""
        with self.open(digest) as file:
            return file.read()

    def _place(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise Damaged(digest)
        return self.root / digest[:2] / digest[2:4] / digest

    def _holds(self, place: Path, digest: str) -> bool:
        """Return whether it is there and whole; a damaged file is written anew."""
        try:
            with place.open("rb") as file:
                return file_digest(file, "sha256").hexdigest() == digest
        except FileNotFoundError:
            return False


def _sync(folder: Path) -> None:
    """Put the names in a folder on the disk, so that a file survives a power cut with its name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
