"""Made-up respondents whose tables are the published ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.survey.answers import Responses, read_answers
from yakusoku.domain.survey.axes import axis_of_column
from yakusoku.domain.survey.form import build_form
from yakusoku.domain.survey.rebuilding import Counts, NotRebuilt, rebuilt
from yakusoku.domain.survey.tabulating import count, table_rows

FORM = build_form(
    [
        (2, {"type": "select_one yes", "name": "Q1", "label": "実施している"}),
        (3, {"type": "select_multiple why", "name": "Q2", "label": "課題", "relevant": "${Q1} = '1'"}),
    ],
    [
        (2, {"list_name": "yes", "name": "1", "label": "はい"}),
        (3, {"list_name": "yes", "name": "2", "label": "いいえ"}),
        *((n, {"list_name": "why", "name": code, "label": code}) for n, code in enumerate("abc", 4)),
        (7, {"list_name": "why", "name": "none", "label": "ない", "exclusive": "yes"}),
    ],
)


@given(st.data(), st.integers(1, 60), st.integers(1, 60))
def test_the_tables_are_the_published_ones(data, clients, contractors):
    people = [{"role": "委託元"}] * clients + [{"role": "委託先"}] * contractors
    published, asked = [], 0
    for role, size in (("委託元", clients), ("委託先", contractors)):
        n = data.draw(st.integers(0, size))
        yes = data.draw(st.integers(0, n))
        asked += yes
        published.append(Counts("Q1", {"role": role}, n, {"1": yes, "2": n - yes}))
    n = data.draw(st.integers(0, asked))
    alone = data.draw(st.integers(0, n))
    some = {code: data.draw(st.integers(0, n - alone)) for code in "ab"}
    published.append(Counts("Q2", {}, n, {**some, "c": n - alone, "none": alone}))
    answers = rebuilt(FORM, people, published, "たね")
    heads = ("role", "Q1", "Q2")
    rows = [
        [who["role"], each.get("Q1", ""), each.get("Q2", "")]
        for who, each in zip(people, answers, strict=True)
    ]
    read = read_answers(FORM, Responses(heads, rows))
    roles = axis_of_column("role", [row[0] for row in rows])
    first = {row.group: row for row in table_rows(count(FORM.questions["Q1"], read["Q1"], [roles]))}
    for told in published[:2]:
        assert first[told.where["role"]].n == told.n
        assert [cell.count for cell in first[told.where["role"]].cells] == list(told.counts.values())
    second = table_rows(count(FORM.questions["Q2"], read["Q2"], []))[0]
    assert (second.n, [cell.count for cell in second.cells]) == (n, [*some.values(), n - alone, alone])


@pytest.mark.parametrize(
    "told",
    [
        Counts("Q1", {}, 4, {"1": 4}),
        Counts("Q1", {}, 2, {"1": 1}),
        Counts("Q1", {"role": "ない"}, 1, {"1": 1}),
    ],
    ids=["more than were asked", "fewer answers than people", "a group that is not there"],
)
def test_counts_that_no_answers_give_are_refused(told):
    with pytest.raises(NotRebuilt):
        rebuilt(FORM, [{"role": "委託元"}] * 3, [told], "たね")


def test_the_same_seed_gives_the_same_answers():
    people, told = [{}] * 20, [Counts("Q1", {}, 20, {"1": 7, "2": 13})]
    assert rebuilt(FORM, people, told, "一") == rebuilt(FORM, people, told, "一")
    assert rebuilt(FORM, people, told, "一") != rebuilt(FORM, people, told, "二")
