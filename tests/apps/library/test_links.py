"""A person without an account answers one sheet by a link, and does nothing else."""

import io
import logging
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils.timezone import now

from tests.apps import promised
from tests.apps.library import shelf
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.inspections.models import AnswerRecord, EvidenceFile, State
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.library.models import AnswerLink, Side
from yakusoku.apps.library.services import links


def made(cast, sheet=None, days=14, at=None):
    sheet = sheet or promised.opened(cast)
    link, secret = links.make_link(sheet, Side.CLIENT, "山田 花子", "", days, by=cast.owner, at=at or now())
    return sheet, link, secret


def test_a_clerk_makes_a_link_that_is_shown_once(cast):
    sheet = promised.opened(cast)
    browser = cast.client(cast.owner)
    told = {"person": "山田 花子", "email": "", "days": "14"}
    page = browser.post(f"/inspections/{sheet.pk}/links/", told).content.decode()
    secret = page.split("/answer/")[1].split("/")[0]
    assert AnswerLink.objects.get().token_digest != secret
    assert secret not in browser.get(f"/inspections/{sheet.pk}/links/").content.decode()
    assert Client().get(f"/answer/{secret}/").status_code == 200


def test_the_holder_answers_shows_evidence_and_hands_in(cast):
    sheet, link, secret = made(cast)
    visitor = Client()
    for check in checks_of(sheet):
        told = {"answer": "yes", "named_evidence": "台帳"}
        assert visitor.post(f"/answer/{secret}/checks/{check.id}/", told).status_code == 302
    first = checks_of(sheet)[0].id
    visitor.post(f"/answer/{secret}/checks/{first}/evidence/", {"upload": shelf.text()})
    assert EvidenceFile.objects.get().check_id == first
    assert visitor.post(f"/answer/{secret}/submit/").status_code == 409
    assert visitor.post(f"/answer/{secret}/holders/", {"same": "no"}).status_code == 422
    assert visitor.post(f"/answer/{secret}/holders/", {"same": "yes"}).status_code == 302
    done = visitor.post(f"/answer/{secret}/submit/")
    assert "ありがとうございました" in done.content.decode()
    sheet.refresh_from_db()
    assert sheet.state == State.SUBMITTED
    assert set(AnswerRecord.objects.values_list("answered_by", flat=True)) == {link.holder_id}
    actors = set(AuditEntry.objects.filter(code="answer.given").values_list("actor", flat=True))
    assert actors == {f"user:{link.holder_id}"}
    assert visitor.get(f"/answer/{secret}/").status_code == 410


def test_the_holder_fills_the_excel_sheet(cast):
    sheet, _link, secret = made(cast)
    visitor = Client()
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"/answer/{secret}/sheet.xlsx").content))
    for row in book["遵守確認表"].iter_rows(min_row=8):
        row[6].value, row[8].value = "はい", "台帳"
    out = io.BytesIO()
    book.save(out)
    upload = shelf.text("表.xlsx", out.getvalue())
    assert visitor.post(f"/answer/{secret}/import/", {"sheet": upload}).status_code == 302
    assert "変わる回答" in visitor.get(f"/answer/{secret}/import/").content.decode()
    refused = visitor.post(f"/answer/{secret}/import/take/", {"mark": "of-other-answers"})
    assert refused.status_code == 409
    # It comes back to what would change now, to be looked at and taken.
    assert "取り込むと変わるところが変わりました" in refused.text
    visitor.post(f"/answer/{secret}/import/take/", {"mark": refused.context["preview"].mark})
    assert sheet.answers.count() == len(checks_of(sheet))


def test_a_sheet_with_open_questions_is_not_handed_in(cast):
    sheet, _link, secret = made(cast)
    answer = Client().post(f"/answer/{secret}/submit/")
    assert answer.status_code == 409
    assert "回答がありません" in answer.content.decode()
    sheet.refresh_from_db()
    assert sheet.state == State.OPEN


def test_an_unknown_link_is_not_there_and_an_old_one_is_gone(cast):
    sheet, link, secret = made(cast)
    assert Client().get("/answer/unknown/").status_code == 404
    links.withdraw_link(link, by=cast.owner, at=now())
    answer = Client().get(f"/answer/{secret}/")
    assert answer.status_code == 410
    assert "取り消されました" in answer.content.decode()
    _sheet, _link, old = made(cast, sheet, days=1, at=now() - timedelta(days=2))
    answer = Client().post(f"/answer/{old}/checks/{checks_of(sheet)[0].id}/", {"answer": "yes"})
    assert answer.status_code == 410
    assert not sheet.answers.exists()


def test_the_link_opens_nothing_of_another_sheet(cast):
    other = shelf.handed_in(cast)
    _sheet, _link, secret = made(cast, shelf.next_sheet(cast))
    file = other.evidence.get()
    visitor = Client()
    assert visitor.get(f"/answer/{secret}/evidence/{file.pk}/").status_code == 404
    assert visitor.post(f"/answer/{secret}/evidence/{file.pk}/remove/").status_code == 404
    for path in ("/", "/library/", other.get_absolute_url(), f"/inspections/{other.pk}/package.zip"):
        assert visitor.get(path).status_code == 302


def test_nobody_can_sign_in_as_the_holder(cast):
    _sheet, link, _secret = made(cast)
    assert not link.holder.is_active
    assert not link.holder.has_usable_password()
    assert not link.holder.memberships.exists()


def test_a_link_is_made_only_while_the_sheet_is_answered(cast):
    sheet = promised.submitted(cast)
    answer = cast.client(cast.owner).post(f"/inspections/{sheet.pk}/links/", {"person": "山田", "days": "3"})
    assert answer.status_code == 422
    assert not AnswerLink.objects.exists()


def test_who_sends_too_often_is_slowed_down(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "answered_by_link": "3/m/ip"}
    _sheet, _link, secret = made(cast)
    visitor = Client()
    sent = [visitor.post(f"/answer/{secret}/submit/").status_code for _ in range(4)]
    assert 429 not in sent[:3]
    assert sent[3] == 429


def test_no_log_tells_the_secret(cast):
    _sheet, _link, secret = made(cast)
    out = io.StringIO()
    console = next(h for h in logging.getLogger().handlers if h.get_name() == "console")
    usual = console.setStream(out)
    try:
        Client().get(f"/answer/{secret}/nothing/here/")
        Client().post(f"/answer/{secret}/submit/")
    finally:
        console.setStream(usual)
    assert out.getvalue()
    assert secret not in out.getvalue()


@pytest.mark.parametrize("who", ["contractor", "owner"])
def test_both_sides_see_and_take_back_the_links_of_a_sheet(cast, who):
    sheet, link, secret = made(cast)
    browser = cast.client(getattr(cast, who))
    assert "山田 花子" in browser.get(f"/inspections/{sheet.pk}/links/").content.decode()
    browser.post(f"/inspections/{sheet.pk}/links/{link.pk}/withdraw/")
    assert Client().get(f"/answer/{secret}/").status_code == 410
