"""`yakusoku survey tabulate`."""

import io
import sys

import duckdb
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
    ["integer", "Q3", "人数", ""],
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
        pytest.param(
            ["--rows", "Q1", "--net", "Q1:経験=1,7"], "選択肢 7 がありません", id="no-choice-for-net"
        ),
        pytest.param(["--rows", "Q1", "--net", "経験=1"], "設問:名前=コード", id="net-without-question"),
        pytest.param(
            ["--rows", "Q1", "--engine", "duckdb", "--weight", "role"], "重み（role）を", id="disk-weight"
        ),
        pytest.param(["--rows", "Q1", "--engine", "duckdb", "--strata", "role"], "設計", id="disk-design"),
        pytest.param(
            ["--rows", "Q1", "--engine", "duckdb", "--by", "x"], "列がありません: x", id="disk-axis"
        ),
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


def test_what_is_no_value_is_told_with_its_place_and_counts_as_invalid(run, survey):
    responses, form = survey
    responses.write_text("Q1,Q3\n1,1.5\n,\n2,NaN\n1,12\n")
    asked = ("survey", "tabulate", responses, "--form", form, "--rows", "Q3", "--json")
    ran = run(*asked)
    assert (ran.code, ran.data["tables"][0]["rows"][0]["n"]) == (0, 1)
    assert ran.err.splitlines() == [
        "responses.csv 2行目 Q3: 「1.5」は整数でないので、無効として数えます。",
        "responses.csv 4行目 Q3: 「NaN」は値として読めないので、無効として数えます。",
    ]
    assert "Q3: 「1.5」は整数でない" in run(*asked, "--engine", "duckdb").err


def test_a_form_that_is_no_xlsform_is_refused(run, survey):
    responses, _ = survey
    ran = run("survey", "tabulate", responses, "--form", responses, "--rows", "Q1")
    assert ran.code == 2
    assert "XLSForm" in ran.err


def words_of(survey, *options):
    responses, form = survey
    return ["survey", "tabulate", responses, "--form", form, *options]


def test_marks_say_how_they_were_made(run, survey):
    options = ["--rows", "Q1", "--by", "role", "--marks", "--correction", "bh", "--net", "Q1:経験あり=1,2"]
    (table,) = run(*words_of(survey, *options, "--json")).data["tables"]
    everybody, vendor, user = table["rows"]
    assert (everybody["name"], vendor["name"], user["name"], vendor["small"]) == ("", "v", "u", False)
    net = vendor["cells"][-1]
    assert (net["category"], net["count"], net["percent"], net["letters"]) == ("経験あり", 275, 95.8, "B")
    mark = next(m for m in table["marks"] if (m["kind"], m["category"], m["row"]) == ("group", "1", "v"))
    assert (mark["against"], mark["mark"], mark["higher"], mark["bases"]) == ("u", "B", True, [287, 218])
    assert (mark["test"], mark["sides"], mark["level"], mark["correction"]) == ("z-pooled", 2, 0.01, "bh")
    assert 0 < mark["p"] <= mark["p_adjusted"] < 0.01
    assert {m["mark"] for m in table["marks"] if m["kind"] == "rest" and m["row"] == "u"} == {"--", "++"}
    assert any("ベンジャミニ" in note for note in table["notes"])
    (plain,) = run(*words_of(survey, "--rows", "Q1", "--by", "role", "--json")).data["tables"]
    assert set(plain) == {"question", "kind", "rows", "test", "notes"}
    assert set(plain["rows"][0]["cells"][0]) == {"category", "count", "percent", "percent_exact", "letters"}


def test_a_design_gives_errors(run, survey):
    options = ["--rows", "Q1", "--by", "role", "--weight", "w", "--strata", "role", "--marks", "--json"]
    (table,) = run(*words_of(survey, *options)).data["tables"]
    cell = table["rows"][1]["cells"][0]
    assert cell["ci"][0] < cell["percent_exact"] < cell["ci"][1]
    assert (cell["df"], {mark["test"] for mark in table["marks"]}) == (286, {"t-design"})
    assert table["test"]["name"] == "rao-scott-f"
    assert any("標本の設計: 層 role" in note for note in table["notes"])


