"""`yakusoku schedule`."""

import pytest


def test_dates_come_as_json(run):
    ran = run("schedule", "--start", "2027-04-01", "--end", "2027-10-31", "--json")
    assert ran.code == 0
    assert ran.data == {
        "inspections": [
            {"date": "2027-06-30", "kind": "periodic"},
            {"date": "2027-09-30", "kind": "periodic"},
            {"date": "2027-10-29", "kind": "closing"},
        ]
    }


def test_a_policy_file_changes_the_rhythm(run, tmp_path):
    policy = tmp_path / "policy.yaml"
    policy.write_text("every_months: 6\n")
    ran = run("schedule", "--start", "2027-04-01", "--end", "2028-03-31", "--policy", policy, "--json")
    assert [i["date"] for i in ran.data["inspections"]] == ["2027-09-30", "2028-03-31"]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        pytest.param("2027-02-30", "2027-04-01", "2027-02-30", id="a-day-that-does-not-exist"),
        pytest.param("yesterday", "2027-04-01", "yesterday", id="no-date"),
        pytest.param("2027-04-02", "2027-04-01", "より前", id="end-before-start"),
    ],
)
def test_wrong_dates_are_refused(run, start, end, words):
    ran = run("schedule", "--start", start, "--end", end, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_an_unknown_key_of_a_policy_is_refused(run, tmp_path):
    policy = tmp_path / "policy.yaml"
    policy.write_text("every_month: 6\n")
    ran = run("schedule", "--start", "2027-04-01", "--end", "2028-03-31", "--policy", policy)
    assert ran.code == 2
    assert "policy.yaml: 1行目 every_month" in ran.err
