"""A city's ledger: which column is which, what rows tell, and what is wrong."""

from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.register.ledger import (
    FIELD_LABELS,
    WRONG_LABELS,
    LedgerField,
    Wrong,
    differences,
    guess_columns,
    head_row,
    read_ledger,
)

F = LedgerField
HEAD = [
    "管理番号",
    "委託業務名",
    "所管課",
    "委託先名",
    "契約日",
    "履行開始日",
    "履行終了日",
    "対象人数",
    "個人情報の種類",
    "作業場所",
    "契約方法",
]
ROW = [
    "A-1",
    "水道検針",
    "水道課",
    "みなと検針",
    "R9.3.20",
    "R9.4.1",
    "R10.3.31",
    "52,000",
    "氏名、口座",
    "訪問先",
    "プロポーザル",
]
COLUMNS = guess_columns(HEAD)


def read(*rows):
    return read_ledger(list(enumerate(rows, 2)), COLUMNS)


def test_columns_are_guessed_by_their_names():
    assert [COLUMNS[name] for name in (F.NUMBER, F.TITLE, F.DEPARTMENT, F.CONTRACTOR, F.CONTRACTED)] == [
        0,
        1,
        2,
        3,
        4,
    ]
    assert [
        COLUMNS[name] for name in (F.STARTS, F.ENDS, F.PEOPLE, F.CATEGORIES, F.PLACES, F.PROCUREMENT)
    ] == [5, 6, 7, 8, 9, 10]
    assert F.PERIOD not in COLUMNS


def test_the_head_may_stand_below_a_title():
    assert head_row([["令和9年度 委託台帳"], [""], HEAD, ROW]) == 2


def test_a_row_is_understood():
    (entry,) = read(ROW).entries
    assert entry.told == {
        "number": "A-1",
        "title": "水道検針",
        "department": "水道課",
        "contractor": "みなと検針",
        "starts": "2027-04-01",
        "ends": "2028-03-31",
        "contracted": "2027-03-20",
        "people": "52000",
        "categories": ["financial", "identity"],
        "places": ["visits"],
        "procurement": "proposal",
    }


def wrongs(*rows):
    return [(problem.row, problem.field, problem.wrong) for problem in read(*rows).problems]


def changed(**cells):
    row = list(ROW)
    for name, text in cells.items():
        row[COLUMNS[LedgerField(name)]] = text
    return row


def test_each_wrong_cell_is_told_with_its_place():
    assert wrongs(changed(title="", people="多数", starts="いつか")) == [
        (2, F.TITLE, Wrong.MISSING),
        (2, F.STARTS, Wrong.NOT_A_DAY),
        (2, F.PEOPLE, Wrong.NOT_A_NUMBER),
    ]
    assert wrongs(changed(ends="R9.3.1")) == [(2, F.ENDS, Wrong.END_BEFORE_START)]
    assert wrongs(changed(starts="1800-01-01")) == [(2, F.STARTS, Wrong.OUT_OF_RANGE)]
    assert wrongs(changed(categories="氏名、謎")) == [(2, F.CATEGORIES, Wrong.UNKNOWN_WORD)]
    assert wrongs(changed(title="あ" * 201)) == [(2, F.TITLE, Wrong.TOO_LONG)]


def test_a_number_that_stands_twice_stops_both_rows():
    reading = read(ROW, changed(title="別の業務"), changed(number="A-2"))
    assert reading.wrong_rows == {2, 3}
    assert [entry.row for entry in reading.entries] == [4]


def test_empty_rows_are_passed_over_and_short_ones_read():
    reading = read(["", " "], ["A-9", "短い行", "水道課"])
    assert reading.rows == 1
    assert reading.entries[0].people is None


def test_a_second_reading_differs_where_it_was_changed():
    (before,), (after,) = read(ROW).entries, read(changed(people="53000", contractor="港印刷")).entries
    assert differences(before.told, after.told) == (F.CONTRACTOR, F.PEOPLE)
    assert differences(before.told, before.told) == ()


cell = st.text(max_size=20)


@given(st.lists(st.lists(cell, max_size=12), max_size=12))
def test_every_row_is_either_taken_or_told_wrong(rows):
    reading = read(*rows)
    filled = [number for number, row in enumerate(rows, 2) if any(text.strip() for text in row)]
    taken = {entry.row for entry in reading.entries}
    assert taken | reading.wrong_rows == set(filled)
    assert not taken & reading.wrong_rows
    assert reading.rows == len(filled)


@given(st.lists(cell, max_size=15))
def test_a_column_holds_one_field(head):
    found = guess_columns(head)
    assert len(set(found.values())) == len(found)


def test_every_field_and_every_problem_has_words():
    assert set(FIELD_LABELS) == set(LedgerField)
    assert set(WRONG_LABELS) == set(Wrong)
