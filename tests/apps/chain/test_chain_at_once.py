"""Two people act on one chain at the same moment: one act, and the other is told."""

import pytest

from tests.apps.chain import chained
from tests.apps.chain.chained import NOW, TODAY
from tests.apps.test_two_at_once import at_once, refused
from tests.cast import make_cast
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.chain import handing, services
from yakusoku.apps.chain.models import Hop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings, tmp_path):
    """The cast, committed, so that other threads see it."""
    settings.STORE_ROOT = tmp_path / "store"
    return make_cast()


def taken_in_turn(acts):
    """Return one act that gives each thread the next of `acts`."""

    def act():
        return next(acts)()

    return act


def test_a_request_is_answered_once(cast):
    hop = chained.requested(cast)
    acts = iter(
        [
            lambda: services.consent(hop, services.Consent(TODAY), by=cast.owner, at=NOW),
            lambda: services.withdraw(Hop.objects.get(pk=hop.pk), "不要", by=cast.contractor, at=NOW),
        ]
    )
    results = at_once(taken_in_turn(acts))
    assert refused(results) == ["chain.not-waiting"]
    codes = set(AuditEntry.objects.values_list("code", flat=True))
    assert len(codes & {"subcontract.consented", "subcontract.withdrawn"}) == 1
    assert verify() == []


def test_the_contractor_gets_one_place(cast):
    work = chained.shared(cast)
    at_once(lambda: chained.requested(cast, work))
    assert Hop.objects.filter(parent__isnull=True).count() == 1
    assert Hop.objects.filter(parent__isnull=False).count() == 2


def test_nobody_is_agreed_to_below_someone_who_ends(cast):
    first, home = chained.three_tiers(cast)
    services.end(home, TODAY, "", by=cast.owner, at=NOW)
    later = chained.requested(cast, first.engagement, first, name="次の人")
    acts = iter(
        [
            lambda: services.end(Hop.objects.get(pk=first.pk), TODAY, "", by=cast.owner, at=NOW),
            lambda: chained.agree(cast, later, decided_on=TODAY.replace(day=9)),
        ]
    )
    results = at_once(taken_in_turn(acts))
    assert len(refused(results)) == 1, results


def test_something_arrives_once(cast):
    work = chained.shared(cast)
    sent = chained.sent(cast, work, None, chained.consented(cast, work).parent)

    def act():
        return handing.receive(sent, TODAY, "", by=cast.contractor, at=NOW)

    assert refused(at_once(act)) == ["handover.closed"]
