"""The plan of a report from a YAML file."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import read_yaml
from yakusoku.domain.survey.charts.spec import Order
from yakusoku.domain.survey.report.findings import Excuse
from yakusoku.domain.survey.report.outline import (
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    TableBlock,
)
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
        data.get("errors", False),
        tuple(_table(told) for told in data.get("tables", ())),
        tuple(_page(told) for told in data.get("results", ())),
        tuple(data.get("summary", ())),
        tuple(Excuse(**told) for told in data.get("excuses", ())),
    )


def told_of(plan: ReportPlan) -> dict[str, Any]:
    """Return a plan as the file writes it; `plan_of` reads it back."""
    told: dict[str, Any] = {
        name: value
        for name in ("title", "subtitle", "publisher", "issued", "unit", "wave", "suppress", "errors")
        if (value := getattr(plan, name))
    }
    for name in ("overview", "terms"):
        told[name] = {label: list(lines) for label, lines in getattr(plan, name)}
    told["strata"], told["summary"] = list(plan.strata), list(plan.summary)
    if plan.tables:
        told["tables"] = [_told_table(table) for table in plan.tables]
    if plan.pages:
        told["results"] = [_told_page(page) for page in plan.pages]
    if plan.excuses:
        told["excuses"] = [{k: v for k, v in asdict(excuse).items() if v} for excuse in plan.excuses]
    return told


def require_plan(told: Mapping[str, Any]) -> None:
    """Hold what a program or page wrote against the schema. Raises UnreadableFile."""
    check(told, SCHEMA, SCHEMA, b"")


def _told_table(table: PlannedTable) -> dict[str, Any]:
    told: dict[str, Any] = {"id": table.id, "question": table.question, "by": list(table.by)}
    told |= {n: v for n in ("title", "series", "definition") if (v := getattr(table, n))}
    return told | ({"no_answer": "show"} if table.show_blank else {})


def _told_page(page: PlannedPage) -> dict[str, Any]:
    told: dict[str, Any] = {"tables": list(page.tables)} if page.tables and not page.blocks else {}
    told |= {n: v for n in ("title", "headline", "chart", "order") if (v := getattr(page, n))}
    if page.callout is not None:
        told["callout"] = page.callout
    if page.text is not None:
        told["text"] = list(page.text)
    return told | ({"blocks": [told_block(block) for block in page.blocks]} if page.blocks else {})


def told_block(block: Block) -> dict[str, Any]:
    """Return a block as the file writes it."""
    match block:
        case Headline(text):
            return {"headline": text}
        case Paragraph(text):
            return {"text": text}
        case Callout(text):
            return {"callout": text}
        case Bullets(items):
            return {"points": list(items)}
        case Facts(rows):
            return {"facts": {label: list(lines) for label, lines in rows}}
        case ChartBlock(table, kind, order):
            return {"chart": table, **({"kind": kind.value} if kind else {}), "order": order.value}
        case TableBlock(table, counts, _errors):
            return {"table": table, "counts": counts}


def block_of(told: Mapping[str, Any]) -> Block:
    """Return the block that a checked mapping tells."""
    match told:
        case {"headline": text}:
            return Headline(text)
        case {"text": text}:
            return Paragraph(text)
        case {"callout": text}:
            return Callout(text)
        case {"points": items}:
            return Bullets(tuple(items))
        case {"facts": rows}:
            return Facts(_told(rows))
        case {"chart": table}:
            order = order_of(told.get("order", "")) or Order.FORM
            return ChartBlock(table, chart_kind_of(told.get("kind", "")), order)
    return TableBlock(told["table"], told.get("counts", False))


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
        tuple(told.get("tables", ())),
        told.get("title", ""),
        told.get("headline", ""),
        chart_kind_of(told.get("chart", "")),
        order_of(told.get("order", "")),
        told.get("callout"),
        tuple(told["text"]) if "text" in told else None,
        tuple(block_of(each) for each in told.get("blocks", ())),
    )


def _previous(told: Mapping[str, Any], folder: Path) -> PreviousFiles:
    files = {
        name: folder / told[name] for name in ("tables", "responses", "form", "crosswalk") if name in told
    }
    return PreviousFiles(told.get("name", "前回"), by=told.get("by", ""), **files)
