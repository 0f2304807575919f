"""`yakusoku survey check-form` and `print`: what is found in an XLSForm, and how it comes to paper."""

import pytest

from tests.domain.survey.questionnaire.written import row, sheets
from yakusoku.adapters.xlsform import xlsform_file

GOOD = sheets(row("A"), row("B", "select_multiple abc", relevant="${A} = '1'", most="2"))
BAD = sheets(row("A"), row("B", relevant="${A} = '3'"))


@pytest.fixture
def form(tmp_path):
    def write(content):
        path = tmp_path / "調査票.xlsx"
        path.write_bytes(content if isinstance(content, bytes) else xlsform_file(content))
        return str(path)

    return write


def test_a_form_without_flaw_ends_with_nothing_and_comes_to_paper(run, form, tmp_path):
    found = run("survey", "check-form", form(GOOD), "--json")
    assert found.code == 0, found.err
    assert found.data == {"digest": GOOD.digest, "findings": []}
    out = tmp_path / "調査票.pdf"
    assert run("survey", "print", form(GOOD), "-o", str(out)).code == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_what_is_wrong_is_told_with_its_line(run, form):
    found = run("survey", "check-form", form(BAD), "--json")
    assert found.code == 1
    told = [(each["kind"], each["line"], each["name"]) for each in found.data["findings"]]
    assert told == [("never-asked", 3, "B"), ("no-such-option", 3, "B")]


def test_a_paper_that_would_leave_questions_out_is_refused(run, form, tmp_path):
    repeat = sheets(
        row("A"),
        {"type": "begin_repeat", "name": "R", "label": "再委託先"},
        row("R1"),
        {"type": "end_repeat"},
    )
    found = run("survey", "print", form(repeat), "-o", str(tmp_path / "x.pdf"))
    assert (found.code, "R1" in found.err) == (2, True)


def test_what_is_no_form_is_refused(run, form):
    for command in (["check-form"], ["print", "-o", "x.pdf"]):
        assert run("survey", command[0], form(b"PK\x03\x04"), *command[1:]).code == 2
