"""Law is dated: which requirements rest on something that is not in force on a day."""

from dataclasses import replace
from datetime import date

import pytest

from yakusoku.adapters.catalogues import refuse_loose_ends, shipped_catalogue
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.domain.catalogue.model import Source
from yakusoku.domain.catalogue.validity import Force, force_on, unfounded_on

LAW = Source("law", "法律", "国", "", "2027-04-01", verified=True, note="", valid_to="2028-03-31")


@pytest.mark.parametrize(
    ("day", "force"),
    [
        pytest.param(date(2027, 3, 31), Force.NOT_YET, id="the-day-before"),
        pytest.param(date(2027, 4, 1), Force.IN_FORCE, id="the-first-day"),
        pytest.param(date(2028, 3, 31), Force.IN_FORCE, id="the-last-day"),
        pytest.param(date(2028, 4, 1), Force.LAPSED, id="the-day-after"),
    ],
)
def test_both_days_are_included(day, force):
    assert force_on(LAW, day) is force


def test_a_day_that_is_not_known_sets_no_bound():
    assert force_on(replace(LAW, valid_from="", valid_to=""), date(1900, 1, 1)) is Force.IN_FORCE


def test_the_requirements_that_cite_it_are_reached_and_no_others():
    catalogue = shipped_catalogue()
    cited = {c.source for r in catalogue.requirements for c in r.citations if c.source == "appi"}
    lapsed = replace(
        catalogue,
        sources=tuple(replace(s, valid_to="2028-03-31") if s.id == "appi" else s for s in catalogue.sources),
    )
    assert cited
    assert unfounded_on(lapsed, date(2028, 3, 31)) == {}
    found = unfounded_on(lapsed, date(2028, 4, 1))
    assert set(found) == {r.slug for r in catalogue.requirements if "appi" in {c.source for c in r.citations}}
    assert {(each.source.id, each.day) for rests in found.values() for each in rests} == {
        ("appi", "2028-03-31")
    }


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"valid_to": "2028年"}, "2027-04-01 の形", id="no-day"),
        pytest.param({"valid_to": "2026-04-01"}, "より前の日にできません", id="turned-round"),
    ],
)
def test_days_that_cannot_be_read_are_refused(changes, told):
    catalogue = replace(shipped_catalogue(), sources=(replace(LAW, **changes),), requirements=(), cases=())
    with pytest.raises(UnreadableFile) as caught:
        refuse_loose_ends(catalogue, set())
    assert told in str(caught.value.problems[0])
