"""Ending a round that will not be answered any more."""

from datetime import datetime

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.inspections import duties
from yakusoku.apps.inspections.models import Inspection, State


@transaction.atomic
def call_off(inspection: Inspection, reason: str, *, by: User, at: datetime) -> None:
    """Close a round without looking at what is left of it; a concluded one stays as it is.

    What was answered stays to be read by the client; nothing of it becomes a finding.
    """
    running = Inspection.objects.filter(pk=inspection.pk).exclude(state=State.CONCLUDED)
    if not running.update(state=State.CONCLUDED, concluded_by=by, concluded_at=at):
        return
    inspection.refresh_from_db()
    duties.done(inspection, at=at)
    organization = inspection.version.engagement.organization_id
    record("inspection.called-off", inspection, by=by, at=at, organization=organization, reason=reason)
