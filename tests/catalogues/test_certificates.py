"""The certificates that ship: whole, pointing at checks that exist, and never told as a duty."""

import pytest

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.packs.build import SUFFIX

CATALOGUE = shipped_catalogue()
CHECKS = {p.id + end for r in CATALOGUE.requirements for p in r.checks for end in SUFFIX.values()}


def test_the_six_kinds_are_there():
    assert [kind.id for kind in CATALOGUE.certificates] == [
        "isms",
        "privacy-mark",
        "scs-3",
        "scs-4",
        "ismap",
        "soc2-type2",
    ]


@pytest.mark.parametrize("kind", CATALOGUE.certificates, ids=lambda kind: kind.id)
def test_a_kind_is_whole(kind):
    assert {support.check for support in kind.supports} <= CHECKS
    assert CATALOGUE.source(kind.source) is not None
    assert not kind.verified
    assert len({s.check for s in kind.supports}) == len(kind.supports)


@pytest.mark.parametrize(
    "kind", [k for k in CATALOGUE.certificates if k.id.startswith("scs")], ids=lambda k: k.id
)
def test_the_voluntary_scheme_is_told_as_voluntary(kind):
    assert "任意" in kind.voluntary
    for text in (kind.note, kind.scope_must_say, *(s.why for s in kind.supports)):
        assert "必須" not in text
        assert "義務" not in text


def test_ismap_lasts_a_year_and_four_months():
    assert next(k.months for k in CATALOGUE.certificates if k.id == "ismap") == 16
