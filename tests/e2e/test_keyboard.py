"""By keyboard alone: in by the door, through a question, to a verdict; one always sees where one is."""

import pytest
from playwright.sync_api import expect

from tests.apps import promised
from tests.e2e.door import PASSWORD, with_password
from tests.e2e.keys import FOCUS, tab_to

pytestmark = pytest.mark.e2e


def test_the_door_opens_by_keyboard(enter, cast):
    page = enter()
    user = with_password(cast.owner)
    page.goto("/")
    tab_to(page, "login")
    page.keyboard.type(user.email)
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("今日すること")


def test_the_skip_link_leads_past_the_header(enter, cast):
    page = enter(cast.owner)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ移る")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_question_is_answered_by_keyboard(enter, cast):
    work = promised.begun(cast)
    page = enter(cast.owner)
    page.goto(f"/engagements/{work.pk}/profile/needs/")
    tab_to(page, "needs", "copy")
    page.keyboard.press("Space")
    tab_to(page, "次へ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("期間と契約")
    work.refresh_from_db()
    assert work.draft["needs"] == ["copy"]


def test_a_verdict_is_given_by_keyboard_and_the_focus_stays_with_it(enter, cast):
    work = promised.described(cast)
    page = enter(cast.owner)
    page.goto(f"/engagements/{work.pk}/decisions/")
    tab_to(page, "提案どおり採用する")
    first = page.locator(".promise").first
    page.keyboard.press("Enter")
    expect(first.locator(".promise-state")).to_contain_text("採用")
    expect(first.get_by_role("heading", level=3)).to_be_focused()
    assert work.decisions.count() == 1


def test_a_menu_opens_and_closes_by_keyboard(enter, cast):
    page = enter(cast.administrator)
    page.goto("/")
    tab_to(page, "利用者メニュー")
    page.keyboard.press("Enter")
    tab_to(page, "操作の記録")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="操作の記録")).to_be_hidden()
    assert page.evaluate(FOCUS)["name"].startswith("利用者メニュー")
