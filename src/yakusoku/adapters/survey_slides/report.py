"""A report as slides: one for each headline, with its chart that PowerPoint itself can edit."""

import re
from collections.abc import Iterator, Sequence

from yakusoku.adapters.survey_slides.deck import SlideDeck
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.grids import grid_of
from yakusoku.domain.survey.report.outline import (
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    Part,
    Report,
    Role,
    Section,
    TableBlock,
)
from yakusoku.domain.survey.report.releasing import chart_of_block


def report_pptx(report: Report, store: FigureStore) -> bytes:
    """Return a report, its references printed already, as pptx. Raises what a chart is refused for."""
    deck = SlideDeck(report.title, report.publisher)
    deck.add_title(report.title, report.subtitle, [report.issued, report.publisher])
    for section in report.sections:
        if section.role in {Role.RESULTS, Role.APPENDIX}:
            deck.add_section(section.title)
        for part in section.parts:
            _add_part(deck, section, part, store)
    return deck.bytes()


def _add_part(deck: SlideDeck, section: Section, part: Part, store: FigureStore) -> None:
    headline = next((block.text for block in part.blocks if isinstance(block, Headline)), "")
    title = headline or part.title or section.title
    callout = "\n".join(block.text for block in part.blocks if isinstance(block, Callout))
    words = list(_words(part))
    shown = False
    for block in part.blocks:
        match block:
            case ChartBlock():
                # Without a headline, the chart itself tells what it shows.
                chart = chart_of_block(block, store)
                notes = [f"設問: {chart.title}", *chart.notes]
                head = title if headline else chart.title
                deck.add_chart(head, chart, callout=_beside(callout, words), notes=notes)
                callout, words, shown = "", [], True
            case TableBlock(table, counts, errors):
                grid = grid_of(store.table(table), counts=counts, errors=errors)
                head = title if errors or (headline and not shown) else store.table(table).title
                rows = grid.rows if errors else [_in_line(row) for row in grid.rows]
                deck.add_table(head, grid.head, rows, grid.notes)
                shown = True
            case Facts(rows):
                deck.add_facts(title, rows, before=" ".join(words))
                words, shown = [], True
            case Bullets(items):
                deck.add_text(title, [f"・{item}" for item in items])
                shown = True
            case _:
                pass
    if words and not shown:
        deck.add_text(title, words)
    elif words or callout:
        deck.add_text(title, [*words, *filter(None, [callout])])


def _in_line(row: Sequence[str]) -> list[str]:
    """Return a row whose counts stand behind their shares."""
    return [re.sub(r"\n(.+)", r" (\1)", cell) for cell in row]


def _words(part: Part) -> Iterator[str]:
    for block in part.blocks:
        if isinstance(block, Paragraph):
            yield block.text


def _beside(callout: str, words: Sequence[str]) -> str:
    return "\n".join([*filter(None, [callout]), *words])
