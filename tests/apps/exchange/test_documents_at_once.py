"""Two windows take the same document at the same moment: it is taken once, and the other is told."""

from copy import copy

import pytest

from tests.apps import promised
from tests.apps.test_two_at_once import at_once, cast, refused
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.engagements.services import withdraw
from yakusoku.apps.exchange import access, receiving
from yakusoku.apps.exchange.models import Received
from yakusoku.apps.exchange.oscal import profile_document
from yakusoku.domain.oscal.documents import open_document

__all__ = ["cast"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_document_is_taken_once_and_the_other_is_told(cast):
    version = promised.published(cast)
    told = profile_document(version)
    withdraw(version.engagement, "copying", by=cast.owner, at=NOW)
    who = cast.acting(cast.owner)
    document = open_document(told)
    place = access.place_for(who, document.kind, version.engagement_id, None)
    kept = receiving.receive(place, told, document, by=cast.owner, at=NOW)
    edition = receiving.compared(kept, place).difference.edition

    # Both have found it before either takes it.
    results = at_once(lambda: receiving.take(copy(kept), place, edition, by=cast.owner, at=NOW))
    assert results.count(1) == 1
    assert not Received.objects.exists()
    assert AuditEntry.objects.filter(code="oscal.taken").count() == 1
    assert refused(results) == ["oscal.taken-already"]
