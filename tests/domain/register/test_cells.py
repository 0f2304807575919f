"""What cells of a city's ledger mean, as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.dates.eras import era_of
from yakusoku.domain.engagements.profile import Category, Place, Procurement
from yakusoku.domain.register.cells import (
    MOST_PEOPLE,
    read_categories,
    read_day,
    read_people,
    read_period,
    read_places,
    read_procurement,
)

DAY = date(2027, 4, 1)
SHORT = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}


@pytest.mark.parametrize(
    "text",
    [
        "2027-04-01",
        "2027/4/1",
        "2027.4.1",
        "2027年4月1日",
        "２０２７年４月１日",
        "令和9年4月1日",
        "令和９年４月１日",
        "令和 9年 4月 1日",
        "R9.4.1",
        "r9/4/1",
        "Ｒ９．４．１",
        "R9-4-1",
        "平成39年4月1日",
        "2027-04-01 00:00:00",
        " 2027-04-01 ",
    ],
)
def test_the_same_day_written_in_many_ways(text):
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
    ],
)
def test_other_eras(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "未定",
        "2027-02-30",
        "令和0年4月1日",
        "令和9年13月1日",
        "9.4.1",
        "20270401",
        "2027年4月",
        "R9.4",
        "契約の日から",
        "=1+1",
    ],
)
def test_what_is_no_day(text):
    assert read_day(text) is None


@given(st.dates(date(1930, 1, 1), date(2090, 12, 31)))
def test_every_day_is_read_back_from_era_and_western_writing(day):
    era, year = era_of(day)
    assert read_day(f"{era}{year}年{day.month}月{day.day}日") == day
    assert read_day(f"{SHORT[era]}{year}.{day.month}.{day.day}") == day
    assert read_day(f"{day.year}/{day.month}/{day.day}") == day


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text):
    read_day(text)
    read_period(text)
    people = read_people(text)
    assert people is None or 0 <= people <= MOST_PEOPLE
    known, unknown = read_categories(text)
    assert known <= set(Category)
    assert all(word in text or unknown for word in unknown)
    read_places(text)
    read_procurement(text)


@pytest.mark.parametrize(
    "text",
    [
        "R9.4.1〜R10.3.31",
        "令和9年4月1日から令和10年3月31日まで",
        "2027-04-01 ～ 2028-03-31",
        "2027/4/1 - 2028/3/31",
        "令和9年4月1日-令和10年3月31日",
    ],
)
def test_a_period_in_one_cell(text):
    assert read_period(text) == (DAY, date(2028, 3, 31))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("8000", 8000),
        ("８，０００人", 8000),
        ("8,000 名", 8000),
        ("約8,000人", 8000),
        ("8000.0", 8000),
        ("1万人", 10_000),
        ("1.5万", 15_000),
        ("3万2000件", 32_000),
        ("0", 0),
    ],
)
def test_numbers_of_people(text, people):
    assert read_people(text) == people


@pytest.mark.parametrize("text", ["不明", "多数", "-5", "1.5", "99999999999999", "10〜20", "１２ａ"])
def test_what_is_no_number_of_people(text):
    assert read_people(text) is None


@given(st.integers(0, MOST_PEOPLE))
def test_every_number_is_read_back(people):
    assert read_people(f"{people:,}人") == people


@pytest.mark.parametrize(
    ("text", "known", "unknown"),
    [
        ("氏名、住所、電話番号", {Category.IDENTITY, Category.CONTACT}, ()),
        ("氏名・健診結果／口座", {Category.IDENTITY, Category.SENSITIVE, Category.FINANCIAL}, ()),
        ("マイナンバー\n世帯構成", {Category.INDIVIDUAL_NUMBER, Category.FAMILY}, ()),
        ("なし", set(), ()),
        ("氏名、その他", {Category.IDENTITY}, ("その他",)),
    ],
)
def test_kinds_of_information(text, known, unknown):
    assert read_categories(text) == (frozenset(known), unknown)


def test_places_and_ways_of_choosing():
    assert read_places("庁舎内、委託先事業所、クラウド")[0] == {
        Place.CLIENT_PREMISES,
        Place.CONTRACTOR_PREMISES,
        Place.CLOUD,
    }
    assert read_procurement("公募型プロポーザル") is Procurement.PROPOSAL
    assert read_procurement("特命随意契約") is Procurement.SOLE_SOURCE
    assert read_procurement("随意契約") is Procurement.NEGOTIATED
    assert read_procurement("抽選") is None
