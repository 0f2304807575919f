"""What every act on a round shares: its state is made sure of, moved, and told to the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal


class InspectionClosed(Refusal):
    """The inspection is not in the state that this act needs."""

    code: ClassVar[str] = "inspection.closed"


class SheetRenewed(Refusal):
    """The sheet was moved onto a newer version since it was looked at."""

    code: ClassVar[str] = "inspection.renewed"


def hold_round(inspection: Inspection) -> Inspection:
    """Lock an inspection and return its row, whatever its state."""
    rows = Inspection.objects.select_for_update(no_key=True).only("state", "version")
    return rows.get(pk=inspection.pk)


def need(inspection: Inspection, *states: State) -> None:
    """Lock the inspection and make sure that it is in one of the states, and still asks what was looked at.

    raises   InspectionClosed, SheetRenewed
    """
    present = hold_round(inspection)
    if present.state not in states:
        raise InspectionClosed(state=State(present.state).label)
    if present.version_id != inspection.version_id:
        raise SheetRenewed()


def move(inspection: Inspection, before: State, after: State, **fields: object) -> None:
    """Bring the inspection from one state into another. Raises InspectionClosed if it was moved meanwhile."""
    moved = Inspection.objects.filter(pk=inspection.pk, state=before).update(state=after, **fields)
    if not moved:
        raise InspectionClosed(state=before.label)
    inspection.refresh_from_db()


def log(
    code: str,
    inspection: Inspection,
    by: User | None,
    at: datetime,
    *,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
) -> None:
    """Tell the trail of the client: both sides act on an inspection. Call it last."""
    organization = inspection.version.engagement.organization_id
    record(code, inspection, by=by, at=at, organization=organization, reason=reason, facts=facts or {})
