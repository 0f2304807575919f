"""Everything that must be done can be done in a browser that runs no script."""

import pytest
from playwright.sync_api import expect

from tests.apps import promised
from tests.e2e.door import sign_in
from tests.e2e.sheets import hand_in

pytestmark = pytest.mark.e2e


def test_a_clerk_describes_and_decides_without_script(enter, cast):
    page = enter(java_script_enabled=False)
    work = promised.described(cast)
    sign_in(page, cast.owner)
    page.locator(".todo-row").get_by_role("link").click()
    page.locator("#removal").get_by_label("禁止").first.check()
    page.locator("#removal").get_by_role("button", name="採用する").click()
    expect(page.locator("#conflicts")).to_contain_text("この業務では守れない決め方が1件あります")
    page.locator("#conflicts").get_by_role("button", name="「条件つき許可」にする").click()
    expect(page.locator("#removal .verdict")).to_contain_text("条件つき許可")
    page.locator("#publication summary", has_text="採用しないとき").click()
    page.locator("#publication").get_by_role("button", name="採用しない").click()
    expect(page.locator("#publication .field-error").first).to_be_visible()
    page.watch.expect_refusal(422)
    page.goto(f"/engagements/{work.pk}/profile/needs/")
    page.get_by_label("複写・複製:").uncheck()
    page.get_by_role("button", name="次へ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("期間と契約")


def test_a_contractor_answers_and_a_clerk_verifies_without_script(enter, cast):
    inspection = promised.opened(cast)
    contractor = enter(java_script_enabled=False)
    sign_in(contractor, cast.contractor)
    contractor.locator(".todo-row").get_by_role("link").click()
    first = contractor.locator(".check").first
    first.get_by_label("はい").check()
    first.get_by_label("証拠（資料の名前）").fill("体制図.pdf")
    first.get_by_role("button", name="この回答を保存する").click()
    expect(contractor.locator("#sums")).to_contain_text("1問に回答済み")
    expect(contractor.locator(".check").first.get_by_label("証拠（資料の名前）")).to_have_value("体制図.pdf")
    assert inspection.answers.get().answer == "yes"

    sent = hand_in(inspection, cast.contractor)
    clerk = enter(cast.owner, java_script_enabled=False)
    clerk.goto(sent.get_absolute_url())
    first = clerk.locator(".check").first
    first.get_by_label("相違").check()
    first.get_by_label("見たこと").fill("体制図が古い")
    first.get_by_role("button", name="この確認を保存する").click()
    expect(clerk.locator(".finding").first).to_contain_text("改善の道")
