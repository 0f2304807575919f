"""Added checks: their ids never meet those of the catalogue, and each stands with its requirement."""

import re

from hypothesis import given
from hypothesis import strategies as st

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.inspections.added import PREFIX, AddedPoint, Promise, asked_of, with_added
from yakusoku.domain.inspections.answers import AskedCheck

PROMISE = Promise(12, "持出し", 5)
POINT = AddedPoint(
    7, "removal", "鞄の施錠", "鍵のある鞄がありますか。", "鍵をかけていますか。", "鞄の写真", True
)


def asked(id, slug):
    return AskedCheck(id, slug, 1, "", "", Aspect.ARRANGEMENT, "?", "", False, "", "", 3, False)


def test_a_point_is_asked_for_both_aspects():
    arrangement, operation = asked_of(POINT, PROMISE)
    assert (arrangement.id, operation.id) == ("added_7a", "added_7o")
    assert arrangement.pair == operation.pair == "added_7"
    assert (arrangement.aspect, operation.aspect) == (Aspect.ARRANGEMENT, Aspect.OPERATION)
    assert (operation.article, operation.title, operation.risk_level) == (12, "持出し", 5)
    assert not arrangement.evidence_required
    assert operation.evidence_required


def test_a_question_that_is_empty_is_not_asked():
    only = AddedPoint(7, "removal", "鞄の施錠", "", "鍵をかけていますか。", "", False)
    assert [check.id for check in asked_of(only, PROMISE)] == ["added_7o"]


def test_no_catalogue_can_hold_such_an_id():
    ids = [check.id for requirement in shipped_catalogue().requirements for check in requirement.checks]
    assert ids
    assert all(re.fullmatch("[a-z][a-z0-9-]*-[0-9]+", id) for id in ids)
    assert "_" in PREFIX


SLUGS = st.lists(st.sampled_from("abc"), unique=True)


@given(SLUGS, st.lists(st.sampled_from("abcd"), max_size=6))
def test_all_are_asked_once_and_each_requirement_stands_together(slugs, extra):
    checks = [asked(f"{slug}-{n}a", slug) for slug in slugs for n in (1, 2)]
    added = [asked(f"added_{n}a", slug) for n, slug in enumerate(extra)]
    merged = with_added(checks, added)
    assert sorted(c.id for c in merged) == sorted(c.id for c in [*checks, *added])
    assert [c for c in merged if c in checks] == checks
    known = [c.slug for c in merged if c.slug in slugs]
    assert [slug for n, slug in enumerate(known) if n == 0 or known[n - 1] != slug] == slugs
