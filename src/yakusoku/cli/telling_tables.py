"""Tables of a survey on the command line: the fixed JSON, the longer one of --marks, and text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.book import TableKey, row_names
from yakusoku.domain.survey.estimates import Estimate
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.marks import Mark, MarkKind
from yakusoku.domain.survey.measures import Measures, printed
from yakusoku.domain.survey.moves import Cell
from yakusoku.domain.survey.suppression import SHOWN_AS
from yakusoku.domain.survey.tables_by_design import DesignTester
from yakusoku.domain.survey.tabulating import Counted, TableCell, TableRow
from yakusoku.domain.survey.telling import TEST_LABELS


@dataclass(frozen=True, slots=True)
class Told:
    """A table and all that is said of it. `hidden`: cells that are not shown."""

    key: TableKey
    counted: Counted
    rows: Sequence[TableRow]
    test: Test | None
    notes: Sequence[str]
    marks: Sequence[Mark]
    measures: Sequence[Measures] | None
    errors: Sequence[Sequence[Estimate]] | None
    hidden: frozenset[Cell]
    shows_rest: bool

    @property
    def told_test(self) -> Test | None:
        """Return the test; none where its value would give a hidden cell away."""
        return None if self.hidden else self.test

    @property
    def told_measures(self) -> Sequence[Measures] | None:
        """Return the measures; where a cell is hidden only M.T., which adds up nothing that is not counted for."""
        several = self.counted.question.kind is QuestionKind.MULTIPLE
        return self.measures if several or not self.hidden else None


def table_told(made: Told, *, extended: bool) -> dict[str, Any]:
    """Return a table as JSON; `extended` adds what --marks asks for."""
    question, test = made.counted.question, made.told_test
    told = {
        "question": question.name,
        "kind": "battery" if question.battery else question.kind.value,
        "rows": [_row_told(made, place) for place in range(len(made.rows))],
        "test": {
            "name": test.name if test else None,
            "statistic": test.statistic if test else None,
            "df": test.df if test else None,
            "p": test.p if test else None,
        },
        "notes": list(made.notes),
    }
    if extended:
        _extend(made, told)
    return told


def _row_told(made: Told, place: int) -> dict[str, Any]:
    row = made.rows[place]
    cells = [_cell_told(cell, hidden=(place, n) in made.hidden) for n, cell in enumerate(row.cells)]
    return {"group": row.group, "N": row.everybody, "n": row.n, "n_weighted": row.n_weighted, "cells": cells}


def _cell_told(cell: TableCell, *, hidden: bool) -> dict[str, Any]:
    if hidden:
        return {
            "category": cell.category,
            "count": SHOWN_AS,
            "percent": SHOWN_AS,
            "percent_exact": None,
            "letters": "",
        }
    return {
        "category": cell.category,
        "count": cell.count,
        "percent": float(cell.percent) if cell.percent is not None else None,
        "percent_exact": cell.percent_exact,
        "letters": cell.letters,
    }


def _extend(made: Told, told: dict[str, Any]) -> None:
    told["id"] = made.key.id
    names, codes = row_names(made.counted), made.counted.coding.names
    for place, row in enumerate(told["rows"]):
        row["name"] = names[place]
        row["small"] = row["n"] < SMALL_BASE
        row["measures"] = _measures_told(made, place)
        for category, cell in enumerate(row["cells"]):
            cell["name"] = codes[category]
            # Errors are made of strata: those of other cells might tell what a hidden one holds.
            if made.errors is not None and not made.hidden:
                error = made.errors[place][category]
                cell |= {
                    "se": _percent(error.se),
                    "ci": [*map(_percent, (error.low, error.high))],
                    "df": error.df,
                }
    told["marks"] = [_mark_told(made, mark, names) for mark in made.marks if _is_shown(made, mark)]


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _is_shown(made: Told, mark: Mark) -> bool:
    if made.hidden and mark.test == DesignTester.name:
        return False
    return not {(mark.row, mark.category), (mark.against, mark.category)} & made.hidden


def _mark_told(made: Told, mark: Mark, names: Sequence[str]) -> dict[str, Any]:
    return {
        "kind": mark.kind.value,
        "row": names[mark.row],
        "against": names[mark.against],
        "category": made.counted.coding.names[mark.category],
        "mark": mark.sign if mark.kind is MarkKind.REST else _letter(made, mark),
        "higher": mark.higher,
        "test": mark.test,
        "sides": 2,
        "statistic": mark.statistic,
        "df": mark.df,
        "p": mark.p,
        "p_adjusted": mark.adjusted,
        "level": mark.level,
        "correction": mark.correction.value,
        "tests": mark.tests,
        "bases": list(mark.bases),
        "effective": list(mark.people),
    }


def _letter(made: Told, mark: Mark) -> str:
    """Return the letter of the lower group, which stands at the higher one."""
    letter = made.rows[mark.against if mark.higher else mark.row].letter
    return letter if mark.sign in {"++", "--"} else letter.lower()


def _measures_told(made: Told, place: int) -> dict[str, Any] | None:
    if made.told_measures is None:
        return None
    found = made.told_measures[place]
    numbers = {name: getattr(found, name) for name in ("mentions", "mean", "q1", "median", "q3")}
    exact = {name: float(value) if value is not None else None for name, value in numbers.items()}
    return {"n": found.n, **exact, "printed": {name: printed(value) for name, value in numbers.items()}}


def print_table(made: Told) -> None:
    """Print a table as text, with tabs between its columns."""
    counted, several = made.counted, made.counted.question.kind is QuestionKind.MULTIPLE
    click.echo(f"{counted.question.name} {counted.question.label}")
    heads = (["M.T."] if several else ["平均", "中央値"]) if made.told_measures else []
    click.echo("\t".join(["", "N", "n", *counted.categories, *heads]))
    for place, row in enumerate(made.rows):
        cells = [
            SHOWN_AS if (place, n) in made.hidden else _cell(made, place, n) for n in range(len(row.cells))
        ]
        small = "*" if row.n < SMALL_BASE else ""
        name = f"{row.group}（{row.letter}）" if row.letter else row.group
        more = []
        if made.told_measures:
            found = made.told_measures[place]
            more = [found.mentions] if several else [found.mean, found.median]
        click.echo("\t".join([name, str(row.everybody), f"{row.n}{small}", *cells, *map(printed, more)]))
    test = made.told_test
    if test:
        df = test.df if isinstance(test.df, tuple) else (test.df,)
        said = ", ".join(f"{each:.6g}" for each in df)
        click.echo(f"{TEST_LABELS[test.name]}: {test.statistic:.4f}、自由度 {said}、p={test.p:.4g}")
    for note in made.notes:
        click.echo(f"注 {note}")
    click.echo("")


def _cell(made: Told, row: int, category: int) -> str:
    cell = made.rows[row].cells[category]
    signs = [
        mark.sign
        for mark in made.marks
        if made.shows_rest and mark.kind is MarkKind.REST and (mark.row, mark.category) == (row, category)
    ]
    return " ".join([cell.percent or "-", *([cell.letters] if cell.letters else []), *signs])
