"""Changes to people, organisations and roles; each leaves an audit line."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from yakusoku.apps.accounts.access import digest_of
from yakusoku.apps.accounts.models import (
    ApiToken,
    Department,
    Invitation,
    Kind,
    Membership,
    Organization,
    User,
)
from yakusoku.apps.audit.services import Happened, record, record_all
from yakusoku.domain.accounts.membership import (
    INVITATION_LASTS,
    AlreadyMember,
    CompanyHasMembers,
    DepartmentElsewhere,
    DepartmentExists,
    EmailTaken,
    InvitedSomeoneElse,
    NotAMember,
    SignInFirst,
    require_administrator,
    require_open,
    require_place,
)
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.audit.chain import JSON
from yakusoku.web.edits import mark_of_row, require_unchanged


@transaction.atomic
def create_organization(
    name: str, kind: str, *, by: User | None, at: datetime, introduced_by: Organization | None = None
) -> Organization:
    """Register an organisation and return it. `kind`: a value of models.Kind.

    introduced_by   the client that registers a contractor; its trail gets the entry
    """
    organization = Organization.objects.create(
        name=name, kind=Kind(kind), created=at, introduced_by=introduced_by
    )
    owner = (introduced_by or organization).pk
    record("organization.created", organization, by=by, at=at, organization=owner, facts={"kind": kind})
    return organization


@transaction.atomic
def introduce_companies(
    names: Iterable[str], *, introduced_by: Organization, by: User, at: datetime
) -> list[Organization]:
    """Register companies that a client introduces, each as `create_organization` would; return them in order."""
    rows = [
        Organization(name=name, kind=Kind.COMPANY, created=at, introduced_by=introduced_by) for name in names
    ]
    made = Organization.objects.bulk_create(rows, batch_size=500)
    facts = {"kind": Kind.COMPANY.value}
    told = (Happened("organization.created", row, introduced_by.pk, facts=facts) for row in made)
    record_all(told, by=by, at=at)
    return made


@transaction.atomic
def add_department(organization: Organization, name: str, *, by: User | None, at: datetime) -> Department:
    """Add a department and return it. Raises DepartmentExists."""
    try:
        with transaction.atomic():
            department = organization.departments.create(name=name)
    except IntegrityError as error:
        raise DepartmentExists(name=name) from error
    record("department.added", department, by=by, at=at, organization=organization.pk, facts={"name": name})
    return department


@transaction.atomic
def name_superior(
    department: Department, superior: User | None, *, seen: str | None = None, by: User, at: datetime
) -> None:
    """Set who is told when something of a department is late; None: nobody.

    seen     the mark of the department as the page showed it
    raises   ChangedMeanwhile, NotAMember
    """
    _locked(department.organization_id)
    require_unchanged(seen, mark_of_row(Department.objects.get(pk=department.pk)))
    if superior and not superior.memberships.filter(organization=department.organization_id).exists():
        raise NotAMember(name=superior.name)
    department.superior = superior
    department.save(update_fields=["superior"])
    facts: dict[str, JSON] = {"superior": superior.pk if superior else None}
    owner = department.organization_id
    record("department.superior-named", department, by=by, at=at, organization=owner, facts=facts)


@transaction.atomic
def found_organization(
    name: str, kind: str, departments: Iterable[str], email: str, person: str, *, password: str, at: datetime
) -> Organization:
    """Register an organisation with its departments and first administrator; everyone else is invited.

    raises   EmailTaken, DepartmentExists
    """
    organization = create_organization(name, kind, by=None, at=at)
    for department in departments:
        add_department(organization, department, by=None, at=at)
    user = create_person(email, person, password=password, by=None, at=at)
    add_member(user, organization, Role.ADMINISTRATOR, by=None, at=at)
    return organization


@transaction.atomic
def create_person(
    email: str, name: str, *, password: str | None = None, by: User | None, at: datetime
) -> User:
    """Register a person and return them. Raises EmailTaken.

    password   None: only single sign-on lets them in
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, created=at)
            # Known and verified to the sign-in library: else it would take away the password of a
            # person who comes in by single sign-on, and could not ask for the password again.
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    except IntegrityError as error:
        raise EmailTaken(email=email) from error
    record("person.added", user, by=by, at=at, organization=None)
    return user


