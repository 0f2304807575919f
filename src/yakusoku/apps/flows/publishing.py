"""Publishing a promise, and what comes after it."""

from datetime import datetime

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.candidates.duties import to_select
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings.preparing import measures_taken
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.services import publish


@transaction.atomic
def publish_promise(engagement: Engagement, *, reason: str, by: User, at: datetime) -> Version:
    """Publish the facts and decisions as they stand; after the first time, a candidate is to be selected.

    raises   what `publish` raises
    """
    version = publish(engagement, reason=reason, by=by, at=at)
    measures_taken(engagement, at=at)
    if version.number > 1 or engagement.contracted_on is not None:
        return version
    if not Candidacy.objects.filter(engagement=engagement).exists():
        to_select(engagement, at=at)
    return version
