"""Two people press the same button at the same moment."""

import pytest

from tests.apps.candidates import candidate
from tests.apps.test_two_at_once import at_once, refused
from tests.cast import NOW, make_cast
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.candidates import contracts, planning, services
from yakusoku.apps.candidates.models import Candidacy, Contract, Outcome

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings, tmp_path):
    """The cast, committed, so that other threads see it."""
    settings.STORE_ROOT = tmp_path / "store"
    return make_cast()


def test_one_candidate_is_held(cast):
    work = candidate.tendered(cast).engagement
    results = at_once(lambda: services.select(work, cast.company, "低い", by=cast.owner, at=NOW))
    assert refused(results) == ["candidate.already-held"]
    assert Candidacy.objects.count() == 1
    assert verify() == []


def test_one_edit_stays_and_the_other_is_told(cast):
    candidacy = candidate.short(cast)
    key = candidate.first_check(candidacy)

    def write():
        found = Candidacy.objects.get(pk=candidacy.pk)
        return planning.write_item(found, key, candidate.MEASURE, edition=0, by=cast.owner, at=NOW)

    assert refused(at_once(write)) == ["plan.changed"]
    assert candidacy.plan_items.get().edition == 1


def test_the_board_concludes_once(cast):
    candidacy = candidate.submitted(cast)
    outcomes = iter([Outcome.APPROVED, Outcome.REJECTED])

    def conclude():
        found = Candidacy.objects.get(pk=candidacy.pk)
        services.conclude(found, next(outcomes), by=cast.policy, at=NOW)

    assert refused(at_once(conclude)) == ["candidate.not-before-board"]
    assert AuditEntry.objects.filter(code="candidate.concluded").count() == 1


def test_one_contract_is_entered(cast):
    work = candidate.work_of(candidate.approved(cast))
    results = at_once(lambda: contracts.enter_contract(work, candidate.BY_WHEN, "", by=cast.owner, at=NOW))
    assert refused(results) == ["contract.entered"]
    assert Contract.objects.count() == 1
