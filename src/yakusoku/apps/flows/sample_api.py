"""How a survey's sample answers, and batches of letters, over HTTP: what samples and collecting know together."""

from datetime import date

from django.utils.timezone import localdate, now
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.flows.answered import answered, heard_of
from yakusoku.apps.flows.survey_mailing import send_mails
from yakusoku.apps.samples import access, queries, writing
from yakusoku.apps.samples.letter_api import DispatchOut, dispatch_out
from yakusoku.apps.samples.models import LetterKind, Way
from yakusoku.domain.survey.sampling.rates import Standing
from yakusoku.web.api import ApiRequest, Listed, Pages, Problem

router = Router(tags=["samples"])
REFUSED = {404: Problem, 409: Problem}


class DispatchIn(Schema):
    """Which letters go out and how; `sent_on`: the day that stands on them; null: today."""

    kind: LetterKind
    way: Way = Way.POST
    sent_on: date | None = None


class RateOut(Schema):
    """How a stratum stands. Percentages as printed, rounded half up; empty: there is nothing to divide by.

    asked           drawn, less those who are none to ask
    fraction        抽出率; rate: 回収率 of those asked; reached_rate: of those who were reached
    design_weight   for how many units of the frame one that was drawn stands; weight: one that answered
    """

    stratum: str
    frame: int
    drawn: int
    withdrawn: int
    asked: int
    sent: int
    undelivered: int
    web: int
    paper: int
    answered: int
    fraction: str
    rate: str
    reached_rate: str
    design_weight: float | None
    weight: float | None


class RatesOut(Schema):
    """How each stratum answers now, and all together."""

    strata: list[RateOut]
    whole: RateOut


class MailedOut(Schema):
    """How many mails went now."""

    sent: int


def rate_out(row: Standing) -> RateOut:
    """Return how a stratum stands as JSON values."""
    names = set(RateOut.model_fields) - {"design_weight", "weight"}
    design, weight = row.design_weight, row.weight
    return RateOut(
        design_weight=None if design is None else float(design),
        weight=None if weight is None else float(weight),
        **{name: getattr(row, name) for name in names},
    )


@router.get(
    "/surveys/{pk}/sample/rates", response={200: RatesOut, 404: Problem}, summary="層ごとの抽出率と回収率"
)
def sample_rates(request: ApiRequest, pk: int) -> RatesOut:
    """Return how each stratum answers, now."""
    survey = access.survey_for(request.auth, pk)
    rows = queries.standing_of(survey, answered(survey))
    whole = rate_out(queries.whole(rows))
    return RatesOut(
        strata=[rate_out(row) for row in rows],
        # Weights belong to strata; of all together they would mean nothing.
        whole=whole.model_copy(update={"design_weight": None, "weight": None}),
    )


@router.get("/surveys/{pk}/sample/dispatches", response=list[DispatchOut], summary="調査の発送の記録")
@paginate(Pages)
def dispatches(request: ApiRequest, pk: int) -> object:
    """List the batches of a survey, the latest first."""
    rows = queries.dispatches_of(access.survey_to_run(request.auth, pk))
    return Listed(rows, lambda page: [dispatch_out(row) for row in page])


@router.post(
    "/surveys/{pk}/sample/dispatches", response={201: DispatchOut, **REFUSED}, summary="依頼状・督促状を作る"
)
def make_dispatch(request: ApiRequest, pk: int, body: DispatchIn) -> Status[DispatchOut]:
    """Make a batch: invitations for whom nothing went to, or reminders for those who have not answered."""
    survey = access.survey_to_run(request.auth, pk)
    day, who = body.sent_on or localdate(), request.auth.user
    made = writing.dispatch(survey, body.kind, body.way, day, heard_of(survey), by=who, at=now())
    return Status(201, dispatch_out(queries.dispatches_of(survey).get(pk=made.pk)))


@router.post(
    "/surveys/{pk}/sample/dispatches/{number}/mails",
    response={200: MailedOut, **REFUSED},
    summary="調査のメールを送る",
)
def send_survey_mails(request: ApiRequest, pk: int, number: int) -> MailedOut:
    """Send the next mails of a batch, a hundred at most; to be called until none is left."""
    found = access.dispatch_for(request.auth, pk, number)
    return MailedOut(sent=send_mails(found, by=request.auth.user, at=now()))
