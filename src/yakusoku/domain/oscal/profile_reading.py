"""An OSCAL profile as decisions on the requirements of one work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yakusoku.domain.catalogue.model import Catalogue
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import Decision, Verdict, needs_reason, settle
from yakusoku.domain.oscal.differences import Change, Difference, Left, difference
from yakusoku.domain.oscal.parts import node_in, nodes_in, prop_of, text_in


@dataclass(frozen=True, slots=True)
class ProfileRead:
    """A profile as read: the decisions that would be made."""

    difference: Difference
    decisions: tuple[Decision, ...]


def read_profile(
    body: Mapping[str, Any], catalogue: Catalogue, facts: frozenset[str], decided: Mapping[str, Decision]
) -> ProfileRead:
    """Return what a profile would decide: its controls are adopted, all else stays as it is.

    decided   the decisions that hold, by slug
    Without a strength of ours a control is adopted as proposed. One that would bind less than what is proposed
    needs a reason, and a profile has none.
    """
    strengths, changes, decisions = _strengths(body), [], []
    left = list(_unread(body))
    for slug in included(body, catalogue):
        problem, decision = _decision(slug, strengths.get(slug, ""), catalogue, facts)
        present = decided.get(slug)
        if decision is not None and present is not None and _word(present) == _word(decision):
            continue
        requirement = catalogue.requirement(slug)
        if decision is not None and requirement and needs_reason(decision, requirement, facts):
            problem = "reason-needed"
        if problem or decision is None or requirement is None:
            left.append(Left(slug, problem))
            continue
        before = _word(present) if present else ""
        changes.append(Change(slug, requirement.title, "decision", before, _word(decision)))
        decisions.append(decision)
    return ProfileRead(difference(changes, left), tuple(decisions))


def included(body: Mapping[str, Any], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the ids of the controls that a profile includes, in its order."""
    found: dict[str, None] = {}
    for each in nodes_in(body, "imports"):
        ids = dict.fromkeys(_ids(each, "include-controls"))
        if isinstance(each.get("include-all"), Mapping):
            ids |= dict.fromkeys(requirement.slug for requirement in catalogue.requirements)
        for slug in _ids(each, "exclude-controls"):
            ids.pop(slug, None)
        found |= ids
    return tuple(found)


def _ids(node: Mapping[str, Any], name: str) -> Iterator[str]:
    for chosen in nodes_in(node, name):
        ids = chosen.get("with-ids")
        if isinstance(ids, list):
            yield from (each for each in ids if isinstance(each, str))


def _unread(body: Mapping[str, Any]) -> Iterator[Left]:
    """Yield what the profile says beyond the choice of controls by their ids."""
    for each in nodes_in(body, "imports"):
        for name in ("include-controls", "exclude-controls"):
            for chosen in nodes_in(each, name):
                yield from (Left(text_in(m, "pattern"), "pattern") for m in nodes_in(chosen, "matching"))
    for each in nodes_in(node_in(body, "modify"), "set-parameters"):
        yield Left(text_in(each, "param-id"), "parameter-of-profile")


def _strengths(body: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for alter in nodes_in(node_in(body, "modify"), "alters"):
        for added in nodes_in(alter, "adds"):
            strength = prop_of(added, "strength")
            if strength:
                found.setdefault(text_in(alter, "control-id"), strength)
    return found


def _decision(
    slug: str, strength: str, catalogue: Catalogue, facts: frozenset[str]
) -> tuple[str, Decision | None]:
    requirement = catalogue.requirement(slug)
    if requirement is None:
        return "unknown-control", None
    chosen = Strength(strength) if strength in set(Strength) else None
    if strength and (chosen is None or requirement.variant(chosen) is None):
        return "unknown-strength", None
    return "", settle(Decision(slug, Verdict.ADOPT, chosen), requirement, facts)


def _word(decision: Decision) -> str:
    """Return a decision as a code: decline, or the strength that is adopted."""
    if decision.verdict is Verdict.DECLINE or decision.strength is None:
        return decision.verdict.value
    return decision.strength.value
