"""Several copies of a process that answer at one port, and the parent that looks after them."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

# A copy that ends by itself so soon after its start cannot start at all: starting it again would never end.
# One that is killed may be started again, but not for ever.
TOO_SOON_SECONDS = 5.0
MOST_KILLED_EARLY = 5


class Workers:
    """Keeps `count` copies of the process running until it is told to stop (SIGINT or SIGTERM)."""

    def __init__(self, count: int, work: Callable[[], None]) -> None:
        self._count, self._work = count, work
        self._started: dict[int, float] = {}
        self._stopping = False
        # Its reading end reports in every copy when the parent is gone, however it ended.
        self._alive = os.pipe()

    def run(self) -> int:
        """Run the copies; return 0 when they were told to stop, 1 when one could not start."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for _ in range(self._count):
            self._start()
        failed, killed_early = 0, 0
        while self._started:
            pid, status = os.wait()
            early = time.monotonic() - self._started.pop(pid, 0.0) < TOO_SOON_SECONDS
            killed_early = killed_early + 1 if early else 0
            if self._stopping:
                continue
            if (early and os.WIFEXITED(status) and status) or killed_early > MOST_KILLED_EARLY:
                failed = 1
                self._stop()
            else:
                self._start()
        return failed

    def _start(self) -> None:
        pid = os.fork()
        if pid:
            self._started[pid] = time.monotonic()
            return
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        os.close(self._alive[1])
        threading.Thread(target=self._end_with_the_parent, daemon=True).start()
        code = 1
        try:
            self._work()
            code = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with suppress(OSError):
                sys.stdout.flush()
            os._exit(code)

    def _end_with_the_parent(self) -> None:
        os.read(self._alive[0], 1)
        os.kill(os.getpid(), signal.SIGINT)

    def _stop(self, number: int = signal.SIGINT, frame: FrameType | None = None) -> None:
        self._stopping = True
        for pid in self._started:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
