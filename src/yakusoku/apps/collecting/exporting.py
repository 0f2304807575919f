"""The final data of a survey as a file: the same cells that the tables are made of."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.http import HttpResponse

from yakusoku.adapters.delimited import harmless
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record as tell
from yakusoku.apps.collecting.queries import form_paper, responses_for
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.answers import Responses
from yakusoku.domain.survey.form import Form, QuestionKind
from yakusoku.web.exports import download

# What no spreadsheet runs, although it may begin like a formula: a number.
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@transaction.atomic
def data_csv(survey: Survey, *, by: User, at: datetime) -> HttpResponse:
    """Return the final data as csv, and tell the trail that they were handed out."""
    responses = responses_for(survey)
    facts = {"count": len(responses.rows)}
    tell("answers.handed-out", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    paper = form_paper(survey)
    raw = csv_bytes(responses, paper.form if paper else None)
    return download(raw, "text/csv; charset=utf-8", f"survey-{survey.pk}-data.csv")


def csv_bytes(responses: Responses, form: Form | None) -> bytes:
    """Return rows as csv in UTF-8 with a mark that Excel understands.

    Codes and numbers stand as they are, so that the file gives the same tables; free text and traits get a
    leading ' where a spreadsheet would run them.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(head) for head in responses.heads])
    coded = {
        place
        for place, head in enumerate(responses.heads)
        if form is not None and head in form.questions and form.questions[head].kind is not QuestionKind.OTHER
    }
    writer.writerows(_safe(row, coded) for row in responses.rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(row: Sequence[str], coded: set[int]) -> list[str]:
    return [
        cell if place in coded and (_NUMBER.fullmatch(cell) or cell == harmless(cell)) else harmless(cell)
        for place, cell in enumerate(row)
    ]
