"""The shipped catalogue: complete, consistent, and sound for any work."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import Decision, Verdict, resolve
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.profile import (
    Category,
    Form,
    Need,
    Period,
    Place,
    Procurement,
    WorkProfile,
)
from yakusoku.domain.packs.build import Publication, build_pack
from yakusoku.domain.packs.difference import text_of
from yakusoku.domain.packs.labels import FACT_LABELS

CATALOGUE = shipped_catalogue()
SLUGS = [
    "basic-duty",
    "confidentiality",
    "management-structure",
    "responsible-persons",
    "work-location",
    "training",
    "staff-supervision",
    "temporary-workers",
    "subcontracting",
    "collection",
    "purpose-limitation",
    "third-party-disclosure",
    "copying",
    "removal",
    "security-controls",
    "handover",
    "return-erasure",
    "reporting",
    "inspection",
    "incident-response",
    "termination",
    "damages",
    "publication",
    "private-devices",
    "cloud",
    "telework",
    "vulnerability",
    "access-records",
    "nonconformity",
    "individual-number",
    "data-subject-requests",
    "security-plan",
]


@st.composite
def profiles(draw):
    """Return any work that a clerk could describe."""
    start = draw(st.dates(date(2025, 1, 1), date(2040, 1, 1)))
    return WorkProfile(
        title="業務",
        client="みなと市",
        contractor=draw(st.sampled_from([None, "受託社"])),
        department="課",
        contract_kind=draw(st.sampled_from(["請負", "準委任"])),
        procurement=draw(st.sampled_from(list(Procurement))),
        period=Period(start, start + timedelta(days=draw(st.integers(0, 2000)))),
        categories=frozenset(draw(st.sets(st.sampled_from(list(Category))))),
        people=draw(st.integers(0, 1_000_000)),
        forms=frozenset(draw(st.sets(st.sampled_from(list(Form))))),
        places=frozenset(draw(st.sets(st.sampled_from(list(Place)), min_size=1))),
        needs=frozenset(draw(st.sets(st.sampled_from(list(Need))))),
        supervision_hours_per_year=draw(st.integers(0, 200)),
    )


def test_every_requirement_is_there_once():
    assert sorted(r.slug for r in CATALOGUE.requirements) == sorted(SLUGS)


def test_there_are_enough_questions_and_no_two_are_alike():
    texts = [q.text for r in CATALOGUE.requirements for c in r.checks for q in (c.arrangement, c.operation)]
    assert len(texts) >= 90
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("requirement", CATALOGUE.requirements, ids=lambda r: r.slug)
def test_a_requirement_is_complete(requirement):
    assert requirement.purpose.endswith("。")
    assert requirement.citations
    assert requirement.effort.client_hours.low <= requirement.effort.client_hours.high
    assert requirement.effort.contractor_hours.low <= requirement.effort.contractor_hours.high
    assert "見積" in requirement.effort.basis
    english = CATALOGUE.english[requirement.slug]
    assert set(english["checks"]) == {c.id for c in requirement.checks}
    assert set(english["variants"]) == {v.strength.value for v in requirement.variants}
    assert all(fact in FACT_LABELS for fact in requirement.mentions())


@pytest.mark.parametrize(
    "slug", ["iso-27001-2022", "nist-csf-2", "mic-policy-guideline", "meti-csm-v3", "scs", "appi"]
)
def test_the_frameworks_are_mapped(slug):
    assert any(f.source == slug and f.items for f in CATALOGUE.frameworks)


def test_every_framework_row_points_to_known_requirements():
    for framework in CATALOGUE.frameworks:
        for item in framework.items:
            assert set(item.requirements) <= set(SLUGS), (framework.id, item.id)


def test_nothing_unverified_is_told_as_verified():
    sources = {s.id: s for s in CATALOGUE.sources}
    for requirement in CATALOGUE.requirements:
        for citation in requirement.citations:
            assert sources[citation.source].verified or not citation.verified, (requirement.slug, citation)


@settings(max_examples=60)
@given(profiles())
def test_what_is_proposed_can_be_kept_and_is_asked_in_both_aspects(profile):
    pack = build_pack(profile, CATALOGUE, [], Publication("Y-1"), is_national_holiday)
    assert not pack.conflicts
    assert [r.article for r in pack.requirements] == list(range(1, len(pack.requirements) + 1))
    asked = {(c.slug, c.aspect) for c in pack.checks}
    assert asked == {(r.slug, aspect) for r in pack.requirements for aspect in Aspect}
    assert len({c.id for c in pack.checks}) == len(pack.checks)
    assert all(
        text and "{" not in text and "[[" not in text for text in map(text_of, pack.specification.articles)
    )


def every_strength():
    for requirement in CATALOGUE.requirements:
        for variant in requirement.variants:
            yield pytest.param(requirement, variant, id=f"{requirement.slug}-{variant.strength}")


FULL = WorkProfile(
    title="業務",
    client="みなと市",
    contractor="受託社",
    department="課",
    contract_kind="請負",
    procurement=Procurement.PROPOSAL,
    period=Period(date(2027, 4, 1), date(2028, 3, 31)),
    categories=frozenset(Category),
    people=200_000,
    forms=frozenset(Form),
    places=frozenset(Place),
    needs=frozenset(Need),
    supervision_hours_per_year=10,
)


@pytest.mark.parametrize(("requirement", "variant"), list(every_strength()))
def test_every_clause_stands_alone_and_together(requirement, variant):
    """A clause reads without an open reference, whether the others are adopted or all declined."""
    decision = Decision(requirement.slug, Verdict.ALTERNATIVE, Strength(variant.strength), "理由", "課長")
    others = [
        Decision(r.slug, Verdict.DECLINE, reason="理由", decider="課長")
        for r in CATALOGUE.requirements
        if r is not requirement
    ]
    for decisions in ([decision], [decision, *others]):
        pack = build_pack(FULL, CATALOGUE, decisions, Publication("Y-1"), is_national_holiday)
        (article,) = [a for a in pack.specification.articles if a.slug == requirement.slug]
        text = text_of(article)
        assert "{" not in text
        assert "、、" not in text
        assert "。。" not in text
        assert [c for c in pack.checks if c.slug == requirement.slug], "no question is asked"


@settings(max_examples=40)
@given(profiles())
def test_a_conflict_always_has_a_way_out(profile):
    facts = facts_of(profile)
    bans = [
        Decision(r.slug, Verdict.ALTERNATIVE, r.variants[0].strength, "理由", "課長")
        for r in CATALOGUE.requirements
    ]
    for conflict in resolve(CATALOGUE, facts, bans).conflicts:
        assert conflict.resolution is not None
        assert not conflict.resolution.obstacles(facts)
