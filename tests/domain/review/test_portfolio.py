"""Which contract to renegotiate first, and what is missing where."""

from dataclasses import replace

import pytest

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.judging import Status, judge
from yakusoku.domain.review.law import ChangeKind, LawChange, Outdated
from yakusoku.domain.review.model import Clause, Document
from yakusoku.domain.review.portfolio import (
    OLD_LAW_POINTS,
    contract_of,
    portfolio_of,
)
from yakusoku.domain.review.reviewing import Label, Reviewed, ReviewedDocument

CATALOGUE = shipped_catalogue()
SLUGS = [each.slug for each in CATALOGUE.requirements]
OLD = LawChange("old", ChangeKind.OLD, "", "", "2020-04-01", "", "", True, ())
RISK = replace(OLD, id="risk", kind=ChangeKind.RISK)


def contract(path, firm=(), weak=(), changes=()):
    """Return a contract whose clauses deal with these requirements, one clause each."""
    labels = [Label(slug, Strength.DUTY, slug in weak, False, ((0, 1),)) for slug in (*firm, *weak)]
    clauses = [
        Reviewed(
            Clause(f"第{n}条", "", "", None, n),
            (label,),
            (),
            tuple(Outdated(change, "語", (0, 1)) for change in changes) if n == 1 else (),
            (),
            False,
        )
        for n, label in enumerate(labels, start=1)
    ]
    reviewed = ReviewedDocument(Document(path, "", tuple(c.clause for c in clauses)), tuple(clauses))
    return contract_of(reviewed, judge([reviewed], CATALOGUE, None))


def test_a_contract_that_promises_everything_has_no_points():
    told = contract("a", firm=SLUGS)
    assert (told.points, told.gaps, told.old_law) == (0, 0, ())


def test_a_weak_promise_weighs_half_of_a_missing_one():
    missing, weak = contract("a", firm=SLUGS[1:]), contract("b", firm=SLUGS[1:], weak=SLUGS[:1])
    assert missing.points == 2 * weak.points > 0
    assert (missing.count(Status.MISSING), weak.count(Status.WEAK)) == (1, 1)


def test_one_grave_gap_comes_before_two_slight_ones():
    risk = {each.slug: each.risk_level for each in CATALOGUE.requirements}
    grave = max(SLUGS, key=risk.__getitem__)
    slight = sorted(SLUGS, key=risk.__getitem__)[:2]
    one = contract("z", firm=[slug for slug in SLUGS if slug != grave])
    two = contract("a", firm=[slug for slug in SLUGS if slug not in slight])
    assert risk[grave] ** 2 > sum(risk[slug] ** 2 for slug in slight)
    assert [each.path for each in portfolio_of([two, one]).contracts] == ["z", "a"]


@pytest.mark.parametrize(
    ("changes", "points"),
    [((OLD,), OLD_LAW_POINTS), ((OLD, OLD), OLD_LAW_POINTS), ((RISK,), 0)],
    ids=["old-law", "the-same-twice", "only-unwise"],
)
def test_old_law_counts_once_for_each_change(changes, points):
    told = contract("a", firm=SLUGS, changes=changes)
    assert told.points == points
    assert len(told.shown) == len(changes)


def test_equals_stand_by_name_and_every_item_names_its_contracts():
    first, second = SLUGS[:2]
    told = portfolio_of(
        [contract("b", firm=SLUGS[1:]), contract("a", firm=SLUGS[1:]), contract("c", firm=SLUGS)],
        [("x.pdf", "読めません。")],
    )
    assert [each.path for each in told.contracts] == ["a", "b", "c"]
    items = {item.requirement.slug: item for item in told.items}
    assert items[first].contracts[Status.MISSING] == ("a", "b")
    assert items[second].contracts[Status.PROMISED] == ("a", "b", "c")
    assert items[first].asked == 3
    assert [item.requirement.slug for item in told.items] == SLUGS
    assert told.unreadable == (("x.pdf", "読めません。"),)
