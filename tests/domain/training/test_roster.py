"""A staff list is taken whole or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.training.requirements import Part
from yakusoku.domain.training.roster import COLUMNS, MOST_PEOPLE, read_roster

HEAD = list(COLUMNS)


def read(*rows, companies=("はしけ印刷株式会社",)):
    return read_roster([HEAD, *map(list, rows)], companies)


def test_a_whole_list():
    roster = read(
        ("工藤 検針", "責任者", "2027-04-01", "", ""),
        ("Ａ－１０２", "", "2027/4/1", "令和なし", ""),
    )
    assert roster.entries[0].part is Part.RESPONSIBLE
    assert roster.entries[0].since == date(2027, 4, 1)
    assert [fault.line for fault in roster.faults] == [3]


def test_full_width_numbers_and_japanese_days_are_read():
    roster = read(("Ａ－１０２", "従事者", "2027年4月1日", "2027.9.30", "はしけ印刷株式会社"))
    assert not roster.faults
    entry = roster.entries[0]
    assert (entry.name, entry.since, entry.until) == ("A-102", date(2027, 4, 1), date(2027, 9, 30))
    assert entry.company == "はしけ印刷株式会社"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("", "従事者", "2027-04-01"), id="no-name"),
        pytest.param(("x" * 101, "従事者"), id="a-name-too-long"),
        pytest.param(("工藤", "社長"), id="an-unknown-part"),
        pytest.param(("工藤", "従事者", "2027-02-30"), id="no-such-day"),
        pytest.param(("工藤", "従事者", "99999999999999999"), id="a-number-for-a-day"),
        pytest.param(("工藤", "従事者", "0001-01-01"), id="a-year-out-of-range"),
        pytest.param(("工藤", "従事者", "2027-04-02", "2027-04-01"), id="days-the-wrong-way-round"),
        pytest.param(("工藤", "従事者", "", "", "知らない会社"), id="a-company-not-in-the-chain"),
    ],
)
def test_a_fault_names_its_line(row):
    roster = read(("井上", "従事者"), row)
    assert {fault.line for fault in roster.faults} == {3}


def test_the_same_person_twice():
    assert read(("工藤", "従事者"), ("工藤", "責任者")).faults[0].line == 3


def test_the_same_name_at_another_company_is_another_person():
    assert not read(("工藤", "従事者"), ("工藤", "従事者", "", "", "はしけ印刷株式会社")).faults


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([], id="nothing"),
        pytest.param([["名前", "住所"]], id="another-head"),
        pytest.param([HEAD], id="only-the-head"),
        pytest.param([HEAD, ["", "", ""]], id="empty-lines"),
    ],
)
def test_a_list_without_people_has_a_fault(rows):
    roster = read_roster(rows)
    assert roster.faults
    assert not roster.entries


def test_columns_may_stand_in_another_order_and_more_are_not_read():
    roster = read_roster([["生年月日", "役割", "氏名または職員番号"], ["1980-01-01", "責任者", "工藤"]])
    assert roster.entries[0].name == "工藤"
    assert "1980" not in repr(roster)


def test_too_many_people():
    rows = [HEAD, *([f"{n}", "従事者"] for n in range(MOST_PEOPLE + 1))]
    assert read_roster(rows).faults


@given(st.lists(st.lists(st.text(max_size=20), max_size=7), max_size=10))
def test_no_table_breaks_the_reader(rows):
    roster = read_roster([HEAD, *rows])
    assert roster.faults or roster.entries
