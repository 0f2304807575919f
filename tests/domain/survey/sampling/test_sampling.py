"""The laws of sampling: who is drawn, how many of each stratum, how the frame is read, what the rates say."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.survey.sampling.allocation import (
    FrameEmpty,
    Method,
    SampleTooLarge,
    SampleTooSmall,
    SpreadsMissing,
    StratumUnknown,
    Wanted,
    allocate,
)
from yakusoku.domain.survey.sampling.drawing import Drawable, draw, frame_digest, lot
from yakusoku.domain.survey.sampling.frame import FrameField, FrameReader, Wrong, guess_columns, head_row
from yakusoku.domain.survey.sampling.rates import Standing, total
from yakusoku.domain.survey.sampling.sizes import (
    DEFAULT,
    SizeRulesUnreadable,
    read_size_rules,
    size_of,
    written,
)
from yakusoku.domain.survey.sampling.strata import stratum_of
from yakusoku.domain.survey.sampling.wording import (
    INVITATION,
    REMINDER,
    Place,
    PlaceOpen,
    PlaceUnknown,
    filled,
    require_places,
)

FRAME = {"a": 100, "b": 60, "c": 30, "d": 10}
frames = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 500), min_size=1)


def numbers(frame, **wanted):
    return {each.stratum: each.drawn for each in allocate(frame, Wanted(**wanted))}


@pytest.mark.parametrize(
    ("wanted", "drawn"),
    [
        pytest.param({"method": Method.PROPORTIONAL, "n": 50}, (25, 15, 8, 2), id="half-goes-to-the-larger"),
        pytest.param({"method": Method.PROPORTIONAL, "n": 50, "least": 5}, (24, 14, 7, 5), id="least"),
        pytest.param({"method": Method.EQUAL, "n": 100}, (30, 30, 30, 10), id="no-more-than-there-are"),
        pytest.param(
            {
                "method": Method.NEYMAN,
                "n": 60,
                "spreads": dict(zip("abcd", map(Fraction, (1, 2, 4, 8)), strict=True)),
            },
            (15, 18, 17, 10),
            id="neyman",
        ),
        pytest.param({"method": Method.FIXED, "fixed": {"a": 3, "d": 10}}, (3, 0, 0, 10), id="fixed"),
        pytest.param({"method": Method.ALL}, (100, 60, 30, 10), id="all"),
    ],
)
def test_a_sample_is_shared_out(wanted, drawn):
    assert tuple(numbers(FRAME, **wanted).values()) == drawn


@given(frames, st.sampled_from([Method.PROPORTIONAL, Method.EQUAL]), st.integers(1, 900), st.integers(0, 20))
def test_shares_add_up_and_keep_their_bounds(frame, method, n, least):
    low = {stratum: min(least, count) for stratum, count in frame.items()}
    try:
        found = numbers(frame, method=method, n=n, least=least)
    except FrameEmpty:
        assert sum(frame.values()) == 0
    except SampleTooLarge:
        assert n > sum(frame.values())
    except SampleTooSmall:
        assert n < sum(low.values())
    else:
        assert sum(found.values()) == n
        assert all(low[s] <= found[s] <= frame[s] for s in frame)


@given(frames.filter(lambda frame: sum(frame.values()) > 0), st.data())
def test_without_bounds_a_proportional_share_is_its_exact_share_rounded(frame, data):
    whole = sum(frame.values())
    n = data.draw(st.integers(1, whole))
    found = numbers(frame, method=Method.PROPORTIONAL, n=n)
    assert all(abs(found[s] - Fraction(n * frame[s], whole)) < 1 for s in frame)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"method": Method.PROPORTIONAL, "n": 201}, SampleTooLarge),
        ({"method": Method.EQUAL, "n": 19, "least": 5}, SampleTooSmall),
        ({"method": Method.NEYMAN, "n": 20, "spreads": {"a": Fraction(1)}}, SpreadsMissing),
        ({"method": Method.FIXED, "fixed": {"d": 11}}, SampleTooLarge),
        ({"method": Method.FIXED, "fixed": {"e": 1}}, StratumUnknown),
    ],
)
def test_what_cannot_be_shared_out_is_refused(wanted, refusal):
    with pytest.raises(refusal):
        numbers(FRAME, **wanted)


UNITS = [Drawable(f"{number:04}", "ab"[number % 2]) for number in range(400)]


def test_the_same_seed_draws_the_same_and_another_draws_otherwise():
    asked = {"a": 20, "b": 30}
    first = draw(UNITS, asked, "令和9年")
    assert draw(reversed(UNITS), asked, "令和9年") == first
    assert draw(UNITS, asked, "令和10年") != first
    assert (len(first), len(set(first))) == (50, 50)
    # Written down once: a change of the rule would change samples that were drawn.
    assert lot("2027", "A-1") == "c57f42c8071463901a6c85611fe20afbd25b6ca013de01ce9d94eb24f3cd486a"


@given(st.text(max_size=8), st.integers(0, 30), st.integers(0, 30))
def test_a_larger_sample_holds_the_smaller_and_goes_on_behind_it(seed, first, more):
    small = draw(UNITS[:60], {"a": first}, seed)
    large = draw(UNITS[:60], {"a": first + more}, seed)
    assert large[: len(small)] == small
    assert small + draw(UNITS[:60], {"a": more}, seed, small) == large


def test_another_unit_in_the_frame_changes_nothing_but_its_own_place():
    before = draw(UNITS, {"a": 50}, "s")
    after = draw([*UNITS, Drawable("new", "a")], {"a": 50}, "s")
    assert [each for each in after if each != "new"] == before[: len(after) - ("new" in after)]
    assert frame_digest(UNITS) == frame_digest(UNITS[::-1]) != frame_digest(UNITS[1:])


def test_every_unit_is_drawn_as_often():
    """Of 40 units 10 are drawn by 2,000 seeds: chi-square of the counts, 99.99 % point at 39 degrees is 83."""
    counts = dict.fromkeys((unit.reference for unit in UNITS[:40]), 0)
    frame = [Drawable(reference, "") for reference in counts]
    for seed in range(2_000):
        for reference in draw(frame, {"": 10}, str(seed)):
            counts[reference] += 1
    # Without replacement each count varies by p (1 - p).
    statistic = sum((count - 500) ** 2 for count in counts.values()) / (2_000 * 0.25 * 0.75)
    assert statistic * 39 / 40 < 83


HEAD = ["法人番号", "企業名", "所在地", "従業員数", "委託元・委託先", "業種", "地域"]
GOOD = ["1", "（株）みなと", "港町１－２", "101人", "委託先", "情報通信業", "北"]


def read(*rows, traits=None):
    return FrameReader(guess_columns(HEAD), traits).read(enumerate(rows, start=2))


def test_a_frame_is_read_with_its_size_classes():
    table = [["調査名簿"], HEAD, GOOD]
    assert head_row(table) == 1
    entry = read(GOOD, traits={"地域": 6}).entries[0]
    traits = {"role": "委託先", "size": "大規模", "industry": "情報通信業", "地域": "北"}
    assert (entry.reference, entry.name, entry.employees, entry.traits) == ("1", "(株)みなと", 101, traits)
    assert stratum_of(entry.traits, ("role", "size")) == "委託先 × 大規模"
    assert stratum_of(entry.traits, ("role", "何か")) == "委託先 × 不明"


@pytest.mark.parametrize(
    ("changes", "field", "wrong", "other"),
    [
        ({1: ""}, FrameField.NAME, Wrong.MISSING, 0),
        ({3: "多数", 0: "2", 2: ""}, FrameField.EMPLOYEES, Wrong.NO_NUMBER, 0),
        ({1: "別の会社"}, FrameField.REFERENCE, Wrong.REFERENCE_TWICE, 2),
        ({0: "2", 1: "株式会社 みなと", 2: "港町1-2"}, FrameField.NAME, Wrong.SAME_PLACE, 2),
    ],
)
def test_what_is_wrong_with_a_row_is_told_by_line(changes, field, wrong, other):
    row = [changes.get(place, cell) for place, cell in enumerate(GOOD)]
    if wrong is Wrong.MISSING:
        row[0] = "2"
    found = read(GOOD, [""] * 7, row)
    assert [(p.row, p.field, p.wrong, p.other) for p in found.problems] == [(4, field, wrong, other)]
    assert (found.rows, len(found.entries)) == (2, 1)


def test_a_row_without_a_number_of_its_own_is_always_called_the_same():
    columns = {FrameField.NAME: 0, FrameField.ADDRESS: 1}
    one, other = (FrameReader(columns).read([(2, ["甲", "港町"])]).entries[0].reference for _ in range(2))
    assert one == other
    assert one.startswith("#")


@pytest.mark.parametrize(
    ("role", "employees", "size"),
    [
        ("委託先", 100, "中小規模"),
        ("委託先", 101, "大規模"),
        ("委託元", 300, "中小規模"),
        ("委託元", 301, "大規模"),
        ("委託先", None, ""),
        ("その他", 500, ""),
    ],
)
def test_sizes_differ_by_role(role, employees, size):
    assert size_of(role, employees, DEFAULT) == size


def test_rules_of_sizes_are_read_as_they_are_written():
    assert read_size_rules(written(DEFAULT)) == DEFAULT
    assert read_size_rules("ほか：小 １人以上、大 50")["ほか"][1].least == 50
    for wrong in ("委託先 大 1", "委託先: 大 10, 小 5", "委託先: 大"):
        with pytest.raises(SizeRulesUnreadable):
            read_size_rules(wrong)


def test_rates_and_weights():
    stratum = Standing("a", frame=1000, drawn=100, withdrawn=4, sent=96, undelivered=6, web=30, paper=18)
    assert (stratum.fraction, stratum.rate, stratum.reached_rate) == ("10.0", "50.0", "53.3")
    assert (stratum.design_weight, stratum.weight) == (10, 20)
    # Who answered stands for all that are still there.
    assert stratum.weight * stratum.answered == Fraction(1000 * 96, 100)
    both = total([stratum, Standing("b", frame=10, drawn=10)], "計")
    assert (both.asked, both.rate, Standing("c").weight) == (106, "45.3", None)


def test_the_places_of_a_letter_are_known_and_filled_once():
    for text in (INVITATION, REMINDER):
        require_places(text)
    told = {Place.NAME: "〔締切日〕商店", Place.DEADLINE: "2027年4月1日 (令和9年)"}
    assert filled("〔名称〕様 〔締切日〕〔担当者〕", told) == "〔締切日〕商店様 2027年4月1日 (令和9年)"
    for text, refusal in (("〔氏名〕様", PlaceUnknown), ("〔名称様", PlaceOpen)):
        with pytest.raises(refusal):
            require_places(text)
