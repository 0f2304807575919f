"""The contractor's own side over HTTP: the same acts as on the pages."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import StringConstraints

from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.library import access
from yakusoku.apps.library.models import AnswerLink, Certificate, KeptAnswerRecord
from yakusoku.apps.library.queries import grounds_of, proposals_for, with_progress
from yakusoku.apps.library.services import answers, certificates, links, reuse
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.library.links import LONGEST
from yakusoku.domain.library.proposals import Proposal
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem, Text

router = Router(tags=["library"])


class SheetOut(Schema):
    """A sheet that the contractor is asked to answer."""

    id: int
    client: str
    title: str
    kind: str
    state: str
    due_on: date
    answered: int
    asked: int

    @staticmethod
    def resolve_client(row: Any) -> str:
        """Return the name of the client."""
        return str(row.version.engagement.organization.name)

    @staticmethod
    def resolve_title(row: Any) -> str:
        """Return the title of the engagement."""
        return str(row.version.engagement.title)


class KeptOut(Schema):
    """A kept answer."""

    id: int
    check: str = Field(alias="check_id")
    question: str
    answer: str
    comment: str
    evidence: str = Field(alias="named_evidence")
    valid_from: date | None
    valid_until: date | None
    tags: str
    for_everyone: bool
    revision: int
    last_used_at: datetime | None


class KeptIn(Schema):
    """An answer to a question in one's own words."""

    question: Annotated[Text, StringConstraints(min_length=1)]
    answer: Answer
    comment: Text = ""
    evidence: Text = ""
    valid_from: date | None = None
    valid_until: date | None = None
    tags: Line = ""
    for_everyone: bool = False

    def wanted(self) -> answers.Wanted:
        """Return what is to be kept."""
        told = self.model_dump()
        return answers.Wanted(named_evidence=told.pop("evidence"), **told)


class ChangedIn(Schema):
    """What a kept answer is to say. `words`: of the question as it is asked today, to stand for that one."""

    answer: Answer
    comment: Text = ""
    evidence: Text = ""
    valid_from: date | None = None
    valid_until: date | None = None
    tags: Line = ""
    for_everyone: bool = False
    revision: Number
    words: Line = ""


class CertificateOut(Schema):
    """A certificate of the contractor."""

    id: int
    kind: str
    number: str
    scope: str
    valid_until: date
    revision: int


class CertificateIn(Schema):
    """What stands on a certificate."""

    kind: Line
    number: Annotated[Line, StringConstraints(min_length=1, max_length=100)]
    scope: Annotated[Text, StringConstraints(min_length=1)]
    valid_until: date | None = None
    counted_from: date | None = None


class RenewedCertificateIn(Schema):
    """What stands on a certificate after its renewal; `revision`: the one that was looked at."""

    number: Annotated[Line, StringConstraints(min_length=1, max_length=100)]
    scope: Annotated[Text, StringConstraints(min_length=1)]
    valid_until: date | None = None
    counted_from: date | None = None
    revision: Number


class ProposalOut(Schema):
    """One answer that could be taken; `key` stands for exactly this content."""

    key: str
    check: str
    basis: str
    answer: str
    comment: str
    evidence: list[str]
    files: int
    validity: str
    until: date | None
    before: str | None
    ticked: bool
    withheld: str | None


class TakeIn(Schema):
    """The keys of the proposals to take."""

    take: list[Line] = Field(max_length=500)


class ReusedOut(Schema):
    """How many answers were taken."""

    taken: int


class GroundOut(Schema):
    """An answer that rests on a certificate."""

    check_id: str
    kind: str
    number: str
    scope: str
    until: date
    validity: str