@transaction.atomic
def create_guest(name: str, *, by: User, at: datetime) -> User:
    """Return one who stands in records for a person without an account; nobody can sign in as them."""
    # An address of the kind that never exists (RFC 2606): no letter and no single sign-on reaches it.
    mail = f"guest-{secrets.token_hex(12)}@guest.invalid"
    guest = User.objects.create_user(mail, None, name=name, created=at, is_active=False)
    record("person.guest-added", guest, by=by, at=at, organization=None)
    return guest


@transaction.atomic
def add_member(
    user: User,
    organization: Organization,
    role: Role,
    department: Department | None = None,
    *,
    by: User | None,
    at: datetime,
) -> Membership:
    """Give a person a role and return it.

    raises   DepartmentMissing, DepartmentNotNeeded, DepartmentElsewhere, AlreadyMember
    """
    _require_own_department(organization, role, department)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user, organization=organization, role=role.value, department=department
            )
    except IntegrityError as error:
        raise AlreadyMember(name=user.name) from error
    record("member.added", user, by=by, at=at, organization=organization.pk, facts=_place(role, department))
    return membership


@transaction.atomic
def change_role(
    membership: Membership,
    role: Role,
    department: Department | None = None,
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Membership:
    """Change a role and return it.

    seen     the mark of the role as the page showed it
    raises   LastAdministrator, NotAMember, ChangedMeanwhile, and what `add_member` raises
    """
    organization = _locked(membership.organization_id)
    _require_own_department(organization, role, department)
    before = _present(membership)
    require_unchanged(seen, mark_of_row(before))
    if before.role == Role.ADMINISTRATOR and role is not Role.ADMINISTRATOR:
        require_administrator(_roles_without(before))
    membership.role, membership.department = role.value, department
    try:
        with transaction.atomic():
            membership.save(update_fields=["role", "department"])
    except IntegrityError as error:
        raise AlreadyMember(name=membership.user.name) from error
    facts = {"before": _place(Role(before.role), before.department), "after": _place(role, department)}
    record("member.role-changed", membership.user, by=by, at=at, organization=organization.pk, facts=facts)
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: User, at: datetime) -> None:
    """Take a role away; the person stays known. Raises LastAdministrator, NotAMember."""
    organization = _locked(membership.organization_id)
    membership = _present(membership)
    if membership.role == Role.ADMINISTRATOR:
        require_administrator(_roles_without(membership))
    facts = _place(Role(membership.role), membership.department)
    membership.delete()
    record("member.removed", membership.user, by=by, at=at, organization=organization.pk, facts=facts)


@transaction.atomic
def invite(
    organization: Organization,
    email: str,
    role: Role,
    department: Department | None = None,
    *,
    by: User | None,
    at: datetime,
) -> tuple[Invitation, str]:
    """Invite a person; return the invitation and its secret, which is told here and never again.

    raises   DepartmentMissing, DepartmentNotNeeded, DepartmentElsewhere
    """
    _require_own_department(organization, role, department)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organization=organization,
        role=role.value,
        department=department,
        email=email.strip().lower(),
        token_digest=digest_of(secret),
        invited_by=by,
        created=at,
        expires_at=at + INVITATION_LASTS,
    )
    facts = _place(role, department)
    record("invitation.sent", invitation, by=by, at=at, organization=organization.pk, facts=facts)
    return invitation, secret


