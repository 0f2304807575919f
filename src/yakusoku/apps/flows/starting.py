"""The start of work: everything that is promised first is looked at once more."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import transaction
from django.urls import reverse

from yakusoku.apps.accounts.models import User
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import open_duties
from yakusoku.apps.duties.services import owe_many, settle
from yakusoku.apps.engagements.life import AlreadyStarted, need_open, set_started
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.training import duties as training_duties
from yakusoku.apps.training.queries import preparation_of, training_of
from yakusoku.apps.training.words import told
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.training.start import obstacles

START = "engagement.start"
LEAD_DAYS = 7


class NotReady(Refusal):
    """Work may not start on that day; `reasons` says everything that stands against it."""

    code: ClassVar[str] = "start.not-ready"


@transaction.atomic
def start(engagement: Engagement, day: date, *, by: User, at: datetime) -> None:
    """Record the day on which work starts. Raises NotReady with every reason, AlreadyStarted."""
    present = need_open(engagement.pk)
    if present.started_on is not None:
        raise AlreadyStarted()
    prepared = preparation_of(present, training_of(present, day))
    found = obstacles(prepared, day)
    if found:
        raise NotReady(reasons=" ".join(told(prepared, found)))
    set_started(engagement, day, by=by, at=at)
    settle(START, engagement, at=at)
    training_duties.bring_up_to_date(engagement, today=day, at=at)


def remind_of_start(today: date, at: datetime, *, of: Engagement | None = None) -> int:
    """Let the start be due where a contract is entered and the first day is near; return how many are new.

    of   only in this engagement, as when its contract is entered; None: everywhere, for the tick
    """
    waiting = open_duties().filter(kind=START).values("engagement")
    rows = Engagement.objects.filter(
        contracted_on__isnull=False,
        started_on__isnull=True,
        closed_at__isnull=True,
        starts_on__lte=today + timedelta(days=LEAD_DAYS),
        ends_on__gte=today,
    ).exclude(pk__in=waiting)
    if of is not None:
        rows = rows.filter(pk=of.pk)
    return owe_many(
        Duty(
            kind=START,
            subject=f"engagement:{row.pk}",
            organization=row.organization,
            department=row.department,
            act=Act.START_WORK.value,
            engagement=row.pk,
            about=row.title[:200],
            href=reverse("engagement-training", args=[row.pk]),
            due_on=row.starts_on,
            since=at,
        )
        for row in rows.select_related("organization", "department")
    )
