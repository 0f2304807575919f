"""Writing what becomes of a condition: reported by whoever has to meet it, verified by the secretariat."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.board import duties
from yakusoku.apps.board.models import Condition, ConditionState
from yakusoku.apps.board.refusals import ConditionMoved
from yakusoku.apps.engagements.life import hold
from yakusoku.apps.files.services import keep
from yakusoku.domain.audit.chain import JSON


@transaction.atomic
def report(
    condition: Condition,
    text: str,
    upload: "UploadedFile[bytes] | None",
    *,
    organization: Organization,
    by: User,
    at: datetime,
) -> None:
    """Say that a condition is met, and show it. Raises ConditionMoved and refusals of uploads.

    organization   whose side reports: the file belongs to it
    """
    _hold(condition)
    shown = keep(upload, organization=organization, by=by, at=at) if upload else None
    fields = {"report": text.strip(), "shown": shown, "reported_by": by, "reported_at": at}
    _move(condition, ConditionState.OPEN, ConditionState.REPORTED, **fields)
    duties.to_verify(condition, at=at)
    facts: dict[str, JSON] = {"sha256": shown.sha256} if shown else {}
    _log("condition.reported", condition, by, at, facts=facts)


@transaction.atomic
def verify(condition: Condition, *, by: User, at: datetime) -> None:
    """Note that a condition is met. Raises ConditionMoved."""
    _hold(condition)
    _move(condition, ConditionState.REPORTED, ConditionState.MET, met_by=by, met_at=at, answer="")
    duties.met(condition, at=at)
    _log("condition.met", condition, by, at)


@transaction.atomic
def send_back(condition: Condition, reason: str, *, by: User, at: datetime) -> None:
    """Give a report back: the condition is not met yet. Raises ConditionMoved."""
    _hold(condition)
    _move(condition, ConditionState.REPORTED, ConditionState.OPEN, answer=reason.strip())
    duties.to_meet(condition, at=at)
    _log("condition.sent-back", condition, by, at, reason=reason.strip())


def _hold(condition: Condition) -> None:
    """Lock the work that is bound before anything is kept: its other duties change one act after the other."""
    if condition.item.candidacy is not None:
        hold(condition.item.candidacy.engagement_id)


def _move(condition: Condition, before: ConditionState, after: ConditionState, **fields: object) -> None:
    moved = Condition.objects.filter(pk=condition.pk, state=before).update(state=after, **fields)
    if not moved:
        condition.refresh_from_db(fields=["state"])
        raise ConditionMoved(state=ConditionState(condition.state).label)
    for name, value in {"state": after, **fields}.items():
        setattr(condition, name, value)


def _log(
    code: str,
    condition: Condition,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    facts: dict[str, JSON] | None = None,
) -> None:
    """Both sides act on a condition; the trail is the client's."""
    organization = condition.item.meeting.organization_id
    record(code, condition, by=by, at=at, organization=organization, reason=reason, facts=facts or {})
