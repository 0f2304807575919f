"""What a new report begins from: the survey's own words, and one table for each question."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import override

from yakusoku.apps.collecting.models import Record, Way
from yakusoku.apps.results.data import Data
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.axes import axis_of_question
from yakusoku.domain.survey.batteries import batteries_of, mark_of, stem_of
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.report.outline import METHOD, OBJECT, PERIOD, REFERENCE_DATE
from yakusoku.domain.survey.report.plan import UNIT, PlannedTable, ReportPlan
from yakusoku.domain.survey.report.planning import proposed_questions

MOST_TITLE, MOST_NAME = 300, 100
_SIGNS = str.maketrans({"|": "／", "｜": "／", "{": "（", "}": "）", "→": "／", "\n": " "})


def begun_plan(survey: Survey, data: Data, told: Mapping[str, Any]) -> ReportPlan:
    """Return the plan of a new report: what is known of the survey, and its tables by the axis that was chosen."""
    # A report is written in Japanese, whatever language its writer reads.
    with override("ja"):
        return _begun(survey, data, told)


def _begun(survey: Survey, data: Data, told: Mapping[str, Any]) -> ReportPlan:
    by = (told["by"],) if told.get("by") else ()
    names = proposed_questions(data.paper.form, batteries_of(data.paper.form, data.questions), data.questions)
    tables = tuple(
        planned_table(
            data, name, tuple(axis for axis in by if axis != name and not _is_axis(data, name, axis))
        )
        for name in names
    )
    return ReportPlan(
        told["title"],
        publisher=told.get("publisher", ""),
        unit=told.get("unit") or UNIT,
        overview=_overview(survey),
        strata=(told["strata"],) if told.get("strata") else (),
        suppress=told.get("suppress") or 0,
        tables=tables,
    )


def _is_axis(data: Data, name: str, axis: str) -> bool:
    """Return whether a question asks what the axis tells already: then each group gave one answer of its own."""
    question = data.questions.get(name)
    if question is None or question.kind is not QuestionKind.SINGLE:
        return False
    answers = axis_of_question(question, data.answers[name]).members
    both = zip(data.axis(axis).members, answers, strict=True)
    pairs = {(of[0], said[0]) for of, said in both if len(of) == len(said) == 1}
    return len(pairs) > 1 and len(pairs) == len({of for of, _ in pairs}) == len({said for _, said in pairs})


def planned_table(
    data: Data, question: str, by: tuple[str, ...], *, shows_blank: bool = False
) -> PlannedTable:
    """Return the table of a question or battery, named as the questionnaire calls it."""
    mark, label = words_of(data, question)
    name = "×".join([mark, *(data.words(axis) for axis in by)]) if by else mark
    return PlannedTable(
        name.translate(_SIGNS)[:MOST_NAME],
        question,
        by,
        label.translate(_SIGNS)[:MOST_TITLE],
        show_blank=shows_blank,
    )


def words_of(data: Data, question: str) -> tuple[str, str]:
    """Return how a question or battery is called, and what it asks."""
    items = batteries_of(data.paper.form, data.questions).get(question)
    if items:
        return mark_of([data.marks.get(name, name) for name in items]), stem_of(data.paper.form, question)
    mark = data.marks.get(question, question)
    return mark, data.questions[question].label or mark


def _overview(survey: Survey) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the rows of 調査概要 that the survey itself tells; the others are for a person to fill in."""
    ways = Record.objects.filter(survey=survey, chosen=True).order_by().values("way").annotate(n=Count("pk"))
    known = {row["way"] for row in ways}
    said = [words for way, words in ((Way.PAPER, "郵送"), (Way.WEB, "ウェブ")) if way in known]
    days = [_said(day) for day in (survey.opens_on, survey.closes_on) if day]
    rows = {
        OBJECT: (),
        METHOD: ("と".join(said),) if said else (),
        PERIOD: ("から".join(days),) if len(days) == 2 else (),
        REFERENCE_DATE: (_said(survey.reference_on),) if survey.reference_on else (),
    }
    return tuple((label, lines) for label, lines in rows.items())


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
