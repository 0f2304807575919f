"""Files made by accident or on purpose: every command says what is wrong and ends with 2, never a traceback."""

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packs import EXAMPLES, example_pack
from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.cli.main import main

PROFILE = (EXAMPLES / "profiles" / "home-visits.yaml").read_text()
SENT = check_sheet_xlsx(example_pack())


def profile_with(key, value):
    """Return the example with one line replaced, as it is typed."""
    lines = PROFILE.splitlines()
    place = next(n for n, line in enumerate(lines) if line.strip().startswith(f"{key}:"))
    lines[place] = lines[place].partition(f"{key}:")[0] + f"{key}: {value}"
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("? [a, b]\n: c\n" + PROFILE, "項目の名前", id="a-key-that-is-a-list"),
        pytest.param("a: " + "[" * 100_000, "入れ子が深すぎます", id="nested-until-the-process-ends"),
        pytest.param("a: " + "- " * 50_000, "p.yaml", id="nested-on-one-line"),
        pytest.param(profile_with("people", "0x" + "F" * 6000), "読めない値", id="a-number-without-end"),
        pytest.param(profile_with("people", "!!bool maybe"), "読めない値", id="a-tag-that-does-not-fit"),
        pytest.param(profile_with("title", "!!timestamp never"), "読めない値", id="a-moment-that-is-none"),
        pytest.param(
            profile_with("supervision_hours_per_year", ".nan"), "0以上の数", id="hours-that-are-no-number"
        ),
        pytest.param(profile_with("title", '"\\0"'), "空にはできません", id="a-title-of-nothing-printable"),
    ],
)
def test_a_strange_profile_is_refused(run, tmp_path, text, words):
    file = tmp_path / "p.yaml"
    file.write_text(text)
    ran = run("pack", file, "--out", tmp_path / "out")
    assert ran.code == 2
    assert words in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("0001-01-01", "0001-01-02", id="before-all-calendars"),
        pytest.param("9999-10-01", "9999-12-31", id="at-the-end-of-time"),
        pytest.param("0001-01-01", "9999-12-31", id="all-of-it"),
    ],
)
def test_days_beyond_the_calendar_are_refused(run, start, end):
    ran = run("schedule", "--start", start, "--end", end)
    assert (ran.code, ran.out) == (2, "")
    assert "2149年まで" in ran.err


def test_what_no_paper_can_hold_does_not_reach_the_papers(run, profile, tmp_path):
    ran = run("pack", profile(title="水道\x00検針\x1b[31m\ufffe業務"), "--out", tmp_path / "out")
    assert ran.code == 0
    ran = run("intake", tmp_path / "out" / "checksheet.xlsx", "--json")
    assert ran.code == 1
    assert ran.data["engagement"] == "水道 検針 [31m 業務"


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        pytest.param("sheet.ods", SENT, ".xlsx", id="another-ending"),
        pytest.param("sheet.xlsm", SENT, ".xlsx", id="an-ending-for-macros"),
        pytest.param("sheet", SENT, ".xlsx", id="no-ending"),
        pytest.param(
            "sheet.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "パスワード", id="a-password"
        ),
        pytest.param("sheet.xlsx", SENT[: len(SENT) // 2], "開けません", id="torn"),
    ],
)
def test_a_file_that_is_not_the_sheet_is_refused_in_words(run, tmp_path, name, raw, words):
    file = tmp_path / name
    file.write_bytes(raw)
    ran = run("intake", file)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.binary(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(sorted(yaml.safe_load(PROFILE))), value=VALUES)
def test_whatever_stands_in_a_profile_the_command_ends_in_order(tmp_path, key, value):
    data = yaml.safe_load(PROFILE)
    data["period"] = {name: str(day) for name, day in data["period"].items()}
    file = tmp_path / "p.yaml"
    file.write_text(
        yaml.safe_dump(data | {key: value}, allow_unicode=True), encoding="utf-8", errors="surrogatepass"
    )
    result = CliRunner().invoke(
        main, ["schedule", "--start", "2027-04-01", "--end", "2027-05-01", "--policy", str(file)]
    )
    assert isinstance(result.exception, SystemExit)
    result = CliRunner().invoke(main, ["pack", str(file), "--out", str(tmp_path / "out")])
    assert result.exit_code in {0, 1, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(st.tuples(st.integers(0, len(SENT) - 1), st.integers(1, 255)), min_size=1, max_size=10)
)
def test_a_sheet_with_flipped_bits_is_read_or_refused(tmp_path, places):
    raw = bytearray(SENT)
    for place, bits in places:
        raw[place] ^= bits
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(raw)
    result = CliRunner().invoke(main, ["intake", str(file)])
    assert result.exit_code in {0, 1, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)
