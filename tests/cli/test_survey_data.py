"""`yakusoku survey export` and `public-use`: files that leave the house."""

import csv

import pytest
import xlsxwriter

SHEETS = {
    "survey": [
        ["type", "name", "label", "relevant"],
        ["select_one role", "role", "立場", ""],
        ["integer", "staff", "従業員数", ""],
        ["select_multiple why", "Q2", "課題", "${role} = 'u'"],
        ["text", "Q9", "ご意見", ""],
    ],
    "choices": [
        ["list_name", "name", "label"],
        ["role", "v", "委託先"],
        ["role", "u", "委託元"],
        ["why", "cost", "費用"],
        ["why", "rule", "規則"],
    ],
}


@pytest.fixture
def survey(tmp_path):
    """Write a questionnaire and twenty responses with a name each; return both files."""
    book = xlsxwriter.Workbook(tmp_path / "form.xlsx")
    for name, rows in SHEETS.items():
        sheet = book.add_worksheet(name)
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    book.close()
    lines = ["name,role,staff,Q2,Q9"]
    lines += [
        f"山田{n:02},{'u' if n % 3 else 'v'},{n * n},{'cost rule' if n % 2 else ''},意見{n}"
        for n in range(20)
    ]
    (tmp_path / "responses.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "responses.csv", tmp_path / "form.xlsx"


def rows_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_all_forms_of_the_data_with_a_description(run, survey, tmp_path):
    responses, form = survey
    study = tmp_path / "study.yaml"
    study.write_text("authority: みなと市\nresponse_rate: 41.2%\n", encoding="utf-8")
    out = tmp_path / "out"
    ran = run(
        "survey", "export", responses, "--form", form, "--to", "all", "--labels", "--study", study, "-o", out
    )
    assert ran.code == 0
    assert {file.name for file in out.iterdir()} == {
        "data.csv", "data-labels.csv", "data.xlsx", "data.sav", "data.sps", "data-ddi.xml",
    }  # fmt: skip
    assert "みなと市" in (out / "data-ddi.xml").read_text(encoding="utf-8")
    assert [row["Q2_cost"] for row in rows_of(out / "data.csv")[:4]] == ["-1", "1", "-2", "-1"]
    assert rows_of(out / "data-labels.csv")[1]["Q2_cost"] == "選んだ"
    study.write_text("author: みなと市\n", encoding="utf-8")
    wrong = run("survey", "export", responses, "--form", form, "--to", "csv", "--study", study, "-o", out)
    assert (wrong.code, wrong.err.startswith("study.yaml: author:")) == (2, True)


def test_a_public_file_names_nobody(run, survey, tmp_path):
    responses, form = survey
    out = tmp_path / "out"
    words = ("survey", "public-use", responses, "--form", form, "-o", out)
    ran = run(*words, "--quasi", "role,staff", "--k", "4", "--classes", "staff=10,100")
    assert ran.code == 0
    for file in out.iterdir():
        assert "山田" not in file.read_bytes().decode("utf-8", "ignore")
        assert "意見1" not in file.read_bytes().decode("utf-8", "ignore")
    found = [(row["role"], row["staff"]) for row in rows_of(out / "public-use.csv")]
    assert len(found) == 20
    assert min(map(found.count, found)) >= 4
    assert "公開しない" in (out / "internal-record.md").read_text(encoding="utf-8")
    assert (out / "readme.md").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(["--quasi", "Q7"], "「Q7」という設問も列もありません", id="no-question"),
        pytest.param(["--quasi", "Q2"], "「Q2」は準識別子にできません", id="several-answers"),
        pytest.param(["--quasi", "role", "--k", "21"], "k=21 では作れません", id="too-few-people"),
        pytest.param(["--quasi", "staff", "--classes", "staff=a"], "設問=数,数 の形", id="no-limits"),
    ],
)
def test_what_cannot_be_done_is_refused(run, survey, tmp_path, options, words):
    responses, form = survey
    ran = run("survey", "public-use", responses, "--form", form, "-o", tmp_path / "out", *options)
    assert ran.code == 2
    assert words in ran.err
    assert not (tmp_path / "out").exists()
