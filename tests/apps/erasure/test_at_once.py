"""Two people press the same button at the same moment: one act, and the other is told."""

from datetime import date

import pytest

from tests.apps.erasure.ended import KEPT, PURGED, contracted, ended, held, proven
from tests.apps.test_two_at_once import at_once, refused
from tests.apps.training.listed import listed
from tests.cast import NOW, make_cast
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure import services
from yakusoku.apps.erasure.models import Copy, Declaration
from yakusoku.apps.flows.closing import close
from yakusoku.apps.flows.renewing import renew
from yakusoku.apps.flows.starting import start

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings, tmp_path):
    """The cast, committed, so that other threads see it."""
    settings.STORE_ROOT = tmp_path / "store"
    return make_cast()


def read(copy):
    return Copy.objects.select_related("engagement", "hop").get(pk=copy.pk)


def test_one_proof_counts(cast):
    copy = held(cast, contracted(cast))
    proofs = [PURGED, KEPT]
    results = at_once(lambda: services.prove(read(copy), proofs.pop(), by=cast.contractor, at=NOW))
    assert len(refused(results)) <= 1
    assert AuditEntry.objects.filter(code="copy.proven").count() == 1


def test_a_proof_is_confirmed_once(cast):
    copy = proven(cast, contracted(cast))
    results = at_once(lambda: services.confirm(read(copy), by=cast.owner, at=NOW))
    assert refused(results) == ["copy.step-not-possible"]
    assert AuditEntry.objects.filter(code="copy.confirmed").count() == 1


def test_it_is_declared_once(cast):
    work = contracted(cast)
    assert refused(at_once(lambda: services.declare(work, None, by=cast.contractor, at=NOW))) == []
    assert Declaration.objects.count() == AuditEntry.objects.filter(code="ledger.declared").count() == 1


def test_work_starts_once(cast):
    work = contracted(cast)
    listed(cast, work)
    results = at_once(lambda: start(work, date(2027, 4, 1), by=cast.owner, at=NOW))
    assert refused(results) == ["engagement.already-started"]


def test_an_engagement_is_closed_once(cast):
    work = ended(cast)
    results = at_once(lambda: close(Engagement.objects.get(pk=work.pk), by=cast.owner, at=NOW))
    assert refused(results) == ["engagement.closed"]
    assert AuditEntry.objects.filter(code="engagement.closed").count() == 1


def test_one_next_period_is_made(cast):
    work = contracted(cast)
    results = at_once(lambda: renew(work, by=cast.owner, at=NOW))
    assert refused(results) == ["engagement.already-renewed"]
    assert Engagement.objects.filter(predecessor=work).count() == 1
