"""Work on files that may be hostile, in processes of their own: none can hold up or take down the rest."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

Job = TypeVar("Job")
Result = TypeVar("Result")

FORKSERVER: Literal["forkserver"] = "forkserver"
MOST_MEMORY = 1 << 30
# How long a process may take to start and import what it needs, before the time for the job itself.
START_SECONDS = 60.0
# How long it waits for a result at the most before whoever gave the jobs is called again.
BEAT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that gave no result: its time ran out (`late`), or its process ended."""

    late: bool


def forked_from(module: str) -> None:
    """Have the processes to come forked from one that has imported `module`, where the system can; once, at import.

    That one is started with the first of them, has no part in any job, and ends with this program.
    """
    if FORKSERVER in multiprocessing.get_all_start_methods():
        multiprocessing.get_context(FORKSERVER).set_forkserver_preload([module])


def _context() -> "ForkServerContext | SpawnContext":
    """Return how processes are begun: never as a copy of this one, which holds secrets, locks and connections."""
    if FORKSERVER in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context(FORKSERVER)
    return multiprocessing.get_context("spawn")


class _Worker:
    """One process and what it works on."""

    def __init__(self, work: Callable[[Any], Any], ready: Callable[[], object]) -> None:
        context = _context()
        self.ours, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, work, ready), daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False
        self.place, self.job, self.seconds = 0, None, 0.0
        self.until = monotonic() + START_SECONDS

    def give(self, place: int, job: Any, seconds: float) -> None:
        """Give it a job; one that is still starting gets it when it is ready, and only then its time runs."""
        self.place, self.job, self.seconds = place, job, seconds
        if self.ready:
            self._send()

    def begin(self) -> None:
        """Take note that it has started."""
        self.ready = True
        self._send()

    def _send(self) -> None:
        self.until = monotonic() + self.seconds
        # Its end may have come in between; then nothing is received from it, which tells.
        with suppress(OSError):
            self.ours.send(self.job)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.ours.close()


class Apart(Generic[Job, Result]):
    """Does jobs in `processes` of their own; a job that takes longer than it may is given up.

    work    a function of a module, which the processes import; its results are plain values
    seconds how long each job may take: the same for all, or told for each
    ready   what a process does once before its first job, for which the time does not run
    """

    def __init__(
        self,
        work: Callable[[Job], Result],
        *,
        processes: int,
        seconds: float | Callable[[Job], float],
        ready: Callable[[], object] = tuple,
    ) -> None:
        self._work, self._processes, self._seconds, self._ready = work, processes, seconds, ready

    def run(
        self, jobs: Iterable[Job], beat: Callable[[], object] = tuple
    ) -> Iterator[tuple[int, Result | Failed]]:
        """Yield each job's place and result as they are done. Jobs are taken as there is room for them.

        beat   is called again and again while jobs are done, at least every BEAT_SECONDS
        """
        waiting = enumerate(jobs)
        workers: list[_Worker] = []
        try:
            for _ in range(self._processes):
                self._next(workers, None, waiting)
            while workers:
                yield from self._done(workers, waiting)
                beat()
        finally:
            for worker in workers:
                worker.end()

    def _done(
        self, workers: list[_Worker], waiting: Iterator[tuple[int, Job]]
    ) -> Iterator[tuple[int, Result | Failed]]:
        """Yield what is ready; give each process that is free again its next job."""
        first = min(worker.until for worker in workers)
        ready = wait(
            [worker.ours for worker in workers], timeout=max(0.0, min(first - monotonic(), BEAT_SECONDS))
        )
        for worker in list(workers):
            if worker.ours in ready:
                result = _received(worker.ours)
                if not worker.ready and not isinstance(result, Failed):
                    worker.begin()
                    continue
            elif worker.until <= monotonic():
                result = Failed(late=True)
            else:
                continue
            place, broken = worker.place, isinstance(result, Failed)
            workers.remove(worker)
            if broken:
                worker.end()
            self._next(workers, None if broken else worker, waiting)
            yield place, result

    def _next(
        self, workers: list[_Worker], worker: _Worker | None, waiting: Iterator[tuple[int, Job]]
    ) -> None:
        """Give the next job to a process, a new one if there is none; end it when no job is left."""
        following = next(waiting, None)
        if following is None:
            if worker is not None:
                worker.end()
            return
        free = worker or _Worker(self._work, self._ready)
        place, job = following
        free.give(place, job, self._seconds(job) if callable(self._seconds) else self._seconds)
        workers.append(free)


def _received(ours: Connection) -> Any:
    try:
        return ours.recv()
    except (EOFError, OSError):
        return Failed(late=False)


def _serve(theirs: Connection, work: Callable[[Any], Any], ready: Callable[[], object]) -> None:
    """Do one job after the other until the other side is gone. The first message says that it has started."""
    _hold_memory()
    with suppress(EOFError, OSError, KeyboardInterrupt, MemoryError):
        ready()
        theirs.send(None)
        while True:
            theirs.send(work(theirs.recv()))


def _hold_memory() -> None:
    """Let the process take no more than MOST_MEMORY, where the system can be told so."""
    try:
        import resource  # noqa: PLC0415 (not on every OS)
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        # A process that a file brings down leaves no picture of its memory, which holds that file.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
