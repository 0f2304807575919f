"""What is late: the client is to ask after it, and after some days the superior is told."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.services import escalate, owe_many
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import rules_by_organization
from yakusoku.domain.accounts.permissions import Act

URGE = "duty.urge"


def urge_late(today: date, at: datetime) -> int:
    """Let the client ask after what a company owes in its engagements and is late with; return how many new."""
    late = list(_late(today).filter(department__isnull=True, engagement__isnull=False, urged_by__isnull=True))
    engagements = Engagement.objects.select_related("organization", "department").in_bulk(
        {duty.engagement for duty in late if duty.engagement is not None}
    )
    return owe_many(_urgings(late, engagements, at))


def _urgings(late: Iterable[Duty], engagements: dict[int, Engagement], at: datetime) -> list[Duty]:
    found = []
    for duty in late:
        engagement = engagements.get(duty.engagement or 0)
        if engagement is None or engagement.organization_id == duty.organization_id:
            continue
        found.append(
            Duty(
                kind=URGE,
                subject=f"duty:{duty.pk}",
                organization=engagement.organization,
                department=engagement.department,
                act=Act.OPEN_INSPECTION.value,
                engagement=engagement.pk,
                about=engagement.title,
                href=engagement.get_absolute_url(),
                due_on=duty.due_on,
                since=at,
                urges=duty,
            )
        )
    return found


def escalate_late(today: date, at: datetime) -> int:
    """Note what is late by so many days that the superior is told; return how many things."""
    late = _late(today).filter(department__isnull=False, escalated_at__isnull=True)
    owners = set(late.values_list("organization", flat=True).order_by().distinct())
    rules = rules_by_organization(owners)
    told = 0
    for owner in owners:
        last = today - timedelta(days=max(1, rules[owner].escalate_after_days))
        told += escalate(late.filter(organization=owner, due_on__lte=last), at=at)
    return told


def _late(today: date) -> "QuerySet[Duty]":
    return Duty.objects.filter(done_at__isnull=True, due_on__lt=today)
