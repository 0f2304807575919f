"""What was found before is found again; one look never repeats itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.findings.kinds import GRAVITY, Severity
from yakusoku.domain.findings.repetition import Earlier, Trace, gravity_of, repeated_by, repeats

SPRING = Trace("inspection:1", "organization:9", "not-operated", "removal-2o", "removal")


def autumn(**changes):
    told = {
        "source": "inspection:2",
        "holder": "organization:9",
        "kind": "not-operated",
        "check": "removal-2o",
        "slug": "removal",
    }
    return Trace(**{**told, **changes})


@pytest.mark.parametrize(
    ("found", "before", "again"),
    [
        pytest.param(autumn(), SPRING, True, id="same-check-in-the-next-inspection"),
        pytest.param(autumn(kind="disagreement"), SPRING, True, id="same-check-with-another-shortfall"),
        pytest.param(autumn(source="inspection:1"), SPRING, False, id="same-inspection"),
        pytest.param(autumn(holder="organization:8"), SPRING, False, id="another-company"),
        pytest.param(autumn(check="removal-2a"), SPRING, False, id="another-check"),
        pytest.param(
            Trace("hop:4", "organization:9", "undeclared-hop"),
            Trace("hop:3", "organization:9", "undeclared-hop"),
            True,
            id="same-kind-without-a-check",
        ),
        pytest.param(
            Trace("hop:4", "organization:9", "undeclared-hop", slug="subcontracting"),
            Trace("hop:3", "organization:9", "undeclared-hop"),
            False,
            id="without-a-check-and-of-another-requirement",
        ),
        pytest.param(autumn(check=""), SPRING, False, id="without-a-check-after-one-with"),
    ],
)
def test_what_counts_as_a_repetition(found, before, again):
    assert repeats(found, before) is again


def test_the_latest_earlier_finding_is_named():
    earlier = [
        Earlier(1, SPRING),
        Earlier(5, autumn(source="inspection:3")),
        Earlier(9, autumn(check="x-1a")),
    ]
    found = repeated_by(autumn(source="inspection:4"), earlier)
    assert found is not None
    assert found.pk == 5
    assert repeated_by(autumn(check="new-1a"), earlier) is None


@pytest.mark.parametrize(
    ("severity", "after"),
    [(Severity.LOW, Severity.MEDIUM), (Severity.MEDIUM, Severity.HIGH), (Severity.HIGH, Severity.HIGH)],
)
def test_a_repetition_weighs_one_step_more(severity, after):
    assert gravity_of(severity, repeated=True) is after
    assert gravity_of(severity, repeated=False) is severity


TEXTS = st.sampled_from(["", "a", "b"])
TRACES = st.builds(Trace, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)


@given(TRACES, st.lists(st.builds(Earlier, st.integers(1, 99), TRACES)))
def test_what_is_named_is_a_repetition_and_none_later_is(found, earlier):
    named = repeated_by(found, earlier)
    fitting = [each.pk for each in earlier if repeats(found, each.trace)]
    assert (named.pk if named else None) == max(fitting, default=None)


@given(TRACES, TRACES)
def test_repetition_goes_both_ways(one, other):
    assert repeats(one, other) is repeats(other, one)


@given(st.sampled_from(Severity), st.booleans())
def test_no_finding_becomes_milder(severity, again):
    assert GRAVITY[gravity_of(severity, repeated=again)] >= GRAVITY[severity]
