"""Writing findings. The only writer of their table."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings.models import Finding


@transaction.atomic
def raise_finding(
    engagement: Engagement,
    *,
    source: str,
    kind: str,
    severity: str,
    remedies: Sequence[str],
    hop: Hop | None = None,
    check_id: str = "",
    slug: str = "",
    seen: str = "",
    by: User | None,
    at: datetime,
) -> Finding:
    """Write down something that fell short; return it."""
    finding = Finding.objects.create(
        engagement=engagement,
        hop=hop,
        source=source,
        check_id=check_id,
        slug=slug,
        kind=kind,
        severity=severity,
        remedies=list(remedies),
        seen=seen,
        raised_by=by,
        raised_at=at,
    )
    facts = {"kind": kind, "severity": severity, "source": source}
    record("finding.raised", finding, by=by, at=at, organization=engagement.organization_id, facts=facts)
    return finding
