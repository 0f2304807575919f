"""The way from a person to what they may see and do. Everything below an organisation starts here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.models import ApiToken, Department, Invitation, Membership, Organization, User
from yakusoku.domain.accounts.permissions import Act, Role, may
from yakusoku.web.requests import UserRequest

CHOSEN = "organization"


@dataclass(frozen=True, slots=True)
class Acting:
    """A person acting for one organisation: what every door of the apps above asks.

    departments   numbers of the departments the person belongs to there
    """

    user: User
    organization: Organization
    roles: frozenset[Role]
    departments: frozenset[int]

    def may(self, act: Act) -> bool:
        """Return whether the person may do this here."""
        return may(self.roles, act)

    def may_in(self, act: Act, department: int | None) -> bool:
        """Return whether the person may do this for a department; None: for every one.

        The role 主管課 counts in the own departments only, also beside a role that sees everything.
        """
        counted = self.roles if department in self.departments else self.roles - {Role.DEPARTMENT}
        return may(counted, act)

    @property
    def sees_all(self) -> bool:
        """Return whether every engagement of the organisation is visible, not only the departments'."""
        return self.may(Act.VIEW_ALL_ENGAGEMENTS)


def memberships(user: User) -> "QuerySet[Membership]":
    """Return every role of a person, organisation by organisation, in the order they were given."""
    return user.memberships.select_related("organization", "department").order_by("organization_id", "pk")


def organizations(user: User) -> list[Organization]:
    """Return the organisations a person belongs to."""
    return list({m.organization_id: m.organization for m in memberships(user)}.values())


def organization_for(user: User, pk: int) -> Organization:
    """Return an organisation `user` belongs to; else 404, so that existence does not leak."""
    return get_object_or_404(Organization.objects.filter(memberships__user=user).distinct(), pk=pk)


def acting_as(user: User, organization: int | None = None) -> Acting:
    """Return `user` acting for an organisation of theirs; None: the first.

    raises   PermissionDenied for a stranger
    """
    found = list(memberships(user)) if user.is_active else []
    owner = organization if organization is not None else next((m.organization_id for m in found), None)
    return _acting(user, [m for m in found if m.organization_id == owner])


def acting(request: UserRequest) -> Acting:
    """Return the person of a request acting for the organisation chosen in the session.

    The database is asked once a request. A choice that no longer holds falls back to the first organisation.
    raises   PermissionDenied without any
    """
    known = cast("Acting | None", getattr(request, "_acting", None))
    if known is None:
        found = list(memberships(request.user))
        owners = [m.organization_id for m in found]
        chosen = request.session.get(CHOSEN)
        owner = chosen if chosen in owners else next(iter(owners), None)
        known = _acting(request.user, [m for m in found if m.organization_id == owner])
        request._acting = known  # type: ignore[attr-defined]  # a memo of this request, read here only
    return known


def _acting(user: User, roles: Iterable[Membership]) -> Acting:
    mine = list(roles)
    if not mine:
        raise PermissionDenied
    return Acting(
        user,
        mine[0].organization,
        frozenset(Role(m.role) for m in mine),
        frozenset(m.department_id for m in mine if m.department_id is not None),
    )


def choose(request: UserRequest, organization: Organization) -> None:
    """Let the session act for `organization` from the next request on."""
    request.session[CHOSEN] = organization.pk


def require(who: Acting, act: Act) -> Acting:
    """Return `who` if they may do this. Raises PermissionDenied."""
    if not who.may(act):
        raise PermissionDenied
    return who


def digest_of(secret: str) -> str:
    """Return what is kept of a secret. It has 256 random bits: a plain digest cannot be guessed back."""
    return sha256(secret.encode()).hexdigest()


def acting_by_token(secret: str, today: date) -> Acting | None:
    """Return for whom an API token acts; None: unknown, revoked, or its person no longer belongs there."""
    token = (
        ApiToken.objects.select_related("user")
        .filter(token_digest=digest_of(secret), revoked__isnull=True, user__is_active=True)
        .first()
    )
    if token is None:
        return None
    try:
        who = acting_as(token.user, token.organization_id)
    except PermissionDenied:
        return None
    # The day is enough to find tokens nobody uses; a write on every call would be too much.
    never_today = Q(last_used__isnull=True) | Q(last_used__lt=today)
    ApiToken.objects.filter(never_today, pk=token.pk).update(last_used=today)
    return who


def membership_for(who: Acting, pk: int) -> Membership:
    """Return a role in the organisation `who` manages; else 404."""
    rows = Membership.objects.select_related("user", "department", "organization")
    return get_object_or_404(rows, pk=pk, organization=require(who, Act.MANAGE_MEMBERS).organization)


def department_for(who: Acting, pk: int) -> Department:
    """Return a department of the organisation `who` manages; else 404."""
    organization = require(who, Act.MANAGE_MEMBERS).organization
    return get_object_or_404(organization.departments.select_related("superior"), pk=pk)


def invitation_for(who: Acting, pk: int) -> Invitation:
    """Return an invitation into the organisation `who` manages; else 404."""
    return get_object_or_404(Invitation, pk=pk, organization=require(who, Act.MANAGE_MEMBERS).organization)


def introduced_company(who: Acting, pk: int) -> Organization:
    """Return a contractor that the organisation of `who` registered; else 404."""
    rows = Organization.objects.filter(introduced_by=require(who, Act.SEND_INVITATION).organization)
    return get_object_or_404(rows, pk=pk)


def invitation_by(secret: str) -> Invitation:
    """Return the invitation a link leads to, whether or not it still works; 404 for an unknown link."""
    rows = Invitation.objects.select_related("organization", "department", "invited_by")
    return get_object_or_404(rows, token_digest=digest_of(secret))


def token_for(user: User, pk: int) -> ApiToken:
    """Return a person's own API token; else 404."""
    return get_object_or_404(ApiToken, pk=pk, user=user)


def acting_in_header(request: HttpRequest) -> dict[str, Acting | None]:
    """Return `acting` for the templates (a context processor); None for whoever has no role anywhere."""
    user = getattr(request, "user", None)  # an error page can come before anyone was looked up
    if user is None or not user.is_authenticated:
        return {"acting": None}
    try:
        return {"acting": acting(cast("UserRequest", request))}
    except PermissionDenied:
        return {"acting": None}
