"""Published questionnaires over HTTP: listed, compared, and handed out as files."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpResponse
from ninja import Query, Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.surveys import access, making, queries, writing
from yakusoku.apps.surveys.models import Questionnaire, Survey
from yakusoku.domain.survey.questionnaire.sheets import Sheets
from yakusoku.web.api import FILE, ApiRequest, Listed, Number, Pages, Problem
from yakusoku.web.exports import download

router = Router(tags=["surveys"])


class QuestionnaireVersionLine(Schema):
    """A published version."""

    number: int
    note: str
    digest: str
    published_at: datetime
    published_by: int


class QuestionnaireVersionOut(QuestionnaireVersionLine):
    """A published version with its sheets."""

    sheets: dict[str, list[dict[str, str]]]


class QuestionnaireChangeOut(Schema):
    """A change between two versions. `effect`: breaks, care or none, on a comparison of the answers."""

    what: str
    question: str
    before: str
    after: str
    effect: str


class QuestionnaireComparisonOut(Schema):
    """How one version became another."""

    one: int
    other: int
    headline: str
    changes: list[QuestionnaireChangeOut]


def version_out(row: Questionnaire) -> dict[str, Any]:
    """Return a version as JSON values."""
    return {
        "number": row.number,
        "note": row.note,
        "digest": row.digest,
        "published_at": row.published_at,
        "published_by": row.published_by_id,
        "sheets": row.sheets,
    }


@router.get(
    "/surveys/{pk}/questionnaires", response=list[QuestionnaireVersionLine], summary="公開した調査票の版"
)
@paginate(Pages)
def versions(request: ApiRequest, pk: int) -> object:
    """List the published versions, the latest first."""
    rows = access.survey_for(request.auth, pk).questionnaires.filter(published_at__isnull=False)
    return Listed(rows, lambda page: [version_out(row) for row in page])


@router.get(
    "/surveys/{pk}/questionnaires/comparison",
    response={200: QuestionnaireComparisonOut, 404: Problem},
    summary="調査票の二つの版を比べる",
)
def comparison(
    request: ApiRequest, pk: int, one: Query[Number], other: Query[Number]
) -> QuestionnaireComparisonOut:
    """Return how one version became another, by their numbers."""
    before, after = (queries.version_sheets(access.version_for(request.auth, pk, n)) for n in (one, other))
    changes = queries.changes_shown(before, after)
    told = [
        QuestionnaireChangeOut(
            what=each.what,
            question=each.question,
            before=each.before,
            after=each.after,
            effect=each.effect.value,
        )
        for each in changes
    ]
    return QuestionnaireComparisonOut(
        one=one, other=other, headline=queries.change_headline(changes), changes=told
    )


@router.get(
    "/surveys/{pk}/questionnaires/{number}",
    response={200: QuestionnaireVersionOut, 404: Problem},
    summary="公開した調査票",
)
def version(request: ApiRequest, pk: int, number: int) -> dict[str, Any]:
    """Return a published version."""
    return version_out(access.version_for(request.auth, pk, number))


@router.get(
    "/surveys/{pk}/questionnaire/form.{kind}",
    openapi_extra=FILE,
    summary="調査票の下書きをファイルで受け取る",
)
def draft_file(request: ApiRequest, pk: int, kind: Literal["xlsx", "xml", "pdf"]) -> HttpResponse:
    """Hand out the draft, else the version in force, as XLSForm, XForm or paper."""
    found = access.survey_for(request.auth, pk)
    return _file(found, writing.sheets_now(found), kind, draft=True)


@router.get(
    "/surveys/{pk}/questionnaires/{number}/form.{kind}",
    openapi_extra=FILE,
    summary="公開した調査票をファイルで受け取る",
)
def version_file(
    request: ApiRequest, pk: int, number: int, kind: Literal["xlsx", "xml", "pdf"]
) -> HttpResponse:
    """Hand out a published version as XLSForm, XForm or paper."""
    found = access.version_for(request.auth, pk, number)
    return _file(found.survey, queries.version_sheets(found), kind, draft=False)


def _file(survey: Survey, sheets: Sheets, kind: str, *, draft: bool) -> HttpResponse:
    if not sheets.survey:
        raise Http404
    made = making.made_file(survey, sheets, kind, draft=draft)
    return download(made.content, made.content_type, f"{survey.title}.{kind}")
