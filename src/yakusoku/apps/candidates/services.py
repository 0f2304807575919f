"""Writing candidacies."""

from datetime import datetime

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.candidates.models import Candidacy, Outcome


@transaction.atomic
def conclude(candidacy: Candidacy, outcome: Outcome, *, by: User, at: datetime) -> None:
    """Note what the board decided about a candidacy."""
    Candidacy.objects.filter(pk=candidacy.pk).update(outcome=outcome, concluded_at=at)
    candidacy.refresh_from_db()
