"""Each remedy leads where it says before a finding is closed."""

from datetime import UTC, datetime

import pytest

from yakusoku.domain.findings.kinds import FindingKind, Remedy
from yakusoku.domain.findings.proposal import proposed_demand
from yakusoku.domain.findings.remedies import (
    REFUSALS,
    Done,
    Need,
    VersionNotNewer,
    require_done,
    still_needed,
)

FOUND = datetime(2027, 4, 1, tzinfo=UTC)
BEFORE, AFTER = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC)
NOTHING = Done(None, None, False)


@pytest.mark.parametrize(
    ("remedy", "done", "need"),
    [
        pytest.param(Remedy.AMEND_SPECIFICATION, NOTHING, Need.NEWER_VERSION, id="never-published"),
        pytest.param(
            Remedy.AMEND_SPECIFICATION,
            Done(BEFORE, AFTER, True),
            Need.NEWER_VERSION,
            id="only-an-older-version",
        ),
        pytest.param(
            Remedy.AMEND_SPECIFICATION,
            Done(FOUND, None, True),
            Need.NEWER_VERSION,
            id="published-that-moment",
        ),
        pytest.param(Remedy.AMEND_SPECIFICATION, Done(AFTER, None, False), None, id="a-newer-version"),
        pytest.param(Remedy.CHANGE_WORK, Done(AFTER, BEFORE, True), Need.PROFILE_ANEW, id="facts-of-before"),
        pytest.param(Remedy.CHANGE_WORK, Done(None, AFTER, False), None, id="facts-written-anew"),
        pytest.param(
            Remedy.ADDITIONAL_MEASURE, Done(AFTER, AFTER, False), Need.ADDED_CHECK, id="nobody-will-ask"
        ),
        pytest.param(Remedy.ADDITIONAL_MEASURE, Done(None, None, True), None, id="a-check-asks"),
    ],
)
def test_what_a_remedy_still_needs(remedy, done, need):
    assert still_needed(remedy, FOUND, done) is need
    if need is None:
        require_done(remedy, FOUND, done)
    else:
        with pytest.raises(REFUSALS[need]):
            require_done(remedy, FOUND, done)


def test_every_need_has_its_refusal():
    assert set(REFUSALS) == set(Need)
    assert REFUSALS[Need.NEWER_VERSION] is VersionNotNewer


@pytest.mark.parametrize("kind", FindingKind)
def test_something_is_proposed_for_every_kind(kind):
    full = proposed_demand(kind, question="記録していますか。", evidence="記録簿", why="失くすため")
    assert "記録していますか。" in full
    assert "示すもの：記録簿" in full
    assert "失くすため" in full
    assert proposed_demand(kind)
    assert "：" not in proposed_demand(kind)
