"""The data of a survey with their codebook: names, codes, what is no answer, who was asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.survey.surveyed import FORM, PEOPLE, responses
from yakusoku.domain.survey.answers import Responses
from yakusoku.domain.survey.codebook import Gap, Holds
from yakusoku.domain.survey.dataset import BaseUnknown, dataset_of
from yakusoku.domain.survey.variable_names import MOST_BYTES, RESERVED, unique_names


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        pytest.param("Q1", "Q1", id="as it is"),
        pytest.param("問1", "問1", id="japanese"),
        pytest.param("1-a", "V_1_a", id="begins with a figure"),
        pytest.param("not", "V_not", id="reserved"),
        pytest.param("Ｑ１ ＿", "Q1", id="wide letters and a loose end"),
        pytest.param("あ" * 30, "あ" * 21, id="counted in bytes"),
        pytest.param("", "V", id="nothing"),
    ],
)
def test_a_name_that_every_program_takes(wanted, name):
    assert unique_names([wanted]) == [name]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["Q1", "q1", "Q1_2", "TO", "to"]) | st.text(max_size=30), max_size=6))
def test_names_are_usable_and_differ_in_more_than_capitals(wanted):
    names = unique_names(wanted)
    assert len({name.upper() for name in names}) == len(wanted)
    assert all(name[0].isalpha() and len(name.encode()) <= MOST_BYTES for name in names)
    assert not {name.upper() for name in names} & RESERVED


def test_codes_gaps_and_bases():
    data = dataset_of(FORM, responses())
    role, several, sub = (data.codebook.variable(name) for name in ("role", "Q2_cost", "Q3"))
    assert [(each.code, each.label, each.count) for each in role.values] == [
        (1, "委託先", 2),
        (2, "委託元", 2),
    ]
    # 無回答 and 無効 and 非該当 are told apart: an exclusive option with another counts for nothing.
    assert data.numbers["Q2_cost"].tolist() == [1, -1, -3, -2]
    assert data.numbers["Q2_rule"].tolist() == [1, -1, -3, -2]
    assert data.numbers["Q3"].tolist() == [-1, 1, -3, -1]
    assert (several.holds, several.asked, several.valid) == (Holds.MARK, 3, 1)
    assert several.label == "費用（問4-1 課題）"
    assert data.codebook.variable("B2").label == "問6(2) 規則（どのくらい）"
    assert several.base == "問4で「1 はい」を選んだ方"
    assert [(gap.label, gap.count) for gap in sub.gaps] == [("非該当", 2), ("無回答", 0), ("無効", 1)]
    assert data.texts["Q9"] == ["=1+1", "良い", "", ""]
    assert data.numbers["Q9_given"].tolist() == [1, 1, -2, -2]
    assert data.numbers["w"].tolist() == [1.5, 1, 1, 2]
    # Four people with four names: no codebook lists them.
    assert data.codebook.variable("name").holds is Holds.TEXT
    assert [(each.name, each.marks, each.variables) for each in data.codebook.sets] == [
        ("Q2", True, ("Q2_cost", "Q2_rule", "Q2_none")),
        ("all", False, ("B1", "B2")),
    ]
    study = data.codebook.study
    assert (study.title, study.version, study.reference_on) == ("委託の調査", "3", "2026-10-01")


@settings(max_examples=30)
@given(st.lists(st.integers(-2000, 2000) | st.floats(-200, 200).map(lambda x: round(x, 2)), max_size=6))
def test_no_gap_is_mistaken_for_an_answer(numbers):
    rows = [["", "", "v", "1", str(number), *[""] * 6] for number in numbers]
    data = dataset_of(FORM, responses([*rows, PEOPLE[2]]))
    staff = data.codebook.variable("staff")
    gaps = {gap.code for gap in staff.gaps}
    assert not gaps & {float(number) for number in numbers}
    assert staff.valid == len(numbers)
    # One code means one thing in the whole file.
    assert {
        tuple(each.gaps) and tuple(gap.code for gap in each.gaps) for each in data.codebook.variables
    } <= {
        tuple(gap.code for gap in staff.gaps),
        (),
    }
    assert [gap.name for gap in staff.gaps] == [Gap.NOT_ASKED, Gap.BLANK, Gap.INVALID]


def test_a_base_that_cannot_be_known_is_refused():
    with pytest.raises(BaseUnknown):
        dataset_of(FORM, Responses(("Q2",), [["cost"]]))


def test_a_question_without_a_column_is_named():
    data = dataset_of(FORM, Responses(("role", "Q1"), [["v", "1"]]))
    assert data.codebook.absent == ("size", "staff", "Q2", "Q3", "B1", "B2", "Q9")
