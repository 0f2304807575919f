"""Profiles, decisions and policies read from YAML files."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import Problem, UnreadableFile, read_yaml
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.dates.working_days import EARLIEST, LATEST
from yakusoku.domain.engagements.decisions import Decision, Verdict
from yakusoku.domain.engagements.profile import (
    Category,
    DayOutOfRange,
    EndBeforeStart,
    Form,
    Need,
    Period,
    Place,
    Procurement,
    WorkProfile,
)
from yakusoku.domain.inspections.policy import InspectionPolicy

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def read_profile(path: Path) -> WorkProfile:
    """Return the work that PROFILE.yaml describes. Raises UnreadableFile."""
    return profile_from(*_read(path, "profile"))


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of DECISIONS.yaml, in its order. Raises UnreadableFile."""
    data, _ = _read(path, "decisions")
    return tuple(decision_from(row) for row in data["decisions"])


def read_policy(path: Path) -> InspectionPolicy:
    """Return the inspection policy of a file; what it leaves out stays as by default. Raises UnreadableFile."""
    data, _ = _read(path, "policy")
    return InspectionPolicy(**data)


def profile_from(data: Mapping[str, Any], file: str) -> WorkProfile:
    """Return the work that a checked mapping describes. Raises UnreadableFile."""
    information = data["personal_information"]
    lines = {name: _line(data[name]) for name in ("title", "client", "department", "contract_kind")}
    empty = [Problem(file, name, "空にはできません。") for name, text in lines.items() if not text]
    if empty:
        raise UnreadableFile(empty)
    return WorkProfile(
        **lines,
        contractor=_line(data.get("contractor") or "") or None,
        procurement=Procurement(data["procurement"]),
        period=period_from(data["period"], file),
        categories=frozenset(map(Category, information["categories"])),
        people=information["people"],
        forms=frozenset(map(Form, information["forms"])),
        places=frozenset(map(Place, data["places"])),
        needs=frozenset(map(Need, data["needs"])),
        supervision_hours_per_year=data["supervision_hours_per_year"],
    )


def _line(text: str) -> str:
    """Return a text as one line, without what no paper can hold: control characters, halves of characters."""
    return UNPRINTABLE.sub(" ", text).strip()


def mapping_of(profile: WorkProfile) -> dict[str, Any]:
    """Return the profile as PROFILE.yaml holds it, lists in their fixed order."""
    return {
        "title": profile.title,
        "client": profile.client,
        "contractor": profile.contractor,
        "department": profile.department,
        "contract_kind": profile.contract_kind,
        "procurement": profile.procurement.value,
        "period": {"start": profile.period.start.isoformat(), "end": profile.period.end.isoformat()},
        "personal_information": {
            "categories": [c.value for c in Category if c in profile.categories],
            "people": profile.people,
            "forms": [f.value for f in Form if f in profile.forms],
        },
        "places": [p.value for p in Place if p in profile.places],
        "needs": [n.value for n in Need if n in profile.needs],
        "supervision_hours_per_year": profile.supervision_hours_per_year,
    }


def period_from(data: Mapping[str, Any], file: str) -> Period:
    """Return the period of a mapping with `start` and `end`. Raises UnreadableFile."""
    start = day_from(data["start"], file, "period.start")
    end = day_from(data["end"], file, "period.end")
    try:
        return Period(start, end)
    except EndBeforeStart as error:
        message = f"終わりの日（{end}）が始まりの日（{start}）より前です。どちらかを直してください。"
        raise UnreadableFile([Problem(file, "period", message)]) from error
    except DayOutOfRange as error:
        message = f"{EARLIEST.year}年から{LATEST.year}年までの日で書いてください（今は {start} から {end}）。"
        raise UnreadableFile([Problem(file, "period", message)]) from error


def day_from(text: str, file: str, place: str) -> date:
    """Return the day that the text names. Raises UnreadableFile."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"「{text}」という日はありません。2027-04-01 のように書いてください。"
        raise UnreadableFile([Problem(file, place, message)]) from error


def decision_from(row: Mapping[str, Any]) -> Decision:
    """Return the decision of a checked mapping."""
    return Decision(
        slug=row["slug"],
        verdict=Verdict(row["decision"]),
        strength=Strength(row["strength"]) if row.get("strength") else None,
        reason=(row.get("reason") or "").strip(),
        decider=(row.get("decider") or "").strip(),
    )


def _read(path: Path, schema: str) -> tuple[dict[str, Any], str]:
    data = read_yaml(path)
    check(data, schema, path.name, path.read_bytes())
    return data, path.name
