"""The register as people see it: rows, filters, sort, columns, files and saved views."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.apps.register.conftest import work
from tests.doors import statuses, told
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.register.columns import columns_of
from yakusoku.apps.register.models import SavedView


def table(browser, query=""):
    """Return the rows of the register as the csv gives them, head first."""
    answer = browser.get(f"/register/?format=csv{query}")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def titles(browser, query=""):
    head, *rows = table(browser, query)
    return [row[head.index("業務")] for row in rows]


FILTERS = [
    pytest.param("q=検診", ["検診の業務"], id="a-word-of-the-title"),
    pytest.param("q=みなと検針 検診", ["検診の業務"], id="words-in-different-columns"),
    pytest.param("q=nothing", [], id="a-word-that-is-nowhere"),
    pytest.param("phase=decide", ["下書きの業務", "封入の業務"], id="a-phase"),
    pytest.param("phase=keep", ["検診の業務"], id="what-runs"),
    pytest.param("phase=end", ["調査の業務"], id="what-is-over"),
    pytest.param("phase=closed", ["終わった業務"], id="what-is-closed"),
    pytest.param("risk=high", ["検診の業務"], id="a-risk"),
    pytest.param("risk=none", ["封入の業務"], id="without-personal-information"),
    pytest.param("risk=unknown", ["下書きの業務"], id="not-told-yet"),
    pytest.param("category=sensitive", ["検診の業務"], id="a-kind-of-information"),
    pytest.param("place=home", ["検診の業務"], id="a-place"),
    pytest.param("people_from=600", ["検診の業務", "調査の業務"], id="many-people"),
    pytest.param("ends_until=2026-03-31", ["終わった業務", "調査の業務"], id="ends-until"),
    pytest.param("ends_from=2090-01-01", ["封入の業務", "検診の業務"], id="ends-from"),
    pytest.param("late=on", ["検診の業務"], id="late"),
    pytest.param("findings=any", ["検診の業務"], id="with-open-findings"),
    pytest.param("findings=high", ["検診の業務"], id="with-a-grave-finding"),
    pytest.param("requirement=copying", ["検診の業務"], id="about-a-requirement"),
    pytest.param("requirement=removal", [], id="about-another-requirement"),
    pytest.param("current=on&risk=low", ["調査の業務"], id="not-closed"),
    pytest.param("contractor=港データ", ["調査の業務"], id="the-name-of-a-contractor"),
    pytest.param("people_from=abc&phase=keep", ["検診の業務"], id="a-wrong-value-does-not-narrow"),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_filters(cast, works, query, expected):
    assert sorted(titles(cast.client(cast.policy), f"&{query}")) == sorted(expected)


def test_the_reference_finds_its_work(cast, works):
    assert titles(cast.client(cast.policy), f"&q={works['over'].reference}") == ["調査の業務"]


def test_a_contractor_by_number(cast, works):
    browser = cast.client(cast.policy)
    assert titles(browser, f"&company={cast.other_company.pk}") == ["調査の業務"]
    page = browser.get(f"/register/?company={cast.other_company.pk}").content.decode()
    assert "委託先：港データ入力株式会社" in page


@pytest.mark.parametrize("column", columns_of("client"))
@pytest.mark.parametrize("way", ["", "-"])
def test_every_column_sorts_and_loses_no_row(cast, works, column, way):
    found = titles(cast.client(cast.policy), f"&sort={way}{column}")
    assert sorted(found) == sorted(row.title for row in works.values())


@pytest.mark.parametrize("column", ["people", "findings", "late", "risk", "chain", "board", "next_due"])
def test_sorting_puts_the_work_with_trouble_at_an_end(cast, works, column):
    way = "" if column == "risk" else "-"
    assert titles(cast.client(cast.policy), f"&sort={way}{column}")[0] == "検診の業務"


def test_a_row_tells_what_is_known(cast, works):
    every = "".join(f"&col={name}" for name in columns_of("client"))
    head, row = table(cast.client(cast.policy), f"&q=検診{every}")
    cells = dict(zip(head, row, strict=True))
    assert cells["番号"] == works["running"].reference
    assert cells["人数"] == "80000"
    assert cells["危険の大きさ"] == "高い"
    assert cells["段階"] == "守る"
    assert cells["審査会"] == "条件付承認"
    assert cells["再委託先"] == "2者（2段）"
    assert cells["改善を待つ指摘"] == "重大 1、軽微 1"
    assert cells["遅れている仕事"] == "1"
    assert cells["契約の日"] == "2026-03-20"


def test_the_page_shows_rows_sums_and_the_way_to_each_work(cast, works):
    page = cast.client(cast.policy).get("/register/").content.decode()
    for row in works.values():
        assert row.get_absolute_url() in page
    assert "合計 5件" in page
    assert "80,650" in page


def test_the_workbook_holds_exactly_what_is_seen(cast, works):
    browser = cast.client(cast.policy)
    query = "&col=title&col=people&risk=high"
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(f"/register/?format=xlsx{query}").content))
    assert book.get_sheet_by_index(0).to_python() == [["業務", "人数"], ["検診の業務", 80_000]]


def test_each_sees_the_own_rows(cast, works):
    assert "封入の業務" not in titles(cast.client(cast.owner))
    assert titles(cast.client(cast.colleague)) == ["封入の業務"]
    assert titles(cast.client(cast.stranger)) == []


def test_a_contractor_sees_what_was_shared_and_nothing_that_is_the_clients(cast, works):
    browser = cast.client(cast.contractor)
    assert titles(browser) == []
    type(works["running"]).objects.filter(pk=works["running"].pk).update(
        shared_at=works["running"].created_at
    )
    every = "".join(f"&col={name}" for name in columns_of("client"))
    head, row = table(browser, every)
    assert row[head.index("業務")] == "検診の業務"
    assert not {"審査会", "改善を待つ指摘", "段階", "人数", "危険の大きさ"} & set(head)
    assert dict(zip(head, row, strict=True))["遅れている仕事"] == "0"
    assert titles(browser, "&sort=findings") == ["検診の業務"]
    assert titles(browser, "&risk=low") == ["検診の業務"]


def test_doors(cast, works):
    assert statuses(cast, "get", "/register/") == told("200 200 200 200 200 200 200 200 200 200 200 302")
    kept = statuses(cast, "post", "/register/views/keep/", {"name": "x", "query": "phase=keep"})
    assert kept == told("302 302 302 302 302 302 302 302 302 302 302 302")
    view = SavedView.objects.get(owner=cast.owner)
    removed = statuses(cast, "post", f"/register/views/{view.pk}/remove/")
    assert removed == told("302 404 404 404 404 404 404 404 404 404 404 302")


def test_a_saved_view_keeps_the_look_and_is_shared_on_request(cast, works):
    browser = cast.client(cast.policy)
    query = "phase=keep&col=title&col=people&sort=-people&page=3"
    answer = browser.post("/register/views/keep/", {"name": "動いている業務", "query": query, "shared": "on"})
    view = SavedView.objects.get()
    assert view.query == "phase=keep&col=title&col=people&sort=-people"
    page = browser.get(answer.url).content.decode()
    assert "<h1>動いている業務</h1>" in page
    assert "検診の業務" in page
    assert "調査の業務" not in page
    assert "動いている業務" in cast.client(cast.owner).get("/register/").content.decode()
    assert "動いている業務" not in cast.client(cast.stranger).get("/register/").content.decode()
    browser.post("/register/views/keep/", {"name": "動いている業務", "query": "late=on"})
    assert SavedView.objects.get().query == "late=on"
    assert "動いている業務" not in cast.client(cast.owner).get("/register/").content.decode()
    assert AuditEntry.objects.filter(code="register.view-kept").count() == 2


def test_a_view_without_a_name_comes_back_filled(cast, works):
    answer = cast.client(cast.owner).post("/register/views/keep/", {"name": "", "query": "phase=keep"})
    assert answer.status_code == 422
    assert "phase=keep" in answer.content.decode()


def test_queries_do_not_grow_with_rows(cast, works):
    browser = cast.client(cast.policy)

    def asked(path):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    paths = ["/register/", "/register/?sort=-findings&late=on", "/register/?format=csv"]
    before = [asked(path) for path in paths]
    for number in range(30):
        work(cast, f"業務{number}", contractor=cast.company)
    assert [asked(path) for path in paths] == before
    assert max(before) <= 16


@pytest.mark.parametrize(
    "query", ["sort=draft", "page=99999999999", "size=7", "col=organization", "side=x", "q=%00"]
)
def test_a_strange_query_still_gives_the_table(cast, works, query):
    assert cast.client(cast.policy).get(f"/register/?{query}").status_code == 200
