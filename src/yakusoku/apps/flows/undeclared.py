"""Someone holds data although nobody had asked: the place in the chain, and the finding it is."""

from datetime import datetime

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import name_of
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.services import Told, record_undeclared
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings.services import raise_finding
from yakusoku.domain.findings.kinds import FindingKind, Remedy, Severity

REMEDIES = (Remedy.CHANGE_WORK, Remedy.ADDITIONAL_MEASURE, Remedy.AMEND_SPECIFICATION)


@transaction.atomic
def report(
    engagement: Engagement, parent: Hop | None, told: Told, *, by: User, at: datetime, note: str = ""
) -> Hop:
    """Write down an undeclared holder and raise the finding, of the highest severity; return the place.

    parent   who passed the data on; None: the contractor
    note     how it was found: the client's own note, not part of the finding that both sides read
    """
    hop = record_undeclared(engagement, parent, told, by=by, at=at, note=note)
    raise_finding(
        engagement,
        source=name_of(hop),
        kind=FindingKind.UNDECLARED_HOP,
        severity=Severity.HIGH,
        remedies=REMEDIES,
        hop=hop,
        by=by,
        at=at,
    )
    return hop
