"""Work that many threads bring at once, done by one of them in one go: one transaction instead of many.

Who comes while others are being served waits for their turn, and finds the own work done or does what has gathered.
Nobody waits for more to come: alone, one is served at once.
"""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from django.db import OperationalError

Job = TypeVar("Job")
Result = TypeVar("Result")


class _Waiting(Generic[Job, Result]):
    """A piece of work and what became of it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.done = False
        self.result: Result | None = None
        self.error: BaseException | None = None


class Together(Generic[Job, Result]):
    """Calls `work` with what has gathered.

    work   gets jobs with different keys, and returns the result of each in order. What it raises undoes all that
           it did; then each job is done alone, and only the one that fails raises
    key    jobs with the same key are done one after the other
    most   so many at once
    """

    def __init__(
        self,
        work: Callable[[Sequence[Job]], Sequence[Result]],
        key: Callable[[Job], Hashable],
        most: int = 100,
    ) -> None:
        self._work, self._key, self._most = work, key, most
        self._queue: deque[_Waiting[Job, Result]] = deque()
        self._turn = Lock()

    def __call__(self, job: Job) -> Result:
        """Return the result of a job when it is done, with others or alone."""
        mine: _Waiting[Job, Result] = _Waiting(job)
        self._queue.append(mine)
        with self._turn:
            while not mine.done:
                self._round()
        if mine.error is not None:
            raise mine.error
        assert mine.result is not None
        return mine.result

    def _round(self) -> None:
        """Do what has gathered, the first of each key; the caller has the turn."""
        batch: dict[Hashable, _Waiting[Job, Result]] = {}
        later = []
        while self._queue and len(batch) < self._most:
            each = self._queue.popleft()
            key = self._key(each.job)
            if key in batch:
                later.append(each)
            else:
                batch[key] = each
        self._queue.extendleft(reversed(later))
        waiting = list(batch.values())
        try:
            if not self._do(waiting):
                # One of them spoils it for all: each alone, so that only that one fails.
                for each in waiting:
                    self._do([each])
        finally:
            for each in waiting:
                each.done = True

    def _do(self, waiting: list[_Waiting[Job, Result]]) -> bool:
        """Do some work; return whether all is well or it was only one, which has its error then."""
        try:
            for each, result in zip(waiting, self._work([w.job for w in waiting]), strict=True):
                each.result = result
        except OperationalError as error:
            # The database is gone or locked: trying one after the other would only keep all of them longer.
            for each in waiting:
                each.error = error
        except Exception as error:
            # Whatever it is, it goes to whoever brought the job, and must not stay with the others.
            waiting[0].error = error if len(waiting) == 1 else None
            return len(waiting) == 1
        return True
