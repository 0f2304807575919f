"""Two people act on the same finding or instruction at the same moment: one act counts."""

from datetime import date

import pytest

from tests.apps.findings.corrected import DUE, LATER, found, instructed, measures, replied
from tests.apps.test_two_at_once import at_once, refused
from tests.cast import NOW, make_cast
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.findings import replying, services, verifying
from yakusoku.apps.findings.models import CorrectiveInstruction, Extension, Outcome, Reply
from yakusoku.apps.findings.services import Demand
from yakusoku.apps.findings.verifying import Looked
from yakusoku.domain.findings.kinds import Remedy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings, tmp_path):
    """The cast, committed, so that other threads see it."""
    settings.STORE_ROOT = tmp_path / "store"
    return make_cast()


def test_a_finding_is_instructed_once(cast):
    finding = found(cast)
    asked = {finding.pk: Demand(Remedy.CHANGE_WORK, "直す")}
    results = at_once(lambda: services.instruct(finding.engagement, asked, DUE, by=cast.owner, at=NOW))
    assert refused(results) == ["finding.move-impossible"]
    assert CorrectiveInstruction.objects.count() == 1


def test_a_reply_is_handed_in_once(cast):
    instruction = instructed(cast)
    told = measures(instruction)
    results = at_once(
        lambda: replying.reply_to(
            CorrectiveInstruction.objects.get(pk=instruction.pk), "", told, by=cast.contractor, at=LATER
        )
    )
    assert refused(results) == ["finding.move-impossible"]
    assert Reply.objects.count() == 1
    assert AuditEntry.objects.filter(code="correction.replied").count() == 1


def test_measures_are_verified_once(cast):
    instruction = replied(cast)
    looked = {item.pk: Looked(Outcome.CONFIRMED) for item in replying.open_items(instruction)}
    results = at_once(
        lambda: verifying.verify(
            CorrectiveInstruction.objects.get(pk=instruction.pk), looked, by=cast.owner, at=LATER
        )
    )
    assert refused(results) == ["finding.move-impossible"]
    assert AuditEntry.objects.filter(code="correction.closed").count() == 1


def test_one_request_for_more_time_waits(cast):
    instruction = instructed(cast)
    until = date(2099, 8, 1)
    results = at_once(
        lambda: replying.ask_extension(instruction, until, "納品待ち", by=cast.contractor, at=NOW)
    )
    assert refused(results) == ["correction.extension-waits"]
    assert Extension.objects.count() == 1


def test_a_finding_is_instructed_or_let_be(cast):
    finding = found(cast)
    asked = {finding.pk: Demand(Remedy.CHANGE_WORK, "直す")}
    acts = [
        lambda: services.instruct(finding.engagement, asked, DUE, by=cast.owner, at=NOW),
        lambda: services.dismiss(finding, "読み違い", by=cast.owner, at=NOW),
    ]

    def one_of_them():
        return acts.pop()()

    results = at_once(one_of_them)
    assert refused(results) == ["finding.move-impossible"]
    finding.refresh_from_db()
    assert (finding.state == "closed") != CorrectiveInstruction.objects.exists()
