"""Reading engagements: facts, catalogue and the verdicts that count."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Max

from yakusoku.adapters.catalogues import DEFAULT, load_catalogue, read_overlay, shipped_catalogue
from yakusoku.adapters.profiles import decision_from, profile_from
from yakusoku.apps.engagements.models import (
    CatalogueOverlay,
    DecisionRecord,
    Engagement,
    HouseRules,
    Verdicts,
)
from yakusoku.domain.catalogue.english import in_english
from yakusoku.domain.catalogue.model import Catalogue
from yakusoku.domain.engagements.decisions import Decision, still_holds
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.engagements.selection import select
from yakusoku.domain.packs.labels import tell_facts
from yakusoku.web.formats import jdate_era
from yakusoku.web.words import reads_english, say


def catalogue_for(organization_id: int) -> Catalogue:
    """Return the catalogue as an organisation uses it, its own additions laid over the shipped one."""
    return overlaid(overlay_of(organization_id))


def overlay_of(organization_id: int) -> str:
    """Return an organisation's own additions as YAML; empty: it has none."""
    rows = CatalogueOverlay.objects.filter(organization=organization_id).values_list("text", flat=True)
    return (rows.first() or "").strip()


def overlays_of(organizations: Iterable[int]) -> dict[int, str]:
    """Return the additions of many organisations as YAML, in one query; empty: it has none."""
    keys = set(organizations)
    rows = CatalogueOverlay.objects.filter(organization__in=keys).values_list("organization", "text")
    kept = dict(rows)
    return {key: kept.get(key, "").strip() for key in keys}


def catalogue_read(organization_id: int) -> Catalogue:
    """Return the same catalogue in the reader's language; clauses, cases and sources are Japanese only."""
    catalogue = catalogue_for(organization_id)
    return in_english(catalogue, shipped_catalogue()) if reads_english() else catalogue


def facts_told(profile: WorkProfile) -> tuple[tuple[str, str], ...]:
    """Return the facts of a work as label and value in the reader's language."""
    return tell_facts(profile, say, jdate_era)


@lru_cache(maxsize=64)
def overlaid(text: str) -> Catalogue:
    """Return the shipped catalogue under an overlay; read once for each wording. Empty: without any."""
    if not text:
        return shipped_catalogue()
    return load_catalogue(DEFAULT, read_overlay(text.encode(), "overlay.yaml"))


def profile_of(engagement: Engagement) -> WorkProfile:
    """Return the facts of an engagement that is described."""
    return profile_from(engagement.profile, engagement.title)


def records_that_count(engagement: Engagement) -> dict[str, DecisionRecord]:
    """Return the latest record of each requirement, by slug; withdrawn ones left out."""
    latest = engagement.decisions.values("slug").annotate(last=Max("pk")).values("last")
    records = engagement.decisions.filter(pk__in=latest).exclude(verdict=Verdicts.WITHDRAWN)
    return {record.slug: record for record in records.select_related("decided_by")}


def decision_of(record: DecisionRecord) -> Decision:
    """Return a record as the domain knows it."""
    row: dict[str, Any] = {
        "slug": record.slug,
        "decision": record.verdict,
        "strength": record.strength,
        "reason": record.reason,
        "decider": record.decider,
    }
    return decision_from(row)


def records_that_hold(
    engagement: Engagement, catalogue: Catalogue, facts: frozenset[str]
) -> dict[str, DecisionRecord]:
    """Return the records that count, without those that facts or catalogue have overtaken."""
    return held_among(records_that_count(engagement).values(), catalogue, facts)


def held_among(
    records: Iterable[DecisionRecord], catalogue: Catalogue, facts: frozenset[str]
) -> dict[str, DecisionRecord]:
    """Return by slug those records that facts and catalogue have not overtaken.

    A clause that was proposed may bind less than what is proposed now; its verdict is then made anew.
    """
    held = {}
    for record in records:
        requirement = catalogue.requirement(record.slug)
        if requirement and still_holds(decision_of(record), requirement, facts):
            held[record.slug] = record
    return held


def decisions_of(engagement: Engagement) -> tuple[Decision, ...]:
    """Return the decisions that count and hold."""
    catalogue, facts = catalogue_for(engagement.organization_id), facts_of(profile_of(engagement))
    return tuple(decision_of(record) for record in records_that_hold(engagement, catalogue, facts).values())


def undecided_in(engagement: Engagement) -> int:
    """Return how many requirements that fit the work have no verdict; 0 before the facts are complete."""
    if not engagement.described:
        return 0
    catalogue, facts = catalogue_for(engagement.organization_id), facts_of(profile_of(engagement))
    held = records_that_hold(engagement, catalogue, facts)
    return sum(1 for proposal in select(catalogue, facts) if proposal.requirement.slug not in held)


def rules_of(organization_id: int) -> HouseRules:
    """Return what an organisation has settled; the defaults where it settled nothing."""
    kept = HouseRules.objects.filter(organization=organization_id).first()
    return kept or HouseRules(organization_id=organization_id)


def rules_by_organization(organizations: Iterable[int]) -> dict[int, HouseRules]:
    """Return what each organisation has settled, in one query."""
    keys = set(organizations)
    kept = {rules.organization_id: rules for rules in HouseRules.objects.filter(organization__in=keys)}
    return {key: kept.get(key) or HouseRules(organization_id=key) for key in keys}
