"""The page on which the data of a survey are taken: as they are, or coarsened for public use."""

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.results.asking import nothing
from yakusoku.apps.results.data import Data, data_of
from yakusoku.apps.results.handing_out import FILES, dataset_for, file_of, public_for
from yakusoku.apps.results.views import context_of
from yakusoku.apps.surveys.access import survey_to_run
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.public_use import USUAL_K, Plan
from yakusoku.web.exports import download
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

FILE_WORDS = (
    ("csv", gettext_lazy("CSV（コード）")),
    ("labels", gettext_lazy("CSV（ことば）")),
    ("xlsx", gettext_lazy("Excel（データとコードブック）")),
    ("sav", gettext_lazy("SPSS（.sav）")),
    ("sps", gettext_lazy("SPSSのシンタックス（.sps）")),
    ("ddi", gettext_lazy("DDI Codebook 2.5（.xml）")),
)


@dataclass(frozen=True, slots=True)
class Quasi:
    """Something by which others may know a respondent."""

    name: str
    words: str
    chosen: bool


@require_GET
def data(request: UserRequest, pk: int) -> HttpResponse:
    """Offer the data as files; `?quasi=&k=` shows what data for public use would be."""
    survey = survey_to_run(acting(request), pk)
    found = data_of(survey)
    if found is None or not found.size:
        return render(request, "results/nothing.html", context_of(survey, "data", may_run=True))
    plan, report, refused = plan_of(request.GET), None, ""
    if plan.quasi:
        try:
            report = public_for(survey, found, plan)[1]
        except Refusal as refusal:
            refused = sentence(refusal)
    context = context_of(
        survey,
        "data",
        may_run=True,
        size=found.size,
        files=FILE_WORDS,
        quasi=quasi_of(found, plan),
        k=plan.k,
        report=report,
        refused=refused,
        query=request.GET,
    )
    return render(request, "results/data.html", context, status=422 if refused else 200)


@require_GET
def data_file(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the data as a file; with `?quasi=` those for public use."""
    survey = survey_to_run(acting(request), pk)
    try:
        raw, content_type, name = handed_out(survey, kind, request)
    except Refusal as refusal:
        context = context_of(
            survey, "data", may_run=True, refused=sentence(refusal), k=USUAL_K, files=FILE_WORDS
        )
        return render(request, "results/data.html", context, status=422)
    return download(raw, content_type, name)


def handed_out(survey: Survey, kind: str, request: UserRequest) -> tuple[bytes, str, str]:
    """Return a file of the data with its type and name. Raises Http404 and refusals."""
    found = data_of(survey)
    if found is None or kind not in FILES:
        nothing()
    plan, at = plan_of(request.GET), now()
    if not plan.quasi:
        return file_of(survey, dataset_for(survey, found), kind, by=request.user, at=at)
    made = public_for(survey, found, plan)[0]
    return file_of(survey, made, kind, plan=plan, by=request.user, at=at)


def plan_of(query: QueryDict) -> Plan:
    """Return what is asked for public use; a k that is no number is refused later."""
    text = query.get("k", "")
    k = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else (0 if text else USUAL_K)
    return Plan(tuple(dict.fromkeys(name for name in query.getlist("quasi") if name)), k)


def quasi_of(found: Data, plan: Plan) -> list[Quasi]:
    """Return what others may know of a respondent: traits, and questions with one answer."""
    names = [*found.traits, *(n for n, q in found.questions.items() if q.kind is not QuestionKind.MULTIPLE)]
    return [
        Quasi(
            name,
            f"{found.words(name)} {found.questions[name].label if name in found.questions else ''}".strip(),
            name in plan.quasi,
        )
        for name in names
    ]
