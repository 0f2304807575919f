"""Staff lists that come as files: shown first, taken whole, and never trusted."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.apps.training.listed import contracted, hop_of, listed, upload, xlsx
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.training.models import PendingList, Worker

HEAD = ["氏名または職員番号", "役割", "従事を始める日", "従事を終える日", "再委託先"]
GOOD = [HEAD, ["工藤 検針", "責任者", "2027-04-01", "", ""], ["A-102", "従事者", "", "", ""]]


def csv(rows):
    return "\r\n".join(",".join(row) for row in rows)


def send(cast, work, name, content):
    address = reverse("staff-import", args=[work.pk])
    return cast.client(cast.contractor).post(address, {"upload": upload(name, content)})


def take(cast, work, **body):
    return cast.client(cast.contractor).post(reverse("staff-import-take", args=[work.pk]), body, follow=True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("名簿.xlsx", xlsx(GOOD), id="excel"),
        pytest.param("名簿.csv", csv(GOOD).encode("utf-8-sig"), id="utf-8-with-a-mark"),
        pytest.param("名簿.csv", csv(GOOD).encode("cp932"), id="windows-japanese"),
    ],
)
def test_a_list_is_shown_first_and_then_taken(cast, name, content):
    work = contracted(cast)
    assert send(cast, work, name, content).status_code == 302
    assert Worker.objects.count() == 0
    page = cast.client(cast.contractor).get(reverse("staff-import", args=[work.pk])).content.decode()
    assert "2人を名簿に取り込む" in page
    take(cast, work)
    assert sorted(work.workers.values_list("name", "part")) == [
        ("A-102", "worker"),
        ("工藤 検針", "responsible"),
    ]
    assert not PendingList.objects.exists()
    assert AuditEntry.objects.filter(code="staff.imported").count() == 1


def test_a_line_that_a_colleague_changed_meanwhile_is_shown_before_it_is_overwritten(cast):
    work = contracted(cast)
    row = listed(cast, work, name="A-102")
    send(cast, work, "名簿.csv", csv(GOOD).encode())
    page = cast.client(cast.contractor).get(reverse("staff-import", args=[work.pk]))
    Worker.objects.filter(pk=row.pk).update(since="2027-06-01")
    refused = take(cast, work, mark=page.context["preview"].mark)
    assert "取り込むと変わるところが変わりました" in refused.text
    assert Worker.objects.get().since is not None
    take(cast, work, mark=refused.context["preview"].mark)
    assert Worker.objects.count() == 2


def test_one_fault_and_nothing_is_taken(cast):
    work = contracted(cast)
    send(cast, work, "名簿.xlsx", xlsx([*GOOD, ["", "従事者", "", "", ""]]))
    page = cast.client(cast.contractor).get(reverse("staff-import", args=[work.pk])).content.decode()
    assert "4行目" in page
    assert "名簿に取り込む" not in page.split("</h1>")[1].split("別のファイル")[0]
    assert "まだ何も取り込んでいません" in take(cast, work).content.decode()
    assert Worker.objects.count() == 0


def test_a_name_that_stands_there_gets_its_new_line(cast):
    work = contracted(cast)
    worker = listed(cast, work, "A-102")
    send(cast, work, "名簿.xlsx", xlsx(GOOD))
    take(cast, work)
    worker.refresh_from_db()
    assert worker.part == "worker"
    assert work.workers.count() == 2


def test_the_same_list_again_changes_nothing(cast):
    work = contracted(cast)
    for _ in range(2):
        send(cast, work, "名簿.xlsx", xlsx(GOOD))
        take(cast, work)
    assert work.workers.count() == 2


def test_people_of_a_subcontractor_are_listed_at_its_place(cast):
    work = contracted(cast)
    hop = hop_of(cast, work)
    send(cast, work, "名簿.xlsx", xlsx([HEAD, ["清水", "責任者", "", "", hop.name]]))
    take(cast, work)
    assert work.workers.get().hop == hop


def test_a_waiting_list_can_be_dropped(cast):
    work = contracted(cast)
    send(cast, work, "名簿.xlsx", xlsx(GOOD))
    take(cast, work, drop="1")
    assert not PendingList.objects.exists()
    assert Worker.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("名簿.xlsx", b"PK\x03\x04 no workbook", id="a-broken-workbook"),
        pytest.param("名簿.xlsx", b"", id="nothing"),
        pytest.param("名簿.xlsx", csv(GOOD).encode(), id="csv-with-another-name"),
        pytest.param("名簿.csv", b"\x00\x01\x02", id="no-text"),
        pytest.param("名簿.csv", ('"' + "あ" * 10).encode(), id="an-open-quote"),
        pytest.param("名簿.csv", ("x\r\n" * 4000).encode(), id="too-many-lines"),
        pytest.param("名簿.exe", b"MZ", id="a-program"),
        pytest.param("名簿.pdf", b"%PDF-1.4", id="another-kind"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(cast, name, content):
    work = contracted(cast)
    answer = send(cast, work, name, content)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not PendingList.objects.exists()


def test_a_formula_in_a_list_stays_text(cast):
    work = contracted(cast)
    send(cast, work, "名簿.csv", csv([HEAD[:2], ['=HYPERLINK("x")', "責任者"]]).encode())
    take(cast, work)
    raw = cast.client(cast.owner).get(reverse("engagement-training", args=[work.pk]) + "?format=csv").content
    assert "'=HYPERLINK" in raw.decode("utf-8-sig")


def test_the_form_can_be_filled_and_sent_back(cast):
    work = contracted(cast)
    hop_of(cast, work)
    raw = cast.client(cast.contractor).get(reverse("staff-form", args=[work.pk])).content
    table = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert table[0] == HEAD
