"""What came in for a survey over HTTP: answers, how they are taken, corrections, the final data."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.collecting import access, answering, correcting, papers, queries
from yakusoku.apps.collecting.exporting import data_csv
from yakusoku.apps.collecting.models import Correction, Joining, Record
from yakusoku.apps.collecting.standing import terms_of
from yakusoku.apps.collecting.terms import MOST_RULES, set_terms
from yakusoku.apps.surveys.access import survey_for, survey_to_run
from yakusoku.web.api import (
    FILE,
    ApiRequest,
    Line,
    Listed,
    Marked,
    Number,
    Pages,
    Problem,
    Replacing,
    Text,
    all_storable,
    storable,
)
from yakusoku.web.edits import mark_of_row

router = Router(tags=["survey-answers"])
REFUSED = {404: Problem, 409: Problem}
# As long as a page of the web form takes it.
Answer = Annotated[str, StringConstraints(max_length=4000), AfterValidator(storable)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(storable)]
Answers = Annotated[dict[Name, Answer], Field(max_length=2000), AfterValidator(all_storable)]


class StratumOut(Schema):
    """Of a stratum how many are asked and answered; `rate` in percent, null of nobody."""

    name: str
    asked: int
    answered: int
    rate: str | None


class SurveyStandingOut(Schema):
    """How a survey stands: answers that count by way, drafts, papers being keyed, people with two answers."""

    asked: int
    answered: int
    rate: str | None
    web: int
    paper: int
    drafts: int
    keying: int
    joined: int
    broken: int
    strata: list[StratumOut]


class SurveyAnswerOut(Schema):
    """What came in of one respondent one way.

    answers   codes, numbers and texts as written; #two-marks and the like: it does not count, and why
    lost      why it does not count beside another answer of the respondent; empty: it does, or is not handed in
    broken    names of the rules that it breaks
    """

    id: int
    number: int
    stratum: str
    way: str
    questionnaire: int
    answers: dict[str, str]
    answered: int
    submitted_at: datetime | None
    chosen: bool
    lost: str
    broken: list[str]


class SurveyAnswerIn(Schema):
    """An answer that is sent in for a respondent. `way` web: as a whole, checked like the web form."""

    number: Number
    way: Literal["web", "paper"]
    answers: Answers


class SurveyCorrectionIn(Schema):
    """One answer set anew. `before`: what was read, as a cell; null: unread."""

    question: Name
    answer: Answer
    reason: Text = Field(min_length=1)
    before: Answer | None = None


class SurveyCorrectionOut(Schema):
    """A change of an answer after it came in."""

    id: int
    question: str
    before: str
    after: str
    reason: str
    corrected_by: int
    corrected_at: datetime


class SurveyRule(Schema):
    """What must hold in every answer, as `${Q3} <= ${Q2}`, and what is said where it does not."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=50), AfterValidator(storable)]
    condition: Text = Field(min_length=1)
    sentence: Line = Field(min_length=1)


class SurveyTermsIn(Replacing):
    """How answers are taken."""

    joining: Joining = Joining.FIRST
    amend: bool = True
    twice: bool = True
    rules: list[SurveyRule] = Field([], max_length=MOST_RULES)


class SurveyTermsOut(Marked):
    """How answers are taken; `mark` goes back with what replaces it."""

    joining: str
    amend: bool
    twice: bool
    rules: list[SurveyRule]


class KeyingIn(Schema):
    """What a typist wrote: numbers of options, `*` two marks, `+` too many, `?` unreadable, or nothing."""

    typed: Answers
    finish: bool = False


class DifferenceOut(Schema):
    """A question at which two keyings of a paper differ, as cells."""

    question: str
    first: str
    second: str


class DifferencesOut(Schema):
    """Where the two keyings of a paper differ."""

    differences: list[DifferenceOut]


class SettlementIn(Schema):
    """What stands on the paper, as a cell, and why it is decided so."""

    question: Name
    answer: Answer
    reason: Text = Field(min_length=1)


class SettlementsIn(Schema):
    """What is decided for every difference of a paper."""

    settled: list[SettlementIn] = Field(max_length=2000)


