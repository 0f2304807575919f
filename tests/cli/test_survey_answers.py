"""`yakusoku survey join` and `check-answers`."""

import json

import pytest
import xlsxwriter

from tests.domain.survey.collecting.asked import sheets


@pytest.fixture
def form(tmp_path):
    """Write the questionnaire of the tests of collecting as XLSForm; return its file."""
    file = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets().items():
            heads = list(dict.fromkeys(head for row in rows for head in row))
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heads)
            for line, row in enumerate(rows, 1):
                sheet.write_row(line, 0, [row.get(head, "") for head in heads])
    return file


def written(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def test_web_and_paper_become_one_row_a_respondent(run, tmp_path, form):
    web = written(
        tmp_path, "w.csv", "respondent,submitted_at,Q1,Q2\n1,2027-06-03T09:00,yes,5\n2,2027-06-03T09:00,no,\n"
    )
    paper = written(
        tmp_path, "p.csv", "respondent,submitted_at,Q1,Q4/a,Q4/b\n1,2027-06-01T09:00,#two-marks,1,1\n"
    )
    done = run("survey", "join", web, paper, "--form", form, "--json")
    told = json.loads(done.out)
    assert [(row["respondent"], row["way"], row["Q4"]) for row in told["rows"]] == [
        ("1", "paper", "a b"),
        ("2", "web", ""),
    ]
    assert told["lost"] == [{"respondent": "1", "way": "web", "reason": "later"}]
    fuller = run("survey", "join", web, paper, "--form", form, "--rule", "fuller")
    assert fuller.out.splitlines()[1].startswith("1,web,yes,5")
    assert "答えた設問が少ないため" in fuller.err
    twice = written(tmp_path, "t.csv", "respondent,submitted_at\n1,2027-06-01\n1,2027-06-01\n")
    assert run("survey", "join", web, twice, "--form", form).code == 2


def test_answers_that_do_not_count_and_rules_that_are_broken_are_told(run, tmp_path, form):
    answers = written(
        tmp_path, "a.csv", "respondent,Q1,Q2,Q3,Q4\n1,yes,5,6,a b c\n2,yes no,5,4,\n3,no,5,4,\n"
    )
    rules = written(
        tmp_path, "r.csv", "name,condition,sentence\nR1,${Q2} > 5 or ${Q1} = 'yes',小さい会社です\n"
    )
    found = run("survey", "check-answers", answers, "--form", form, "--rules", rules, "--json")
    told = [(row["respondent"], row["question"], row["kind"]) for row in json.loads(found.out)["findings"]]
    assert told == [
        ("1", "Q4", "too-many"),
        ("1", "Q3", "rule"),
        ("2", "Q1", "two-marks"),
        ("3", "R1", "rule"),
    ]
    assert found.code == 1
