"""On the spot without a connection: what was noted survives a reload and arrives once."""

import base64

import pytest
from playwright.sync_api import expect

from tests.apps import promised
from tests.e2e.sheets import hand_in
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.inspections.models import ObservationFile, ObservationRecord

pytestmark = pytest.mark.e2e

TABLET = {"width": 820, "height": 1180}
# One white pixel: a photo as a camera gives it, but small.
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="
)


def forgive_the_silence(page):
    """Take away the complaints with which the browser tells that nobody answered."""
    page.watch.complaints[:] = [
        text
        for text in page.watch.complaints
        if "ERR_INTERNET_DISCONNECTED" not in text and "status of 403" not in text
    ]


def test_what_was_noted_without_connection_arrives_once(enter, cast):
    inspection = hand_in(promised.opened(cast), cast.contractor)
    page = enter(cast.owner, viewport=TABLET)
    page.goto(f"/inspections/{inspection.pk}/on-site/")
    expect(page.locator("[data-onsite]")).to_have_attribute("data-ready", "yes")

    page.context.set_offline(True)
    first, second = page.locator(".onsite-check").nth(0), page.locator(".onsite-check").nth(1)
    first.get_by_label("相違").check()
    first.get_by_label("見たこと").fill("体制図が古い")
    first.get_by_label("見たこと").blur()
    expect(first.locator("[data-note] [data-told]")).to_contain_text("この端末に残しました")
    second.get_by_label("確認済み").check()
    second.locator("input[type=file]").set_input_files(
        {"name": "鞄.png", "mimeType": "image/png", "buffer": PHOTO}
    )
    expect(page.locator("[data-waiting]")).to_have_text("送信を待っているもの 3件")
    assert not ObservationRecord.objects.exists()

    page.reload()
    expect(page.locator("[data-waiting]")).to_have_text("送信を待っているもの 3件")
    first = page.locator(".onsite-check").nth(0)
    expect(first.get_by_label("相違")).to_be_checked()
    expect(first.get_by_label("見たこと")).to_have_value("体制図が古い")

    page.context.set_offline(False)
    expect(page.locator("[data-waiting]")).to_have_text("送信を待っているものはありません")
    forgive_the_silence(page)
    page.reload()
    expect(page.locator("[data-waiting]")).to_have_text("送信を待っているものはありません")
    seen = {o.verification: o.seen for o in ObservationRecord.objects.all()}
    assert seen == {"different": "体制図が古い", "confirmed": ""}
    assert AuditEntry.objects.filter(code="verification.written").count() == 2
    photo = ObservationFile.objects.get()
    assert photo.stored.content_type == "image/jpeg"


def test_another_person_at_the_same_tablet_sends_nothing_of_it(enter, cast):
    inspection = hand_in(promised.opened(cast), cast.contractor)
    page = enter(cast.owner, viewport=TABLET)
    address = f"/inspections/{inspection.pk}/on-site/"
    page.goto(address)
    expect(page.locator("[data-onsite]")).to_have_attribute("data-ready", "yes")
    page.context.set_offline(True)
    page.locator(".onsite-check").nth(0).get_by_label("確認済み").check()
    expect(page.locator("[data-waiting]")).to_have_text("送信を待っているもの 1件")
    forgive_the_silence(page)

    from django.test import Client

    other = Client()
    other.force_login(cast.policy)
    home = page.evaluate("location.origin")
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": other.cookies["sessionid"].value, "url": home}])
    page.context.set_offline(False)
    page.goto(address)
    expect(page.locator("[data-waiting]")).to_have_text("送信を待っているものはありません")
    forgive_the_silence(page)
    assert not ObservationRecord.objects.filter(observed_by=cast.policy).exists()


def test_one_check_at_a_time(enter, cast):
    inspection = hand_in(promised.opened(cast), cast.contractor)
    page = enter(cast.owner, viewport=TABLET)
    page.goto(f"/inspections/{inspection.pk}/on-site/")
    page.get_by_role("button", name="ひとつずつ見る").click()
    expect(page.locator(".onsite-check:visible")).to_have_count(1)
    page.get_by_role("button", name="次の質問").click()
    expect(page.locator("[data-place]")).to_contain_text("2 /")
    page.get_by_role("button", name="一覧で見る").click()
    assert page.locator(".onsite-check:visible").count() > 10
