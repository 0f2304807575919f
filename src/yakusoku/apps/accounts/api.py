"""People and departments over HTTP: the same acts as on the pages."""

from datetime import date, datetime
from typing import Annotated

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.accounts import access, letters, queries, services
from yakusoku.apps.accounts.forms import COMPANY_ROLES
from yakusoku.apps.accounts.models import Department, Invitation, Kind, Membership, Organization, User
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import Wanted, entries_of
from yakusoku.domain.accounts.membership import RoleElsewhere
from yakusoku.domain.accounts.permissions import Act, Role
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem

router = Router(tags=["members"])


def mail_address(text: str) -> str:
    """Return an address of mail. Raises ValueError."""
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error
    return text


Mail = Annotated[str, StringConstraints(max_length=254), AfterValidator(mail_address)]
Name = Annotated[Line, StringConstraints(min_length=1, strip_whitespace=True)]


class MemberOut(Schema):
    """A role of a person in the organisation."""

    id: int
    person: int = Field(validation_alias="user_id")
    name: str = Field(validation_alias="user.name")
    email: str = Field(validation_alias="user.email")
    role: str
    department: int | None = Field(None, validation_alias="department_id")


class PlaceIn(Schema):
    """A role, with the department where the role has one."""

    role: Role
    department: Number | None = None


class InvitationIn(PlaceIn):
    """Whom to invite, and into which role."""

    email: Mail


class InvitationOut(Schema):
    """An invitation that waits."""

    id: int
    email: str
    role: str
    department: int | None = Field(None, validation_alias="department_id")
    expires_at: datetime


class MadeInvitationOut(Schema):
    """A new invitation with its link, which is told this once. `mail`: sent, failed, or none is set up."""

    id: int
    link: str
    mail: str


class CompanyIn(Schema):
    """A contractor to register, and its first person."""

    company: Name
    email: Mail


class CompanyOut(Schema):
    """A contractor that the organisation registered."""

    id: int
    name: str


class DepartmentOut(Schema):
    """A department. `superior`: the person who is told when something is late."""

    id: int
    name: str
    superior: int | None = Field(None, validation_alias="superior_id")


class DepartmentIn(Schema):
    """A new department."""

    name: Name


class SuperiorIn(Schema):
    """Who is told when something is late; null: nobody."""

    superior: Number | None


class EntryOut(Schema):
    """An entry of the audit trail; `facts` is JSON, `digest` chains it to the entries before."""

    sequence: int
    at: datetime
    actor: str
    code: str
    subject: str
    reason: str
    facts: str
    digest: str


# As far as the days before and after it are days too.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]


class TrailFilters(Schema):
    """What to look for in the trail; every field may stay empty."""

    code: Line = ""
    actor: Line = ""
    subject: Line = ""
    since: Day | None = None
    until: Day | None = None


def department_in(organization: Organization, body: PlaceIn) -> Department | None:
    """Return the department of a role that has one; another organisation's is 404. Raises RoleElsewhere."""
    company = organization.kind == Kind.COMPANY
    fits = body.role.value in COMPANY_ROLES if company else body.role is not Role.CONTRACTOR
    if not fits:
        raise RoleElsewhere(role=body.role.value)
    if body.role is not Role.DEPARTMENT or body.department is None:
        return None
    return get_object_or_404(organization.departments, pk=body.department)


def made(invitation: Invitation, secret: str) -> MadeInvitationOut:
    """Return an invitation with its link, and send it by mail where mail is set up."""
    link = settings.ADDRESS + reverse("invitation", args=[secret])
    return MadeInvitationOut(id=invitation.pk, link=link, mail=letters.send_invitation(invitation, link))


@router.get("/members", response=list[MemberOut], summary="利用者の一覧")
@paginate(Pages)
def list_members(request: ApiRequest) -> "QuerySet[Membership]":
    """List who belongs to the organisation, role by role."""
    who = access.require(request.auth, Act.MANAGE_MEMBERS)
    return queries.members_of(who.organization).order_by("pk")


@router.put(
    "/members/{pk}/role", response={200: MemberOut, 404: Problem, 409: Problem}, summary="役割を変える"
)
def change_role(request: ApiRequest, pk: int, body: PlaceIn) -> Membership:
    """Change the role of a member."""
    member = access.membership_for(request.auth, pk)
    department = department_in(member.organization, body)
    return services.change_role(member, body.role, department, by=request.auth.user, at=now())


