"""A weighted two-way table over ten million rows, against reading its columns once and against pandas.crosstab."""

import numpy as np
import pandas as pd
from bench.timing import cpu, memory_mb, report

from yakusoku.domain.survey.long_tables import two_way

ROWS, HEIGHT, WIDTH = 10_000_000, 6, 4


def main():
    random = np.random.default_rng(1)
    rows = random.integers(0, HEIGHT, ROWS, dtype=np.uint8)
    columns = random.integers(0, WIDTH, ROWS, dtype=np.uint8)
    weights = random.lognormal(0, 0.5, ROWS)

    def table():
        return two_way(rows, columns, HEIGHT, WIDTH, weights)

    def crosstab():
        return pd.crosstab(kinds[0], kinds[1], values=weights, aggfunc="sum")

    def read():
        return [each.sum() for each in (rows, columns, weights)]

    def scan():
        # No value is looked at, only bytes: as fast as memory gives them.
        words = (each.view(np.uint64) for each in (rows, columns, weights))
        return [np.bitwise_or.reduce(each) for each in words]

    kinds = [
        pd.Series(pd.Categorical.from_codes(codes, list("abcdef"[:size])))
        for codes, size in ((rows, HEIGHT), (columns, WIDTH))
    ]
    assert np.allclose(crosstab().to_numpy(), table(), rtol=1e-10)
    ours, floor, bytes_only, theirs = cpu(table, 9), cpu(read, 9), cpu(scan, 9), cpu(crosstab, 3)
    report(
        "survey_long",
        rows=ROWS,
        table_ms=ours * 1000,
        read_once_ms=floor * 1000,
        times_reading=ours / floor,
        limit_times_reading=4,
        scan_bytes_ms=bytes_only * 1000,
        times_scanning=ours / bytes_only,
        crosstab_ms=theirs * 1000,
        faster_than_crosstab=theirs / ours,
        wanted_faster=20,
        memory_mb=memory_mb(),
    )


if __name__ == "__main__":
    main()
