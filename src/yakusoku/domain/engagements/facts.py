"""From a work profile to the flat facts that the catalogue speaks about."""

from yakusoku.domain.dates.spans import last_day_of_span
from yakusoku.domain.engagements.profile import WorkProfile

PEOPLE_STEPS = (100, 1_000, 10_000, 100_000)
CONTRACT_FOR_WORK = ("請負", "contract_for_work")


def facts_of(profile: WorkProfile) -> frozenset[str]:
    """Return the facts of a work, named as in the catalogue (for example `needs.copy`).

    A step such as `people.over_1000` holds from that number upwards: 1 000 people are "1 000 or more".
    """
    facts = {f"procurement.{profile.procurement}"}
    facts |= {f"categories.{c}" for c in profile.categories}
    facts |= {f"forms.{f}" for f in profile.forms}
    facts |= {f"places.{p}" for p in profile.places}
    facts |= {f"needs.{n}" for n in profile.needs}
    facts |= {f"people.over_{step}" for step in PEOPLE_STEPS if profile.people >= step}
    if profile.people or profile.categories:
        facts.add("personal_information")
    if any(word in profile.contract_kind for word in CONTRACT_FOR_WORK):
        facts.add("contract.for_work")
    return frozenset(facts | period_facts(profile))


def period_facts(profile: WorkProfile) -> set[str]:
    """Return the facts about the length of the work."""
    start, end = profile.period.start, profile.period.end
    facts = set()
    if profile.period.days > 14:
        facts.add("period.over_14_days")
    if end >= last_day_of_span(start, 3):
        facts.add("period.three_months_or_more")
    if end >= last_day_of_span(start, 12):
        facts.add("period.one_year_or_more")
    return facts


def need_of(fact: str) -> str:
    """Return the plain word of a fact: `needs.copy` → `copy`."""
    return fact.rpartition(".")[2]
