"""A table from a csv that stays on the disk, against the same table from memory and against DuckDB counting alone."""

import csv
import random
import tempfile
from pathlib import Path

import duckdb
from bench.timing import cpu, memory_mb, report

from yakusoku.adapters.survey_duckdb import LargeResponses
from yakusoku.adapters.survey_responses import read_responses, weights_of
from yakusoku.domain.survey.answers import read_answers
from yakusoku.domain.survey.axes import axis_of_question
from yakusoku.domain.survey.exact import weighed
from yakusoku.domain.survey.form import build_form
from yakusoku.domain.survey.tabulating import count, table_rows

PEOPLE, LARGE = 100_000, 2_000_000


def write(path, people):
    draw = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "role", "Q1", "Q2", "w"])
        lines = [
            [
                draw.choice("vu"),
                draw.choice("abcd"),
                draw.choice(["x", "x y", "y z", ""]),
                f"{draw.lognormvariate(0, 0.5):.4f}",
            ]
            for _ in range(10_000)
        ]
        out.writerows([n, *lines[draw.randrange(10_000)]] for n in range(people))


def form_of():
    lists = {"role": "vu", "one": "abcd", "several": "xyz"}
    choices = [
        (0, {"list_name": name, "name": code, "label": code})
        for name, codes in lists.items()
        for code in codes
    ]
    rows = [("select_one role", "role"), ("select_one one", "Q1"), ("select_multiple several", "Q2")]
    return build_form([(0, {"type": kind, "name": name}) for kind, name in rows], choices)


def main():
    form = form_of()

    def made(responses, weighing):
        answers = read_answers(form, responses)
        axis = axis_of_question(form.questions["role"], answers["role"])
        return [
            table_rows(count(form.questions[name], answers[name], [axis], weighing)) for name in ("Q1", "Q2")
        ]

    def in_memory(path):
        responses = read_responses(path)
        return made(responses, weighed(weights_of(path, responses, "w")))

    def on_disk(path):
        with LargeResponses(path) as large:
            heaps = large.heaps([1, 2, 3], "w")
            return made(heaps.responses, heaps.weighing)

    def bare(path):
        source = f"read_csv('{path}', all_varchar=true)"
        return duckdb.sql(
            f"SELECT role, Q1, Q2, count(*), sum(w::DOUBLE) FROM {source} GROUP BY ALL"
        ).fetchall()

    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.csv", Path(folder) / "large.csv"
        write(small, PEOPLE)
        write(large, LARGE)
        same = in_memory(small) == on_disk(small)
        memory, disk = cpu(lambda: in_memory(small), 3), cpu(lambda: on_disk(small), 3)
        much, alone = cpu(lambda: on_disk(large), 3), cpu(lambda: bare(large), 3)
        report(
            "survey_duckdb",
            same_numbers=same,
            rows=LARGE,
            seconds=much,
            times_counting_alone=much / alone,
            small_rows=PEOPLE,
            small_seconds=disk,
            faster_than_memory=memory / disk,
            memory_mb=memory_mb(),
        )


if __name__ == "__main__":
    main()
