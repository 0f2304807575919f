"""What the wizard was told so far: as it is kept, and as it follows from facts that came by another way."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from yakusoku.apps.accounts.models import Department, Organization
from yakusoku.apps.engagements.models import Engagement
from yakusoku.web.edits import mark_of


def mark_of_step(engagement: Engagement, fields: Iterable[str]) -> str:
    """Return the mark of what is kept so far in the fields of a step."""
    return mark_of([engagement.draft.get(name, "") for name in sorted(fields)])


def mark_of_facts(engagement: Engagement) -> str:
    """Return the mark of the facts, and of what the wizard was told since: telling them anew replaces both."""
    told = {name: value for name, value in engagement.draft.items() if name not in {"by", "step"}}
    parts = [engagement.profile, told, engagement.title, engagement.department_id, engagement.contractor_id]
    return mark_of(json.dumps(parts, sort_keys=True))


def draft_of(
    mapping: Mapping[str, Any], department: Department, contractor: Organization | None
) -> dict[str, Any]:
    """Return the fields of the wizard that show facts in the shape of PROFILE.yaml."""
    personal, period = mapping["personal_information"], mapping["period"]
    return {
        "title": mapping["title"],
        "department": str(department.pk),
        "contract_kind": mapping["contract_kind"],
        "procurement": mapping["procurement"],
        "start": str(period["start"]),
        "end": str(period["end"]),
        "categories": list(personal["categories"]),
        "people": str(personal["people"]),
        "forms": list(personal["forms"]),
        "places": list(mapping["places"]),
        "needs": list(mapping["needs"]),
        "contractor": str(contractor.pk) if contractor else "",
        "contractor_name": "" if contractor else mapping.get("contractor") or "",
        "supervision_hours_per_year": str(mapping["supervision_hours_per_year"]),
    }
