"""A report as a page that stands alone: no script, nothing fetched, charts drawn in it, numbers folded below."""

from collections.abc import Iterator
from html import escape

from yakusoku.adapters.survey_charts import chart_figure
from yakusoku.adapters.word import UNPRINTABLE
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.grids import Grid, grid_of
from yakusoku.domain.survey.report.outline import (
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    Report,
    TableBlock,
    headings,
)
from yakusoku.domain.survey.report.releasing import chart_of_block

STYLE = """
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; line-height: 1.7; color: #1a1a1c;
  font-family: "BIZ UDPGothic", "Yu Gothic", "Hiragino Sans", sans-serif; }
h1, h2 { color: #1f3a5f; } h2 { margin-top: 3rem; border-bottom: 2px solid #1f3a5f; } h3 { margin-top: 2.5rem; }
.headline { font-weight: bold; border-left: 4px solid #1f3a5f; padding-left: 0.75rem; }
.callout { margin-left: auto; width: fit-content; font-weight: bold; color: #1f3a5f; background: #eef2f7;
  border: 1px solid #1f3a5f; border-radius: 4px; padding: 0.4rem 0.8rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.9rem; }
th, td { border-bottom: 1px solid #9a9a9a; padding: 0.25rem 0.6rem; text-align: right; vertical-align: top; }
th:first-child, .facts td { text-align: left; } thead th { background: #eef2f7; text-align: center; }
figure { margin: 1.5rem 0; } figure svg { width: 100%; height: auto; } figcaption { font-weight: bold; }
.chart-mark:hover .chart-told, .chart-mark:focus .chart-told { visibility: visible; }
.chart-drawing { overflow-x: auto; } .chart-drawing svg { min-width: 36rem; } .facts th { white-space: nowrap; }
.notes, .chart-notes { font-size: 0.8rem; color: #595959; padding-left: 1.2rem; }
nav ul { list-style: none; padding-left: 1rem; }
@media print { .chart-drawing svg { min-width: 0; } h2 { break-before: page; } figure, table { break-inside: avoid; } }
"""


def report_html(report: Report, store: FigureStore) -> bytes:
    """Return a report, its references printed already, as one page. Raises what a chart is refused for."""
    body = "\n".join([*_cover(report), *_contents(report), *_sections(report, store)])
    page = (
        f'<!doctype html>\n<html lang="ja"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_plain(report.title)}</title><style>{STYLE}</style></head>\n<body>{body}</body></html>\n"
    )
    return page.encode()


def _cover(report: Report) -> Iterator[str]:
    yield f"<header><h1>{_plain(report.title)}</h1>"
    yield from (
        f"<p>{_plain(text)}</p>" for text in (report.subtitle, report.issued, report.publisher) if text
    )
    yield "</header>"


def _contents(report: Report) -> Iterator[str]:
    yield '<nav aria-label="目次"><ul>'
    for place, (number, section, part) in enumerate(headings(report)):
        title = part.title if part else section.title
        if title:
            yield f'<li><a href="#part-{place}">{number}　{_plain(title)}</a></li>'
    yield "</ul></nav><main>"


def _sections(report: Report, store: FigureStore) -> Iterator[str]:
    drawn = 0
    for place, (number, section, part) in enumerate(headings(report)):
        if part is None:
            yield f'<h2 id="part-{place}">{number}　{_plain(section.title)}</h2>'
            continue
        if part.title:
            yield f'<h3 id="part-{place}">{number}　{_plain(part.title)}</h3>'
        for block in part.blocks:
            drawn += isinstance(block, ChartBlock)
            yield _block(block, store, drawn)
    yield "</main>"


def _block(block: Block, store: FigureStore, drawn: int) -> str:
    match block:
        case Headline(text):
            return f'<p class="headline">{_plain(text)}</p>'
        case Paragraph(text):
            return f"<p>{_plain(text)}</p>"
        case Callout(text):
            return f'<p class="callout">{_plain(text)}</p>'
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{_plain(item)}</li>' for item in items)}</ul>"
        case Facts(rows):
            lines = (
                f'<tr><th scope="row">{_plain(k)}</th><td>{_plain(chr(10).join(v))}</td></tr>'
                for k, v in rows
            )
            return f'<table class="facts"><tbody>{"".join(lines)}</tbody></table>'
        case ChartBlock():
            return chart_figure(chart_of_block(block, store), name=f"chart{drawn}")
        case TableBlock(table, counts, errors):
            return _table(grid_of(store.table(table), counts=counts, errors=errors))


def _table(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{_plain(cell)}</th>' for cell in grid.head)
    rows = "".join(
        f'<tr><th scope="row">{_plain(row[0])}</th>{"".join(f"<td>{_plain(cell)}</td>" for cell in row[1:])}</tr>'
        for row in grid.rows
    )
    notes = "".join(f"<li>{_plain(note)}</li>" for note in grid.notes)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="wide">{table}</div><ul class="notes">{notes}</ul>'


def _plain(text: str) -> str:
    return escape(UNPRINTABLE.sub("", text)).replace("\n", "<br>")
