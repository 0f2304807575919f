"""The data of a survey as files: coded, described, and coarsened for public use. Each is told to the trail."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy

from yakusoku.adapters.survey_data_files import survey_csv, survey_xlsx
from yakusoku.adapters.survey_ddi import survey_ddi
from yakusoku.adapters.survey_sav import survey_sav, survey_sps
from yakusoku.apps.accounts.models import User
from yakusoku.apps.results.asked import TableUnreadable
from yakusoku.apps.results.data import Data
from yakusoku.apps.results.making import Shown
from yakusoku.apps.results.services import tell_handed_out, tell_people_handed_out
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.codebook import Dataset, Study
from yakusoku.domain.survey.dataset import dataset_of
from yakusoku.domain.survey.public_use import Plan, Report, public_use
from yakusoku.web.exports import XLSX, table_answer

# How each file ends, what it is, and what makes it from the data and the name of the .sav file.
FILES: dict[str, tuple[str, str, Callable[[Dataset, str], bytes]]] = {
    "csv": ("csv", "text/csv; charset=utf-8", lambda data, _name: survey_csv(data)),
    "labels": ("csv", "text/csv; charset=utf-8", lambda data, _name: survey_csv(data, labels=True)),
    "xlsx": ("xlsx", XLSX, lambda data, _name: survey_xlsx(data)),
    "sav": ("sav", "application/octet-stream", lambda data, _name: survey_sav(data)),
    "sps": ("sps", "text/plain; charset=utf-8", lambda data, name: survey_sps(data, name).encode()),
    "ddi": ("xml", "application/xml", survey_ddi),
}

PEOPLE_FILES = ("csv", "xlsx")
PEOPLE_HEAD = (gettext_lazy("番号"), gettext_lazy("回答の方法"), gettext_lazy("層"))


def study_of(survey: Survey) -> Study:
    """Return what is to be said of a survey as a whole."""
    days = [
        each.isoformat() if isinstance(each, date) else "" for each in (survey.opens_on, survey.closes_on)
    ]
    return Study(
        title=survey.title,
        authority=survey.organization.name,
        reference_on=survey.reference_on.isoformat() if survey.reference_on else "",
        collected_from=days[0],
        collected_to=days[1],
        population=f"{survey.population:,}" if survey.population else "",
        notes=survey.purpose,
    )


def dataset_for(survey: Survey, data: Data) -> Dataset:
    """Return the coded data of a survey. Raises BaseUnknown."""
    made = dataset_of(data.paper.form, data.responses, study_of(survey))
    variables = tuple(
        each
        if each.from_form
        else replace(each, label=data.words(each.question), wording=data.words(each.question))
        for each in made.codebook.variables
    )
    return replace(made, codebook=replace(made.codebook, variables=variables))


def public_for(survey: Survey, data: Data, plan: Plan) -> tuple[Dataset, Report]:
    """Return data for public use, and the report on what was done. Raises refusals of domain/survey/public_use.py."""
    return public_use(data.paper.form, dataset_for(survey, data), plan)


def file_of(
    survey: Survey, dataset: Dataset, kind: str, *, plan: Plan | None = None, by: User, at: datetime
) -> tuple[bytes, str, str]:
    """Return a file with its type and name, and tell the trail. Raises TableUnreadable for an unknown kind.

    plan   of data for public use; None: the data as they are
    """
    if kind not in FILES:
        raise TableUnreadable(reason=kind)
    ending, content_type, make = FILES[kind]
    name = f"survey-{survey.pk}-{'public' if plan else 'data'}"
    raw = make(dataset, f"{name}.sav")
    facts = {"k": plan.k, "quasi": list(plan.quasi)} if plan else {}
    tell_handed_out(survey, kind, dataset.codebook.respondents, by=by, at=at, **facts)
    return raw, content_type, f"{name}{'-labels' if kind == 'labels' else ''}.{ending}"


def people_file(
    survey: Survey,
    shown: Shown,
    people: Sequence[tuple[int, str, str, int]],
    query: QueryDict,
    *,
    by: User,
    at: datetime,
) -> HttpResponse:
    """Return the respondents behind a cell as the page lists them, and tell the trail.

    people   number, way and stratum of each, and the number of the row of the answer, which stays here
    query    names the cell, as `row` and `category`, and the form of the file
    """
    kind, category = query.get("format", ""), query.get("category", "")
    cell = {"question": shown.question.name, "group": query.get("row", ""), "option": category}
    tell_people_handed_out(survey, kind, len(people), by=by, at=at, **cell)
    name = f"survey-{survey.pk}-people-{shown.question.name}"
    return table_answer(kind, name, [str(head) for head in PEOPLE_HEAD], (each[:3] for each in people))
