"""What comes in for a survey: by telephone and keyboard, by paper and two typists, until both are rows of one table."""

import pytest
from playwright.sync_api import expect

from tests.apps.collecting.collected import code_of, opened
from tests.cast import member
from tests.e2e.acts import headed, kept, press, sees, told
from tests.e2e.conftest import DESK
from tests.e2e.dom import faults
from tests.e2e.keys import tab_to
from yakusoku.apps.collecting.models import Record
from yakusoku.domain.accounts.permissions import Role

pytestmark = pytest.mark.e2e
TELEPHONE = {"width": 390, "height": 844}
PAPER = ("1", "120", "40", "1 3", "4", "*", "特になし")


def looks(page):
    """See that a page stays in its column and keeps its order, on a telephone and on a desk."""
    before = page.viewport_size
    for size in (DESK, TELEPHONE):
        page.set_viewport_size(size)
        assert faults(page) == [], (page.url, size)
    page.set_viewport_size(before)


def go_on(page, button, ending):
    """Press a button by the keyboard and come to the page with this ending."""
    tab_to(page, button)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address.endswith(ending))


def test_a_respondent_leaves_comes_back_and_hands_in_by_keyboard(enter, cast):
    survey = opened(cast)
    code = code_of(survey, 1)
    page = enter(viewport=TELEPHONE)
    page.goto("/s/")
    tab_to(page, "code")
    page.keyboard.type("K99999-B99999")
    page.keyboard.press("Enter")
    sees(page, "このコードは見つかりません")
    page.watch.expect_refusal(422)
    page.locator("[name=code]").fill(f"{code[:4].lower()}-{code[4:]} ")
    page.keyboard.press("Enter")
    headed(page, "在宅勤務の調査")
    looks(page)
    go_on(page, "回答を始める", "/1/")
    tab_to(page, "Q1", "yes")
    page.keyboard.press("Space")
    tab_to(page, "Q2")
    page.keyboard.type("120")
    page.keyboard.press("Tab")
    kept(page.locator("form[data-respond]"))
    looks(page)
    page.close()

    again = page.context.new_page()
    again.watch = page.watch
    again.goto(f"/s/{code}/")
    again.get_by_role("link", name="続きから答える").click()
    expect(again.locator("[name=Q2]")).to_have_value("120")
    expect(again.locator("[name=Q1][value=yes]")).to_be_checked()
    press(again, "次へ進む")
    headed(again, "在宅勤務の調査")
    sees(again, "3ページのうち2ページ目")
    for option in ("a", "c"):
        tab_to(again, "Q4", option)
        again.keyboard.press("Space")
    looks(again)
    press(again, "次へ進む")
    sees(again, "3ページのうち3ページ目")
    press(again, "次へ進む")
    sees(again, "a、c", "お聞きした7問のうち、3問に答えています")
    looks(again)
    go_on(again, "回答を提出する", "/thanks/")
    headed(again, "回答を受け取りました")
    record = Record.objects.get()
    sees(again, record.receipt)
    looks(again)
    assert (record.answers, record.chosen) == ({"Q1": "yes", "Q2": "120", "Q4": "a c"}, True)


def key_in(page, record, answers):
    """Key a paper by the keyboard, to the button that ends it."""
    page.goto(f"/surveys/{record.survey_id}/answers/papers/{record.pk}/")
    page.locator(".key-line input").first.focus()
    for typed in answers:
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="この紙の入力を終える")).to_be_focused()


def test_a_paper_is_keyed_twice_blind_settled_and_becomes_a_row(enter, cast):
    survey = opened(cast)
    other = member("渡辺 水道", "second@city.example", cast.city, Role.DEPARTMENT, cast.water)
    first, second = enter(cast.owner), enter(other)
    first.goto(f"/surveys/{survey.pk}/answers/papers/")
    # A reader of codes types the address that the QR code of the paper holds.
    first.keyboard.type(f"https://survey.example/s/{code_of(survey, 2)}/")
    first.keyboard.press("Enter")
    headed(first, "2番の紙を入力する")
    looks(first)
    record = Record.objects.get()
    key_in(first, record, PAPER)
    # It saves itself while the focus is on the button that ends it: that does not end it.
    kept(first.locator("form[data-keying]"))
    assert record.keyings.get().finished_at is None
    first.keyboard.press("Enter")
    told(first, "二度目は、別の人が入力します")

    key_in(second, record, ("1", "210", *PAPER[2:]))
    second.keyboard.press("Enter")
    told(second, "一度目と違うところがあります")
    second.goto(f"/surveys/{survey.pk}/answers/papers/?show=compare")
    second.get_by_role("link", name="2番").click()
    sees(second, "違うところが1か所")
    press(second, "この紙の回答を決める")
    sees(second, "どうするかを選び、理由を書いてください")
    second.watch.expect_refusal(422)
    looks(second)
    second.get_by_label("120").check()
    second.get_by_label("理由").fill("紙を見直した")
    press(second, "この紙の回答を決める")
    told(second, "違いを決めました")

    first.goto(f"/surveys/{survey.pk}/answers/list/")
    row = first.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("紙")
    looks(first)
    row.get_by_role("link", name="2").click()
    sees(first, "二つ以上に印", "紙を見直した")
    looks(first)
    first.goto(f"/surveys/{survey.pk}/answers/")
    sees(first, "お願いした3のうち、1から回答がありました")
    looks(first)
