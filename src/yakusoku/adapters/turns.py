"""One process after the other: who waits is woken when it is their turn, and need not look again and again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # an OS without such locks runs one process (cli/serve)
    fcntl = None  # type: ignore[assignment]


class Turns:
    """A turn that the processes of one machine take at a file. Within a process the caller lets in one thread."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file: int | None = None
        self._opened_by = 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the turn; it ends with the block, and also when the process is killed."""
        if fcntl is None:
            yield
            return
        file = self._open()
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)

    def _open(self) -> int:
        """Return the file; a process that was forked opens its own, else both would hold one turn."""
        if self._file is None or self._opened_by != os.getpid():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._opened_by = os.getpid()
        return self._file
