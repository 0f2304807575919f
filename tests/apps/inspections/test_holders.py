"""The first question of every round: who holds data now."""

import pytest

from tests.apps import promised
from tests.apps.inspections.rounds import asked_below, below
from tests.cast import NOW
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.models import HoldersStatement, State
from yakusoku.domain.refusal import Refusal

DIFFERENT = {"same": "no", "told": "はしけ運輸に原票を運ばせています（7月から）"}


def state(client, inspection, **told):
    return client.post(f"/inspections/{inspection.pk}/holders/", told or {"same": "yes"})


def page(client, inspection):
    return client.get(f"/inspections/{inspection.pk}/").content.decode()


def open_duties():
    return set(Duty.objects.filter(done_at__isnull=True).values_list("kind", flat=True))


def test_the_declared_chain_is_shown_and_confirmed(cast):
    inspection = promised.opened(cast)
    below(cast, inspection.version.engagement)
    told = page(cast.client(cast.contractor), inspection)
    assert "いま、だれが情報を持っていますか" in told
    assert cast.subcompany.name in told
    assert state(cast.client(cast.contractor), inspection).status_code == 302
    statement = HoldersStatement.objects.get()
    assert (statement.unchanged, statement.by) == (True, cast.contractor)
    assert "inspection.holders" not in open_duties()


def test_without_it_the_answers_are_not_taken(cast):
    inspection = promised.answered(cast)
    HoldersStatement.objects.all().delete()
    assert "情報を持っている者を確かめる" in page(cast.client(cast.contractor), inspection)
    told = cast.client(cast.contractor).post(f"/inspections/{inspection.pk}/submit/", follow=True)
    assert "まだ確かめていません" in told.content.decode()
    inspection.refresh_from_db()
    assert inspection.state == State.OPEN


def test_a_difference_is_a_duty_of_the_client_until_somebody_looked(cast):
    inspection = promised.opened(cast)
    state(cast.client(cast.contractor), inspection, **DIFFERENT)
    duty = Duty.objects.get(kind="inspection.holders")
    assert (duty.organization, duty.department, duty.done_at) == (cast.city, cast.water, None)
    owner = cast.client(cast.owner)
    assert "はしけ運輸" in page(owner, inspection)
    assert "届け出と違います" in page(owner, inspection)
    note = {"note": "届出を出すよう伝えた"}
    assert owner.post(f"/inspections/{inspection.pk}/holders/look/", note).status_code == 302
    assert "inspection.holders" not in open_duties()
    assert HoldersStatement.objects.get().seen_by == cast.owner
    again = owner.post(f"/inspections/{inspection.pk}/holders/look/", note, follow=True)
    assert "確かめを待つ違いはありません" in again.content.decode()


def test_taken_back_the_difference_waits_no_longer(cast):
    inspection = promised.opened(cast)
    state(cast.client(cast.contractor), inspection, **DIFFERENT)
    state(cast.client(cast.contractor), inspection)
    assert "inspection.holders" not in open_duties()
    assert HoldersStatement.objects.get().told == ""


@pytest.mark.parametrize("told", [{"same": "no", "told": " "}, {"same": ""}, {"same": "maybe", "told": "x"}])
def test_a_half_answer_comes_back(cast, told):
    inspection = promised.opened(cast)
    answer = state(cast.client(cast.contractor), inspection, **told)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not HoldersStatement.objects.exists()


def test_once_handed_in_it_stands(cast):
    inspection = promised.submitted(cast)
    with pytest.raises(Refusal) as caught:
        state_holders(inspection, unchanged=True, by=cast.contractor, at=NOW)
    assert caught.value.code == "inspection.closed"


def test_a_subcontractor_is_not_shown_who_stands_beside_it(cast):
    inspection = asked_below(cast)
    below(cast, inspection.version.engagement, registered=False, name="となりの会社")
    told = page(cast.client(cast.subcontractor), inspection)
    assert cast.subcompany.name in told
    assert "となりの会社" not in told
    assert "となりの会社" in page(cast.client(cast.contractor), promised_top(cast, inspection))


def promised_top(cast, inspection):
    """Return a round of the contractor itself in the same work."""
    return services.open_inspection(
        inspection.version, services.InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW
    )
