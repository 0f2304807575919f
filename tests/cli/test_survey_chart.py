"""`yakusoku survey chart` and `yakusoku survey book`."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from tests.cli import test_survey_tabulate

survey = test_survey_tabulate.survey


@pytest.mark.parametrize(
    ("name", "options", "begins"),
    [
        pytest.param("t.svg", ["--rows", "Q1", "--by", "role"], b"<svg", id="svg"),
        pytest.param("t.PNG", ["--rows", "Q1", "--by", "role", "--kind", "棒"], b"\x89PNG", id="png"),
        pytest.param("t.pdf", ["--rows", "Q2", "--order", "largest"], b"%PDF", id="pdf"),
        pytest.param("t.pptx", ["--rows", "Q1,Q2", "--no-answer", "show"], b"PK", id="slides"),
        pytest.param("t.xlsx", ["--rows", "Q1", "--kind", "円", "--weight", "w"], b"PK", id="workbook"),
    ],
)
def test_a_question_becomes_a_chart_in_the_format_of_its_name(run, survey, tmp_path, name, options, begins):
    responses, form = survey
    out = tmp_path / name
    assert run("survey", "chart", responses, "--form", form, *options, "-o", out).code == 0
    assert out.read_bytes().startswith(begins)
    if name == "t.svg":
        assert "委託先 (n=287)" in out.read_text(encoding="utf-8")
    if name == "t.pptx":
        slides = Presentation(BytesIO(out.read_bytes())).slides
        assert [slide.shapes.title.text for slide in slides] == ["テレワーク", "課題"]


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        pytest.param("t.svg", ["--rows", "Q2", "--kind", "帯"], "割合が重なる", id="several-answers"),
        pytest.param(
            "t.svg", ["--rows", "Q1", "--by", "role", "--kind", "円"], "円グラフは一つ", id="groups"
        ),
        pytest.param("t.svg", ["--rows", "Q1,Q2"], "一つのファイルに一つの図", id="two-questions"),
        pytest.param("t.gif", ["--rows", "Q1"], "次のどれかの名前", id="no-format"),
        pytest.param("t.xlsx", ["--rows", "Q1", "--order", "largest"], "隣の表の順", id="order-of-cells"),
        pytest.param("no/t.svg", ["--rows", "Q1"], "読み書きできません", id="no-folder"),
    ],
)
def test_a_chart_that_cannot_be_made_is_refused_with_what_to_do(run, survey, tmp_path, name, options, words):
    responses, form = survey
    ran = run("survey", "chart", responses, "--form", form, *options, "-o", tmp_path / name)
    assert (ran.code, ran.out, (tmp_path / name).exists()) == (2, "", False)
    assert words in ran.err


def test_the_book_holds_every_question_and_says_why_one_has_no_table(run, survey, tmp_path):
    responses, form = survey
    out = tmp_path / "book.xlsx"
    ran = run("survey", "book", responses, "--form", form, "--by", "role", "-o", out)
    assert (ran.code, ran.err) == (0, "3問の表を書きました。表のない設問は2問です。\n")
    book = load_workbook(out)
    assert book.sheetnames == ["目次", "role", "Q1", "Q2"]
    assert ("Q9", "ご意見", "自由記述などなので、表はない。") in [
        row[:3] for row in book["目次"].iter_rows(values_only=True)
    ]
    refused = run("survey", "book", responses, "--form", form, "--by", "id", "-o", tmp_path / "no.xlsx")
    assert refused.code == 2
    assert "軸の区分が多すぎます" in refused.err
