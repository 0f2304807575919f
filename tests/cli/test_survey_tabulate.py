"""`yakusoku survey tabulate`."""

import io

import pytest
import xlsxwriter

CHOICES = [
    ["list_name", "name", "label::日本語 (ja)", "排他"],
    ["role", "v", "委託先", ""],
    ["role", "u", "委託元", ""],
    ["work", 1, "実施している", ""],
    ["work", 2, "過去に実施", ""],
    ["work", 3, "今後の予定あり", ""],
    ["work", 4, "予定なし", ""],
    ["issue", "cost", "費用", ""],
    ["issue", "none", "特にない", "yes"],
]
SURVEY = [
    ["type", "name", "label::日本語 (ja)", "relevant"],
    ["select_one role", "role", "立場", ""],
    ["select_one work", "Q1", "テレワーク", ""],
    ["select_multiple issue", "Q2", "課題", "${Q1} = 1"],
    ["text", "Q9", "ご意見", ""],
]
T01 = {"v": (240, 35, 3, 9), "u": (85, 25, 20, 88)}


@pytest.fixture
def survey(tmp_path):
    """Write the questionnaire and the responses of the published table on telework; return both files."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, rows in (("survey", SURVEY), ("choices", CHOICES)):
        sheet = book.add_worksheet(name)
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    book.close()
    form = tmp_path / "form.xlsx"
    form.write_bytes(out.getvalue())
    lines = ["id,role,Q1,Q2,w"]
    for role, counts in T01.items():
        for code, people in enumerate(counts, 1):
            lines += [
                f"{len(lines) + n},{role},{code},{'cost' if n % 2 else 'none'},{1 + n % 3}.5"
                for n in range(people)
            ]
    responses = tmp_path / "responses.csv"
    responses.write_text("\n".join(lines), encoding="utf-8")
    return responses, form


def test_a_published_table_comes_out_of_its_answers(run, survey):
    responses, form = survey
    ran = run("survey", "tabulate", responses, "--form", form, "--rows", "Q1", "--by", "role", "--json")
    (table,) = ran.data["tables"]
    everybody, vendor, user = table["rows"]
    assert (ran.code, table["question"], table["kind"]) == (0, "Q1", "single")
    assert (everybody["group"], everybody["N"], everybody["n"], everybody["n_weighted"]) == (
        "全体",
        505,
        505,
        505,
    )
    assert [cell["percent"] for cell in vendor["cells"]] == [83.6, 12.2, 1.0, 3.1]
    assert [cell["percent"] for cell in user["cells"]] == [39.0, 11.5, 9.2, 40.4]
    assert vendor["cells"][0] == {
        "category": "実施している",
        "count": 240,
        "percent": 83.6,
        "percent_exact": 24000 / 287,
        "letters": "B",
    }
    test = table["test"]
    assert (test["name"], round(test["statistic"], 3), test["df"]) == ("pearson-chi-square", 145.789, 3)
    assert 0 < test["p"] < 1e-30
    assert any("A=委託先、B=委託元" in note for note in table["notes"])


def test_sub_questions_weights_and_several_tables(run, survey):
    responses, form = survey
    words = [
        "survey",
        "tabulate",
        responses,
        "--form",
        form,
        "--rows",
        "Q1,Q2",
        "--by",
        "role",
        "--weight",
        "w",
    ]
    ran = run(*words, "--json")
    one, several = ran.data["tables"]
    assert (one["test"]["name"], several["kind"]) == ("rao-scott-f", "multiple")
    assert several["test"]["name"] == "rao-scott-sum-of-chi-squares-f"
    assert 0 < several["test"]["p"] <= 1
    row = several["rows"][0]
    assert (row["N"], row["n"]) == (505, 325)
    assert row["n_weighted"] > row["n"]
    said = run(*words).out
    assert "検定: ラオ・スコット" in said
    assert "委託元（B）" in said


def test_codes_of_a_column_with_gaps(run, survey, tmp_path):
    _, form = survey
    file = tmp_path / "gaps.csv"
    file.write_text("role,Q1\nv,1.0\nv,\nu,4.0\nu,NA\n")
    (table,) = run("survey", "tabulate", file, "--form", form, "--rows", "Q1", "--json").data["tables"]
    (row,) = table["rows"]
    assert (row["N"], row["n"], [cell["count"] for cell in row["cells"]]) == (4, 2, [1, 0, 0, 1])


def test_without_an_axis_it_is_a_plain_total(run, survey):
    responses, form = survey
    (table,) = run("survey", "tabulate", responses, "--form", form, "--rows", "Q2", "--json").data["tables"]
    assert [row["group"] for row in table["rows"]] == ["全体"]
    assert table["test"] == {"name": None, "statistic": None, "df": None, "p": None}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(["--rows", "Q7"], "「Q7」という設問がありません", id="no-question"),
        pytest.param(["--rows", "Q9"], "「Q9」は自由記述", id="free-text"),
        pytest.param(["--rows", "Q1", "--by", "industry"], "列がありません: industry", id="no-axis"),
        pytest.param(["--rows", "Q1", "--weight", "role"], "2行目: 重み（role）を", id="no-weight"),
        pytest.param(["--rows", "Q1", "--by", "id"], "軸の区分が多すぎます", id="too-many-groups"),
    ],
)
def test_what_cannot_be_done_is_refused(run, survey, options, words):
    responses, form = survey
    ran = run("survey", "tabulate", responses, "--form", form, *options)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_base_that_cannot_be_known_is_refused(run, survey):
    responses, form = survey
    rows = [line.split(",") for line in responses.read_text().splitlines()]
    responses.write_text("\n".join(",".join([row[1], row[3]]) for row in rows))
    ran = run("survey", "tabulate", responses, "--form", form, "--rows", "Q2")
    assert ran.code == 2
    assert "だれに尋ねたかを決める設問（Q1）" in ran.err


def test_a_form_that_is_no_xlsform_is_refused(run, survey):
    responses, _ = survey
    ran = run("survey", "tabulate", responses, "--form", responses, "--rows", "Q1")
    assert ran.code == 2
    assert "XLSForm" in ran.err
