"""Two people of the contractor's side press the same button at the same moment."""

import pytest
from django.utils.timezone import now

from tests.apps import promised
from tests.apps.inspections import renewal
from tests.apps.library import shelf
from tests.apps.test_two_at_once import at_once, cast, refused
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.library.models import KeptAnswerRecord, Side
from yakusoku.apps.library.services import answers, links
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.library.wording import words_digest

__all__ = ["cast"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_kept_answer_is_changed_once_and_the_other_is_told(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    row = KeptAnswerRecord.objects.first()
    said = answers.Wanted(row.question, Answer.PARTIAL, "半分だけです。")
    results = at_once(
        lambda: answers.change(
            KeptAnswerRecord.objects.get(pk=row.pk), said, revision=1, by=cast.contractor, at=NOW
        )
    )
    assert refused(results) == ["library.changed"]
    assert AuditEntry.objects.filter(code="library.answer-changed").count() == 1


def test_answers_are_handed_in_by_a_link_once(cast):
    sheet = promised.answered(cast)
    link, _secret = links.make_link(sheet, Side.CLIENT, "山田", "", 14, by=cast.owner, at=now())
    results = at_once(lambda: links.submit_by(link, at=now()))
    assert len(refused(results)) == 1
    assert AuditEntry.objects.filter(code="inspection.submitted").count() == 1


def test_a_kept_answer_is_carried_over_to_its_new_words_once(cast):
    sheet = shelf.handed_in(cast)
    shelf.kept(cast, sheet)
    renewal.renewed(cast, sheet)
    row = KeptAnswerRecord.objects.get(check_id=renewal.REWORDED)
    chosen = [(row.pk, row.revision, words_digest(renewal.QUESTION))]
    results = at_once(lambda: answers.carry_over_all(cast.company, chosen, by=cast.contractor, at=NOW))
    assert len(refused(results)) == 1
    assert AuditEntry.objects.filter(code="library.answer-carried-over").count() == 1
    row.refresh_from_db()
    assert row.revision == 2
