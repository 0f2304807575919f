"""The work behind `yakusoku survey tabulate`; imported when it is needed, so that help stays quick."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from yakusoku.adapters.yaml_files import refuse
from yakusoku.cli.answers import DONE, refusals
from yakusoku.cli.gathering_answers import (
    Gathered,
    in_memory,
    on_disk,
    questions_of_form,
)
from yakusoku.cli.survey_asked import TablesAsked
from yakusoku.cli.telling_tables import Told, print_table, table_told
from yakusoku.domain.survey.axes import TooManyGroups
from yakusoku.domain.survey.book import TableKey
from yakusoku.domain.survey.coding import Net, TooManyValues, nets_of
from yakusoku.domain.survey.form import Question
from yakusoku.domain.survey.marks import marks_of, with_letters
from yakusoku.domain.survey.measures import measures_of
from yakusoku.domain.survey.moves import Cell, Released
from yakusoku.domain.survey.multiplicity import Correction
from yakusoku.domain.survey.suppression import suppressions_of
from yakusoku.domain.survey.table_tests import how_tested, letters_of
from yakusoku.domain.survey.tables_by_design import errors_by_design
from yakusoku.domain.survey.tabulating import Counted, count, table_rows
from yakusoku.domain.survey.telling import Terms, notes_of


def tabulate(responses: Path, form: Path, asked: TablesAsked, *, as_json: bool) -> int:
    """Print a table for each question; return the exit code."""
    with refusals(responses.name):
        questions = questions_of_form(form, asked.rows)
        gather = on_disk if asked.engine == "duckdb" else in_memory
        made = tables_of_questions(responses, gather(responses, form, questions, asked), asked)
    if as_json:
        tables = [table_told(each, extended=asked.marks) for each in made]
        click.echo(json.dumps({"tables": tables}, ensure_ascii=False, indent=2))
    else:
        for each in made:
            print_table(each)
    return DONE


def tables_of_questions(
    path: Path, answered: Iterable[tuple[Question, Gathered]], asked: TablesAsked
) -> list[Told]:
    """Return the tables of questions; what one of them hides, no other gives away. Raises UnreadableFile."""
    if not asked.suppress:
        return [table_of_question(path, question, gathered, asked) for question, gathered in answered]
    counted = [(counted_of(path, question, each, asked), each) for question, each in answered]
    hidden = suppressions_of([Released(table, asked.by) for table, _ in counted], asked.suppress)
    return [_told(*each, asked, gone.hidden) for each, gone in zip(counted, hidden, strict=True)]


def table_of_question(path: Path, question: Question, gathered: Gathered, asked: TablesAsked) -> Told:
    """Return the table of a question, nothing hidden, with all that is said of it. Raises UnreadableFile."""
    return _told(counted_of(path, question, gathered, asked), gathered, asked, frozenset())


def _told(counted: Counted, gathered: Gathered, asked: TablesAsked, hidden: frozenset[Cell]) -> Told:
    correction, design = Correction(asked.correction), gathered.design
    rows, how = table_rows(counted), how_tested(counted, design)
    plain = correction is Correction.HOLM and not how.by_design
    marks = [] if plain and not asked.marks else marks_of(counted, correction, how.tester, rest=asked.marks)
    if not plain:
        rows = with_letters(rows, letters_of(marks))
    terms = Terms(
        correction,
        gathered.design_words if how.by_design else "",
        asked.marks,
        (asked.suppress or 0) if hidden else 0,
        df=how.tester.df,
        no_design=how.unfit,
    )
    key = TableKey(counted.question.name, asked.by, asked.weight or "", asked.no_answer == "show")
    return Told(
        key,
        counted,
        rows,
        how.test,
        notes_of(counted, rows, how.test, terms),
        marks,
        measures_of(counted),
        errors_by_design(counted, design) if design is not None and asked.marks else None,
        hidden,
        asked.marks,
    )


def counted_of(path: Path, question: Question, gathered: Gathered, asked: TablesAsked) -> Counted:
    """Return a question counted. Raises UnreadableFile."""
    nets, answers = [*nets_of(question), *_nets(path, question, asked)], gathered.answers[question.name]
    show_blank = asked.no_answer == "show"
    try:
        return count(question, answers, gathered.axes, gathered.weighing, show_blank=show_blank, nets=nets)
    except TooManyGroups as error:
        message = f"軸の区分が多すぎます（{error}）。軸を減らすか、区分をまとめてください。"
        raise refuse(path, "", message) from error
    except TooManyValues as error:
        message = f"「{question.name}」は値が{error}種類あり、表にできません。区分にまとめてください。"
        raise refuse(path, "", message) from error


def _nets(path: Path, question: Question, asked: TablesAsked) -> list[Net]:
    """Return the nets that the command names, or refuse codes that the question does not have."""
    known = {choice.name for choice in question.choices}
    nets = [Net(label, codes) for label, codes in asked.nets.get(question.name, [])]
    strange = sorted({code for net in nets for code in net.codes} - known)
    if strange:
        raise refuse(path, "", f"--net: 「{question.name}」に、選択肢 {'、'.join(strange)} がありません。")
    return nets
