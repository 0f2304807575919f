"""A file for public use: k alike, nobody named, nothing told by what is left."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.survey.surveyed import FORM, responses
from yakusoku.adapters.survey_data_files import survey_csv
from yakusoku.domain.letters.markdown import markdown_of
from yakusoku.domain.survey.codebook import Holds, Measure, Value, Variable
from yakusoku.domain.survey.dataset import dataset_of
from yakusoku.domain.survey.public_use import (
    KUnusable,
    Plan,
    QuasiNotChosen,
    QuasiUnknown,
    QuasiUnusable,
    public_use,
)
from yakusoku.domain.survey.public_use_words import note_of, record_of
from yakusoku.domain.survey.recoding import cut_ends, in_classes, merge_rare

PERSON = st.tuples(
    st.sampled_from(["v", "v", "v", "u", ""]),
    st.sampled_from(["1", "1", "2", "3", ""]),
    st.integers(0, 3000).map(str) | st.just(""),
    st.sampled_from(["1", "2", ""]),
    st.sampled_from(["cost", "cost rule", "none", ""]),
    st.sampled_from(["1", "2", ""]),
)
QUASI = ("role", "size", "staff")


def asked(people):
    rows = [[f"氏名{n:03}", "1", *person, "1", "2", f"秘密の意見{n:03}"] for n, person in enumerate(people)]
    return dataset_of(FORM, responses(rows))


@settings(max_examples=40)
@given(st.lists(PERSON, min_size=6, max_size=40), st.integers(2, 6))
def test_everyone_has_k_like_him_and_nobody_is_named(people, k):
    data = asked(people)
    made, report = public_use(FORM, data, Plan(QUASI, k, ordered=frozenset({"size"})))
    columns = [made.numbers[name] for name in QUASI]
    _, sizes = np.unique(np.column_stack(columns), axis=0, return_counts=True)
    assert sizes.min() == report.smallest >= k
    assert sizes.sum() == len(people)
    written = survey_csv(made).decode() + survey_csv(made, labels=True).decode()
    assert "氏名" not in written
    assert "意見" not in written
    assert not made.texts
    # Numbered anew, each once.
    assert made.numbers["id"].tolist() == list(range(1, len(people) + 1))
    # What is no quasi-identifier and follows from none is as it was, in another order.
    assert sorted(made.numbers["Q1"]) == sorted(data.numbers["Q1"])
    withheld = {name: int((made.numbers[name] == -4).sum()) for name in QUASI}
    assert withheld == dict(zip(QUASI, (count for _, count in report.lost), strict=True))


@settings(max_examples=40)
@given(st.lists(PERSON, min_size=6, max_size=40))
def test_what_was_asked_of_some_does_not_tell_a_withheld_role(people):
    data = asked(people)
    made, _ = public_use(FORM, data, Plan(QUASI, 3))
    hidden = made.numbers["role"] == -4
    asked_of = set((made.numbers["Q3"][hidden] == -1).tolist())
    assert len(asked_of) < 2 or not hidden.any()


def test_the_record_counts_what_the_note_keeps_quiet():
    clients = [("u", "1", "10", "1", "cost", "1"), ("u", "2", "10", "1", "cost", "1")] * 2
    people = [*[("v", "1", "20", "2", "", "")] * 8, *[("v", "2", "30", "2", "", "")] * 6, *clients]
    made, report = public_use(FORM, asked(people), Plan(("role", "size"), 3))
    assert [(each.values, each.count) for each in report.risky] == [
        (("委託元", "中"), 2),
        (("委託元", "小"), 2),
    ]
    # Without their size the four clients are alike, so that their role may stand.
    assert dict(report.lost) == {"問1 立場": 0, "問2 規模": 4}
    assert dict(report.dropped) == {
        "name": "調査票にない列（識別子かもしれないもの）",
        "w": "調査票にない列（識別子かもしれないもの）",
        "問7 ご意見": "自由記述",
    }
    assert "問4 実施している" in {each.label for each in report.uniform}
    record, note = (markdown_of(make(report, made.codebook)) for make in (record_of, note_of))
    assert "| 委託元 | 小 | 2 |" in record
    assert "委託元" not in note
    again, _ = public_use(FORM, asked(people), Plan(("role", "size"), 3))
    assert survey_csv(again) == survey_csv(made)


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        pytest.param(Plan(("role",), 1), KUnusable, id="k of one"),
        pytest.param(Plan(("role",), 9), KUnusable, id="fewer people than k"),
        pytest.param(Plan((), 2), KUnusable, id="nothing chosen"),
        pytest.param(Plan(("Q7",), 2), QuasiUnknown, id="no such question"),
        pytest.param(Plan(("Q2",), 2), QuasiUnusable, id="several answers"),
        pytest.param(Plan(("Q9",), 2), QuasiUnusable, id="free text"),
        pytest.param(Plan(("role",), 2, frozenset({"size"})), QuasiNotChosen, id="an order of nothing"),
        pytest.param(Plan(("name",), 2), QuasiUnusable, id="a name"),
    ],
)
def test_what_cannot_be_done_is_refused(plan, refusal):
    with pytest.raises(refusal):
        public_use(FORM, asked([("v", "1", "10", "1", "", "")] * 4), plan)


def coded(counts):
    values = tuple(Value(code, label) for code, label in enumerate("甲乙丙丁戊"[: len(counts)], 1))
    variable = Variable(
        "x", "x", "x", "x", Holds.CODE, Measure.NOMINAL, values=values, gaps=(Value(-1, "無回答"),)
    )
    return variable, np.repeat(np.arange(1.0, len(counts) + 1), counts)


@pytest.mark.parametrize(
    ("counts", "ordered", "labels"),
    [
        pytest.param([9, 8, 7], False, "甲 乙 丙", id="all common"),
        pytest.param([9, 2, 8, 3], False, "甲 丙 その他（まとめ）", id="rare ones together"),
        pytest.param([9, 2, 8, 7], False, "甲 丙 その他（まとめ）", id="one rare takes the smallest"),
        pytest.param([9, 0, 8], False, "甲 乙 丙", id="nobody is not rare"),
        pytest.param([9, 2, 8, 3], True, "甲 乙〜丁", id="neighbours"),
        pytest.param([1, 1], True, "甲〜乙", id="all too few"),
    ],
)
def test_rare_categories(counts, ordered, labels):
    variable, column = coded(counts)
    made = merge_rare(variable, column, 5, ordered=ordered)
    assert " ".join(value.label for value in made.variable.values) == labels
    assert {value.code for value in made.variable.values} >= set(made.column.tolist())


def test_numbers_in_classes_and_with_their_ends_cut_off():
    variable = Variable("n", "n", "n", "n", Holds.NUMBER, Measure.SCALE, gaps=(Value(-1, "無回答"),))
    column = np.array([*range(60), 1234.0, 5000.0, -1.0])
    made = in_classes(variable, column, 5)
    assert [value.label for value in made.variable.values] == [
        "5未満", "5以上10未満", "10以上30未満", "30以上50未満", "50以上",
    ]  # fmt: skip
    assert made.column[-1] == -1
    given_limits = in_classes(variable, column, 5, (20, 40))
    assert [value.label for value in given_limits.variable.values] == ["20未満", "20以上40未満", "40以上"]
    cut = cut_ends(variable, column, 3)
    assert (cut.column[0], cut.column[-2], cut.column[-3], cut.column[-1]) == (2, 59, 59, -1)
    assert cut_ends(variable, column[:5], 3) is None
    rounded = cut_ends(variable, np.array([1.25, 1234, 1250, 98765, 0, 0]), 1)
    assert rounded.column.tolist() == [1.3, 1200, 1300, 99000, 0, 0]
