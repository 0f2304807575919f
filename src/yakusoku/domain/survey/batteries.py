"""Batteries: questions that share one scale, which stand in one table and one chart, an item a bar."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.form import Form, Question, QuestionKind
from yakusoku.domain.survey.tabulating import TableRow

JAPANESE = "ja"
BETWEEN = "　"


def batteries_of(form: Form, names: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the items of each battery among these questions; only those that share one scale, two at least."""
    items: dict[str, list[Question]] = {}
    for name, question in form.questions.items():
        if name in names and question.battery:
            items.setdefault(question.battery, []).append(question)
    return {
        name: tuple(each.name for each in found)
        for name, found in items.items()
        if name not in form.questions and share_one_scale(found)
    }


def share_one_scale(questions: Sequence[Question]) -> bool:
    """Return whether questions are items of one battery, of which one answer each was asked from the same ones."""
    first = questions[0]
    return len(questions) > 1 and all(
        each.battery
        and each.battery == first.battery
        and each.kind is QuestionKind.SINGLE
        and [choice.label for choice in each.choices] == [choice.label for choice in first.choices]
        for each in questions
    )


def stem_of(form: Form, battery: str) -> str:
    """Return what is asked of all items."""
    steps = (step for step in form.steps if step.kind == "begin" and step.name == battery)
    return next((step.words.said(JAPANESE) for step in steps), "") or battery


def mark_of(marks: Sequence[str]) -> str:
    """Return how a battery is called, from how its items are: 問5, of 問5(1) and 問5(2)."""
    heads = {mark.partition("(")[0] for mark in marks}
    return heads.pop() if len(heads) == 1 else "、".join(marks)


def runs_of(questions: Sequence[Question]) -> Iterator[tuple[int, int]]:
    """Yield where items of one battery stand side by side: the first place, and the one behind the last."""
    at = 0
    for battery, inside in groupby(questions, key=lambda question: question.battery):
        run = list(inside)
        if battery and share_one_scale(run):
            yield at, at + len(run)
        at += len(run)


def bar_of(item: str, group: str, groups: int) -> str:
    """Return what a bar is called: the item, and the group of it where there are several."""
    return item if groups == 1 or group == EVERYBODY else f"{item}{BETWEEN}{group}"


def rows_together(items: Sequence[tuple[str, Sequence[TableRow]]]) -> tuple[TableRow, ...]:
    """Return the rows of all items as those of one table, without letters: the same people answered each item."""
    return tuple(
        replace(
            row,
            group=bar_of(item, row.group, len(rows)),
            letter="",
            cells=tuple(cell._replace(letters="") for cell in row.cells),
        )
        for item, rows in items
        for row in rows
    )
