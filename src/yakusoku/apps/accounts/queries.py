"""Lists of people and invitations."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from yakusoku.apps.accounts.models import Invitation, Membership, Organization, User
from yakusoku.apps.audit.models import AuditEntry


def members_of(organization: Organization) -> "QuerySet[Membership]":
    """Return the roles in an organisation, by name of the person."""
    rows = Membership.objects.filter(organization=organization).select_related("user", "department")
    return rows.order_by("user__name", "user_id", "pk")


def contractors_known_to(organization: Organization) -> "QuerySet[Organization]":
    """Return the companies that an organisation introduced and may choose as contractor, by name."""
    return Organization.objects.filter(introduced_by=organization).order_by("name")


def person_by_email(email: str) -> User | None:
    """Return the person who signs in with a mail address; None: nobody does."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def waiting_invitations(organization: Organization, now: datetime) -> "QuerySet[Invitation]":
    """Return the invitations that can still be taken up, the newest first."""
    waiting = Invitation.objects.filter(
        organization=organization, used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
    )
    return waiting.select_related("department", "invited_by")


def names_of(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """Return "user:12" → name for the people in audit entries who are still known."""
    told = {name for entry in entries for name in (entry.actor, entry.subject, *entry.told)}
    numbers = [name.removeprefix("user:") for name in told if name.startswith("user:")]
    people = User.objects.filter(pk__in=[number for number in numbers if number.isdigit()])
    return {f"user:{pk}": name for pk, name in people.values_list("pk", "name")}
