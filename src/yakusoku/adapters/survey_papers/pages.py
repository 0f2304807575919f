"""A report as PDF: its blocks as data, laid out by report.typ."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from yakusoku.adapters.font_measures import missing_letters
from yakusoku.adapters.pdf import press
from yakusoku.adapters.survey_charts.svg import chart_svg
from yakusoku.domain.survey.charts.refusals import GlyphMissing
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.grids import grid_of
from yakusoku.domain.survey.report.outline import (
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    Report,
    Role,
    TableBlock,
    headings,
)
from yakusoku.domain.survey.report.releasing import chart_of_block


def report_pdf(report: Report, store: FigureStore) -> bytes:
    """Return a report, its references printed already, as PDF; the same report gives the same bytes.

    raises  GlyphMissing, and what a chart is refused for
    """
    content = report_content(report, store)
    missing = missing_letters("".join(_words(content)))
    if missing:
        raise GlyphMissing(letters=missing)
    return press().print("report", content)


def report_content(report: Report, store: FigureStore) -> dict[str, Any]:
    """Return what the template lays out."""
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "publisher": report.publisher,
        "issued": report.issued,
        "head": {"left": report.title, "right": report.publisher},
        "blocks": list(_blocks(report, store)),
    }


def _blocks(report: Report, store: FigureStore) -> Iterator[dict[str, Any]]:
    drawn = 0
    for number, section, part in headings(report):
        if part is None:
            follows = section.role is Role.TERMS
            yield {"kind": "section", "number": number, "text": section.title, "follows": follows}
            continue
        if part.title:
            yield {"kind": "part", "number": number, "text": part.title}
        for block, following in zip_longest(part.blocks, part.blocks[1:]):
            drawn += isinstance(block, ChartBlock)
            # Words beside a chart stay on its page.
            yield {**_block(block, store, drawn), "holds": isinstance(following, Callout)}


def _block(block: Block, store: FigureStore, drawn: int) -> dict[str, Any]:
    match block:
        case Headline(text):
            return {"kind": "headline", "text": text}
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Callout(text):
            return {"kind": "callout", "text": text}
        case Bullets(items):
            return {"kind": "bullets", "items": list(items)}
        case Facts(rows):
            return {"kind": "facts", "rows": [[label, list(lines)] for label, lines in rows]}
        case ChartBlock():
            chart = chart_of_block(block, store)
            svg = chart_svg(chart, framed=False)
            notes = [*chart.notes, *([f"出典 {chart.source}"] if chart.source else [])]
            caption = f"図{drawn}　{chart.title}"
            return {"kind": "chart", "svg": svg, "alt": chart.description, "caption": caption, "notes": notes}
        case TableBlock(table, counts, errors):
            grid = grid_of(store.table(table), counts=counts, errors=errors)
            return {
                "kind": "table",
                "head": list(grid.head),
                "rows": [list(row) for row in grid.rows],
                "notes": list(grid.notes),
            }


def _words(value: Any) -> Iterator[str]:
    """Yield the texts that are printed; the letters of a drawing are those of its table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key != "svg":
                yield from _words(each)
