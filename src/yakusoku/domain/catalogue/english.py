"""The catalogue for readers of English. Clauses, evidence, cases and sources stay in Japanese."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yakusoku.domain.catalogue.model import Because, Catalogue, CheckPoint, Requirement, Variant


def in_english(catalogue: Catalogue, original: Catalogue) -> Catalogue:
    """Return `catalogue` with the words that have an English text replaced by it.

    original   the catalogue before an organisation's own changes: words that were changed since without
               a new English text stay Japanese, so that nobody reads what no longer holds
    """
    return replace(
        catalogue, requirements=tuple(_requirement(r, catalogue, original) for r in catalogue.requirements)
    )


def _requirement(requirement: Requirement, catalogue: Catalogue, original: Catalogue) -> Requirement:
    slug = requirement.slug
    english: Mapping[str, Any] = catalogue.english.get(slug, {})
    before = original.requirement(slug)
    stale = before and english == original.english.get(slug) and _wording(before) != _wording(requirement)
    return requirement if stale or not english else _translated(requirement, english)


def _wording(requirement: Requirement) -> tuple[object, ...]:
    """Return the texts of a requirement that have an English counterpart."""
    return (
        (requirement.title, requirement.purpose, requirement.why, requirement.risk, requirement.because),
        tuple((v.strength, v.summary, v.cannot_keep) for v in requirement.variants),
        tuple((c.id, c.point, c.why, c.arrangement.text, c.operation.text) for c in requirement.checks),
    )


def _translated(requirement: Requirement, english: Mapping[str, Any]) -> Requirement:
    return replace(
        requirement,
        title=english["title"],
        purpose=english["purpose"],
        why=english["why"],
        risk=english["risk"],
        because=_because(requirement.because, english.get("because", {})),
        variants=tuple(_variant(variant, english) for variant in requirement.variants),
        checks=tuple(_check(check, english["checks"].get(check.id)) for check in requirement.checks),
    )


def _because(sentences: tuple[Because, ...], english: Mapping[str, str]) -> tuple[Because, ...]:
    return tuple(Because(each.fact, english.get(each.fact, each.text)) for each in sentences)


def _variant(variant: Variant, english: Mapping[str, Any]) -> Variant:
    summary = english["variants"].get(variant.strength, variant.summary)
    obstacles = english.get("cannot_keep", {}).get(variant.strength, {})
    return replace(variant, summary=summary, cannot_keep=_because(variant.cannot_keep, obstacles))


def _check(check: CheckPoint, english: Mapping[str, str] | None) -> CheckPoint:
    if english is None:
        return check
    return replace(
        check,
        point=english["point"],
        why=english["why"],
        arrangement=replace(check.arrangement, text=english["arrangement"]),
        operation=replace(check.operation, text=english["operation"]),
    )