class PaperIn(Schema):
    """The number of the respondent whose paper arrived."""

    number: Number


def answer_out(row: Record) -> SurveyAnswerOut:
    """Return an answer as JSON values; of a draft only that it is there."""
    handed_in = row.submitted_at is not None
    return SurveyAnswerOut(
        id=row.pk,
        number=row.respondent.number,
        stratum=row.respondent.stratum,
        way=row.way,
        questionnaire=row.questionnaire.number,
        answers=dict(row.cells) if handed_in else {},
        answered=row.answered,
        submitted_at=row.submitted_at,
        chosen=row.chosen,
        lost=row.lost,
        broken=row.broken,
    )


def correction_out(row: Correction) -> SurveyCorrectionOut:
    """Return a correction as JSON values."""
    names = ("question", "before", "after", "reason", "corrected_at")
    told: dict[str, Any] = {name: getattr(row, name) for name in names}
    return SurveyCorrectionOut(id=row.pk, corrected_by=row.corrected_by_id, **told)


@router.get(
    "/surveys/{pk}/answers", response={200: SurveyStandingOut, 404: Problem}, summary="回答の集まりぐあい"
)
def standing(request: ApiRequest, pk: int) -> SurveyStandingOut:
    """Return how a survey stands, by way and stratum."""
    found = queries.overview(survey_for(request.auth, pk))
    whole = found.whole
    sums = {name: getattr(found, name) for name in ("web", "paper", "drafts", "keying", "joined", "broken")}
    strata = [StratumOut(name=s.name, asked=s.asked, answered=s.answered, rate=s.rate) for s in found.strata]
    return SurveyStandingOut(
        asked=whole.asked, answered=whole.answered, rate=whole.rate, strata=strata, **sums
    )


@router.get("/surveys/{pk}/answers/records", response=list[SurveyAnswerOut], summary="調査の回答の一覧")
@paginate(Pages)
def records(request: ApiRequest, pk: int, show: str = "") -> object:
    """List the answers. `show`: draft, lost, broken or corrected; else those that count."""
    rows = queries.shown(access.records_of(survey_to_run(request.auth, pk)), show)
    return Listed(rows.order_by("pk"), lambda page: [answer_out(row) for row in page])


@router.post(
    "/surveys/{pk}/answers/records", response={201: SurveyAnswerOut, **REFUSED}, summary="調査の回答を届ける"
)
def send_in(request: ApiRequest, pk: int, body: SurveyAnswerIn) -> Status[SurveyAnswerOut]:
    """Send an answer in for a respondent: a paper that was keyed elsewhere, or a whole answer from another web form."""
    who = request.auth
    survey = survey_to_run(who, pk)
    if body.way == "paper":
        made = papers.send_in(survey, body.number, body.answers, by=who.user, at=now())
    else:
        person = access.respondent_numbered(survey, body.number)
        sent = answering.Sent(person.code, body.answers, now(), whole=True, hand_in=True, by=who.user)
        made = answering.send(sent)
    return Status(201, answer_out(access.record_for(who, pk, made.pk)))


@router.get(
    "/surveys/{pk}/answers/records/{record}",
    response={200: SurveyAnswerOut, 404: Problem},
    summary="調査の回答一件",
)
def record(request: ApiRequest, pk: int, record: int) -> SurveyAnswerOut:
    """Return one answer."""
    return answer_out(access.record_for(request.auth, pk, record))


@router.get(
    "/surveys/{pk}/answers/records/{record}/corrections",
    response=list[SurveyCorrectionOut],
    summary="回答の訂正の記録",
)
@paginate(Pages)
def corrections(request: ApiRequest, pk: int, record: int) -> object:
    """List the corrections of an answer, the latest first."""
    rows = access.record_for(request.auth, pk, record).corrections.all()
    return Listed(rows, lambda page: [correction_out(row) for row in page])


