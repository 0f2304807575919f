"""Two people press the same button at the same moment: one act, one entry, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.apps import promised
from tests.apps.engagements.work import PROFILE
from tests.apps.inspections import renewal, rounds
from tests.apps.review import reading
from tests.cast import NOW, make_cast
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.bringing import bring_up_to_date
from yakusoku.apps.flows.opening import open_due_inspections
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.again import confirm_same
from yakusoku.apps.inspections.models import Inspection, Renewal, State
from yakusoku.apps.inspections.onsite import Noted, take_note
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.review import services as reviews
from yakusoku.apps.review.models import Correction
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings, tmp_path):
    """The cast, committed, so that other threads see it."""
    settings.STORE_ROOT = tmp_path / "store"
    return make_cast()


def at_once(act, times=2):
    """Run `act` in threads that start together; return what each gave or how it was refused."""
    start = Barrier(times)

    def run(_):
        start.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


def refused(results):
    return [result.code for result in results if isinstance(result, Refusal)]


def test_one_version_is_published(cast):
    work = promised.decided(cast)
    results = at_once(lambda: publish(work, reason="", by=cast.owner, at=NOW))
    assert refused(results) == ["publication.nothing-changed"]
    assert Version.objects.filter(engagement=work).count() == 1
    assert AuditEntry.objects.filter(code="specification.published").count() == 1
    assert verify() == []


def test_one_inspection_is_opened(cast):
    version = promised.published(cast)
    results = at_once(
        lambda: inspections.open_inspection(
            version, InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW
        )
    )
    assert refused(results) == ["inspection.closed"]
    assert Inspection.objects.count() == 1


def test_the_plan_opens_each_round_once(cast):
    work = rounds.running(cast)
    rounds.below(cast, work)
    results = at_once(lambda: open_due_inspections(rounds.NEAR, NOW))
    assert sum(results) == 2
    assert Inspection.objects.count() == 2
    assert AuditEntry.objects.filter(code="inspection.opened").count() == 2
    assert verify() == []


def test_what_a_tablet_sends_twice_at_once_is_kept_once(cast):
    inspection = promised.submitted(cast)
    noted = Noted("a" * 32, "removal-2a", Verification.CONFIRMED, "")
    results = at_once(lambda: take_note(inspection, noted, by=cast.owner, at=NOW))
    assert sorted(results) == ["kept", "known"]
    assert AuditEntry.objects.filter(code="verification.written").count() == 1


def test_an_article_is_confirmed_once(cast):
    inspection = rounds.second_round(cast)
    results = at_once(lambda: confirm_same(inspection, "removal", by=cast.contractor, at=NOW))
    assert refused(results) == ["answer.not-as-last-time"]
    assert AuditEntry.objects.filter(code="answer.confirmed").count() == 1


def test_answers_are_handed_in_once(cast):
    inspection = promised.answered(cast)
    results = at_once(lambda: inspections.submit(inspection, by=cast.contractor, at=NOW))
    assert refused(results) == ["inspection.closed"]
    assert AuditEntry.objects.filter(code="inspection.submitted").count() == 1


def test_an_invitation_lets_one_person_in(cast):
    invitation, _secret = accounts.invite(
        cast.city, "new@city.example", Role.LEGAL, by=cast.administrator, at=NOW
    )
    results = at_once(
        lambda: accounts.accept_invitation(invitation, name="新人", password="a-long-secret-9", at=NOW)
    )
    assert len(refused(results)) == 1
    assert AuditEntry.objects.filter(code="invitation.accepted").count() == 1


def test_facts_that_are_saved_late_do_not_undo_what_was_sent(cast):
    version = promised.published(cast)
    stale = Engagement.objects.get(pk=version.engagement_id)
    inspections.open_inspection(version, InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW)
    facts = {**PROFILE, "title": "水道検針", "contractor": cast.company.name, "supervision_hours_per_year": 7}
    engagements.describe(stale, facts, department=cast.water, contractor=cast.company, by=cast.owner, at=NOW)
    assert Engagement.objects.get(pk=stale.pk).shared_at == NOW


def test_a_verdict_taken_back_meanwhile_stops_the_publication(cast):
    work = promised.decided(cast)
    engagements.withdraw(work, "copying", by=cast.owner, at=NOW)
    with pytest.raises(Refusal) as caught:
        publish(work, reason="", by=cast.owner, at=NOW)
    assert caught.value.code == "publication.undecided"


def either(*acts):
    """Run each act in a thread of its own, all at once; return what each gave or how it was refused."""
    waiting = list(acts)

    def one():
        act = waiting.pop()
        return act()

    return at_once(one, times=len(acts))


def test_a_sheet_is_renewed_once(cast):
    sheet = renewal.begun(cast)
    renewal.change(cast)
    work = sheet.version.engagement
    at_once(lambda: bring_up_to_date(work, renewal.REASON, by=cast.policy, at=renewal.LATER))
    assert Version.objects.filter(engagement=work).count() == 2
    assert Renewal.objects.count() == 1
    assert AuditEntry.objects.filter(code="inspection.renewed").count() == 1
    assert verify() == []


def test_a_sheet_is_either_renewed_or_handed_in(cast):
    sheet = renewal.begun(cast)
    renewal.change(cast)
    answered = sheet.answers.count()
    work, seen = sheet.version.engagement, Inspection.objects.select_related("version__engagement").get()
    either(
        lambda: bring_up_to_date(work, renewal.REASON, by=cast.policy, at=renewal.LATER),
        lambda: inspections.submit(seen, by=cast.contractor, at=renewal.LATER),
    )
    sheet.refresh_from_db()
    handed_in = sheet.state == State.SUBMITTED
    assert Renewal.objects.exists() != handed_in
    assert sheet.version.number == (1 if handed_in else 2)
    assert (sheet.answers.count() == answered) == handed_in
    assert verify() == []


def test_an_answer_to_the_old_words_never_stands_under_the_new_ones(cast):
    sheet = renewal.begun(cast)
    renewal.change(cast)
    work, seen = sheet.version.engagement, Inspection.objects.select_related("version__engagement").get()
    given = GivenAnswer(renewal.REWORDED, Answer.NO, "前の質問に答えました")
    either(
        lambda: bring_up_to_date(work, renewal.REASON, by=cast.policy, at=renewal.LATER),
        lambda: inspections.answer(seen, given, by=cast.contractor, at=renewal.LATER),
    )
    sheet.refresh_from_db()
    assert sheet.version.number == 2
    assert not sheet.answers.filter(check_id=renewal.REWORDED).exists()
    assert sheet.answers.count() == len(checks_of(sheet)) - 3
    said = Renewal.objects.get().checks.get(check_id=renewal.REWORDED)
    told = AuditEntry.objects.filter(code="answer.given").exists()
    assert said.comment == ("前の質問に答えました" if told else "")


def test_a_label_is_refused_once_and_the_refusal_taken_back_once(cast):
    file = reading.reviewed(cast).files.get()
    assert refused(at_once(lambda: reading.corrected(cast, file))) == ["review.already-corrected"]
    said = Correction.objects.get()
    results = at_once(lambda: reviews.undo(said, by=cast.owner, at=NOW))
    assert refused(results) == ["review.already-undone"]
    assert verify() == []
