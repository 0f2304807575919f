"""A sheet goes out as a package of files and comes back as one: all of it or nothing."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps import promised
from tests.apps.library import shelf
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.inspections.models import EvidenceFile, State
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.library.models import Parcel


def filled(cast, sheet, extra=(), leave=0, outer="", who=None):
    """Return the package as it went out, filled in, with `extra` files and the last `leave` questions open."""
    raw = cast.client(who or cast.contractor).get(f"/inspections/{sheet.pk}/package.zip").content
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as sent, zipfile.ZipFile(out, "w") as back:
        for entry in sent.infolist():
            content = sent.read(entry)
            if entry.filename == "checksheet.xlsx":
                content = answered(content, leave)
            back.writestr(outer + entry.filename, content)
        for path, content in extra:
            back.writestr(outer + path, content)
    return SimpleUploadedFile("一式.zip", out.getvalue(), "application/zip")


def answered(raw, leave=0):
    book = openpyxl.load_workbook(io.BytesIO(raw))
    rows = list(book["遵守確認表"].iter_rows(min_row=8))
    for row in rows[: len(rows) - leave]:
        row[6].value, row[7].value, row[8].value = "はい", "USBで返しました。", "台帳"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def post(cast, sheet, upload, who=None, **extra):
    browser = cast.client(who or cast.contractor)
    return browser.post(f"/inspections/{sheet.pk}/package/", {"package": upload, **extra}, follow=True)


def test_a_package_is_shown_first_and_then_taken_whole(cast):
    sheet = promised.opened(cast)
    first = checks_of(sheet)[0].id
    upload = filled(cast, sheet, [(f"evidence/{first}/記録簿.txt", b"ledger")], outer="yakusoku-1/")
    other = filled(cast, sheet, [(f"evidence/{first}/記録簿.txt", b"page")], outer="yakusoku-1/")
    looked, take = post(cast, sheet, other).context["mark"], f"/inspections/{sheet.pk}/package/take/"
    shown = post(cast, sheet, upload)
    assert "記録簿.txt" in shown.text
    assert "まるごと取り込みます" in shown.text
    # Another package with the same answers, but another file: it is not the one that was looked at.
    refused = cast.client(cast.contractor).post(take, {"mark": looked}, follow=True)
    assert "取り込むと変わるところが変わりました" in refused.text
    assert not sheet.answers.exists()
    cast.client(cast.contractor).post(take, {"mark": refused.context["mark"]})
    assert sheet.answers.count() == len(checks_of(sheet))
    file = EvidenceFile.objects.get()
    assert (file.check_id, file.stored.name, file.stored.organization) == (first, "記録簿.txt", cast.company)
    assert AuditEntry.objects.filter(code="package.taken", organization=cast.city.pk).count() == 1


def test_a_clerk_receives_a_stick_for_the_contractor_and_says_from_whom(cast):
    sheet = promised.opened(cast)
    upload = filled(cast, sheet, who=cast.owner)
    assert post(cast, sheet, upload, who=cast.owner).status_code == 422
    upload.seek(0)
    post(cast, sheet, upload, who=cast.owner, handed_over_by="みなと検針 工藤")
    take = f"/inspections/{sheet.pk}/package/take/"
    untold = cast.client(cast.owner).post(take, {"hand_in": "1"}, follow=True)
    assert "情報を持っている者を、まだ確かめていません" in untold.content.decode()
    cast.client(cast.owner).post(take, {"hand_in": "1", "same": "no", "told": "運送会社にも渡した"})
    sheet.refresh_from_db()
    assert sheet.state == State.SUBMITTED
    assert sheet.holders_statement.told == "運送会社にも渡した"
    page = cast.client(cast.contractor).get(f"/inspections/{sheet.pk}/grounds/").content.decode()
    assert (
        "みなと検針 工藤さんから受け取ったファイル一式を、委託先に代わって青木 水道が取り込みました" in page
    )


def test_a_package_that_is_not_complete_is_not_handed_in_and_then_nothing_is_taken(cast):
    sheet = promised.opened(cast)
    post(cast, sheet, filled(cast, sheet, leave=1), who=cast.owner, handed_over_by="工藤")
    answer = cast.client(cast.owner).post(
        f"/inspections/{sheet.pk}/package/take/", {"hand_in": "1"}, follow=True
    )
    assert "回答がありません" in answer.content.decode()
    assert not sheet.answers.exists()
    assert Parcel.objects.get().taken_at is None


def test_the_contractor_cannot_hand_in_by_the_clerks_tick(cast):
    sheet = promised.opened(cast)
    post(cast, sheet, filled(cast, sheet))
    cast.client(cast.contractor).post(f"/inspections/{sheet.pk}/package/take/", {"hand_in": "1"})
    sheet.refresh_from_db()
    assert sheet.state == State.OPEN


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        pytest.param([("evidence/nothing-1a/a.txt", b"x")], "置き場所が分かりません", id="no-such-question"),
        pytest.param([("memo.txt", b"x")], "置き場所が分かりません", id="a-file-at-the-top"),
        pytest.param([("../../a.txt", b"x")], "一式の外を指しています", id="a-way-out"),
        pytest.param([("二つ目.xlsx", b"x")], "二つ以上あります", id="two-sheets"),
        pytest.param([("evidence/{check}/a.exe", b"MZ")], "の種類は受け取れません", id="a-program"),
        pytest.param([("evidence/{check}/a.pdf", b"MZ")], "の中身がpdfではありません", id="a-liar"),
        pytest.param([("evidence/{check}/a.txt", b"")], "中身が空です", id="nothing-in-it"),
        pytest.param([("evidence/{check}/a.txt", b"0" * 60_000_000)], "は大きすぎます", id="a-giant"),
    ],
)
def test_a_package_with_anything_wrong_leaves_nothing_behind(cast, extra, told):
    sheet = promised.opened(cast)
    check = checks_of(sheet)[0].id
    extra = [(path.replace("{check}", check), content) for path, content in extra]
    raw = io.BytesIO()
    upload = filled(cast, sheet, extra)
    if any(len(content) > 1000 for _path, content in extra):
        with zipfile.ZipFile(upload) as stored, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
            for entry in stored.infolist():
                packed.writestr(entry.filename, stored.read(entry))
        upload = SimpleUploadedFile("一式.zip", raw.getvalue(), "application/zip")
    before = StoredFile.objects.count()
    answer = post(cast, sheet, upload)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert (StoredFile.objects.count(), Parcel.objects.count()) == (before, 0)


def test_every_reason_is_told_at_once(cast):
    sheet = promised.opened(cast)
    check = checks_of(sheet)[0].id
    extra = [(f"evidence/{check}/a.exe", b"MZ"), (f"evidence/{check}/b.txt", b"")]
    page = post(cast, sheet, filled(cast, sheet, extra)).content.decode()
    assert "a.exe" in page
    assert "b.txt" in page


def test_the_sheet_of_another_inspection_is_refused(cast):
    other = promised.opened(cast)
    sheet = shelf.next_sheet(cast)
    answer = post(cast, sheet, filled(cast, other))
    assert answer.status_code == 422
    assert "この点検の表ではありません" in answer.content.decode()
    assert not Parcel.objects.exists()


def test_a_damaged_sheet_is_shown_but_not_taken(cast):
    sheet = promised.opened(cast)
    raw = cast.client(cast.contractor).get(f"/inspections/{sheet.pk}/package.zip").content
    with zipfile.ZipFile(io.BytesIO(raw)) as sent:
        book = openpyxl.load_workbook(io.BytesIO(sent.read("checksheet.xlsx")))
    book["遵守確認表"].delete_rows(9)
    table, out = io.BytesIO(), io.BytesIO()
    book.save(table)
    with zipfile.ZipFile(out, "w") as back:
        back.writestr("checksheet.xlsx", table.getvalue())
    page = post(cast, sheet, SimpleUploadedFile("一式.zip", out.getvalue())).content.decode()
    assert "送った表と形が違います" in page
    assert "一式をまるごと取り込む" not in page
    cast.client(cast.contractor).post(f"/inspections/{sheet.pk}/package/take/")
    assert not sheet.answers.exists()


def test_a_second_package_replaces_the_first_and_a_dropped_one_changes_nothing(cast):
    sheet = promised.opened(cast)
    post(cast, sheet, filled(cast, sheet))
    post(cast, sheet, filled(cast, sheet, leave=3))
    assert Parcel.objects.count() == 1
    cast.client(cast.contractor).post(f"/inspections/{sheet.pk}/package/take/", {"drop": "1"})
    assert not Parcel.objects.exists()
    assert not sheet.answers.exists()