@router.post(
    "/surveys/{pk}/answers/records/{record}/corrections",
    response={201: SurveyCorrectionOut, **REFUSED},
    summary="回答を訂正する",
)
def correct(
    request: ApiRequest, pk: int, record: int, body: SurveyCorrectionIn
) -> Status[SurveyCorrectionOut]:
    """Set one answer anew; what it was and the reason stay."""
    found = access.record_for(request.auth, pk, record)
    made = correcting.correct(
        found, body.question, body.answer, body.reason, seen=body.before, by=request.auth.user, at=now()
    )
    return Status(201, correction_out(made))


@router.post(
    "/surveys/{pk}/answers/papers", response={201: SurveyAnswerOut, **REFUSED}, summary="届いた紙を受け付ける"
)
def arrive(request: ApiRequest, pk: int, body: PaperIn) -> Status[SurveyAnswerOut]:
    """Note that the paper of a respondent arrived."""
    who = request.auth
    made = papers.arrive(survey_to_run(who, pk), body.number, by=who.user, at=now())
    return Status(201, answer_out(access.record_for(who, pk, made.pk)))


@router.post(
    "/surveys/{pk}/answers/papers/{record}/keyings",
    response={200: SurveyAnswerOut, **REFUSED},
    summary="紙の回答を入力する",
)
def key(request: ApiRequest, pk: int, record: int, body: KeyingIn) -> SurveyAnswerOut:
    """Key a paper, once or as the second of two people."""
    who = request.auth
    found = access.paper_for(who, pk, record)
    papers.key(found, body.typed, finish=body.finish, by=who.user, at=now())
    return answer_out(access.record_for(who, pk, record))


@router.get(
    "/surveys/{pk}/answers/papers/{record}/differences",
    response={200: DifferencesOut, **REFUSED},
    summary="二度の入力の違い",
)
def differences(request: ApiRequest, pk: int, record: int) -> DifferencesOut:
    """Return where the two keyings of a paper differ."""
    found = papers.differences_of(access.paper_for(request.auth, pk, record))
    rows = [DifferenceOut(question=d.question, first=d.first, second=d.second) for d in found]
    return DifferencesOut(differences=rows)


@router.post(
    "/surveys/{pk}/answers/papers/{record}/settlements",
    response={200: SurveyAnswerOut, **REFUSED},
    summary="二度の入力の違いを決める",
)
def settle(request: ApiRequest, pk: int, record: int, body: SettlementsIn) -> SurveyAnswerOut:
    """Settle every difference of a paper, each with its reason."""
    who = request.auth
    found = access.paper_for(who, pk, record)
    settled = {each.question: each.answer for each in body.settled}
    reasons = {each.question: each.reason for each in body.settled}
    papers.settle_differences(found, settled, reasons, by=who.user, at=now())
    return answer_out(access.record_for(who, pk, record))


@router.get(
    "/surveys/{pk}/answers/terms", response={200: SurveyTermsOut, 404: Problem}, summary="回答の集め方"
)
def terms(request: ApiRequest, pk: int) -> SurveyTermsOut:
    """Return how answers are taken."""
    row = terms_of(survey_to_run(request.auth, pk))
    return SurveyTermsOut(
        mark=mark_of_row(row if row.pk else None),
        joining=row.joining,
        amend=row.amend,
        twice=row.twice,
        rules=[SurveyRule(**each) for each in row.rules],
    )


@router.put(
    "/surveys/{pk}/answers/terms", response={200: SurveyTermsOut, **REFUSED}, summary="回答の集め方を決める"
)
def change_terms(request: ApiRequest, pk: int, body: SurveyTermsIn) -> SurveyTermsOut:
    """Decide how answers are taken; what came in is joined and looked at anew."""
    who = request.auth
    set_terms(survey_to_run(who, pk), body.without_mark(), seen=body.mark, by=who.user, at=now())
    return terms(request, pk)


@router.get("/surveys/{pk}/answers/data", openapi_extra=FILE, summary="集計するデータを受け取る（csv）")
def data(request: ApiRequest, pk: int) -> HttpResponse:
    """Hand out the final data, exactly as they are tabulated."""
    return data_csv(survey_to_run(request.auth, pk), by=request.auth.user, at=now())
