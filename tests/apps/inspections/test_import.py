"""A check sheet goes out as xlsx, is filled in, and comes back: shown as a difference before it is taken."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.promised import answered, opened
from tests.cast import NOW
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.import_views import XLSX
from yakusoku.apps.inspections.models import AnswerRecord, EvidenceFile, PendingImport
from yakusoku.apps.inspections.queries import answers_given, checks_of
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.sheet import COLUMNS, LOCKED_COLUMNS, SHEET_TAB

FIRST = 8
ANSWER, COMMENT, EVIDENCE = (len(LOCKED_COLUMNS) + n for n in (1, 2, 3))
QUESTION = COLUMNS.index("質問") + 1


def sent(cast, inspection):
    """Return the workbook and the table as the contractor received them."""
    raw = cast.client(cast.contractor).get(f"/inspections/{inspection.pk}/sheet.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(raw))
    return book, book[SHEET_TAB]


def fill(sheet, row=FIRST, answer="はい", comment="台帳を見てください", evidence="台帳.xlsx"):
    for column, value in ((ANSWER, answer), (COMMENT, comment), (EVIDENCE, evidence)):
        sheet.cell(row, column).value = value


def give_back(cast, inspection, book, user=None, **extra):
    out = io.BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("遵守確認表.xlsx", out.getvalue(), XLSX)
    client = cast.client(user or cast.contractor)
    return client.post(f"/inspections/{inspection.pk}/import/", {"sheet": upload}, **extra)


def preview(cast, inspection):
    return cast.client(cast.contractor).get(f"/inspections/{inspection.pk}/import/preview/")


def take(cast, inspection, **data):
    path = f"/inspections/{inspection.pk}/import/take/"
    return cast.client(cast.contractor).post(path, data, follow=True).content.decode()


def test_a_sheet_that_is_filled_in_is_shown_first_and_then_taken(cast):
    inspection = opened(cast)
    book, sheet = sent(cast, inspection)
    checks = checks_of(inspection)
    for row in range(FIRST, FIRST + len(checks)):
        fill(sheet, row)
    answer = give_back(cast, inspection, book, follow=True)
    told = answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("/import/preview/")
    assert f"{len(checks)}件の回答を取り込む" in told
    assert "台帳を見てください" in told
    assert not AnswerRecord.objects.exists()
    assert f"{len(checks)}件の回答を取り込みました" in take(cast, inspection)
    given = answers_given(inspection)
    assert set(given) == {check.id for check in checks}
    assert given[checks[0].id] == GivenAnswer(checks[0].id, Answer.YES, "台帳を見てください", ("台帳.xlsx",))
    assert not PendingImport.objects.exists()


def test_only_what_changes_is_shown_and_an_untouched_sheet_changes_nothing(cast):
    inspection = answered(cast)
    book, sheet = sent(cast, inspection)
    give_back(cast, inspection, book)
    assert "取り込むものはありません" in preview(cast, inspection).content.decode()
    fill(sheet, FIRST + 1, "一部", "半分です")
    give_back(cast, inspection, book)
    told = preview(cast, inspection).content.decode()
    assert "変わる回答 1件" in told
    assert "<del>はい</del>" in told
    assert "<ins>一部</ins>" in told
    # A colleague answers the same question meanwhile: what was looked at is not what would be overwritten.
    looked = re.search(r'name="mark" value="(\w+)"', told)[1]
    check = checks_of(inspection)[1].id
    services.answer(inspection, GivenAnswer(check, Answer.NO, "壊れました"), by=cast.contractor, at=NOW)
    refused = take(cast, inspection, mark=looked)
    assert "取り込むと変わるところが変わりました" in refused
    assert answers_given(inspection)[check].answer is Answer.NO
    take(cast, inspection, mark=re.search(r'name="mark" value="(\w+)"', refused)[1])
    assert answers_given(inspection)[check].answer is Answer.PARTIAL


def test_an_attached_file_is_not_named_twice_after_a_round_trip(cast):
    inspection = answered(cast)
    check = checks_of(inspection)[0].id
    upload = SimpleUploadedFile("shashin.txt", b"photo\n")
    services.show_evidence(inspection, check, upload, by=cast.contractor, at=NOW)
    book, sheet = sent(cast, inspection)
    sheet.cell(FIRST, COMMENT).value = "写真を足しました"
    give_back(cast, inspection, book)
    take(cast, inspection)
    assert answers_given(inspection)[check].evidence == ("記録簿.pdf", "shashin.txt")
    assert EvidenceFile.objects.count() == 1


def test_a_sheet_that_is_filled_in_half_is_taken_half(cast):
    inspection = opened(cast)
    book, sheet = sent(cast, inspection)
    fill(sheet, FIRST)
    fill(sheet, FIRST + 1, "いいえ", "まだありません")
    told = give_back(cast, inspection, book, follow=True).content.decode()
    assert "変わる回答 2件" in told
    # What was left out is no fault of the sheet, and does not hide one.
    assert "気になるところ" not in told
    assert f"回答のない質問 {len(checks_of(inspection)) - 2}問" in told
    take(cast, inspection)
    assert AnswerRecord.objects.count() == 2
    assert AnswerRecord.objects.get(answer="no").comment == "まだありません"


@pytest.mark.parametrize(
    ("spoil", "cell", "words", "damaged"),
    [
        pytest.param(
            lambda s: s.cell(FIRST, QUESTION, "書き換えた質問"),
            "E8",
            "書き換えられています",
            False,
            id="edited-question",
        ),
        pytest.param(lambda s: s.delete_rows(FIRST), "", "行がありません", True, id="lost-row"),
        pytest.param(lambda s: s.merge_cells("G8:G9"), "G8", "結合されています", True, id="merged-cell"),
        pytest.param(
            lambda s: s.cell(FIRST, ANSWER, '="はい"'), "G8", "数式が入っています", False, id="formula"
        ),
        pytest.param(
            lambda s: s.cell(FIRST, ANSWER, "たぶん"), "G8", "「たぶん」は使えません", False, id="other-word"
        ),
    ],
)
def test_what_is_wrong_is_told_cell_by_cell_and_never_taken(cast, spoil, cell, words, damaged):
    inspection = opened(cast)
    first, second = (check.id for check in checks_of(inspection)[:2])
    book, sheet = sent(cast, inspection)
    fill(sheet, FIRST)
    fill(sheet, FIRST + 2)
    spoil(sheet)
    told = give_back(cast, inspection, book, follow=True).content.decode()
    assert words in told
    assert (cell or first) in told
    assert ("送った表と形が違います" in told) == damaged
    take(cast, inspection)
    taken = set(AnswerRecord.objects.values_list("check_id", flat=True))
    assert taken
    assert second not in taken
    assert (first in taken) == (words == "結合されています")


def test_not_applicable_without_a_reason_stays_behind(cast):
    inspection = opened(cast)
    book, sheet = sent(cast, inspection)
    fill(sheet, FIRST, "該当なし", None, None)
    fill(sheet, FIRST + 1)
    told = give_back(cast, inspection, book, follow=True).content.decode()
    assert "理由がないので取り込みません" in told
    assert "1件の回答を取り込む" in told
    take(cast, inspection)
    assert AnswerRecord.objects.get().answer == "yes"


def test_a_sheet_of_another_engagement_is_refused(cast):
    inspection = opened(cast)
    other, _sheet = sent(cast, opened(cast, title="別の業務"))
    answer = give_back(cast, inspection, other)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "この点検の表ではありません" in told
    assert "別の業務" in told
    assert not PendingImport.objects.exists()


def test_a_sheet_of_another_version_is_refused(cast):
    inspection = opened(cast)
    book, sheet = sent(cast, inspection)
    where = next(row for row in range(1, FIRST) if sheet.cell(row, 1).value == "版")
    sheet.cell(where, 2).value = "第2版"
    answer = give_back(cast, inspection, book)
    assert answer.status_code == 422
    assert "別の版の表です" in answer.content.decode()


def test_a_file_that_is_no_workbook_is_refused_beside_the_field(cast):
    inspection = opened(cast)
    upload = SimpleUploadedFile("memo.txt", b"hello\n")
    answer = cast.client(cast.contractor).post(f"/inspections/{inspection.pk}/import/", {"sheet": upload})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not PendingImport.objects.exists()


def test_a_waiting_sheet_is_announced_can_be_dropped_and_is_replaced_by_the_next(cast):
    inspection = opened(cast)
    book, sheet = sent(cast, inspection)
    fill(sheet, FIRST)
    give_back(cast, inspection, book)
    fill(sheet, FIRST + 1)
    give_back(cast, inspection, book)
    assert PendingImport.objects.count() == 1
    waiting = cast.client(cast.contractor).get(f"/inspections/{inspection.pk}/").content.decode()
    assert "読み取った表が待っています" in waiting
    assert "取込みをやめました" in take(cast, inspection, drop="1")
    assert not PendingImport.objects.exists()
    assert not AnswerRecord.objects.exists()
    assert preview(cast, inspection).status_code == 404


def test_only_the_contractor_gives_a_sheet_back(cast):
    inspection = opened(cast)
    book, _sheet = sent(cast, inspection)
    for user, status in ((cast.owner, 403), (cast.stranger, 403), (cast.auditor, 403)):
        assert give_back(cast, inspection, book, user=user).status_code == status
    for user, status in (
        (cast.owner, 200),
        (cast.contractor, 200),
        (cast.colleague, 404),
        (cast.stranger, 404),
    ):
        assert cast.client(user).get(f"/inspections/{inspection.pk}/sheet.xlsx").status_code == status
