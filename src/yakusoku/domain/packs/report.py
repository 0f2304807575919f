"""The pack as other programs read it: the fixed shape of pack.json."""

from typing import Any

from yakusoku.domain.catalogue.model import Range
from yakusoku.domain.packs.model import Pack, PackedConflict, PackedRequirement


def pack_report(pack: Pack) -> dict[str, Any]:
    """Return pack.json (docs/developer/commands.md tells each key)."""
    return {
        "title": pack.identity.title,
        "requirements": [_requirement(r) for r in pack.requirements],
        "declined": [{"slug": d.slug, "reason": d.reason, "risk": d.risk} for d in pack.declined],
        "conflicts": [_conflict(c) for c in pack.conflicts],
        "checks": [
            {
                "id": check.id,
                "slug": check.slug,
                "aspect": check.aspect.value,
                "question": check.question,
                "evidence": check.evidence,
            }
            for check in pack.checks
        ],
        "inspections": [{"date": i.date.isoformat(), "kind": i.kind.value} for i in pack.inspections],
    }


def _requirement(requirement: PackedRequirement) -> dict[str, Any]:
    return {
        "slug": requirement.slug,
        "article": requirement.article,
        "strength": requirement.strength.value,
        "decision": requirement.verdict.value,
        "why": "".join(requirement.why),
        "risk": requirement.risk,
        "hours_per_year": {
            "client": _range(requirement.client_hours),
            "contractor": _range(requirement.contractor_hours),
        },
        "facts": list(requirement.facts),
    }


def _conflict(conflict: PackedConflict) -> dict[str, Any]:
    strength = conflict.resolution_strength
    resolution = {"strength": strength.value, "text": conflict.resolution_text} if strength else None
    return {
        "slug": conflict.slug,
        "strength": conflict.strength.value,
        "need": conflict.need,
        "resolution": resolution,
    }


def _range(range_: Range) -> list[float]:
    return [range_.low, range_.high]
