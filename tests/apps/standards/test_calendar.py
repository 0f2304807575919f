"""When templates are looked at again: set by months, made earlier by the law, done by a review, told by duties."""

import json
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from tests.apps.review.reading import NEW, OLD
from tests.apps.standards.kept import (
    COMING,
    PLAIN,
    TODAY,
    as_read,
    kept,
    newer_register,
    reviewed,
    revised,
    said,
    told,
)
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import duties_of, open_duties
from yakusoku.apps.files.services import content_of
from yakusoku.apps.standards import services, talking
from yakusoku.apps.standards.agenda import agenda
from yakusoku.apps.standards.models import Standard, StandardReview, StudySession
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.standards.due import Outcome
from yakusoku.web.edits import mark_of_row


def waiting(standard):
    return {row.change: row.trigger for row in standard.notices.filter(settled__isnull=True)}


def open_kinds(standard):
    return set(open_duties().filter(subject=f"standard:{standard.pk}").values_list("kind", flat=True))


def test_a_text_without_old_words_is_looked_at_after_its_months(cast):
    made = kept(cast, PLAIN)
    assert (made.due_on, made.regular_on, made.early) == (date(2027, 10, 1), date(2027, 10, 1), False)
    assert (waiting(made), open_kinds(made)) == ({}, set())
    entry = AuditEntry.objects.get(code="standard.registered")
    assert (entry.subject, entry.organization) == (f"standard:{made.pk}", cast.city.pk)


def test_old_words_make_it_due_within_a_month_and_it_becomes_the_matter_of_its_owner(cast):
    made = kept(cast)
    assert waiting(made)["defects-liability"] == "old-words"
    assert (made.due_on, made.early) == (TODAY + timedelta(days=30), True)
    duty = duties_of(cast.acting(cast.owner)).get(kind="standard.review")
    assert (duty.due_on, duty.assignee, duty.about) == (made.due_on, cast.owner, made.title)
    assert not duties_of(cast.acting(cast.colleague)).filter(kind="standard.review").exists()


def test_law_that_changed_after_the_last_review_calls_for_one(cast):
    made = kept(cast, PLAIN, reviewed_on=date(2025, 5, 20), months=36)
    assert waiting(made)["imprisonment"] == "takes-effect"
    assert made.due_on == TODAY + timedelta(days=30) < made.regular_on == date(2028, 5, 20)
    later = kept(cast, PLAIN, title="後で見直した契約書", reviewed_on=date(2026, 12, 1))
    assert waiting(later) == {}


def test_a_review_without_change_settles_what_was_considered_and_sets_the_next_date(cast):
    made = kept(cast)
    laws = tuple(waiting(made))
    look = reviewed(cast, made, days=10, considered=laws)
    made.refresh_from_db()
    assert (made.reviewed_on, made.due_on) == (TODAY + timedelta(days=10), date(2027, 10, 11))
    assert {row.change for row in look.notices.all()} == set(laws)
    assert (open_kinds(made), made.versions.count()) == (set(), 1)
    assert services.catch_up(at=NOW + timedelta(days=20)) == 0
    assert json.loads(AuditEntry.objects.get(code="standard.reviewed").facts)["laws"] == sorted(laws)
    assert verify() == []


def test_what_was_not_considered_goes_on_calling(cast):
    made = kept(cast)
    reviewed(cast, made, days=10)
    made.refresh_from_db()
    assert made.due_on == TODAY + timedelta(days=30)
    assert open_kinds(made) == {"standard.review"}


def test_a_revision_keeps_every_version_unchanged_and_old_words_that_went_are_settled(cast):
    made = kept(cast)
    first = made.versions.get()
    look = revised(cast, made)
    assert [row.number for row in made.versions.all()] == [2, 1]
    again = made.versions.get(number=1)
    assert (again.clauses, content_of(again.stored)) == (first.clauses, OLD.encode())
    assert look.version.carried == frozenset()
    assert waiting(made) == {}
    # The old words come back by mistake: they call anew.
    reviewed(cast, made, OLD, days=1)
    assert waiting(made)["defects-liability"] == "old-words"


def test_the_clock_looks_up_a_newer_register_once(cast):
    made, laws = kept(cast, PLAIN), newer_register()
    assert services.catch_up(laws=laws, at=NOW) == 1
    made.refresh_from_db()
    assert (waiting(made), made.due_on) == ({COMING.id: "old-words"}, date(2027, 7, 1))
    assert made.versions.get().carried == {COMING.id}
    assert services.catch_up(laws=laws, at=NOW) == 0


def test_the_clock_makes_due_what_came_near(cast):
    made = kept(cast, PLAIN)
    assert services.catch_up(at=NOW + timedelta(days=100)) == 0
    assert services.catch_up(at=NOW + timedelta(days=160)) == 1
    assert open_kinds(made) == {"standard.review"}
    services.retire(made, by=cast.owner, at=NOW)
    assert open_kinds(made) == set()


