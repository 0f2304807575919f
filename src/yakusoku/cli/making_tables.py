"""The work behind `yakusoku survey tabulate`; imported when it is needed, so that help stays quick."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from yakusoku.adapters.survey_responses import read_form, read_responses, weights_of
from yakusoku.adapters.yaml_files import refuse
from yakusoku.cli.answers import DONE, refusals
from yakusoku.domain.survey.answers import Given, Responses, read_answers, unknown_filters
from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.axes import Axis, TooManyGroups, axis_of_column, axis_of_question
from yakusoku.domain.survey.form import Form, Question, QuestionKind, questions_of
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.tabulating import Counted, TableRow, TooManyValues, count, table_rows
from yakusoku.domain.survey.telling import TEST_LABELS, comparison_of, notes_of

Made = tuple[Counted, list[TableRow], Test | None]


@dataclass(frozen=True)
class Answered:
    """The answers to a questionnaire, read once for all its tables."""

    file: Path
    form_file: Path
    form: Form
    answers: dict[str, list[Given]]
    axes: Sequence[Axis]
    weights: Sequence[Fraction] | None


def tabulate(
    responses: Path,
    form: Path,
    rows: Sequence[str],
    by: Sequence[str],
    weight: str | None,
    *,
    no_answer: str,
    as_json: bool,
) -> int:
    """Print a table for each question; return the exit code."""
    with refusals(responses.name):
        made = tables_of(read_all(responses, form, by, weight), rows, show_blank=no_answer == "show")
    if as_json:
        click.echo(json.dumps({"tables": [_told(*each) for each in made]}, ensure_ascii=False, indent=2))
    else:
        for counted, table, test in made:
            _print(counted, table, test)
    return DONE


def read_all(responses: Path, form: Path, by: Sequence[str], weight: str | None) -> Answered:
    """Return what the tables are made from. Raises UnreadableFile."""
    asked, given = read_form(form), read_responses(responses)
    weights = weights_of(responses, given, weight) if weight else None
    answers = read_answers(asked, given)
    axes = [axis_named(responses, asked, given, answers, name) for name in by]
    return Answered(responses, form, asked, answers, axes, weights)


def tables_of(read: Answered, rows: Sequence[str], *, show_blank: bool) -> list[Made]:
    """Return the tables of the questions that are named, with their tests. Raises UnreadableFile."""
    return [
        _table(read.file, each, read.answers[each.name], read.axes, read.weights, show_blank=show_blank)
        for each in _questions(read.form_file, read.form, rows, read.answers)
    ]


def _questions(
    path: Path, form: Form, names: Sequence[str], answers: dict[str, list[Given]]
) -> list[Question]:
    try:
        questions = list(questions_of(form, names))
    except KeyError as error:
        raise refuse(path, "", f"「{error.args[0]}」という設問がありません。") from error
    for question in questions:
        if question.kind is QuestionKind.OTHER:
            raise refuse(path, "", f"「{question.name}」は自由記述なので、表にできません。")
        if question.name not in answers:
            raise refuse(path, "", f"「{question.name}」の列が、回答のファイルにありません。")
        _refuse_unknown_base(path, form, question, answers)
    return questions


def _refuse_unknown_base(path: Path, form: Form, question: Question, answers: dict[str, list[Given]]) -> None:
    lacking = unknown_filters(form, question, answers)
    if lacking:
        names = "、".join(lacking)
        message = (
            f"「{question.name}」をだれに尋ねたかを決める設問（{names}）の列が、回答のファイルにありません。"
        )
        raise refuse(path, "", message)


def axis_named(
    path: Path, form: Form, responses: Responses, answers: dict[str, list[Given]], name: str
) -> Axis:
    """Return the axis of a question or column by its name. Raises UnreadableFile."""
    if name in answers:
        _refuse_unknown_base(path, form, form.questions[name], answers)
        return axis_of_question(form.questions[name], answers[name])
    column = responses.column(name)
    if column is None:
        raise refuse(path, "1行目", f"列がありません: {name}")
    return axis_of_column(name, [row[column].strip() if column < len(row) else "" for row in responses.rows])


def _table(
    path: Path,
    question: Question,
    answers: Sequence[Given],
    axes: Sequence[Axis],
    weights: Sequence[Fraction] | None,
    *,
    show_blank: bool,
) -> Made:
    try:
        counted = count(question, answers, axes, weights, show_blank=show_blank)
    except TooManyGroups as error:
        raise refuse(
            path, "", f"軸の区分が多すぎます（{error}）。軸を減らすか、区分をまとめてください。"
        ) from error
    except TooManyValues as error:
        message = f"「{question.name}」は値が{error}種類あり、表にできません。区分にまとめてください。"
        raise refuse(path, "", message) from error
    return counted, table_rows(counted), comparison_of(counted)


def _told(counted: Counted, rows: Sequence[TableRow], test: Test | None) -> dict[str, Any]:
    kind = "battery" if counted.question.battery else counted.question.kind.value
    return {
        "question": counted.question.name,
        "kind": kind,
        "rows": [_row_told(row) for row in rows],
        "test": {
            "name": test.name if test else None,
            "statistic": test.statistic if test else None,
            "df": test.df if test else None,
            "p": test.p if test else None,
        },
        "notes": notes_of(counted, rows, test),
    }


def _row_told(row: TableRow) -> dict[str, Any]:
    cells = [
        {
            "category": cell.category,
            "count": cell.count,
            "percent": float(cell.percent) if cell.percent is not None else None,
            "percent_exact": cell.percent_exact,
            "letters": cell.letters,
        }
        for cell in row.cells
    ]
    return {"group": row.group, "N": row.everybody, "n": row.n, "n_weighted": row.n_weighted, "cells": cells}


def _print(counted: Counted, rows: Sequence[TableRow], test: Test | None) -> None:
    click.echo(f"{counted.question.name} {counted.question.label}")
    click.echo("\t".join(["", "N", "n", *counted.categories]))
    for row in rows:
        mark = "*" if row.n < SMALL_BASE else ""
        cells = [f"{cell.percent or '-'}{' ' + cell.letters if cell.letters else ''}" for cell in row.cells]
        name = f"{row.group}（{row.letter}）" if row.letter else row.group
        click.echo("\t".join([name, str(row.everybody), f"{row.n}{mark}", *cells]))
    if test:
        df = test.df if isinstance(test.df, tuple) else (test.df,)
        said = ", ".join(f"{each:.6g}" for each in df)
        click.echo(f"{TEST_LABELS[test.name]}: {test.statistic:.4f}、自由度 {said}、p={test.p:.4g}")
    for note in notes_of(counted, rows, test):
        click.echo(f"注 {note}")
    click.echo("")
