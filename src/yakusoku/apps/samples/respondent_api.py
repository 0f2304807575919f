"""Respondents and their codes over HTTP, for whoever runs the survey. Mounted by the router of samples."""

from datetime import date, datetime
from typing import Annotated

from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.samples import access, respondents
from yakusoku.apps.samples.models import Respondent, Withdrawal
from yakusoku.apps.samples.queries import with_sendings
from yakusoku.web.api import ApiRequest, Line, Listed, Pages, Problem, ReasonIn

router = Router(tags=["samples"])
REFUSED = {404: Problem, 409: Problem}


class RespondentOut(Schema):
    """A respondent. `code` opens the web form; `unit`: number of its row in the frame.

    sent, last_sent, undelivered_on   how often something was sent, when last, and when that came back
    withdrawn_as                      why it is no longer asked; empty: it is
    """

    number: int
    code: str
    unit: int | None
    reference: str
    name: str
    stratum: str
    draw: int | None
    sent: int
    last_sent: date | None
    undelivered_on: date | None
    withdrawn_at: datetime | None
    withdrawn_as: str
    withdrawn_note: str


class WithdrawalIn(Schema):
    """Why a respondent is none to ask; another reason than those known says which."""

    why: Withdrawal
    note: Annotated[Line, Field(max_length=500)] = ""


def respondent_out(row: Respondent) -> RespondentOut:
    """Return a respondent as JSON values; it comes from `with_sendings`."""
    unit = row.unit
    return RespondentOut(
        number=row.number,
        code=row.code,
        unit=row.unit_id,
        reference=unit.reference if unit else "",
        name=unit.name if unit else "",
        stratum=row.stratum,
        draw=row.draw_id,
        sent=getattr(row, "sent", 0),
        last_sent=getattr(row, "last_sent", None),
        undelivered_on=getattr(row, "lost", None),
        withdrawn_at=row.withdrawn_at,
        withdrawn_as=row.withdrawn_as,
        withdrawn_note=row.withdrawn_note,
    )


def _again(row: Respondent) -> RespondentOut:
    return respondent_out(with_sendings(Respondent.objects.select_related("unit")).get(pk=row.pk))


@router.get("/surveys/{pk}/sample/respondents", response=list[RespondentOut], summary="回答者とコード")
@paginate(Pages)
def respondents_listed(request: ApiRequest, pk: int) -> object:
    """List the respondents of a survey by number."""
    rows = with_sendings(access.respondents_of(access.survey_to_run(request.auth, pk)))
    return Listed(rows, lambda page: [respondent_out(row) for row in page])


@router.post(
    "/surveys/{pk}/sample/respondents/{number}/withdrawal",
    response={201: RespondentOut, **REFUSED},
    summary="回答者を対象から外す",
)
def withdraw(request: ApiRequest, pk: int, number: int, body: WithdrawalIn) -> Status[RespondentOut]:
    """Ask a respondent no longer, because it is none to ask."""
    found = access.respondent_for(request.auth, pk, number)
    return Status(
        201, _again(respondents.withdraw(found, body.why, body.note, by=request.auth.user, at=now()))
    )


@router.delete(
    "/surveys/{pk}/sample/respondents/{number}/withdrawal",
    response={200: RespondentOut, **REFUSED},
    summary="回答者を対象に戻す",
)
def ask_again(request: ApiRequest, pk: int, number: int) -> RespondentOut:
    """Ask a respondent that was withdrawn by mistake."""
    found = access.respondent_for(request.auth, pk, number)
    return _again(respondents.ask_again(found, by=request.auth.user, at=now()))


@router.post(
    "/surveys/{pk}/sample/respondents/{number}/code",
    response={200: RespondentOut, **REFUSED},
    summary="回答用コードを変える",
)
def change_code(request: ApiRequest, pk: int, number: int, body: ReasonIn) -> RespondentOut:
    """Give a respondent a new code; the one before no longer opens the form."""
    found = access.respondent_for(request.auth, pk, number)
    return _again(respondents.change_code(found, body.reason, by=request.auth.user, at=now()))
