"""A ledger comes in: mapped, looked at, taken whole or not at all, and recognised when it comes again."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.apps.engagements.work import PROFILE
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.accounts.models import Department, Organization
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.register.models import LedgerRow, PendingLedger

HEAD = ["番号", "業務名", "担当課", "委託先", "契約期間", "契約日", "件数", "個人情報", "取扱場所"]
ROWS = [
    [
        "A-1",
        "水道検針",
        "水道課",
        "(株)みなと検針",
        "R8.4.1〜R99.3.31",
        "R8.3.20",
        "５２，０００",
        "氏名、口座",
        "訪問先",
    ],
    ["A-2", "健診", "健康課", "みなと検針株式会社", "", "", "1.2万人", "健診結果", "委託先事業所"],
    ["A-3", "窓口", "市民課", "新しい会社", "", "", "", "", ""],
]
CSV = "text/csv"


def as_csv(*rows):
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEAD, *rows))
    return SimpleUploadedFile("台帳.csv", text.encode("cp932", "replace"), CSV)


def as_xlsx(rows, title=True):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("台帳")
    start = 2 if title else 0
    if title:
        sheet.write(0, 0, "令和9年度 委託業務台帳")
    day = book.add_format({"num_format": "yyyy/m/d"})
    for place, row in enumerate([HEAD, *rows], start):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(place, column, value, day)
            else:
                sheet.write(place, column, value)
    book.close()
    return SimpleUploadedFile("台帳.xlsx", out.getvalue())


@pytest.fixture
def browser(cast):
    return cast.client(cast.policy)


def read(browser, upload, **columns):
    """Upload a ledger and settle its columns as guessed."""
    assert browser.post("/register/import/", {"ledger": upload}).status_code == 302
    mapping = PendingLedger.objects.get().mapping | columns
    assert browser.post("/register/import/columns/", mapping).status_code == 302


def take(browser, rows=""):
    return browser.post("/register/import/take/", {"rows": rows})


def test_a_ledger_comes_in_whole(cast, browser):
    read(browser, as_xlsx(ROWS))
    page = browser.get("/register/import/preview/").content.decode()
    assert "市民課" in page
    assert "どの課の業務ですか" in page
    assert take(browser).status_code == 302
    assert not LedgerRow.objects.exists()
    browser.post("/register/import/departments/", {"department-0": "new"})
    assert take(browser).url == "/register/"
    works = {row.number: row.engagement for row in LedgerRow.objects.all()}
    assert len(works) == 3
    first = works["A-1"]
    assert (first.title, first.people, first.starts_on) == ("水道検針", 52_000, date(2026, 4, 1))
    assert first.contracted_on == date(2026, 3, 20)
    assert first.started_on == date(2026, 4, 1)
    assert first.draft["categories"] == ["financial", "identity"]
    assert not first.described
    assert works["A-2"].people == 12_000
    assert works["A-2"].contractor == cast.company
    assert works["A-3"].department == Department.objects.get(name="市民課")
    assert works["A-3"].contractor.introduced_by == cast.city
    assert not PendingLedger.objects.exists()
    assert AuditEntry.objects.filter(code="register.row-taken").count() == 3


def test_the_wizard_goes_on_where_the_ledger_stopped(cast, browser):
    read(browser, as_csv(ROWS[1]))
    take(browser)
    work = LedgerRow.objects.get().engagement
    page = browser.get(f"/engagements/{work.pk}/profile/information/").content.decode()
    assert 'value="12000"' in page


def test_a_short_and_a_long_form_of_a_company_are_one(cast, browser):
    before = Organization.objects.count()
    read(browser, as_csv(["A-1", "検針", "水道課", "港データ入力（株）", "", "", "", "", ""]))
    take(browser)
    read(browser, as_csv(["A-4", "検針", "水道課", "港データ入力 (株)", "", "", "", "", ""]))
    take(browser)
    assert Organization.objects.count() == before
    assert {row.engagement.contractor for row in LedgerRow.objects.all()} == {cast.other_company}


def test_wrong_rows_stop_everything_unless_the_right_ones_are_asked_for(cast, browser):
    wrong = ["A-2", "健診", "健康課", "", "きのうまで", "", "多数", "", ""]
    read(browser, as_csv(ROWS[0], wrong))
    page = browser.get("/register/import/preview/").content.decode()
    assert "E3" in page
    assert "期間として読めません" in page
    assert "人数として読めません" in page
    take(browser)
    assert not LedgerRow.objects.exists()
    answer = take(browser, "right")
    assert LedgerRow.objects.get().number == "A-1"
    assert answer.url == "/register/import/preview/"
    left = browser.get("/register/import/left.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(left)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == HEAD[:3]
    assert rows[1][0] == "A-2"
    assert "人数として読めません" in rows[1][-1]
    problems = browser.get("/register/import/problems.xlsx").content
    told_rows = CalamineWorkbook.from_filelike(io.BytesIO(problems)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in told_rows[1:]] == ["E3", "G3"]


def test_nothing_is_taken_half(cast, browser):
    read(browser, as_csv(ROWS[0], ROWS[1]))

    def dies_at_the_rows(execute, sql, params, many, context):
        # The engagements, their facts and duties are written by then.
        if sql.startswith('INSERT INTO "register_ledgerrow"'):
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dies_at_the_rows), pytest.raises(OperationalError):
        take(browser)
    assert not Engagement.objects.exists()
    assert not AuditEntry.objects.filter(code__startswith="register.").exists()


def many(count):
    return [
        [f"B-{n}", f"業務{n}", "水道課", f"会社{n % 7}", "", "", str(n), "氏名", ""] for n in range(count)
    ]


def test_a_long_ledger_is_written_in_bulk_and_looked_through_page_by_page(cast, browser):
    read(browser, as_csv(*many(120)))
    first = browser.get("/register/import/preview/?part=new&size=50").content.decode()
    last = browser.get("/register/import/preview/?part=new&size=50&page=3").content.decode()
    assert "業務0<" in first
    assert "業務119<" not in first
    assert "業務119<" in last
    with CaptureQueriesContext(connection) as asked:
        take(browser)
    assert Engagement.objects.count() == 120
    assert len(asked) < 60
    assert AuditEntry.objects.filter(code="organization.created").count() == 5 + 7
    assert verify() == []
    due = Duty.objects.filter(kind="profile.describe", done_at__isnull=True)
    assert due.count() == 120
    assert set(due.values_list("department", flat=True)) == {cast.water.pk}


def test_many_rows_that_tell_something_else_are_brought_up_to_date(cast, browser):
    read(browser, as_csv(*many(30)))
    take(browser)
    read(browser, as_csv(*([*row[:1], f"新{row[1]}", *row[2:6], "5", *row[7:]] for row in many(30))))
    take(browser)
    assert set(Engagement.objects.values_list("people", flat=True)) == {5}
    assert Engagement.objects.filter(title__startswith="新業務").count() == 30
    assert Duty.objects.filter(done_at__isnull=True, about__startswith="新業務").count() == 30
    assert AuditEntry.objects.filter(code="register.row-updated").count() == 30


def test_every_problem_of_a_long_ledger_is_told(cast, browser):
    wrong = [["", f"業務{n}", "水道課", "", "", "", "多数", "", ""] for n in range(70)]
    read(browser, as_csv(*wrong))
    page = browser.get("/register/import/preview/?part=problems&page=6").content.decode()
    assert "直すところ 140か所" in page
    assert "G71" in page
    problems = browser.get("/register/import/problems.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(problems)).get_sheet_by_index(0).to_python()
    assert len(rows) == 141


def test_the_same_ledger_again_doubles_nothing(cast, browser):
    read(browser, as_csv(ROWS[0], ROWS[1]))
    take(browser)
    read(browser, as_csv(ROWS[0], ROWS[1]))
    take(browser)
    assert Engagement.objects.count() == 2
    changed = [*ROWS[0][:6], "60,000", *ROWS[0][7:]]
    read(browser, as_csv(changed, ROWS[1]))
    assert "人数" in browser.get("/register/import/preview/").content.decode()
    take(browser)
    assert Engagement.objects.count() == 2
    assert LedgerRow.objects.get(number="A-1").engagement.people == 60_000


def test_facts_that_were_told_since_are_not_overwritten(cast, browser):
    read(browser, as_csv(ROWS[0]))
    take(browser)
    work = LedgerRow.objects.get().engagement
    facts = {**PROFILE, "title": "水道検針"}
    engagements.describe(work, facts, department=cast.water, contractor=None, by=cast.owner, at=NOW)
    read(browser, as_csv([*ROWS[0][:6], "1", *ROWS[0][7:]]))
    assert "業務の画面で直してください" in browser.get("/register/import/preview/").content.decode()
    take(browser)
    work.refresh_from_db()
    assert work.people == 8000


def test_what_a_colleague_typed_since_is_not_overwritten(cast, browser):
    read(browser, as_csv(ROWS[0], ROWS[1]))
    take(browser)
    work = LedgerRow.objects.get(number="A-1").engagement
    page = f"/engagements/{work.pk}/profile/work/"
    typed = {"title": "水道検針(北部)", "department": cast.water.pk, "procurement": "negotiated"}
    cast.client(cast.owner).post(page, typed)
    read(browser, as_csv(*([*row[:6], "7", *row[7:]] for row in ROWS[:2])))
    assert "人が直しているので" in browser.get("/register/import/preview/").content.decode()
    take(browser)
    work.refresh_from_db()
    assert (work.draft["title"], work.people) == ("水道検針(北部)", 52_000)
    assert LedgerRow.objects.get(number="A-2").engagement.people == 7


def test_a_needed_column_must_be_chosen_and_none_twice(cast, browser):
    browser.post("/register/import/", {"ledger": as_csv(ROWS[0])})
    mapping = PendingLedger.objects.get().mapping
    assert browser.post("/register/import/columns/", mapping | {"title": ""}).status_code == 422
    twice = browser.post("/register/import/columns/", mapping | {"contractor": mapping["title"]})
    assert twice.status_code == 422
    assert "同じ列を二つの項目" in twice.content.decode()


HOSTILE = [
    pytest.param("x.xlsx", b"PK\x03\x04 not a workbook", id="a-broken-workbook"),
    pytest.param("x.xlsm", b"PK\x03\x04", id="macros"),
    pytest.param("x.csv", b"\xff\xfe\x00\x01", id="no-text"),
    pytest.param("x.csv", "見出しだけ\r\n".encode(), id="only-a-head"),
    pytest.param("x.csv", ("番号\n" + "a\n" * 20_001).encode(), id="too-many-rows"),
    pytest.param("x.csv", (",".join(["a"] * 101) + "\nb\n").encode(), id="too-many-columns"),
    pytest.param("x.exe", b"MZ", id="a-program"),
]


@pytest.mark.parametrize(("name", "content"), HOSTILE)
def test_hostile_files_are_refused_with_words(cast, browser, name, content):
    answer = browser.post("/register/import/", {"ledger": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not PendingLedger.objects.exists()


def test_cells_of_strangers_are_shown_as_text(cast, browser):
    read(browser, as_csv(["A-1", "<script>alert(1)</script>", "=cmd()", "", "", "", "", "", ""]))
    page = browser.get("/register/import/preview/").content.decode()
    assert "<script>alert" not in page


def test_doors(cast, browser):
    row = told("403 403 200 403 403 403 200 403 403 403 200 302")
    assert statuses(cast, "get", "/register/import/") == row
    read(browser, as_csv(ROWS[0]))
    mine = told("403 403 200 403 403 403 404 403 403 403 404 302")
    for page in ("columns/", "preview/", "problems.xlsx", "left.xlsx"):
        assert statuses(cast, "get", f"/register/import/{page}") == mine, page
    acts = told("403 403 302 403 403 403 404 403 403 403 404 302")
    assert statuses(cast, "post", "/register/import/take/") == acts
    read(browser, as_csv(ROWS[0]))
    assert statuses(cast, "post", "/register/import/departments/") == acts
    assert statuses(cast, "post", "/register/import/drop/") == acts
    assert not PendingLedger.objects.exists()
