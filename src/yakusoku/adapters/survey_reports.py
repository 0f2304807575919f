"""The plan of a report from a YAML file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import read_yaml
from yakusoku.domain.survey.report.findings import Excuse
from yakusoku.domain.survey.report.plan import PlannedPage, PlannedTable, ReportPlan
from yakusoku.domain.survey.report.planning import chart_kind_of, order_of

SCHEMA = "survey-report"


@dataclass(frozen=True, slots=True)
class PreviousFiles:
    """Where the wave before is: its published tables, or its answers and the crosswalk to them.

    form   None: that of this wave
    """

    name: str
    tables: Path | None = None
    responses: Path | None = None
    form: Path | None = None
    crosswalk: Path | None = None
    by: str = ""


def read_plan(path: Path) -> tuple[ReportPlan, PreviousFiles | None]:
    """Return the plan, and where the wave before is; None: there is none. Raises UnreadableFile."""
    data = read_yaml(path)
    check(data, SCHEMA, path.name, path.read_bytes())
    return plan_of(data), _previous(data["previous"], path.parent) if "previous" in data else None


def plan_of(data: Mapping[str, Any]) -> ReportPlan:
    """Return the plan that a checked mapping tells."""
    return ReportPlan(
        data.get("title", ""),
        data.get("subtitle", ""),
        data.get("publisher", ""),
        data.get("issued", ""),
        data.get("unit", "件"),
        data.get("wave", ""),
        _told(data.get("overview", {})),
        _told(data.get("terms", {})),
        tuple(data.get("strata", ())),
        data.get("suppress", 0),
        tuple(_table(told) for told in data.get("tables", ())),
        tuple(_page(told) for told in data.get("results", ())),
        tuple(data.get("summary", ())),
        tuple(Excuse(**told) for told in data.get("excuses", ())),
    )


def _told(rows: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (label, (value,) if isinstance(value, str) else tuple(value)) for label, value in rows.items()
    )


def _table(told: Mapping[str, Any]) -> PlannedTable:
    return PlannedTable(
        told["id"],
        told["question"],
        tuple(told.get("by", ())),
        told.get("title", ""),
        told.get("series", ""),
        told.get("definition", ""),
        told.get("no_answer") == "show",
    )


def _page(told: Mapping[str, Any]) -> PlannedPage:
    return PlannedPage(
        tuple(told["tables"]),
        told.get("title", ""),
        told.get("headline", ""),
        chart_kind_of(told.get("chart", "")),
        order_of(told.get("order", "")),
        told.get("callout"),
        tuple(told["text"]) if "text" in told else None,
    )


def _previous(told: Mapping[str, Any], folder: Path) -> PreviousFiles:
    files = {
        name: folder / told[name] for name in ("tables", "responses", "form", "crosswalk") if name in told
    }
    return PreviousFiles(told.get("name", "前回"), by=told.get("by", ""), **files)