class LinkIn(Schema):
    """For whom a link is, and how long it works."""

    person: Annotated[Line, StringConstraints(min_length=1, max_length=100)]
    email: Annotated[Line, StringConstraints(pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] = ""
    days: int = Field(default=14, ge=1, le=LONGEST)


class LinkOut(Schema):
    """A link without an account; the secret is told when it is made and never again."""

    id: int
    person: str
    expires_at: datetime
    opened_at: datetime | None
    used_at: datetime | None
    withdrawn_at: datetime | None
    secret: str | None = None


@router.get("/library/sheets", response=list[SheetOut], summary="答える確認表")
@paginate(Pages)
def sheets(request: ApiRequest) -> "QuerySet[Inspection]":
    """Return the open sheets of every client, the earliest due first."""
    rows = access.sheets_of(access.keeper(request.auth)).filter(state=State.OPEN)
    return with_progress(rows.order_by("due_on", "pk"))


@router.get("/library/answers", response=list[KeptOut], summary="回答の控え")
@paginate(Pages)
def kept_answers(request: ApiRequest) -> "QuerySet[KeptAnswerRecord]":
    """Return the kept answers that are in use."""
    return access.kept_answers(request.auth).filter(retired_at__isnull=True)


@router.post("/library/answers", response={201: KeptOut, 409: Problem}, summary="控えに残す")
def keep_answer(request: ApiRequest, body: KeptIn) -> Status[KeptAnswerRecord]:
    """Keep an answer."""
    who = access.keeper(request.auth)
    return Status(201, answers.write(who.organization, body.wanted(), by=who.user, at=now()))


@router.put("/library/answers/{pk}", response={200: KeptOut, 409: Problem}, summary="控えを直す")
def change_answer(request: ApiRequest, pk: int, body: ChangedIn) -> KeptAnswerRecord:
    """Change a kept answer, if it is still the one that was looked at."""
    kept = access.kept_answer_for(request.auth, pk)
    told = body.model_dump(exclude={"revision", "evidence", "words"})
    wanted = answers.Wanted(question=kept.question, named_evidence=body.evidence, **told)
    by, at = request.auth.user, now()
    if body.words:
        return answers.carry_over(kept, body.words, wanted, revision=body.revision, by=by, at=at)
    return answers.change(kept, wanted, revision=body.revision, by=by, at=at)


@router.delete("/library/answers/{pk}", response={204: None, 409: Problem}, summary="控えをしまう")
def retire_answer(request: ApiRequest, pk: int, revision: Number) -> Status[None]:
    """Put a kept answer away, if it is still the one that was looked at."""
    kept = access.kept_answer_for(request.auth, pk)
    answers.retire(kept, revision=revision, by=request.auth.user, at=now())
    return Status(204, None)


@router.get("/library/certificates", response=list[CertificateOut], summary="認証")
@paginate(Pages)
def held(request: ApiRequest) -> "QuerySet[Certificate]":
    """Return the certificates of the caller's organisation."""
    return access.certificates(request.auth).filter(withdrawn_at__isnull=True)


@router.post("/library/certificates", response={201: CertificateOut, 409: Problem}, summary="認証を登録する")
def record_certificate(request: ApiRequest, body: CertificateIn) -> Status[Certificate]:
    """Record a certificate."""
    who = access.keeper(request.auth)
    paper = certificates.Paper(body.kind, body.number, body.scope, body.counted_from, body.valid_until)
    row = certificates.record_certificate(who.organization, paper, None, by=who.user, at=now())
    return Status(201, row)


@router.put(
    "/library/certificates/{pk}", response={200: CertificateOut, 409: Problem}, summary="認証を更新する"
)
def renew_certificate(request: ApiRequest, pk: int, body: RenewedCertificateIn) -> Certificate:
    """Bring a certificate up to date, as after a renewal; its kind and file stay."""
    row = access.certificate_for(request.auth, pk)
    paper = certificates.Paper(row.kind, body.number, body.scope, body.counted_from, body.valid_until)
    return certificates.change_certificate(
        row, paper, None, revision=body.revision, by=request.auth.user, at=now()
    )


@router.delete("/library/certificates/{pk}", response={204: None, 409: Problem}, summary="認証をしまう")
def withdraw_certificate(request: ApiRequest, pk: int, revision: Number) -> Status[None]:
    """Put a certificate away, if it is still the one that was looked at."""
    row = access.certificate_for(request.auth, pk)
    certificates.withdraw_certificate(row, revision=revision, by=request.auth.user, at=now())
    return Status(204, None)


@router.get("/inspections/{pk}/proposals", response=list[ProposalOut], summary="控えからの候補")
@paginate(Pages)
def proposals(request: ApiRequest, pk: int) -> list[ProposalOut]:
    """Return what the library proposes for a sheet."""
    who = access.keeper(request.auth)
    found = proposals_for(access.sheet_to_answer(who, pk), who.organization, localdate())
    return [proposal_out(row) for rows in found for row in rows]


@router.post("/inspections/{pk}/proposals", response={200: ReusedOut, 409: Problem}, summary="控えから答える")
def take(request: ApiRequest, pk: int, body: TakeIn) -> ReusedOut:
    """Answer with exactly the proposals that are named."""
    who = access.keeper(request.auth)
    sheet = access.sheet_to_answer(who, pk)
    count = reuse.take(sheet, who.organization, body.take, today=localdate(), by=who.user, at=now())
    return ReusedOut(taken=count)


@router.get("/inspections/{pk}/grounds", response=list[GroundOut], summary="回答のよりどころ")
@paginate(Pages)
def grounds(request: ApiRequest, pk: int) -> list[Any]:
    """Return the answers of a sheet that rest on a certificate."""
    return grounds_of(access.at_sheet(request.auth, pk).inspection, localdate())


@router.get("/inspections/{pk}/links", response=list[LinkOut], summary="回答のリンク")
@paginate(Pages)
def answer_links(request: ApiRequest, pk: int) -> "QuerySet[AnswerLink]":
    """Return the links of a sheet."""
    return access.acting_at(request.auth, pk).inspection.links.all()


@router.post("/inspections/{pk}/links", response={201: LinkOut, 409: Problem}, summary="回答のリンクを作る")
def make_link(request: ApiRequest, pk: int, body: LinkIn) -> Status[LinkOut]:
    """Make a link by which one person answers this sheet without an account."""
    found = access.acting_at(request.auth, pk)
    link, secret = links.make_link(
        found.inspection, found.side, body.person, body.email, body.days, by=request.auth.user, at=now()
    )
    told = LinkOut.from_orm(link)
    told.secret = secret
    return Status(201, told)


@router.delete("/inspections/{pk}/links/{link}", response={204: None, 409: Problem}, summary="取り消す")
def withdraw_link(request: ApiRequest, pk: int, link: int) -> Status[None]:
    """Take a link back."""
    links.withdraw_link(access.link_of(request.auth, pk, link), by=request.auth.user, at=now())
    return Status(204, None)


def proposal_out(row: Proposal) -> ProposalOut:
    """Return a proposal as JSON values."""
    return ProposalOut(
        key=row.key,
        check=row.check.id,
        basis=row.basis.value,
        answer=row.given.answer.value,
        comment=row.given.comment,
        evidence=list(row.given.evidence),
        files=len(row.files),
        validity=row.validity.value,
        until=row.until,
        before=row.before.answer.value if row.before else None,
        ticked=row.ticked,
        withheld=row.withheld.value if row.withheld else None,
    )