@pytest.mark.parametrize(
    ("outcome", "upload", "reason", "days", "code"),
    [
        pytest.param(Outcome.REVISED, None, "わけ", 0, "standard.revision-needs-version", id="no-version"),
        pytest.param(Outcome.UNCHANGED, NEW, "わけ", 0, "standard.revision-needs-version", id="version"),
        pytest.param(Outcome.UNCHANGED, None, " ", 0, "standard.reason-missing", id="no-reason"),
        pytest.param(Outcome.UNCHANGED, None, "わけ", 1, "standard.review-in-future", id="tomorrow"),
        pytest.param(Outcome.UNCHANGED, None, "わけ", -1, "standard.review-before-last", id="before"),
    ],
)
def test_what_is_no_review(cast, outcome, upload, reason, days, code):
    made = kept(cast)
    looked = services.Looked(TODAY + timedelta(days=days), cast.owner, outcome, reason)
    with pytest.raises(Refusal) as refused:
        services.record_review(made, looked, as_read(upload) if upload else None, by=cast.owner, at=NOW)
    assert refused.value.code == code
    assert (StandardReview.objects.count(), made.versions.count()) == (0, 1)


def test_of_two_who_review_at_once_the_second_is_told(cast):
    made = kept(cast)
    seen = mark_of_row(Standard.objects.get(pk=made.pk))
    looked = services.Looked(TODAY, cast.owner, Outcome.UNCHANGED, "わけ")
    services.record_review(made, looked, seen=seen, by=cast.owner, at=NOW + timedelta(seconds=9))
    with pytest.raises(Refusal) as refused:
        services.record_review(made, looked, seen=seen, by=cast.legal, at=NOW + timedelta(minutes=1))
    assert refused.value.code == "edit.changed-meanwhile"


def test_one_name_stands_for_one_template_in_use(cast):
    made = kept(cast)
    with pytest.raises(Refusal) as refused:
        kept(cast)
    assert refused.value.code == "standard.named-twice"
    services.retire(made, by=cast.owner, at=NOW)
    assert kept(cast).pk != made.pk
    with pytest.raises(Refusal) as refused:
        services.change(made, told(cast, title="別"), by=cast.owner, at=NOW)
    assert refused.value.code == "standard.retired"


def test_a_template_that_was_given_up_is_taken_into_use_again(cast):
    made = kept(cast, PLAIN)
    due = made.due_on
    services.retire(made, by=cast.owner, at=NOW)
    assert open_kinds(made) == set()
    client = cast.client(cast.owner)
    assert "また使う" in client.get(f"/standards/{made.pk}/").content.decode()
    assert cast.client(cast.colleague).post(f"/standards/{made.pk}/take-up/").status_code == 403
    assert client.post(f"/standards/{made.pk}/take-up/").status_code == 302
    made.refresh_from_db()
    assert (made.retired_at, made.due_on) == (None, due)
    assert client.post(f"/standards/{made.pk}/take-up/").status_code == 404


def test_a_name_that_was_given_away_is_not_taken_back(cast):
    made = kept(cast)
    services.retire(made, by=cast.owner, at=NOW)
    kept(cast)
    with pytest.raises(Refusal) as refused:
        services.take_up(made, by=cast.owner, at=NOW)
    assert refused.value.code == "standard.named-twice"


def test_another_interval_moves_the_date_and_another_owner_the_duty(cast):
    made = kept(cast, PLAIN, months=12)
    services.change(made, told(cast, months=1, owner=cast.legal), by=cast.owner, at=NOW)
    made.refresh_from_db()
    assert made.due_on == date(2027, 5, 1)
    assert Duty.objects.get(kind="standard.review").assignee == cast.legal


def test_comments_wait_until_it_is_said_what_was_done(cast):
    made = kept(cast, PLAIN)
    first, second = said(cast, made), said(cast, made, clause=None)
    assert (first.clause_name, second.clause_name) == ("第２条（秘密の保持）", "")
    duty = duties_of(cast.acting(cast.owner)).get(kind="standard.answer-comment")
    assert duty.left == 2
    talking.answer(first, "三年にする", by=cast.owner, at=NOW)
    with pytest.raises(Refusal) as refused:
        talking.answer(first, "二度目", by=cast.legal, at=NOW)
    assert refused.value.code == "standard.already-answered"
    talking.answer(second, "そのままにする", by=cast.owner, at=NOW)
    assert open_kinds(made) == set()
    with pytest.raises(Refusal) as refused:
        said(cast, made, clause=99)
    assert refused.value.code == "standard.no-such-clause"


def test_a_year_of_the_calendar_tells_what_is_due_what_was_done_and_when_the_law_changes(cast):
    made = kept(cast, PLAIN)
    reviewed(cast, made)
    year = agenda(
        Standard.objects.all(), StudySession.objects.all(), date(2027, 4, 1), TODAY, newer_register()
    )
    told_of = [(each.day, each.kind) for month in year.months for each in month.events]
    assert told_of == [(TODAY, "reviewed"), (date(2027, 7, 1), "law"), (date(2027, 10, 1), "due")]
    assert (year.late, year.before, year.after) == ([], date(2026, 4, 1), date(2028, 4, 1))
    later = agenda(Standard.objects.all(), StudySession.objects.all(), date(2028, 1, 1), date(2028, 1, 5))
    assert [each.day for each in later.late] == [date(2027, 10, 1)]
    assert localdate(NOW) == TODAY
