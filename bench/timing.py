"""Measuring in ratios: both sides in the same process or on the same machine, medians of several rounds."""

import json
import os
import resource
import statistics
import time
from collections.abc import Callable


def cpu(work: Callable[[], object], rounds: int = 5, warm_up: int = 1) -> float:
    """Return the median CPU seconds of `work`, its threads included, children not."""
    return median(work, time.process_time, rounds, warm_up)


def wall(work: Callable[[], object], rounds: int = 5, warm_up: int = 1) -> float:
    """Return the median seconds of `work` by the clock."""
    return median(work, time.perf_counter, rounds, warm_up)


def median(work: Callable[[], object], clock: Callable[[], float], rounds: int, warm_up: int) -> float:
    """Return the median of several rounds after some that do not count."""
    for _ in range(warm_up):
        work()
    found = []
    for _ in range(rounds):
        start = clock()
        work()
        found.append(clock() - start)
    return statistics.median(found)


def children_cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the processes that `work` starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def memory_mb() -> float:
    """Return the memory that this process holds now, in MiB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def report(name: str, **figures: object) -> None:
    """Print one JSON line."""
    rounded = {k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}
    print(json.dumps({"bench": name, **rounded}, ensure_ascii=False))