@transaction.atomic
def invite_first(company: Organization, email: str, *, by: User, at: datetime) -> tuple[Invitation, str]:
    """Invite the first person of a contractor, who becomes its administrator; return as `invite`.

    raises   CompanyHasMembers: from then on the contractor lets its own people in
    """
    if _locked(company.pk).memberships.exists():
        raise CompanyHasMembers(company=company.name)
    return invite(company, email, Role.CONTRACTOR, by=by, at=at)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take an invitation back. Raises InvitationUsed, InvitationExpired, InvitationWithdrawn."""
    _close(invitation, at, withdrawn_at=at)
    record("invitation.withdrawn", invitation, by=by, at=at, organization=invitation.organization_id)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, name: str, password: str, at: datetime) -> User:
    """Register the invited person with the role they were invited to, and return them.

    raises   InvitationUsed, InvitationExpired, InvitationWithdrawn; SignInFirst: they are registered already
    """
    if has_account(invitation):
        raise SignInFirst
    # Before the first audit entry, as everywhere: two acts never wait for each other.
    _locked(invitation.organization_id)
    _close(invitation, at, used_at=at)
    user = create_person(invitation.email, name, password=password, by=None, at=at)
    _take_up(invitation, user, at)
    return user


@transaction.atomic
def join(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Give the person who is signed in the role they were invited to.

    raises   InvitationUsed, InvitationExpired, InvitationWithdrawn, InvitedSomeoneElse, AlreadyMember
    """
    if by.email != invitation.email:
        raise InvitedSomeoneElse(email=invitation.email)
    _close(invitation, at, used_at=at)
    _take_up(invitation, by, at)


@transaction.atomic
def make_api_token(
    user: User, organization: Organization, name: str, *, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token by which a program acts as `user`; return it and its secret, told here and never again."""
    secret = f"yks_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user, organization=organization, name=name, token_digest=digest_of(secret), created=at
    )
    record("token.made", token, by=user, at=at, organization=organization.pk)
    return token, secret


@transaction.atomic
def revoke_api_token(token: ApiToken, *, by: User, at: datetime) -> None:
    """Make a token useless; a second time changes nothing."""
    if ApiToken.objects.filter(pk=token.pk, revoked__isnull=True).update(revoked=at):
        record("token.revoked", token, by=by, at=at, organization=token.organization_id)


@transaction.atomic
def note_sign(code: str, user: User | None, *, at: datetime) -> None:
    """Record something about a person's sign-in in the trail of every organisation of the person.

    user   None: someone unknown tried; it goes to the trail of the installation
    """
    by = None if code == "sign-in.failed" else user
    owners: set[int | None] = set(user.memberships.values_list("organization", flat=True)) if user else set()
    for owner in owners or {None}:
        record(code, user or "user:unknown", by=by, at=at, organization=owner)


def has_account(invitation: Invitation) -> bool:
    """Return whether the invited person is registered already."""
    return User.objects.filter(email=invitation.email).exists()


def _take_up(invitation: Invitation, user: User, at: datetime) -> None:
    organization = _locked(invitation.organization_id)
    # The first person of a contractor lets the others in.
    first = organization.kind == Kind.COMPANY and not organization.memberships.exists()
    add_member(user, organization, Role(invitation.role), invitation.department, by=user, at=at)
    if first and invitation.role != Role.ADMINISTRATOR:
        add_member(user, organization, Role.ADMINISTRATOR, by=user, at=at)
    record("invitation.accepted", invitation, by=user, at=at, organization=organization.pk)


def _close(invitation: Invitation, at: datetime, **stamp: datetime) -> None:
    """Stamp an invitation if it still waits; of two at once, one finds no row and is refused."""
    waiting = Invitation.objects.filter(
        pk=invitation.pk, used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    if not waiting.update(**stamp):
        invitation.refresh_from_db()
        require_open(invitation.expires_at, invitation.used_at, invitation.withdrawn_at, at)


def _locked(organization: int) -> Organization:
    """Return an organisation; who else changes its roles waits."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization)


def _present(membership: Membership) -> Membership:
    """Return a role as it stands. Raises NotAMember if somebody took it away meanwhile."""
    present = Membership.objects.select_related("department", "user").filter(pk=membership.pk).first()
    if present is None:
        raise NotAMember(name=membership.user.name)
    return present


def _roles_without(membership: Membership) -> list[Role]:
    rows = Membership.objects.filter(organization=membership.organization_id).exclude(pk=membership.pk)
    return [Role(role) for role in rows.values_list("role", flat=True)]


def _require_own_department(organization: Organization, role: Role, department: Department | None) -> None:
    require_place(role, department)
    if department is not None and department.organization_id != organization.pk:
        raise DepartmentElsewhere(name=department.name)


def _place(role: Role, department: Department | None) -> dict[str, str | int]:
    """Return a role as facts of an audit entry."""
    return {"role": role.value, **({"department": department.pk} if department else {})}
