"""The same acts over HTTP."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.findings import access, preparing, replying, services, verifying
from yakusoku.apps.findings.models import CorrectiveInstruction, Finding, Outcome, Reply
from yakusoku.apps.findings.reply_form_api import router as reply_form_router
from yakusoku.apps.findings.services import Demand
from yakusoku.apps.findings.verifying import Looked
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.findings.kinds import Remedy
from yakusoku.web.api import ApiRequest, Line, Marked, Number, Pages, Problem, ReasonIn, Replacing, Text

router = Router(tags=["findings"])
router.add_router("", reply_form_router)

REFUSED = {404: Problem, 409: Problem}


class FoundOut(Schema):
    """One thing that fell short. `repeats`: number of the earlier finding it repeats."""

    id: int
    engagement: int = Field(alias="engagement_id")
    hop: int | None = Field(None, alias="hop_id")
    source: str
    check: str = Field(alias="check_id")
    slug: str
    kind: str
    severity: str
    remedies: list[str]
    seen: str
    repeats: int | None = Field(None, alias="repeats_id")
    state: str
    raised_at: datetime
    closed_at: datetime | None


class InstructionItemOut(Schema):
    """A finding within an instruction."""

    id: int
    finding: int = Field(alias="finding_id")
    remedy: str
    demand: str
    state: str = Field(alias="finding.state")


class ReplyOut(Marked):
    """What is replied in this round; a draft until `submitted_at`."""

    text: str
    measures: list["MeasureOut"]
    submitted_at: datetime | None

    @staticmethod
    def resolve_mark(reply: Reply) -> str:
        """Return the mark of the reply."""
        return replying.mark_of_draft(reply)

    @staticmethod
    def resolve_measures(reply: Reply) -> list[object]:
        """Return what was done, item by item."""
        return list(reply.measures.all())


class MeasureOut(Schema):
    """What was done about one item."""

    item: int = Field(alias="item_id")
    text: str


class InstructionOut(Schema):
    """What a company is to put right by when. `reply` null: none in this round, or a draft of the other side."""

    id: int
    engagement: int = Field(alias="engagement_id")
    reference: str
    recipient: int = Field(alias="recipient_id")
    due_on: date
    round: int
    late: bool
    state: str
    note: str
    items: list[InstructionItemOut]
    reply: ReplyOut | None

    @staticmethod
    def resolve_reply(instruction: CorrectiveInstruction, context: dict[str, Any]) -> Reply | None:
        """Return the reply of this round as far as the caller may read it."""
        reply = next((r for r in instruction.replies.all() if r.round == instruction.round), None)
        reads = access.replies(context["request"].auth, instruction)
        return reply if reply and (reply.submitted_at or reads) else None

    @staticmethod
    def resolve_items(instruction: CorrectiveInstruction) -> list[object]:
        """Return the findings in order, each with its state."""
        return list(instruction.items.select_related("finding"))


class DemandIn(Schema):
    """What to do about one finding."""

    finding: Number
    remedy: Remedy
    text: Text


class InstructionIn(Schema):
    """Findings of one company that are to be put right by a day."""

    demands: list[DemandIn] = Field(max_length=200)
    due_on: date
    note: Text = ""


class MeasureIn(Schema):
    """What was done about one item."""

    item: Number
    text: Text


class ReplyIn(Replacing):
    """The cause, and what was done about every item that is not put right yet."""

    text: Text = ""
    measures: list[MeasureIn] = Field(max_length=200)


class LookedIn(Schema):
    """What was seen of one item."""

    item: Number
    outcome: Outcome
    seen: Text = ""


class VerificationIn(Replacing):
    """What was seen of every item, of the reply with that `mark`; `due_on` is needed when one is not put right yet."""

    looked: list[LookedIn] = Field(max_length=200)
    due_on: date | None = None


class ExtensionIn(Schema):
    """Until when more time is needed, and why."""

    until: date
    reason: Text


class ExtensionOut(Schema):
    """A request for more time."""

    id: int
    until: date
    due_before: date
    reason: str
    state: str
    answer: str


class ExtensionAnswerIn(Schema):
    """Whether there is more time; a refusal says why."""

    granted: bool
    answer: Text = ""


class AddedCheckIn(Schema):
    """A point that inspections ask from now on; at least one of the two questions."""

    slug: Line
    point: str = Field(max_length=60)
    arrangement: str = Field("", max_length=400)
    operation: str = Field("", max_length=400)
    evidence: Line = ""
    evidence_required: bool = False


class AddedCheckOut(AddedCheckIn):
    """A point that inspections ask in addition."""

    id: int
    since: int


@router.get("/findings", response=list[FoundOut], summary="指摘の一覧")
@paginate(Pages)
def findings(request: ApiRequest) -> "QuerySet[Finding]":
    """Return the findings that the caller sees, the newest first."""
    return access.findings_of(require(request.auth, Act.VIEW_ENGAGEMENT)).order_by("-raised_at", "-pk")


@router.get("/engagements/{pk}/findings", response=list[FoundOut], summary="業務の指摘")
@paginate(Pages)
def engagement_findings(request: ApiRequest, pk: int) -> "QuerySet[Finding]":
    """Return the findings of an engagement, as far as they were told to the caller."""
    return access.findings_in(request.auth, engagement_for(request.auth, pk)).order_by("pk")


@router.post(
    "/engagements/{pk}/findings/{finding}/dismiss",
    response={200: FoundOut, **REFUSED},
    summary="指示せずに閉じる",
)
def dismiss(request: ApiRequest, pk: int, finding: int, body: ReasonIn) -> Finding:
    """Close a finding that nobody has to put right."""
    who = require(request.auth, Act.INSTRUCT_CORRECTION)
    found = access.finding_for(who, client_engagement_for(who, pk, Act.INSTRUCT_CORRECTION), finding)
    services.dismiss(found, body.reason, by=who.user, at=now())
    return found


@router.post(
    "/engagements/{pk}/findings/{finding}/checks",
    response={200: AddedCheckOut, **REFUSED},
    summary="確認項目を加える",
)
def add_check(request: ApiRequest, pk: int, finding: int, body: AddedCheckIn) -> object:
    """Let the inspections opened from now on ask about a measure."""
    who = require(request.auth, Act.INSTRUCT_CORRECTION)
    found = access.finding_for(who, client_engagement_for(who, pk, Act.INSTRUCT_CORRECTION), finding)
    return preparing.add_check(found, body.dict(), by=who.user, at=now())


@router.post(
    "/engagements/{pk}/checks/{check}/retire",
    response={204: None, **REFUSED},
    summary="加えた確認項目をやめる",
)
def retire_check(request: ApiRequest, pk: int, check: int, body: ReasonIn) -> Status[None]:
    """Let later inspections no longer ask a check that was added."""
    who = require(request.auth, Act.INSTRUCT_CORRECTION)
    found = access.added_check_for(client_engagement_for(who, pk, Act.INSTRUCT_CORRECTION), check)
    preparing.retire_check(found, body.reason, by=who.user, at=now())
    return Status(204, None)


@router.post(
    "/engagements/{pk}/instructions", response={200: InstructionOut, **REFUSED}, summary="改善を指示する"
)
def instruct(request: ApiRequest, pk: int, body: InstructionIn) -> CorrectiveInstruction:
    """Tell a company what to put right by when."""
    who = require(request.auth, Act.INSTRUCT_CORRECTION)
    engagement = client_engagement_for(who, pk, Act.INSTRUCT_CORRECTION)
    demands = {each.finding: Demand(each.remedy, each.text) for each in body.demands}
    return services.instruct(engagement, demands, body.due_on, note=body.note, by=who.user, at=now())


@router.get("/instructions", response=list[InstructionOut], summary="改善指示の一覧")
@paginate(Pages)
def instructions(request: ApiRequest) -> "QuerySet[CorrectiveInstruction]":
    """Return the instructions that the caller sees, the newest first."""
    return (
        access.instructions_of(require(request.auth, Act.VIEW_ENGAGEMENT))
        .order_by("-pk")
        .prefetch_related("replies__measures")
    )


@router.get("/instructions/{pk}", response={200: InstructionOut, 404: Problem}, summary="改善指示")
def instruction(request: ApiRequest, pk: int) -> CorrectiveInstruction:
    """Return an instruction with its findings."""
    return access.instruction_for(request.auth, pk)


@router.post("/instructions/{pk}/reply", response={200: InstructionOut, **REFUSED}, summary="改善を報告する")
def reply(request: ApiRequest, pk: int, body: ReplyIn) -> CorrectiveInstruction:
    """Hand the reply in."""
    who = require(request.auth, Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    measures = {each.item: each.text for each in body.measures}
    replying.reply_to(found, body.text, measures, seen=body.mark, by=who.user, at=now())
    return found


@router.post(
    "/instructions/{pk}/verification", response={200: InstructionOut, **REFUSED}, summary="改善を確かめる"
)
def verify(request: ApiRequest, pk: int, body: VerificationIn) -> CorrectiveInstruction:
    """Record what was seen of every measure."""
    who = require(request.auth, Act.INSTRUCT_CORRECTION)
    found = access.as_client(who, pk)
    looked = {each.item: Looked(each.outcome, each.seen) for each in body.looked}
    verifying.verify(found, looked, body.due_on, seen=body.mark, by=who.user, at=now())
    return found


@router.post(
    "/instructions/{pk}/withdraw", response={200: InstructionOut, **REFUSED}, summary="指示を取り消す"
)
def withdraw(request: ApiRequest, pk: int, body: ReasonIn) -> CorrectiveInstruction:
    """Take an instruction back."""
    who = require(request.auth, Act.INSTRUCT_CORRECTION)
    found = access.as_client(who, pk)
    services.withdraw(found, body.reason, by=who.user, at=now())
    return found


@router.post(
    "/instructions/{pk}/extensions", response={200: ExtensionOut, **REFUSED}, summary="期限の延長を申し出る"
)
def ask_extension(request: ApiRequest, pk: int, body: ExtensionIn) -> object:
    """Ask for a later deadline."""
    who = require(request.auth, Act.REPLY_CORRECTION)
    found = access.as_replier(who, pk)
    return replying.ask_extension(found, body.until, body.reason, by=who.user, at=now())


@router.post(
    "/instructions/{pk}/extensions/{extension}/answer",
    response={200: ExtensionOut, **REFUSED},
    summary="延長の申出に返事をする",
)
def answer_extension(request: ApiRequest, pk: int, extension: int, body: ExtensionAnswerIn) -> object:
    """Grant more time, or refuse it."""
    who = require(request.auth, Act.INSTRUCT_CORRECTION)
    asked = access.extension_for(access.as_client(who, pk), extension)
    replying.answer_extension(asked, granted=body.granted, answer=body.answer, by=who.user, at=now())
    asked.refresh_from_db()
    return asked
