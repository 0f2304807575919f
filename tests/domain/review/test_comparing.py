"""Two contracts side by side: the table of docs/rules/review-comparison.md, and what always holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yakusoku.domain.review.comparing import Bound, Change, LabelChange, Side, compare, parts_of

SECRET = "乙は、業務上知り得た秘密を第三者に漏らしてはならない。"
RETURN = "乙は、契約が終わったときは、資料を直ちに甲に返還しなければならない。"
AGAIN = "乙は、業務を第三者に委託してはならない。ただし、甲の承諾を得たときは、この限りでない。"


def side(no, heading, text, **labels):
    return Side(no, heading, text, {slug: Bound(strength, False) for slug, strength in labels.items()})


def told(one, other):
    """Return the pairs as (what became of it, place in the first, place in the second)."""
    return [(str(pair.change), pair.one, pair.other) for pair in compare(one, other)]


@pytest.mark.parametrize(
    ("one", "other", "pairs"),
    [
        pytest.param(
            [side("第１条", "秘密", SECRET)],
            [side("第1条", "秘密", SECRET)],
            [("same", 0, 0)],
            id="same words",
        ),
        pytest.param(
            [side("第１条", "秘密", SECRET), side("第２条", "返還", RETURN)],
            [side("第１条", "返還", RETURN), side("第２条", "秘密", SECRET)],
            [("same", 1, 0), ("same", 0, 1)],
            id="moved",
        ),
        pytest.param(
            [side("第１条", "秘密", SECRET)],
            [side("第１条", "秘密", SECRET.replace("漏らして", "開示し、又は漏えいして"))],
            [("changed", 0, 0)],
            id="reworded",
        ),
        pytest.param(
            [side("第１条", "秘密", SECRET)],
            [side("第１条", "秘密", SECRET), side("第２条", "返還", RETURN)],
            [("same", 0, 0), ("added", None, 1)],
            id="added",
        ),
        pytest.param(
            [side("第１条", "返還", RETURN), side("第２条", "秘密", SECRET)],
            [side("第１条", "秘密", SECRET)],
            [("removed", 0, None), ("same", 1, 0)],
            id="removed",
        ),
        pytest.param(
            [side("第１条", "再委託", AGAIN)],
            [side("第１条", "再委託", "乙は、再委託をしようとするときは、甲の承諾を得なければならない。")],
            [("changed", 0, 0)],
            id="another wording under the same heading",
        ),
        pytest.param(
            [side("第１条", "再委託", AGAIN, subcontracting="consent"), side("第２条", "秘密", SECRET)],
            [
                side("第１条", "秘密", SECRET),
                side(
                    "第５条",
                    "第三者への委託",
                    "当社は、業務を他社に任せません。第三者に委託してはなりません。",
                    subcontracting="prohibit",
                ),
            ],
            [("same", 1, 0), ("changed", 0, 1)],
            id="the same requirement in other words",
        ),
        pytest.param(
            [side("第１条", "秘密", SECRET, confidentiality="prohibit")],
            [side("第１条", "返還", RETURN, confidentiality="duty", **{"return-erasure": "duty"})],
            [("added", None, 0), ("removed", 0, None)],
            id="no more than half of the requirements in common",
        ),
        pytest.param(
            [side("第１条", "", SECRET)],
            [side("第１条", "", RETURN)],
            [("added", None, 0), ("removed", 0, None)],
            id="the same number alone is not the same clause",
        ),
        pytest.param([], [], [], id="nothing"),
    ],
)
def test_which_clause_became_which(one, other, pairs):
    assert told(one, other) == pairs


def test_what_changed_stands_between_what_stayed():
    parts = parts_of("資料を３０日以内に返還する。", "資料を１４日以内に返還し、又は消去する。")
    assert (
        "".join(each.text for each in parts if each.change is not Change.ADDED)
        == "資料を３０日以内に返還する。"
    )
    assert next(each.text for each in parts if each.change is Change.REMOVED) == "３０"
    assert next(each.text for each in parts if each.change is Change.ADDED) == "１４"


def test_labels_are_told_before_and_after():
    one = [Side("第１条", "秘密", SECRET, {"secret": Bound("effort", True), "kept": Bound("duty", False)})]
    other = [Side("第１条", "秘密", SECRET, {"kept": Bound("duty", False), "new": Bound("prohibit", False)})]
    assert compare(one, other)[0].labels == (
        LabelChange("secret", Bound("effort", True), None),
        LabelChange("new", None, Bound("prohibit", False)),
    )


CLAUSES = st.lists(
    st.builds(
        Side,
        st.sampled_from(["", "第１条", "第２条"]),
        st.sampled_from(["", "秘密", "返還"]),
        st.text("甲乙は資料を返還しない。", max_size=20),
        st.just({}),
    ),
    max_size=5,
)


@given(one=CLAUSES, other=CLAUSES)
@settings(max_examples=100)
def test_every_clause_of_both_stands_once_and_no_letter_is_lost(one, other):
    pairs = compare(one, other)
    assert sorted(pair.one for pair in pairs if pair.one is not None) == list(range(len(one)))
    assert [pair.other for pair in pairs if pair.other is not None] == list(range(len(other)))
    for pair in pairs:
        if pair.other is not None:
            kept = [part.text for part in pair.parts if part.change is not Change.REMOVED]
            assert "".join(kept) == other[pair.other].text


@given(clauses=CLAUSES)
def test_a_contract_compared_with_itself_has_not_changed(clauses):
    assert all(pair.change is Change.SAME and not pair.labels for pair in compare(clauses, clauses))
