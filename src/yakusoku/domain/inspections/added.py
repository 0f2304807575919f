"""Checks that were agreed on after a finding, asked beside those of the catalogue (docs/rules/findings.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.inspections.answers import AskedCheck

# No id of a catalogue holds "_" (catalogues/schema/requirement.schema.json).
PREFIX: Final = "added_"
ANSWERED_BY: Final = "受注者の責任者"
WHY: Final = "点検の指摘を受けて加えた確認項目です。改善した後も続けて行われているかを確かめます。"
LETTERS: Final = {Aspect.ARRANGEMENT: "a", Aspect.OPERATION: "o"}


@dataclass(frozen=True, slots=True)
class AddedPoint:
    """A point to check that the catalogue does not know.

    number        makes its id, as added_12a and added_12o
    arrangement, operation   the questions; an empty one is not asked
    """

    number: int
    slug: str
    point: str
    arrangement: str
    operation: str
    evidence: str
    evidence_required: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """The requirement that an added point belongs to, as it stands in the version that is asked."""

    article: int
    title: str
    risk_level: int


def asked_of(point: AddedPoint, promise: Promise) -> tuple[AskedCheck, ...]:
    """Return a point as one or two questions, 対策 first."""
    questions = {Aspect.ARRANGEMENT: point.arrangement, Aspect.OPERATION: point.operation}
    return tuple(
        AskedCheck(
            id=f"{PREFIX}{point.number}{LETTERS[aspect]}",
            slug=point.slug,
            article=promise.article,
            title=promise.title,
            point=point.point,
            aspect=aspect,
            question=question,
            evidence=point.evidence,
            evidence_required=point.evidence_required and aspect is Aspect.OPERATION,
            answered_by=ANSWERED_BY,
            why=point.why or WHY,
            risk_level=promise.risk_level,
            can_be_eased=False,
        )
        for aspect, question in questions.items()
        if question
    )


def with_added(checks: Sequence[AskedCheck], added: Iterable[AskedCheck]) -> tuple[AskedCheck, ...]:
    """Return all questions: each added one after the last of its requirement, others at the end."""
    rest = list(added)
    slugs = {check.slug for check in checks}
    merged: list[AskedCheck] = []
    for position, check in enumerate(checks):
        merged.append(check)
        following = checks[position + 1] if position + 1 < len(checks) else None
        if following is None or following.slug != check.slug:
            merged += [each for each in rest if each.slug == check.slug]
    merged += [each for each in rest if each.slug not in slugs]
    return tuple(merged)
