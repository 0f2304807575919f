"""On a telephone, and with text twice as large, every page stays one column wide and keeps its order."""

import io

import openpyxl
import pytest

from tests.apps import promised
from tests.apps.surveys import kept as surveys
from tests.e2e.conftest import DESK
from tests.e2e.dom import double_the_text, faults
from tests.e2e.sheets import hand_in
from yakusoku.domain.inspections.sheet import SHEET_TAB

pytestmark = pytest.mark.e2e

TELEPHONE = {"width": 360, "height": 740}
PAPER = {"width": 660, "height": 950}
# Returns how many lines the items of a list take.
LINES = "(items) => new Set(items.map((item) => Math.round(item.getBoundingClientRect().top))).size"
TOOLS = ".site-head, .crumbs, .work-pages, form[method=get], .page-head-primary, main button"


@pytest.fixture
def places(cast):
    """Who opens which page, over all that has been promised so far."""
    work = promised.described(cast, "訪問調査")
    begun = promised.begun(cast, "介護予防教室")
    again = promised.published_again(cast)
    opened = promised.opened(cast, title="胸部検診")
    sent = hand_in(promised.opened(cast, title="住民記録"), cast.contractor)
    preview_waits(cast, opened)
    survey = surveys.written(cast).get_absolute_url()
    version = again.get_absolute_url()
    clerk = (
        "/",
        "/engagements/new/",
        *(f"/engagements/{begun.pk}/profile/{step}/" for step in ("work", "information", "places")),
        *(f"/engagements/{work.pk}/profile/{step}/" for step in ("needs", "period")),
        f"/engagements/{work.pk}/decisions/",
        f"/engagements/{work.pk}/publish/",
        version,
        f"{version}handbook/",
        f"{version}changes/",
        again.engagement.get_absolute_url(),
        sent.get_absolute_url(),
        f"{sent.get_absolute_url()}visit/",
        f"{sent.get_absolute_url()}on-site/",
        f"{sent.version.engagement.get_absolute_url()}inspections/",
        f"{again.engagement.get_absolute_url()}chain/",
        f"{again.engagement.get_absolute_url()}chain/undeclared/",
        f"{again.engagement.get_absolute_url()}handovers/new/",
        f"{again.engagement.get_absolute_url()}ledger/",
        f"{sent.get_absolute_url()}package/",
        survey,
        f"{survey}questionnaire/",
        f"{survey}questionnaire/items/Q2/",
        f"{survey}questionnaire/preview/",
        "/register/",
        "/duties/",
        "/catalogue/",
        "/catalogue/copying/",
        "/organization/",
        "/account/tokens/",
        "/account/password/change/",
        "/account/2fa/",
    )
    contractor = ("/", opened.version.engagement.get_absolute_url(), opened.get_absolute_url())
    return {
        None: ("/account/login/", "/account/password/reset/"),
        cast.owner: clerk,
        cast.policy: ("/", "/catalogue/overlay/"),
        cast.administrator: ("/members/", "/members/invite/", "/contractors/invite/", "/audit/"),
        cast.contractor: (*contractor, f"{opened.get_absolute_url()}import/preview/"),
    }


def preview_waits(cast, inspection):
    """Hand in a filled sheet that is not yet taken."""
    client = cast.client(cast.contractor)
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"{inspection.get_absolute_url()}sheet.xlsx").content)
    )
    book[SHEET_TAB]["G8"] = "はい"
    book[SHEET_TAB]["G9"] = "たぶん"
    out = io.BytesIO()
    book.save(out)
    out.name = "記入済み.xlsx"
    out.seek(0)
    answer = client.post(f"{inspection.get_absolute_url()}import/", {"sheet": out})
    assert answer.status_code == 302


def test_every_page_stays_in_its_column_and_keeps_its_order(enter, places):
    wrong = {}
    for user, addresses in places.items():
        page = enter(user)
        for address in addresses:
            page.set_viewport_size(TELEPHONE)
            assert page.goto(address).status == 200
            wrong[address, "telephone"] = faults(page)
            page.set_viewport_size(DESK)
            double_the_text(page)
            wrong[address, "large text"] = faults(page)
    assert {place: found for place, found in wrong.items() if found} == {}


def test_the_row_of_pages_and_the_thread_take_one_line_at_a_desk(enter, cast):
    work = promised.opened(cast).version.engagement
    page = enter(cast.owner)
    page.goto(work.get_absolute_url())
    for items in (".work-pages li", ".thread > .knot"):
        assert page.locator(items).count() > 5
        assert page.locator(items).evaluate_all(LINES) == 1, items
    page.set_viewport_size({**DESK, "width": 800})
    assert page.locator(".thread > .knot").evaluate_all(LINES) == 2


def test_paper_shows_the_words_without_the_tools(enter, cast):
    work = promised.opened(cast).version.engagement
    page = enter(cast.owner)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    for address in (
        work.get_absolute_url(),
        f"{work.get_absolute_url()}inspections/",
        "/register/",
        "/duties/",
    ):
        page.goto(address)
        assert page.locator(TOOLS).evaluate_all("(all) => all.filter((one) => one.offsetParent).length") == 0
        # A table stays a table: only a telephone makes a list of it.
        rows = page.locator(".table-scroll tbody tr")
        assert rows.evaluate_all("(all) => all.every((one) => getComputedStyle(one).display === 'table-row')")
