"""Corrections as labelled clauses, from which the model can learn."""

from collections.abc import Iterable, Iterator
from typing import Any

from yakusoku.apps.review.models import Action, Correction
from yakusoku.domain.catalogue.strength import Strength

Row = dict[str, Any]


def labelled(corrections: Iterable[Correction]) -> Iterator[Row]:
    """Yield every corrected clause once, with all that is right of it, as the labelled clauses that teach the model."""
    clauses: dict[str, list[Correction]] = {}
    for each in corrections:
        clauses.setdefault(each.digest, []).append(each)
    for said in clauses.values():
        file = said[0].file
        row = file.clauses[said[0].clause]
        wrong = {each.slug for each in said if each.action == Action.REMOVE}
        strength = {label["slug"]: label["strength"] for label in row["requirements"]}
        changed = {each.slug: each.strength for each in said if each.strength}
        strength |= changed
        right = [slug for slug in strength if slug not in wrong]
        soft = {Strength.EFFORT.value, Strength.PERMIT.value}
        weak = {label["slug"] for label in row["requirements"] if label["weak"]} - set(changed)
        yield {
            "doc_id": f"review-{file.pk}",
            "kind": "municipal",
            "clause_no": row["no"],
            "heading": row["heading"] or None,
            "text": row["text"],
            "labels": right,
            "corrected": _corrected(said),
            "strength": {slug: strength[slug] for slug in right},
            "weak": [slug for slug in right if slug in weak or strength[slug] in soft],
            "old_law": bool(row["outdated"]),
            "conditional": any(
                label["conditional"] for label in row["requirements"] if label["slug"] in right
            ),
            "period": next((each["text"] for each in row["periods"] if each["iso8601"]), None),
            "hard": "　".join(each.note for each in said if each.note) or None,
        }


def _corrected(said: Iterable[Correction]) -> dict[str, bool]:
    """Return of which requirements people said whether a clause deals with them; of what they disagree on, none."""
    told: dict[str, set[bool]] = {}
    for each in said:
        told.setdefault(each.slug, set()).add(each.action != Action.REMOVE)
    return {slug: True in answers for slug, answers in told.items() if len(answers) == 1}
