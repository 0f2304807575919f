"""What is above the baseline, and what settles it."""

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import Decision, Verdict, resolve
from yakusoku.domain.engagements.fairness import Talk, demands_above, unsettled
from yakusoku.domain.engagements.selection import select

CATALOGUE = shipped_catalogue()
FACTS = frozenset({"personal_information", "needs.copy", "needs.carry_out", "places.visits", "forms.paper"})
CALLED_FOR = [p.requirement.slug for p in select(CATALOGUE, FACTS)]
BAN = Decision("copying", Verdict.ALTERNATIVE, Strength.PROHIBIT)


def demands(*decisions):
    return demands_above(resolve(CATALOGUE, FACTS, decisions), CALLED_FOR)


def test_what_is_proposed_is_no_demand_above_the_baseline():
    assert demands() == ()


def test_a_stronger_clause_than_proposed_is_one():
    (demand,) = demands(BAN)
    assert (demand.slug, demand.strength, demand.extra) == ("copying", Strength.PROHIBIT, False)


def test_a_weaker_clause_or_leaving_it_out_is_none():
    eased = Decision("basic-duty", Verdict.DECLINE, None, "ほかで定めた", "課長")
    assert demands(eased) == ()


def test_what_the_work_does_not_call_for_is_one():
    slug = next(r.slug for r in CATALOGUE.requirements if r.slug not in CALLED_FOR)
    (demand,) = demands(Decision(slug, Verdict.ADOPT))
    assert (demand.slug, demand.extra) == (slug, True)


def test_a_talk_settles_the_strength_it_was_about():
    found = demands(BAN)
    assert unsettled(found, []) == found
    assert unsettled(found, [Talk("copying", Strength.CONSENT)]) == found
    assert unsettled(found, [Talk("copying", Strength.PROHIBIT)]) == ()
