"""A survey that is being answered, for the tests of what comes in."""

from datetime import date
from typing import Any

from tests.cast import NOW, Cast
from tests.domain.survey.collecting.asked import sheets
from yakusoku.apps.accounts.models import Department
from yakusoku.apps.collecting import answering
from yakusoku.apps.collecting.models import Record
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Questionnaire, State, Survey

# A whole answer that can be handed in.
WHOLE = {"Q1": "yes", "Q2": "120", "Q3": "40", "Q4": "a c", "Q5a": "4", "Q5b": "2", "Q6": "特になし"}


def opened(
    cast: Cast,
    people: int = 3,
    *,
    title: str = "在宅勤務の調査",
    department: Department | None = None,
    **changes: Any,
) -> Survey:
    """Return a survey of the water department that is open, with respondents 1, 2, … in two strata."""
    survey = Survey.objects.create(
        organization=cast.city,
        department=department or cast.water,
        title=title,
        changed_by=cast.owner,
        changed_at=NOW,
        **{"state": State.OPEN, "closes_on": date(2099, 3, 31), **changes},
    )
    Questionnaire.objects.create(
        survey=survey,
        number=1,
        sheets=sheets(),
        digest=f"{survey.pk}",
        made_by=cast.owner,
        made_at=NOW,
        published_by=cast.owner,
        published_at=NOW,
    )
    Respondent.objects.bulk_create(
        Respondent(survey=survey, number=n, code=code_of(survey, n), stratum="大" if n % 2 else "小")
        for n in range(1, people + 1)
    )
    return survey


def code_of(survey: Survey, number: int) -> str:
    """Return the personal code of a respondent."""
    return f"K{survey.pk:05d}B{number:05d}"


def answered(survey: Survey, number: int, **changes: str) -> Record:
    """Return a whole answer by web of a respondent."""
    written = {**WHOLE, **changes}
    return answering.send(answering.Sent(code_of(survey, number), written, NOW, whole=True, hand_in=True))


def respondent(survey: Survey, number: int = 1) -> Respondent:
    """Return a respondent."""
    return Respondent.objects.select_related("survey").get(survey=survey, number=number)
