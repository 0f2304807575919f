"""The days on which the life of an engagement turns: work begins, it is closed, it is opened again.

The rules about these days look at other apps; they stand in flows and call these services last.
"""

from datetime import date, datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.refusal import Refusal


class EngagementClosed(Refusal):
    """The engagement was closed: nothing about it is written any more."""

    code: ClassVar[str] = "engagement.closed"


class AlreadyStarted(Refusal):
    """Somebody else has already entered the day on which work began."""

    code: ClassVar[str] = "engagement.already-started"


class NotClosed(Refusal):
    """Only what was closed can be opened again."""

    code: ClassVar[str] = "engagement.not-closed"


class ReopeningReasonMissing(Refusal):
    """Opening a closed engagement again needs a reason."""

    code: ClassVar[str] = "engagement.reopening-reason-missing"


def refuse_closed(engagement: Engagement) -> None:
    """Raise EngagementClosed if a row, as just read behind its lock, is closed."""
    if engagement.closed_at is not None:
        raise EngagementClosed()


def hold(pk: int) -> Engagement:
    """Lock an engagement and return it as it stands, closed or not.

    Whatever belongs to an engagement is locked after it, and the trail last: so two acts never wait for each
    other, and what one counts in it is counted after what the other did.
    """
    return Engagement.objects.select_for_update(no_key=True).get(pk=pk)


def need_open(pk: int) -> Engagement:
    """Lock an engagement and return it as it stands. Raises EngagementClosed."""
    present = hold(pk)
    refuse_closed(present)
    return present


@transaction.atomic
def set_started(engagement: Engagement, day: date, *, by: User, at: datetime) -> None:
    """Keep the day on which work began. Raises AlreadyStarted, EngagementClosed."""
    need_open(engagement.pk)
    rows = Engagement.objects.filter(pk=engagement.pk, started_on__isnull=True)
    if not rows.update(started_on=day, changed_at=at):
        raise AlreadyStarted()
    engagement.started_on = day
    _log("engagement.started", engagement, by, at, facts={"day": day.isoformat()})


@transaction.atomic
def set_closed(engagement: Engagement, *, by: User, at: datetime) -> None:
    """Let nothing be written about an engagement any more. Raises EngagementClosed."""
    rows = Engagement.objects.filter(pk=engagement.pk, closed_at__isnull=True)
    if not rows.update(closed_at=at, changed_at=at):
        raise EngagementClosed()
    engagement.closed_at = at
    _log("engagement.closed", engagement, by, at)


@transaction.atomic
def set_open_again(engagement: Engagement, reason: str, *, by: User, at: datetime) -> None:
    """Open a closed engagement again. Raises ReopeningReasonMissing, NotClosed."""
    if not reason.strip():
        raise ReopeningReasonMissing()
    rows = Engagement.objects.filter(pk=engagement.pk, closed_at__isnull=False)
    if not rows.update(closed_at=None, changed_at=at):
        raise NotClosed()
    engagement.closed_at = None
    _log("engagement.reopened", engagement, by, at, reason=reason.strip())


def _log(
    code: str,
    engagement: Engagement,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    facts: dict[str, str] | None = None,
) -> None:
    organization = engagement.organization_id
    record(code, engagement, by=by, at=at, organization=organization, reason=reason, facts=dict(facts or {}))
