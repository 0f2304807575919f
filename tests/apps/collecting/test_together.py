"""Work of many threads done in one go: everybody gets their own result, and one that fails fails alone."""

from threading import Barrier, Lock, Thread

import pytest

from yakusoku.apps.collecting.together import Together


def test_what_gathers_is_done_at_once_and_one_that_fails_fails_alone():
    batches, entered, free = [], Barrier(2), Lock()

    def work(jobs):
        if jobs == ["first"]:
            entered.wait(10)
            free.acquire()
        batches.append(jobs)
        if "bad" in jobs:
            raise ValueError("bad")
        return [job.upper() for job in jobs]

    together = Together(work, lambda job: job)
    results = {}

    def call(job):
        try:
            results[job] = together(job)
        except ValueError as error:
            results[job] = error

    free.acquire()
    first = Thread(target=call, args=("first",))
    first.start()
    entered.wait(10)
    # While the first is being done, three more come.
    others = [Thread(target=call, args=(job,)) for job in ("a", "bad", "b")]
    for thread in others:
        thread.start()
    while len(together._queue) < 3:
        pass
    free.release()
    for thread in (first, *others):
        thread.join()
    assert (results["first"], results["a"], results["b"]) == ("FIRST", "A", "B")
    assert isinstance(results["bad"], ValueError)
    assert sorted(map(len, batches)) == [1, 1, 1, 1, 3]


def test_the_same_key_is_never_done_twice_at_once():
    seen = []
    together = Together(lambda jobs: [seen.append(jobs) or job for job in jobs], lambda job: job[0])
    assert together(("a", 1)) == ("a", 1)
    with pytest.raises(ZeroDivisionError):
        Together(lambda jobs: 1 / 0, lambda job: job)("x")
