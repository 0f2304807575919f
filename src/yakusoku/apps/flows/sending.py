"""Sending a check sheet by hand: who may, what is proposed, and which day of the plan it stands for."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import User
from yakusoku.apps.candidates.duties import SELECT
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.models import Standing as Agreed
from yakusoku.apps.duties.services import settle
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import rules_of
from yakusoku.apps.flows.planned import next_planned, planned_for
from yakusoku.apps.flows.progress import Standing
from yakusoku.apps.inspections.models import Inspection, InspectionSet, State
from yakusoku.apps.inspections.services import open_inspection
from yakusoku.apps.specifications.models import Version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.schedule import InspectionKind, PlannedInspection


def may_open(who: Acting, standing: Standing) -> bool:
    """Return whether the person may send a check sheet now: one round at a time."""
    running = standing.inspection and standing.inspection.state != State.CONCLUDED
    ready = standing.version is not None and standing.engagement.contractor_id is not None
    allowed = who.may_in(Act.OPEN_INSPECTION, standing.engagement.department_id)
    return standing.client_side and allowed and ready and not running


def next_inspection(engagement: Engagement) -> dict[str, object]:
    """Return what the form proposes: the next planned inspection, or another closing check after the last."""
    last = planned_for(engagement, rules_of(engagement.organization_id))[-1:]
    following = following_round(engagement) or next(iter(last), None)
    if following is None:
        return {}
    return {"kind": following.kind.value, "due_on": max(following.date, localdate())}


def following_round(engagement: Engagement) -> PlannedInspection | None:
    """Return the planned inspection of the contractor that comes next; None after the last."""
    rounds = InspectionSet(Inspection).planned().filter(version__engagement=engagement)
    so_far = rounds.aggregate(opened=Count("pk"), covered=Max("planned_on"))
    return next_planned(engagement, rules_of(engagement.organization_id), so_far["opened"], so_far["covered"])


@transaction.atomic
def send(
    version: Version,
    kind: InspectionKind,
    due_on: date,
    *,
    hop: Hop | None = None,
    by: User,
    at: datetime,
) -> Inspection:
    """Send the check sheet; of the kind that the plan has next, it stands for that day of the plan.

    raises   as `open_inspection`
    """
    following = following_round(version.engagement) if hop is None else None
    planned = following.date if following is not None and following.kind is kind else None
    opened = open_inspection(version, kind, due_on, hop=hop, planned_on=planned, by=by, at=at)
    # Who is asked whether the promise is kept is no longer to be looked for.
    settle(SELECT, version.engagement, at=at)
    return opened


def place_asked(engagement: Engagement, asked: str) -> Hop | None:
    """Return the consented place in the chain that a form names; None: the contractor. Else 404."""
    if not asked:
        return None
    hops = Hop.objects.filter(engagement=engagement, standing=Agreed.CONSENTED, parent__isnull=False)
    return get_object_or_404(hops, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
