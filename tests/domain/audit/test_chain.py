from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.audit.chain import (
    BEGINNING,
    Break,
    BreakKind,
    Entry,
    Head,
    canonical,
    digest,
    find_breaks,
)

WORDS = st.text(max_size=8)
KNOWN = "5967be6b27f19224c211f2cba31f10c2167e3213cbc352fcdc28336922188213"


@st.composite
def chains(draw, least=1):
    """Entries with their digests, and the end of the chain."""
    previous, rows = BEGINNING, []
    for number in range(1, draw(st.integers(least, 6)) + 1):
        entry = Entry(number, *(draw(WORDS) for _ in range(7)))
        previous = digest(previous, entry)
        rows.append((entry, previous))
    return rows, Head(len(rows), previous)


def rewritten(rows):
    """The same entries, chained anew by someone who knows how."""
    previous, new = BEGINNING, []
    for entry, _ in rows:
        previous = digest(previous, entry)
        new.append((entry, previous))
    return new, Head(len(new), previous)


@given(chains(least=0))
def test_an_untouched_chain_has_no_breaks(chain):
    assert find_breaks(*chain) == []
    assert find_breaks(*chain, noted=chain[1]) == []


@given(chains(), st.data())
def test_any_change_of_any_field_is_found_at_its_entry(chain, data):
    rows, head = chain
    place = data.draw(st.integers(0, len(rows) - 1))
    entry, stored = rows[place]
    name = data.draw(st.sampled_from([f.name for f in fields(Entry) if f.name != "sequence"]))
    new = data.draw(WORDS.filter(lambda text: text != getattr(entry, name)))
    rows[place] = (replace(entry, **{name: new}), stored)
    assert find_breaks(rows, head) == [Break(BreakKind.CHANGED, place + 1, place + 1)]


@given(chains(least=2), st.data())
def test_a_changed_entry_with_its_digest_made_to_fit_is_found(chain, data):
    rows, head = chain
    place = data.draw(st.integers(0, len(rows) - 1))
    before = rows[place - 1][1] if place else BEGINNING
    entry = replace(rows[place][0], reason=rows[place][0].reason + "!")
    rows[place] = (entry, digest(before, entry))
    assert find_breaks(rows, head)


@given(chains(), st.data())
def test_a_changed_digest_is_found(chain, data):
    rows, head = chain
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[place] = (rows[place][0], "f" * 64)
    assert find_breaks(rows, head)


@given(chains(least=2), st.data())
def test_a_deletion_is_found_where_it_was(chain, data):
    rows, head = chain
    place = data.draw(st.integers(0, len(rows) - 2))
    del rows[place]
    assert Break(BreakKind.MISSING, place + 1, place + 1) in find_breaks(rows, head)


@given(chains(), st.data())
def test_a_tail_cut_off_is_found(chain, data):
    rows, head = chain
    left = data.draw(st.integers(0, len(rows) - 1))
    assert find_breaks(rows[:left], head) == [Break(BreakKind.TRUNCATED, left + 1, len(rows))]


@given(chains(least=2), st.data())
def test_two_entries_in_the_other_order_are_found(chain, data):
    rows, head = chain
    place = data.draw(st.integers(0, len(rows) - 2))
    rows[place], rows[place + 1] = rows[place + 1], rows[place]
    kinds = {found.kind for found in find_breaks(rows, head)}
    assert BreakKind.REORDERED in kinds


@given(chains(least=2), st.data())
def test_two_entries_that_exchanged_their_numbers_are_found(chain, data):
    rows, head = chain
    place = data.draw(st.integers(0, len(rows) - 2))
    (one, first), (two, second) = rows[place : place + 2]
    rows[place : place + 2] = [
        (replace(two, sequence=one.sequence), second),
        (replace(one, sequence=two.sequence), first),
    ]
    assert find_breaks(rows, head)


@given(chains(least=2))
def test_an_entry_beyond_the_head_is_found(chain):
    rows, _ = chain
    short = Head(len(rows) - 1, rows[-2][1])
    assert find_breaks(rows, short) == [Break(BreakKind.ADDED, len(rows), len(rows))]


@given(chains(), st.data())
def test_a_chain_rewritten_as_a_whole_is_convicted_by_a_noted_head(chain, data):
    rows, noted = chain
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[place] = (replace(rows[place][0], reason=rows[place][0].reason + "!"), "")
    new, head = rewritten(rows)
    assert find_breaks(new, head) == []
    assert find_breaks(new, head, noted) == [Break(BreakKind.CHANGED, len(rows), len(rows))]


@given(chains(least=2))
def test_a_chain_shortened_with_its_head_is_convicted_by_a_noted_head(chain):
    rows, noted = chain
    new, head = rewritten(rows[:-1])
    assert find_breaks(new, head, noted) == [Break(BreakKind.TRUNCATED, len(rows), len(rows))]


def test_neighbouring_breaks_of_one_kind_are_told_as_one():
    rows = [(Entry(n, "", "", "", "", "", "", "{}"), "x") for n in range(1, 6)]
    assert find_breaks(rows, Head(5, "x")) == [Break(BreakKind.CHANGED, 1, 5)]


def test_moving_a_border_between_two_fields_changes_the_digest():
    one = Entry(1, "", "a", "b", "", "", "", "{}")
    assert digest(BEGINNING, one) != digest(BEGINNING, replace(one, actor="ab", organization=""))
    assert digest(BEGINNING, one) != digest(BEGINNING, replace(one, actor='a","b', organization=""))


def test_the_digest_of_a_known_entry_stays_the_same_for_ever():
    entry = Entry(
        1, "2027-04-01T01:00:00.000000+00:00", "user:1", "1", "decision.made", "engagement:7", "理由", "{}"
    )
    assert digest(BEGINNING, entry) == KNOWN


def test_equal_facts_have_one_form():
    assert canonical({"b": 1, "a": "あ"}) == '{"a":"あ","b":1}'


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError):
        canonical({"share": float("nan")})