@router.delete("/members/{pk}", response={204: None, 404: Problem, 409: Problem}, summary="利用者を外す")
def remove_member(request: ApiRequest, pk: int) -> Status[None]:
    """Take a role away."""
    services.remove_member(access.membership_for(request.auth, pk), by=request.auth.user, at=now())
    return Status(204, None)


@router.get("/invitations", response=list[InvitationOut], summary="招待の一覧")
@paginate(Pages)
def list_invitations(request: ApiRequest) -> "QuerySet[Invitation]":
    """List the invitations that wait."""
    who = access.require(request.auth, Act.MANAGE_MEMBERS)
    return queries.waiting_invitations(who.organization, now())


@router.post(
    "/invitations", response={201: MadeInvitationOut, 404: Problem, 409: Problem}, summary="招待する"
)
def invite_member(request: ApiRequest, body: InvitationIn) -> Status[MadeInvitationOut]:
    """Invite a person into the own organisation."""
    who = access.require(request.auth, Act.MANAGE_MEMBERS)
    department = department_in(who.organization, body)
    found = services.invite(who.organization, body.email, body.role, department, by=who.user, at=now())
    return Status(201, made(*found))


@router.delete(
    "/invitations/{pk}", response={204: None, 404: Problem, 409: Problem}, summary="招待を取り消す"
)
def withdraw_invitation(request: ApiRequest, pk: int) -> Status[None]:
    """Take an invitation back."""
    services.withdraw_invitation(access.invitation_for(request.auth, pk), by=request.auth.user, at=now())
    return Status(204, None)


@router.get("/contractors", response=list[CompanyOut], summary="登録した委託先の一覧")
@paginate(Pages)
def list_contractors(request: ApiRequest) -> "QuerySet[Organization]":
    """List the companies that can be named as contractor, candidate or subcontractor, by name."""
    who = access.require(request.auth, Act.SEND_INVITATION)
    return queries.contractors_known_to(who.organization).order_by("name", "pk")


@router.post("/contractors", response={201: MadeInvitationOut, 409: Problem}, summary="委託先を招く")
def invite_contractor(request: ApiRequest, body: CompanyIn) -> Status[MadeInvitationOut]:
    """Register a contractor and invite its first person."""
    who, at = access.require(request.auth, Act.SEND_INVITATION), now()
    with transaction.atomic():
        company = services.create_organization(
            body.company, Kind.COMPANY, by=who.user, at=at, introduced_by=who.organization
        )
        found = services.invite_first(company, body.email, by=who.user, at=at)
    return Status(201, made(*found))


@router.get("/departments", response=list[DepartmentOut], summary="課の一覧")
@paginate(Pages)
def list_departments(request: ApiRequest) -> "QuerySet[Department]":
    """List the departments."""
    return access.require(request.auth, Act.MANAGE_MEMBERS).organization.departments.order_by("pk")


@router.post("/departments", response={201: DepartmentOut, 409: Problem}, summary="課を加える")
def add_department(request: ApiRequest, body: DepartmentIn) -> Status[Department]:
    """Add a department."""
    who = access.require(request.auth, Act.MANAGE_MEMBERS)
    return Status(201, services.add_department(who.organization, body.name, by=who.user, at=now()))


@router.put(
    "/departments/{pk}/superior",
    response={200: DepartmentOut, 404: Problem, 409: Problem},
    summary="遅れを知らせる上司を決める",
)
def name_superior(request: ApiRequest, pk: int, body: SuperiorIn) -> Department:
    """Name who is told when something of a department is late."""
    department = access.department_for(request.auth, pk)
    people = User.objects.filter(memberships__organization=department.organization, is_active=True)
    superior = get_object_or_404(people.distinct(), pk=body.superior) if body.superior is not None else None
    services.name_superior(department, superior, by=request.auth.user, at=now())
    return department


@router.get("/audit", response=list[EntryOut], summary="操作の記録")
@paginate(Pages)
def read_audit(request: ApiRequest, asked: Query[TrailFilters]) -> "QuerySet[AuditEntry]":
    """List what happened in the organisation, the latest first."""
    who = access.require(request.auth, Act.READ_AUDIT)
    return entries_of(who.organization.pk, Wanted(**asked.dict()))
