"""The check sheet as xlsx: out, filled in, re-saved, and back."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.libreoffice import convert, needs_libreoffice
from tests.packs import example_pack
from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.adapters.check_sheet_reading import read_check_sheet
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.intake import take_in
from yakusoku.domain.inspections.sheet import COLUMNS, IDENTITY_TAB, SHEET_TAB

PACK = example_pack()
FIRST = 8
ANSWER, COMMENT, EVIDENCE = (COLUMNS.index(c) + 1 for c in ("回答", "コメント", "証拠（資料の名前）"))


def opened(raw=None):
    book = openpyxl.load_workbook(io.BytesIO(raw or check_sheet_xlsx(PACK)))
    return book, book[SHEET_TAB]


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(sheet, answers=None):
    for row, _ in enumerate(PACK.checks, start=FIRST):
        answer = (answers or {}).get(row - FIRST, "はい")
        sheet.cell(row, ANSWER).value = answer
        sheet.cell(row, COMMENT).value = "理由" if answer == "該当なし" else ""
        sheet.cell(row, EVIDENCE).value = "記録簿.pdf"


def read(raw):
    sheet = read_check_sheet(raw, "表.xlsx")
    return take_in(sheet.table, sheet.checks)


def test_the_same_pack_gives_the_same_bytes():
    assert check_sheet_xlsx(PACK) == check_sheet_xlsx(PACK)


def test_the_sheet_is_protected_but_for_the_answers_and_offers_the_four_words():
    _, sheet = opened()
    assert sheet.protection.sheet
    assert sheet.cell(FIRST, 1).protection.locked
    assert not sheet.cell(FIRST, ANSWER).protection.locked
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"はい,一部,いいえ,該当なし"'
    assert f"G{FIRST}" in str(rule.sqref)
    assert not sheet.merged_cells.ranges


def test_an_empty_sheet_is_read_and_every_question_is_told_as_unanswered():
    intake = read(check_sheet_xlsx(PACK))
    assert not intake.answers
    assert [p.cell for p in intake.problems] == [f"G{FIRST + n}" for n in range(len(PACK.checks))]
    assert not intake.damaged


words = st.sampled_from(["はい", "一部", "いいえ", "該当なし"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(words, min_size=len(PACK.checks), max_size=len(PACK.checks)))
def test_what_is_filled_in_comes_back(answers):
    book, sheet = opened()
    filled(sheet, dict(enumerate(answers)))
    intake = read(saved(book))
    assert [intake.answers[c.id].answer.label for c in PACK.checks] == answers
    assert not intake.problems


def test_answers_given_before_are_filled_in_and_come_back():
    given_answer = GivenAnswer(PACK.checks[0].id, Answer.PARTIAL, "途中です", ("手順書.pdf", "写真.png"))
    intake = read(check_sheet_xlsx(PACK, (given_answer,)))
    assert intake.answers == {given_answer.check: given_answer}


@needs_libreoffice
def test_the_sheet_survives_being_saved_again_by_libreoffice(tmp_path):
    book, sheet = opened()
    filled(sheet, {0: "一部", 1: "いいえ", 2: "該当なし"})
    (tmp_path / "sheet.xlsx").write_bytes(saved(book))
    again = convert(tmp_path / "sheet.xlsx", "xlsx", tmp_path / "out")
    intake = read(again.read_bytes())
    assert intake.answers == read(saved(book)).answers
    assert not intake.problems
    resaved = openpyxl.load_workbook(again)[SHEET_TAB]
    assert resaved.protection.sheet
    assert resaved.data_validations.dataValidation


def edit_question(book, sheet):
    sheet.cell(FIRST, COLUMNS.index("質問") + 1).value = "何もしなくてよいですか。"


def write_formula(book, sheet):
    sheet.cell(FIRST, ANSWER).value = '=IF(1=1,"はい","")'


def write_other_word(book, sheet):
    sheet.cell(FIRST, ANSWER).value = "たぶん"


def forget_reason(book, sheet):
    sheet.cell(FIRST, ANSWER).value = "該当なし"
    sheet.cell(FIRST, COMMENT).value = None


def forget_answer(book, sheet):
    sheet.cell(FIRST, ANSWER).value = None


def add_row(book, sheet):
    sheet.cell(FIRST + len(PACK.checks), 1).value = "extra-1a"


@pytest.mark.parametrize(
    ("change", "cell", "words_in_message"),
    [
        pytest.param(edit_question, "E8", "書き換えられています", id="edited-question"),
        pytest.param(write_formula, "G8", "数式", id="formula"),
        pytest.param(write_other_word, "G8", "選んでください", id="a-word-of-ones-own"),
        pytest.param(forget_reason, "H8", "理由", id="not-applicable-without-reason"),
        pytest.param(forget_answer, "G8", "回答がありません", id="unanswered"),
        pytest.param(add_row, f"A{FIRST + len(PACK.checks)}", "この表にありません", id="added-row"),
    ],
)
def test_a_problem_is_told_at_its_cell_and_the_rest_is_read(change, cell, words_in_message):
    book, sheet = opened()
    filled(sheet)
    change(book, sheet)
    intake = read(saved(book))
    (problem,) = intake.problems
    assert problem.cell == cell
    assert words_in_message in problem.message
    assert not intake.damaged
    assert len(intake.answers) >= len(PACK.checks) - 1


def test_the_answer_to_an_edited_question_is_not_taken():
    book, sheet = opened()
    filled(sheet)
    edit_question(book, sheet)
    assert PACK.checks[0].id not in read(saved(book)).answers


def delete_row(book, sheet):
    sheet.delete_rows(FIRST)


def merge_cells(book, sheet):
    sheet.merge_cells(f"G{FIRST}:G{FIRST + 1}")


def copy_row(book, sheet):
    for column in range(1, len(COLUMNS) + 1):
        sheet.cell(FIRST + 1, column).value = sheet.cell(FIRST, column).value


@pytest.mark.parametrize(
    ("change", "words_in_message"),
    [
        pytest.param(delete_row, "行がありません", id="lost-row"),
        pytest.param(merge_cells, "結合", id="merged-cells"),
        pytest.param(copy_row, "二つあります", id="the-same-row-twice"),
    ],
)
def test_damage_is_told(change, words_in_message):
    book, sheet = opened()
    filled(sheet)
    change(book, sheet)
    intake = read(saved(book))
    assert intake.damaged
    assert any(words_in_message in p.message for p in intake.problems)


def test_rows_may_be_sorted():
    book, sheet = opened()
    filled(sheet, {0: "一部"})
    rows = [[sheet.cell(r, c).value for c in range(1, 10)] for r in range(FIRST, FIRST + len(PACK.checks))]
    for number, row in enumerate(reversed(rows), start=FIRST):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    intake = read(saved(book))
    assert not intake.problems
    assert intake.answers[PACK.checks[0].id].answer is Answer.PARTIAL


def rename_tab(book, sheet):
    sheet.title = "回答"


def drop_identity(book, sheet):
    del book[IDENTITY_TAB]


def forge_identity(book, sheet):
    book[IDENTITY_TAB]["B4"].value = "2"


def lose_header(book, sheet):
    sheet.delete_rows(FIRST - 1)


def paste_other_version(book, sheet):
    for row in sheet.iter_rows(max_row=6, max_col=2):
        if row[0].value == "版":
            row[1].value = "第2版"


@pytest.mark.parametrize(
    ("change", "words_in_message"),
    [
        pytest.param(rename_tab, "シートの名前", id="renamed-tab"),
        pytest.param(drop_identity, "管理情報", id="lost-identity"),
        pytest.param(forge_identity, "書き換えられています", id="forged-identity"),
        pytest.param(lose_header, "見出し", id="lost-header"),
        pytest.param(paste_other_version, "別の版", id="another-version"),
    ],
)
def test_a_sheet_that_is_not_ours_is_refused(change, words_in_message):
    book, sheet = opened()
    change(book, sheet)
    with pytest.raises(UnreadableFile) as caught:
        read(saved(book))
    assert words_in_message in str(caught.value)
    assert "表.xlsx" in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"hello", id="text"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 100, id="a-torn-zip"),
        pytest.param(check_sheet_xlsx(PACK)[:4000], id="cut-off"),
    ],
)
def test_what_is_no_workbook_is_refused(raw):
    with pytest.raises(UnreadableFile):
        read(raw)


@settings(max_examples=60)
@given(st.data())
def test_broken_bytes_never_crash(data):
    raw = bytearray(check_sheet_xlsx(PACK))
    for _ in range(data.draw(st.integers(1, 20))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(raw))
    except UnreadableFile as error:
        assert error.problems


def test_entities_in_a_part_are_not_expanded():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(check_sheet_xlsx(PACK))) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                doctype = b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
                content = content.replace(b"?>", b"?>" + doctype, 1).replace(
                    b"<sheetData>", b"<sheetData>&c;", 1
                )
            new.writestr(item, content)
    try:
        intake = read(out.getvalue())
    except UnreadableFile as error:
        assert "root" not in str(error)
    else:
        assert "root" not in str(intake)
