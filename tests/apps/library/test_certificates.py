"""Certificates support answers only where a person said that their scope covers the work."""

from datetime import timedelta

from django.utils.timezone import now

from tests.apps.library import shelf
from tests.cast import NOW
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.library.models import Certificate, ScopeConfirmation
from yakusoku.apps.library.queries import grounds_of, proposals_for
from yakusoku.apps.library.services import certificates, renewals, reuse
from yakusoku.domain.inspections.answers import Answer, GivenAnswer

TODAY = NOW.date()


def ticked(sheet, cast):
    return [r.key for rows in proposals_for(sheet, cast.company, TODAY) for r in rows if r.ticked]


def test_a_certificate_proposes_nothing_before_its_scope_was_confirmed(cast):
    row = shelf.isms(cast, now().date() + timedelta(days=400))
    sheet = shelf.next_sheet(cast)
    assert not proposals_for(sheet, cast.company, TODAY)
    browser = cast.client(cast.contractor)
    page = browser.get(f"/inspections/{sheet.pk}/reuse/").content.decode()
    assert "検針部の水道検針業務" in page
    browser.post(f"/inspections/{sheet.pk}/reuse/{row.pk}/scope/", {"covers": "yes"})
    assert proposals_for(sheet, cast.company, TODAY)
    browser.post(f"/inspections/{sheet.pk}/reuse/{row.pk}/scope/", {"covers": "no"})
    assert not proposals_for(sheet, cast.company, TODAY)


def test_the_client_sees_which_answers_rest_on_a_certificate_and_how_long_it_holds(cast):
    row = shelf.isms(cast)
    sheet = shelf.next_sheet(cast)
    certificates.confirm_scope(row, sheet.version.engagement, by=cast.contractor, at=NOW)
    reuse.take(sheet, cast.company, ticked(sheet, cast), today=TODAY, by=cast.contractor, at=NOW)
    page = cast.client(cast.owner).get(f"/inspections/{sheet.pk}/grounds/").content.decode()
    assert "IS-1" in page
    assert "検針部の水道検針業務" in page
    assert "2028年3月31日" in page
    seen = cast.client(cast.owner).get(f"/inspections/{sheet.pk}/").content.decode()
    assert "認証によります" in seen
    assert "登録証.txt" in seen


def test_an_answer_that_was_changed_rests_on_the_certificate_no_more(cast):
    row = shelf.isms(cast)
    sheet = shelf.next_sheet(cast)
    certificates.confirm_scope(row, sheet.version.engagement, by=cast.contractor, at=NOW)
    reuse.take(sheet, cast.company, ticked(sheet, cast), today=TODAY, by=cast.contractor, at=NOW)
    before = grounds_of(sheet, TODAY)
    changed = before[0].check_id
    inspections.answer(sheet, GivenAnswer(changed, Answer.PARTIAL), by=cast.contractor, at=NOW)
    assert [g.check_id for g in grounds_of(sheet, TODAY)] == [g.check_id for g in before[1:]]


def test_a_changed_certificate_asks_for_its_scope_again(cast):
    row = shelf.isms(cast)
    work = shelf.next_sheet(cast).version.engagement
    certificates.confirm_scope(row, work, by=cast.contractor, at=NOW)
    told = {"number": "IS-1", "scope": "本社だけ", "valid_until": "2029-03-31", "revision": row.revision}
    cast.client(cast.contractor).post(f"/library/certificates/{row.pk}/", told)
    row.refresh_from_db()
    assert row.scope == "本社だけ"
    assert not ScopeConfirmation.objects.exists()


def test_a_certificate_that_ends_soon_is_due_for_the_contractor_and_settled_by_its_renewal(cast):
    row = shelf.isms(cast, until=TODAY + timedelta(days=80))
    (duty,) = Duty.objects.filter(kind=renewals.RENEW, done_at__isnull=True)
    assert (duty.organization, duty.due_on) == (cast.company, row.valid_until)
    paper = certificates.Paper("isms", "IS-1", row.scope, None, TODAY + timedelta(days=900))
    certificates.change_certificate(row, paper, None, revision=1, by=cast.contractor, at=NOW)
    assert not Duty.objects.filter(kind=renewals.RENEW, done_at__isnull=True).exists()


def test_the_tick_owes_renewals_once(cast):
    shelf.isms(cast, until=TODAY + timedelta(days=200))
    shelf.kept(cast, shelf.handed_in(cast), until=TODAY + timedelta(days=200))
    assert renewals.owe_renewals(at=NOW) == 0
    later = NOW + timedelta(days=190)
    assert renewals.owe_renewals(at=later) == 2
    renewals.owe_renewals(at=later)
    open_duties = Duty.objects.filter(kind__startswith="library.", done_at__isnull=True)
    assert sorted(open_duties.values_list("kind", "left")) == [
        ("library.renew-certificate", 0),
        ("library.review-answers", len(checks_of(shelf.next_sheet(cast)))),
    ]


def test_an_expiry_is_counted_for_ismap(cast):
    told = {"kind": "ismap", "number": "C-12", "scope": "みなとクラウド", "counted_from": "2026-04-01"}
    answer = cast.client(cast.contractor).post("/library/certificates/new/", told)
    assert answer.status_code == 302
    assert Certificate.objects.get().valid_until.isoformat() == "2027-07-31"


def test_what_is_missing_is_told_and_nothing_typed_is_lost(cast):
    told = {"kind": "scs-3", "number": "S-3", "scope": "検針システム"}
    answer = cast.client(cast.contractor).post("/library/certificates/new/", told)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "有効期限を入れてください" in page
    assert "検針システム" in page


def test_the_page_says_that_the_scheme_is_voluntary(cast):
    page = cast.client(cast.contractor).get("/library/certificates/").content.decode()
    assert "任意の制度です" in page
