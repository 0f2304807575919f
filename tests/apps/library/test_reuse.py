"""Answers are kept from one sheet and reused for another, with one look and nothing silently."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.apps.library import shelf
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.inspections.models import AnswerRecord, EvidenceFile
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.library.models import KeptAnswerRecord, Reuse
from yakusoku.apps.library.queries import proposals_for
from yakusoku.apps.library.services import answers, reuse
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.library.answers import AnswerChanged, NotHandedIn, Withheld
from yakusoku.domain.library.proposals import ProposalsChanged

TODAY = NOW.date()


def keys(inspection, company):
    rows = proposals_for(inspection, company, TODAY)
    return [row.key for proposal in rows for row in proposal if row.ticked]


def test_a_sheet_is_kept_and_answers_the_next_one_in_one_look(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    browser = cast.client(cast.contractor)
    page = browser.get(f"/inspections/{sheet.pk}/reuse/").content.decode()
    wanted = keys(sheet, cast.company)
    assert page.count(" checked") == len(wanted) == len(checks_of(sheet))
    answer = browser.post(f"/inspections/{sheet.pk}/reuse/", {"take": wanted})
    assert answer["Location"] == sheet.get_absolute_url()
    assert sheet.answers.count() == len(wanted)
    assert sheet.answers.first().comment == "毎日見ています。"
    assert EvidenceFile.objects.filter(inspection=sheet).count() == 1
    assert AuditEntry.objects.filter(code="answer.reused", organization=cast.city.pk).count() == 1
    assert KeptAnswerRecord.objects.filter(last_used_at__isnull=True).count() == 0


def test_only_what_was_ticked_is_taken(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    wanted = keys(sheet, cast.company)[:2]
    cast.client(cast.contractor).post(f"/inspections/{sheet.pk}/reuse/", {"take": wanted})
    assert AnswerRecord.objects.filter(inspection=sheet).count() == 2


def test_without_a_tick_the_page_comes_back(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    answer = cast.client(cast.contractor).post(f"/inspections/{sheet.pk}/reuse/", {})
    assert answer.status_code == 422
    assert "印を付けてください" in answer.content.decode()


def test_what_changed_while_it_was_looked_at_is_not_taken(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    wanted = keys(sheet, cast.company)
    row = KeptAnswerRecord.objects.first()
    said = answers.Wanted(row.question, Answer.PARTIAL, "半分だけです。")
    answers.change(row, said, revision=row.revision, by=cast.contractor, at=NOW)
    with pytest.raises(ProposalsChanged):
        reuse.take(sheet, cast.company, wanted, today=TODAY, by=cast.contractor, at=NOW)
    assert not sheet.answers.exists()


def test_expired_answers_are_shown_but_not_ticked(cast):
    shelf.kept(cast, shelf.handed_in(cast), until=TODAY)
    sheet = shelf.next_sheet(cast)
    rows = proposals_for(sheet, cast.company, TODAY + timedelta(days=1))
    assert rows
    assert not any(row.ticked for proposal in rows for row in proposal)


def test_another_client_gets_the_bare_answer_only(cast):
    shelf.kept(cast, shelf.handed_in(cast, "みなと市の鍵を使います。"), for_everyone=False)
    sheet = shelf.sheet_of_another_client(cast)
    rows = [row for proposal in proposals_for(sheet, cast.company, TODAY) for row in proposal]
    assert {row.withheld for row in rows} == {Withheld.OF_ANOTHER}
    wanted = keys(sheet, cast.company)
    reuse.take(sheet, cast.company, wanted, today=TODAY, by=cast.contractor, at=NOW)
    seen = cast.client(cast.stranger).get(f"/inspections/{sheet.pk}/").content.decode()
    assert "みなと市" not in seen
    assert not sheet.evidence.exists()


def test_a_comment_that_names_another_client_stays_behind_even_when_it_was_released(cast):
    shelf.kept(cast, shelf.handed_in(cast, "みなと市の鍵を使います。"), for_everyone=True)
    sheet = shelf.sheet_of_another_client(cast)
    rows = [row for proposal in proposals_for(sheet, cast.company, TODAY) for row in proposal]
    assert {row.withheld for row in rows} == {Withheld.NAMES_ANOTHER}
    assert not any(row.given.comment for row in rows)


def test_a_changed_answer_shows_which_sheets_it_affects(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    reuse.take(sheet, cast.company, keys(sheet, cast.company), today=TODAY, by=cast.contractor, at=NOW)
    row = KeptAnswerRecord.objects.first()
    browser = cast.client(cast.contractor)
    told = {"answer": "partial", "comment": "今月から半分です。", "revision": row.revision}
    page = browser.post(f"/library/answers/{row.pk}/", told, follow=True).content.decode()
    assert f"{sheet.get_absolute_url()}#{row.check_id}" in page
    assert "検針の二年目" in page
    # The first sheet waits for the client: it is told, but cannot be opened to be put right.
    assert page.count("開いて直す") == 1
    assert "水道検針" in page


def test_two_who_change_the_same_answer_never_lose_an_edit(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    row = KeptAnswerRecord.objects.first()
    said = answers.Wanted(row.question, Answer.PARTIAL, "先に直した人")
    answers.change(row, said, revision=1, by=cast.contractor, at=NOW)
    late = {"answer": "no", "comment": "後から直した人", "revision": 1}
    page = cast.client(cast.contractor).post(f"/library/answers/{row.pk}/", late)
    assert page.status_code == 422
    assert "ほかの人が変えました" in page.content.decode()
    assert "後から直した人" in page.content.decode()
    row.refresh_from_db()
    assert row.comment == "先に直した人"
    with pytest.raises(AnswerChanged):
        answers.retire(row, revision=1, by=cast.contractor, at=NOW)


def test_answers_are_kept_from_a_sheet_that_was_handed_in(cast):
    sheet = shelf.next_sheet(cast)
    with pytest.raises(NotHandedIn):
        shelf.kept(cast, sheet)


def test_one_answer_is_kept_through_the_page(cast):
    sheet = shelf.handed_in(cast)
    check = checks_of(sheet)[0].id
    browser = cast.client(cast.contractor)
    page = browser.get(f"/inspections/{sheet.pk}/keep/?check={check}").content.decode()
    assert page.count('name="keep"') == 1
    told = {"keep": [check], "valid_until": "2028-03-31"}
    browser.post(f"/inspections/{sheet.pk}/keep/?check={check}", told)
    (row,) = KeptAnswerRecord.objects.all()
    assert (row.check_id, row.for_everyone, row.files.count()) == (check, False, 1)
    assert row.source == sheet


def test_keeping_again_brings_up_to_date_and_changes_nothing_twice(cast):
    sheet = shelf.handed_in(cast)
    count = shelf.kept(cast, sheet)
    assert shelf.kept(cast, sheet) == count
    assert KeptAnswerRecord.objects.count() == count
    assert set(KeptAnswerRecord.objects.values_list("revision", flat=True)) == {2}


def test_an_own_answer_meets_a_question_in_the_same_words(cast):
    sheet = shelf.next_sheet(cast)
    check = checks_of(sheet)[0]
    told = {
        "question": f"　{check.question} ",
        "answer": "yes",
        "comment": "ほかの会社でも同じです。",
        "for_everyone": "on",
    }
    cast.client(cast.contractor).post("/library/answers/new/", told)
    ((row,),) = proposals_for(sheet, cast.company, localdate())
    assert (row.basis.value, row.given.comment) == ("same-words", "ほかの会社でも同じです。")


def test_a_put_away_answer_is_proposed_no_more(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    before = len(proposals_for(sheet, cast.company, TODAY))
    row = KeptAnswerRecord.objects.first()
    cast.client(cast.contractor).post(f"/library/answers/{row.pk}/retire/", {"revision": 1})
    assert len(proposals_for(sheet, cast.company, TODAY)) == before - 1
    page = cast.client(cast.contractor).get("/library/answers/?show=retired").content.decode()
    assert row.check_id in page


def test_what_is_answered_otherwise_is_shown_unticked(cast):
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    check = checks_of(sheet)[0].id
    cast.client(cast.contractor).post(f"/inspections/{sheet.pk}/checks/{check}/answer/", {"answer": "no"})
    rows = {r.check.id: r for proposal in proposals_for(sheet, cast.company, TODAY) for r in proposal}
    assert not rows[check].ticked
    assert rows[check].before.answer is Answer.NO


def test_the_trail_of_the_library_is_the_contractors_own(cast):
    sheet = shelf.handed_in(cast)
    shelf.kept(cast, sheet)
    codes = set(AuditEntry.objects.filter(code__startswith="library.").values_list("organization", flat=True))
    assert codes == {cast.company.pk}
    assert Reuse.objects.count() == 0
