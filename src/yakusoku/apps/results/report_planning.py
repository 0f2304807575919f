"""What a new report begins from: the survey's own words, and one table for each question."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import override

from yakusoku.apps.collecting.models import Record, Way
from yakusoku.apps.results.data import Data
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.report.outline import METHOD, OBJECT, PERIOD, REFERENCE_DATE
from yakusoku.domain.survey.report.plan import UNIT, PlannedTable, ReportPlan

MOST_TITLE, MOST_NAME = 300, 100
_SIGNS = str.maketrans({"|": "／", "｜": "／", "{": "（", "}": "）", "→": "／", "\n": " "})


def begun_plan(survey: Survey, data: Data, told: Mapping[str, Any]) -> ReportPlan:
    """Return the plan of a new report: what is known of the survey, and its tables by the axis that was chosen."""
    # A report is written in Japanese, whatever language its writer reads.
    with override("ja"):
        return _begun(survey, data, told)


def _begun(survey: Survey, data: Data, told: Mapping[str, Any]) -> ReportPlan:
    by = (told["by"],) if told.get("by") else ()
    tables = tuple(
        planned_table(data, name, tuple(axis for axis in by if axis != name))
        for name, question in data.questions.items()
        if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
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


def planned_table(
    data: Data, question: str, by: tuple[str, ...], *, shows_blank: bool = False
) -> PlannedTable:
    """Return the table of a question, named as the questionnaire calls it."""
    mark = data.marks.get(question, question)
    name = "×".join([mark, *(data.words(axis) for axis in by)]) if by else mark
    label = data.questions[question].label or mark
    return PlannedTable(
        name.translate(_SIGNS)[:MOST_NAME],
        question,
        by,
        label.translate(_SIGNS)[:MOST_TITLE],
        show_blank=shows_blank,
    )


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
