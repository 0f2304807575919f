"""Kept answers whose question is worded otherwise by now: marked, listed, and confirmed or rewritten in one step."""

import json

import pytest

from tests.api.test_api import Caller
from tests.apps.inspections import renewal
from tests.apps.inspections.renewal import QUESTION, REMOVED, REWORDED
from tests.apps.library import shelf
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.library.models import KeptAnswerRecord
from yakusoku.apps.library.queries import moved_for
from yakusoku.apps.library.services import answers
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.library.answers import AnswerChanged, KeptAlready
from yakusoku.domain.library.changed import QuestionMoved
from yakusoku.domain.library.wording import words_digest

PAGE = "/library/answers/"


@pytest.fixture
def moved(cast):
    """Return the kept answer whose question was reworded since, in a version that was published."""
    sheet = shelf.handed_in(cast)
    shelf.kept(cast, sheet)
    renewal.renewed(cast, sheet)
    return KeptAnswerRecord.objects.get(check_id=REWORDED)


def page(cast, query=""):
    return cast.client(cast.contractor).get(f"{PAGE}{query}").content.decode()


def key(row, words=None):
    return f"{row.pk}:{row.revision}:{words or words_digest(QUESTION)}"


def test_what_moved_is_marked_and_listed_with_both_wordings(cast, moved):
    found = moved_for(cast.company)
    checks = {row.pk: row.check_id for row in KeptAnswerRecord.objects.all()}
    # What the client asks no more, the shipped catalogue still does: it is worth keeping.
    assert {checks[number] for number in found} == {REWORDED}
    assert found[moved.pk].question == QUESTION
    shown = page(cast, "?show=changed")
    assert "確認項目が変わりました" in shown
    assert "確認項目が変わったもの（1件）" in shown
    assert "<ins>" in shown
    assert key(moved) in shown
    assert QUESTION in page(cast, "?show=changed&format=csv")


def test_what_a_client_is_still_writing_is_not_shown(cast):
    sheet = shelf.handed_in(cast)
    shelf.kept(cast, sheet)
    renewal.change(cast)
    assert moved_for(cast.company) == {}
    assert "確認項目が変わりました" not in page(cast)
    # Nor what it published to somebody else since: the work has another contractor by now.
    Engagement.objects.filter(pk=sheet.version.engagement_id).update(contractor=cast.other_company)
    renewal.renewed(cast, sheet)
    assert moved_for(cast.company) == {}


def test_one_step_confirms_and_the_old_words_stand_in_the_trail(cast, moved):
    before = moved.question
    answer = cast.client(cast.contractor).post(f"{PAGE}carry-over/", {"kept": [key(moved)]}, follow=True)
    assert "1件の控えを" in answer.content.decode()
    moved.refresh_from_db()
    assert (moved.question, moved.words, moved.revision) == (QUESTION, words_digest(QUESTION), 2)
    assert moved.pk not in moved_for(cast.company)
    entry = AuditEntry.objects.get(code="library.answer-carried-over")
    assert json.loads(entry.facts)["before"]["question"] == before
    assert entry.organization == cast.company.pk


def test_rewriting_answers_the_question_of_today(cast, moved):
    body = {"answer": "partial", "comment": "半分だけです", "revision": 1, "words": words_digest(QUESTION)}
    assert cast.client(cast.contractor).post(f"{PAGE}{moved.pk}/", body).status_code == 302
    moved.refresh_from_db()
    assert (moved.answer, moved.comment, moved.question) == ("partial", "半分だけです", QUESTION)


def test_who_comes_second_or_read_other_words_is_refused_and_nothing_is_taken(cast, moved):
    words = words_digest(QUESTION)
    with pytest.raises(QuestionMoved):
        answers.carry_over(moved, "0" * 64, revision=1, by=cast.contractor, at=NOW)
    with pytest.raises(AnswerChanged):
        answers.carry_over(moved, words, revision=7, by=cast.contractor, at=NOW)
    gone = KeptAnswerRecord.objects.get(check_id=REMOVED)
    both = {"kept": [key(moved), key(gone, "x")]}
    cast.client(cast.contractor).post(f"{PAGE}carry-over/", both)
    moved.refresh_from_db()
    assert moved.revision == 1


def test_what_is_kept_for_the_new_words_too_needs_nothing(cast, moved):
    KeptAnswerRecord.objects.create(
        organization=cast.company,
        check_id=REWORDED,
        words=words_digest(QUESTION),
        question=QUESTION,
        answer=Answer.YES,
        changed_by=cast.contractor,
        changed_at=NOW,
        source=Inspection.objects.get(),
    )
    assert moved.pk not in moved_for(cast.company)
    with pytest.raises((QuestionMoved, KeptAlready)):
        answers.carry_over(moved, words_digest(QUESTION), revision=1, by=cast.contractor, at=NOW)


@pytest.mark.parametrize(
    ("method", "address", "row"),
    [
        #                                 owner coll pol legal board audit admin contr other sub strange visitor
        ("post", f"{PAGE}carry-over/", "403 403 403 403 403 403 403 302 302 302 403 302"),
    ],
)
def test_doors(cast, method, address, row):
    assert statuses(cast, method, address) == told(row)


def test_another_company_confirms_nothing(cast, moved):
    cast.client(cast.other_contractor).post(f"{PAGE}carry-over/", {"kept": [key(moved)]})
    moved.refresh_from_db()
    assert moved.revision == 1


def test_a_program_sees_what_moved_and_carries_it_over(cast, moved):
    caller = Caller(cast.contractor, cast.company)
    rows = {row["id"]: row for row in caller.get("library/moved").json()["items"]}
    told = {name: rows[moved.pk][name] for name in ("id", "revision", "words")}
    assert (rows[moved.pk]["asked"], told["words"]) == (QUESTION, words_digest(QUESTION))
    assert Caller(cast.other_contractor, cast.other_company).get("library/moved").json()["count"] == 0
    stale = caller.post("library/moved", answers=[told | {"words": "0"}])
    assert (stale.status_code, stale.json()["code"]) == (409, "library.question-moved")
    assert caller.post("library/moved", answers=[told]).json() == {"carried": 1}
    assert moved.pk not in moved_for(cast.company)
