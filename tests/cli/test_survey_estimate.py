"""`yakusoku survey estimate`."""

import json

import pytest
from click.testing import CliRunner

from tests.domain.survey.oracle import FIGURES, SAMPLE
from yakusoku.cli.survey_estimate import estimate

DRAWN = ("--strata", "stratum", "--cluster", "cluster", "--fpc", "clusters", "--weight", "weight")


@pytest.fixture
def run():
    """Run the command; return its exit code, what it printed (JSON as data) and its errors."""

    def call(file, *words):
        result = CliRunner().invoke(estimate, [str(file), *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return call


def data(ran):
    code, out, err = ran
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_mean_of_a_stratified_clustered_sample(run):
    found = data(run(SAMPLE, *DRAWN, "--mean", "score", "--json"))
    point, se, low, high = FIGURES["full mean"]
    (row,) = found["estimates"]
    assert list(row) == ["name", "domain", "n", "estimate", "se", "ci", "df"]
    assert (row["name"], row["domain"], row["n"], row["df"]) == ("score", None, 90, 18)
    assert [row["estimate"], row["se"]] == pytest.approx([point, se], rel=1e-8)
    assert row["ci"] == pytest.approx([low, high], rel=1e-7)
    told = "".join(found["notes"])
    assert "層 stratum（3）" in told
    assert "score: 欠測 4 行" in told
    assert "断る" in told


def test_domains_and_several_questions_at_once(run):
    words = ("--total", "visits", "--prop", "telework", "--prop", "incident", "--by", "role", "--json")
    found = data(run(SAMPLE, *DRAWN, *words))
    rows = {(row["name"], row["domain"]): row for row in found["estimates"]}
    assert set(rows) == {
        (name, role)
        for name in ("visits", "telework=実施", "telework=未実施", "incident")
        for role in ("委託元", "委託先")
    }
    for role in ("委託元", "委託先"):
        row = rows["visits", role]
        assert [row["estimate"], row["se"]] == pytest.approx(FIGURES[f"full total {role}"][:2], rel=1e-8)
    assert "ロジット" in "".join(found["notes"])


def test_two_stages(run):
    stages = ("--strata", "stratum", "--cluster", "cluster,person", "--fpc", "clusters,persons")
    (row,) = data(run(SAMPLE, *stages, "--mean", "score", "--json"))["estimates"]
    assert [row["estimate"], row["se"]] == pytest.approx(FIGURES["stages mean"][:2], rel=1e-8)


def test_people_read_a_table(run):
    code, out, _ = run(SAMPLE, *DRAWN, "--mean", "score")
    head, row, *_ = out.splitlines()
    assert code == 0
    assert head.split("\t")[:3] == ["列", "部分", "n"]
    assert row.split("\t")[:3] == ["score", "", "90"]


def test_what_has_no_interval_is_told(run, tmp_path):
    file = tmp_path / "one.csv"
    file.write_text("v,g\n1,a\n2,a\n,b\n", encoding="utf-8")
    code, out, _ = run(file, "--mean", "v", "--by", "g", "--json")
    found = json.loads(out)
    assert code == 1
    assert found["estimates"][1] == {
        "name": "v", "domain": "b", "n": 0, "estimate": None, "se": None, "ci": [None, None], "df": 0,
    }  # fmt: skip
    assert any("推定値がない" in note for note in found["notes"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_files_of_excel_are_read(run, tmp_path, encoding):
    file = tmp_path / "excel.csv"
    file.write_text("区分, 点 \r\n元,1\r\n\r\n先,3\r\n", encoding=encoding)
    (row,) = data(run(file, "--mean", "点", "--json"))["estimates"]
    assert (row["estimate"], row["se"]) == pytest.approx((2, 1))


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        pytest.param("v\n1\n", ["--mean", "w"], "w: この名前の列がありません", id="no-such-column"),
        pytest.param("v,v\n1,2\n", ["--mean", "v"], "二つあります", id="a-column-twice"),
        pytest.param("v\n", ["--mean", "v"], "行がありません", id="no-rows"),
        pytest.param("", ["--mean", "v"], "何も書かれていません", id="empty"),
        pytest.param("v,w\n1\n", ["--mean", "v"], "1件目: 列が1あります", id="a-short-row"),
        pytest.param('v\n"1\n', ["--mean", "v"], "csv として読めません", id="an-open-quote"),
        pytest.param("v\nはい\n", ["--mean", "v"], "「はい」は使える数ではありません", id="no-number"),
        pytest.param("v,s\n1,a\n2,a\n3,b\n", ["--mean", "v", "--strata", "s"], "--lonely", id="lonely"),
        pytest.param(
            "v,c,s\n1,a,x\n2,a,y\n", ["--mean", "v", "--cluster", "c", "--strata", "s"], "--nest", id="nest"
        ),
        pytest.param("v\n1\n", [], "--mean", id="nothing-asked"),
    ],
)
def test_what_cannot_be_used_is_refused(run, tmp_path, text, words, said):
    file = tmp_path / "data.csv"
    file.write_text(text, encoding="utf-8")
    code, out, err = run(file, *words, "--json")
    assert (code, out) == (2, "")
    assert said in err


def test_no_file(run, tmp_path):
    code, _, err = run(tmp_path / "none.csv", "--mean", "v")
    assert code == 2
    assert "読み書きできません" in err
