"""Handing a sheet in and giving it back, with what follows for the candidacy that it was asked for.

An inspection knows nothing of candidacies; whoever hands in anything goes through here, so that the plan waits
for the candidate in the same moment.
"""

from datetime import datetime

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.candidates import duties
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.models import Inspection


@transaction.atomic
def hand_in(inspection: Inspection, *, by: User, at: datetime) -> None:
    """Hand the answers in. Raises what `inspections.services.submit` raises."""
    candidacy = _asked_for(inspection)
    services.submit(inspection, by=by, at=at)
    if candidacy is not None:
        duties.bring_up_to_date(candidacy, at=at)


@transaction.atomic
def give_back(inspection: Inspection, reason: str, *, by: User, at: datetime) -> None:
    """Give the sheet back to be completed. Raises what `inspections.services.send_back` raises."""
    candidacy = _asked_for(inspection)
    services.send_back(inspection, reason, by=by, at=at)
    if candidacy is not None:
        duties.bring_up_to_date(candidacy, at=at)


def _asked_for(inspection: Inspection) -> Candidacy | None:
    """Lock and return the candidacy whose 調査票 it is; the candidacy first, as wherever both are written."""
    rows = Candidacy.objects.select_for_update(of=("self",)).select_related("engagement")
    return rows.filter(pre_assessment=inspection).first()
