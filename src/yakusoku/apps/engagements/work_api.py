"""Beginning and describing work over HTTP. Its router carries api.py too: an address has one router."""

from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from pydantic import AfterValidator

from yakusoku.apps.accounts.access import require
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.engagements import access, services
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Line, Number, Problem, all_storable

router = Router(tags=["engagements"])


class WorkOut(Schema):
    """The number under which a work is found; `described`: its facts are complete."""

    id: int
    reference: str
    title: str
    described: bool


class BeginIn(Schema):
    """With what an engagement begins; `department` is its number."""

    title: Line = Field(min_length=1)
    department: Number


class DescribeIn(Schema):
    """The facts of the work, in the shape of PROFILE.yaml, and the numbers of department and contractor."""

    profile: Annotated[dict[str, Any], AfterValidator(all_storable)]
    department: Number
    contractor: Number | None = None


class CountOfAdopted(Schema):
    """How many requirements were adopted."""

    adopted: int


@router.post("/engagements", response={201: WorkOut}, summary="委託業務を始める")
def begin(request: ApiRequest, body: BeginIn) -> Status[Engagement]:
    """Begin an engagement; its facts follow."""
    who = require(request.auth, Act.CREATE_ENGAGEMENT)
    department = get_object_or_404(access.departments_of(who), pk=body.department)
    return Status(201, services.create(who.organization, department, body.title, by=who.user, at=now()))


@router.put("/engagements/{pk}/profile", response={200: WorkOut, 409: Problem}, summary="業務の実態を記す")
def describe(request: ApiRequest, pk: int, body: DescribeIn) -> Engagement:
    """Set the facts of a work, all of them."""
    who = require(request.auth, Act.EDIT_PROFILE)
    found = access.client_engagement_for(who, pk, Act.EDIT_PROFILE)
    contractor = None
    if body.contractor is not None:
        contractor = get_object_or_404(contractors_known_to(who.organization), pk=body.contractor)
    told = (
        {"title": found.title}
        | body.profile
        | {
            "client": who.organization.name,
            "contractor": contractor.name if contractor else None,
        }
    )
    department = get_object_or_404(access.departments_of(who), pk=body.department)
    told["department"] = department.name
    services.describe(found, told, department=department, contractor=contractor, by=who.user, at=now())
    return found


@router.post(
    "/engagements/{pk}/decisions",
    response={200: CountOfAdopted, 409: Problem},
    summary="残りを提案のとおり採用する",
)
def adopt_the_rest(request: ApiRequest, pk: int) -> CountOfAdopted:
    """Adopt everything that is undecided, as proposed."""
    who = require(request.auth, Act.MAKE_DECISION)
    found = access.client_engagement_for(who, pk, Act.MAKE_DECISION)
    return CountOfAdopted(adopted=services.adopt_the_rest(found, by=who.user, at=now()))


@router.delete(
    "/engagements/{pk}/decisions/{slug}", response={204: None, 409: Problem}, summary="採否を取り消す"
)
def withdraw_decision(request: ApiRequest, pk: int, slug: str) -> Status[None]:
    """Take a verdict back; without one nothing changes."""
    who = require(request.auth, Act.MAKE_DECISION)
    found = access.client_engagement_for(who, pk, Act.MAKE_DECISION)
    services.withdraw(found, slug, by=who.user, at=now())
    return Status(204, None)
