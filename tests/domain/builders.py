"""Small values to try rules on. Slugs here are made up: rules know no requirement by name."""

from datetime import date

from yakusoku.domain.catalogue.conditions import ALWAYS, Condition, Joint
from yakusoku.domain.catalogue.model import (
    Aspect,
    Because,
    Catalogue,
    CheckPoint,
    ClauseParagraph,
    Effort,
    Question,
    Range,
    Requirement,
    Variant,
)
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.profile import Need, Period, Place, Procurement, WorkProfile
from yakusoku.domain.inspections.answers import AskedCheck

EFFORT = Effort(Range(1, 2), Range(0, 0), Range(3, 4), Range(0, 100), "見積り")


def fact(name):
    return Condition(Joint.FACT, name)


def variant(strength, *, unless=(), when=ALWAYS, text="{client}と{contractor}。"):
    obstacles = tuple(Because(f, f"{f} なので守れません。") for f in unless)
    return Variant(Strength(strength), f"{strength} の要約", (ClauseParagraph(text),), when, obstacles)


def requirement(slug="box", *, when=ALWAYS, variants=None, level=3, raised_by=(), checks=None, because=()):
    question = Question("していますか。", "記録", True)
    points = checks or (CheckPoint(f"{slug}-1", "点", "なぜ", "責任者", question, question),)
    return Requirement(
        slug=slug,
        order=1,
        title=f"{slug}の題",
        purpose="守るため。",
        when=when,
        why="いつも要ります。",
        because=tuple(Because(*pair) for pair in because),
        parameters=(),
        variants=variants or (variant("duty"),),
        checks=points,
        risk_level=level,
        risk="漏れます。",
        risk_raised_by=tuple(raised_by),
        effort=EFFORT,
        cases=(),
        citations=(),
    )


BAN_OR_ASK = (
    variant("prohibit", unless=("needs.copy", "places.visits")),
    variant("consent", unless=("places.visits",)),
    variant("controlled"),
)


def catalogue(*requirements):
    return Catalogue("test", "1", "試しの目録", "CC-BY-4.0", "2027-01-01", requirements)


def profile(**changes):
    fields = {
        "title": "検針",
        "client": "みなと市",
        "contractor": "検針社",
        "department": "水道課",
        "contract_kind": "準委任",
        "procurement": Procurement.PROPOSAL,
        "period": Period(date(2027, 4, 1), date(2028, 3, 31)),
        "categories": frozenset(),
        "people": 1000,
        "forms": frozenset(),
        "places": frozenset({Place.CONTRACTOR_PREMISES}),
        "needs": frozenset({Need.COPY}),
        "supervision_hours_per_year": 10,
    }
    return WorkProfile(**(fields | changes))


def asked(id="box-1a", *, aspect=Aspect.ARRANGEMENT, evidence_required=False, risk_level=4, eased=False):
    return AskedCheck(
        id=id,
        slug="box",
        article=1,
        title="箱",
        point="点",
        aspect=aspect,
        question="ありますか。",
        evidence="記録",
        evidence_required=evidence_required,
        answered_by="責任者",
        why="なぜ",
        risk_level=risk_level,
        can_be_eased=eased,
    )