def test_cells_of_few_people_are_hidden(run, survey):
    options = ["--rows", "Q1", "--by", "role", "--suppress", "10", "--marks"]
    (table,) = run(*words_of(survey, *options, "--json")).data["tables"]
    everybody, vendor, _ = table["rows"]
    shown = [cell["count"] for cell in vendor["cells"]]
    assert shown[2:] == ["x", "x"]
    assert [cell["percent"] for cell in everybody["cells"]] == [64.4, 11.9, 4.6, 19.2]
    assert table["test"]["p"] is None
    assert not any(mark["row"] == "v" and mark["category"] in "34" for mark in table["marks"])
    assert "\tx\t" in run(*words_of(survey, *options)).out


def test_what_stays_on_the_disk_gives_the_same_tables(run, survey, tmp_path):
    responses, form = survey
    text = responses.read_text()
    # Weights that are not plainly written, a blank line, an answer that is none, and numbers in many forms.
    for old, new in (
        ("2.5\n", "２.5\n"),
        ("3.5\n", "0.35e1\n"),
        (",2,cost", ", 2 ,cost"),
        ("4,cost", "9,none"),
    ):
        text = text.replace(old, new, 3)
    responses.write_text(text + "\n , ,　,,\n\n", encoding="utf-8-sig")
    parquet = tmp_path / "responses.parquet"
    duckdb.sql(
        f"COPY (FROM read_csv('{responses}', all_varchar=true) WHERE w IS NOT NULL) TO '{parquet}' (FORMAT parquet)"
    )
    options = ["--rows", "Q1,Q2", "--by", "role", "--weight", "w", "--json"]
    wanted = run(*words_of(survey, *options)).data
    for file in (responses, parquet):
        ran = run(*words_of((file, form), *options, "--engine", "duckdb"))
        assert ran.code == 0, ran.err
        for found, table in zip(ran.data["tables"], wanted["tables"], strict=True):
            assert found["rows"] == table["rows"]
            assert found["notes"] == table["notes"]
            assert found["test"]["p"] == pytest.approx(table["test"]["p"], rel=1e-9)


@pytest.mark.parametrize("weight", ["1e-999999999", "1e-400"])
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_weight_beyond_all_use_is_refused_at_once(run, survey, engine, weight):
    responses, form = survey
    responses.write_text(f"role,Q1,w\nv,1,{weight}\n")
    ran = run(*words_of((responses, form), "--rows", "Q1", "--weight", "w", "--engine", engine))
    assert (ran.code, "重み（w）" in ran.err) == (2, True)


def test_a_code_of_two_options_is_refused(run, survey, tmp_path):
    responses, _form = survey
    form = tmp_path / "twice.xlsx"
    with xlsxwriter.Workbook(form) as book:
        for name, rows in (("survey", SURVEY), ("choices", [*CHOICES, ["work", 1, "毎日実施", ""]])):
            sheet = book.add_worksheet(name)
            for line, cells in enumerate(rows):
                sheet.write_row(line, 0, cells)
    ran = run(*words_of((responses, form), "--rows", "Q1"))
    assert (ran.code, ran.out, "「Q1」の選択肢の記号「1」が二つあります" in ran.err) == (2, "", True)


def test_duckdb_is_an_extra(run, survey, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    ran = run(*words_of(survey, "--rows", "Q1", "--engine", "duckdb"))
    assert (ran.code, ran.out) == (2, "")
    assert "yakusoku[analytics]" in ran.err


def test_the_table_of_sampling_errors(run):
    ran = run("survey", "sampling-error", "--population", "1000", "--n", "400,1000", "--json")
    assert [row["printed"] for row in ran.data["rows"]] == [
        ["2.3", "3.1", "3.6", "3.8", "3.9"],
        ["0.0"] * 5,
    ]
    assert "±3.9" in run("survey", "sampling-error", "--population", "1000", "--n", "400").out
    assert run("survey", "sampling-error", "--population", "10", "--n", "11").code == 2
