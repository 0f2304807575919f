"""What keeps a report from being published (docs/rules/survey-report.md)."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.charts.choosing import chart_of
from yakusoku.domain.survey.charts.spec import Chart
from yakusoku.domain.survey.report.building import chart_table_of
from yakusoku.domain.survey.report.excused import with_excuses
from yakusoku.domain.survey.report.figures import FigureStore, NoFigure
from yakusoku.domain.survey.report.findings import NumberFinding, NumberKind, without_excused
from yakusoku.domain.survey.report.numbers import check_numbers
from yakusoku.domain.survey.report.outline import (
    OVERVIEW_ROWS,
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    Part,
    Report,
    Role,
    TableBlock,
    texts_of,
)
from yakusoku.domain.survey.report.references import rendered

# As many bars of a battery are legible on a slide and on a page.
MOST_BARS = 24


def release_problems(
    report: Report, store: FigureStore, explain: Callable[[Refusal], str] = lambda refusal: refusal.code
) -> list[NumberFinding]:
    """Return what must be put right, or excused in writing, before the report is published.

    explain  says why a table does not become a chart
    """
    found = [*_on_outline(report, store), *_on_charts(report, store, explain), *_on_texts(report, store)]
    return without_excused(found, report.excuses)


def printed_report(report: Report, store: FigureStore) -> Report:
    """Return the report with its references printed, and with what excuses the numbers that no table holds."""
    report = with_excuses(report, store)

    def say(text: str) -> str:
        return rendered(text, store).text

    return replace(
        report,
        sections=tuple(
            replace(
                section,
                parts=tuple(
                    Part(say(part.title), tuple(_printed(block, say) for block in part.blocks))
                    for part in section.parts
                ),
            )
            for section in report.sections
        ),
    )


def chart_of_block(block: ChartBlock, store: FigureStore) -> Chart:
    """Return the chart that a block shows. Raises NoFigure, and a Refusal of domain/survey/charts."""
    table = store.table(block.table)
    # So many bars are no longer compared: then the items stand alone.
    groups = table.items if len(table.groups) > MOST_BARS else ()
    return chart_of(chart_table_of(table, groups), block.kind, block.order)


def _printed(block: Block, say: Callable[[str], str]) -> Block:
    match block:
        case Headline(text) | Paragraph(text) | Callout(text):
            return type(block)(say(text))
        case Bullets(items):
            return Bullets(tuple(map(say, items)))
        case Facts(rows):
            return Facts(tuple((label, tuple(map(say, lines))) for label, lines in rows))
    return block


def _on_texts(report: Report, store: FigureStore) -> Iterator[NumberFinding]:
    for text in (report.title, report.subtitle):
        yield from check_numbers(text, store)
    for section in report.sections:
        for part in section.parts:
            about = _with_waves(part.tables, store)
            for text in texts_of(part):
                printed = rendered(text, store)
                for broken in printed.broken:
                    yield NumberFinding(NumberKind.REFERENCE, broken.written, text, broken.message)
                # What could not be printed is told once; its letters are no numbers of the text.
                yield from check_numbers(printed.text, store, about, printed.spans)


def _with_waves(tables: tuple[str, ...], store: FigureStore) -> tuple[str, ...]:
    """Return tables and the same questions in other waves."""
    series = {store.tables[name].series or name for name in tables if name in store.tables}
    return tuple(name for name, table in store.tables.items() if (table.series or name) in series)


def _on_outline(report: Report, store: FigureStore) -> Iterator[NumberFinding]:
    overview = report.section(Role.OVERVIEW)
    facts = [b for part in overview.parts for b in part.blocks if isinstance(b, Facts)] if overview else []
    told = {label for block in facts for label, lines in block.rows if any(line.strip() for line in lines)}
    for label in OVERVIEW_ROWS:
        if not any(label in each for each in told):
            yield _lacking(f"調査概要に「{label}」がありません。")
    if not report.title.strip():
        yield _lacking("報告書の題がありません。")
    results = report.section(Role.RESULTS)
    if results is None or not results.parts:
        yield _lacking("調査結果がありません。")
    appendix = report.section(Role.APPENDIX)
    shown = {name for part in appendix.parts for name in part.tables} if appendix else set()
    charts = [block for part in (results.parts if results else ()) for block in part.blocks]
    for block in charts:
        # A chart of two waves shows cells of two tables.
        # One that is not there at all is told as a reference.
        apart = isinstance(block, ChartBlock) and block.table in store.tables and block.table not in shown
        if isinstance(block, ChartBlock) and apart and not _shows_waves(block, store):
            yield _lacking(f"図にした表「{block.table}」が、付録の単純集計にありません。")


def _shows_waves(block: ChartBlock, store: FigureStore) -> bool:
    table = store.tables.get(block.table)
    return table is not None and table.overlapping and not table.series


def _on_charts(
    report: Report, store: FigureStore, explain: Callable[[Refusal], str]
) -> Iterator[NumberFinding]:
    blocks = [b for section in report.sections for part in section.parts for b in part.blocks]
    for block in blocks:
        if not isinstance(block, ChartBlock | TableBlock):
            continue
        try:
            store.table(block.table)
            if isinstance(block, ChartBlock):
                chart_of_block(block, store)
        except NoFigure as error:
            yield NumberFinding(NumberKind.REFERENCE, block.table, block.table, str(error))
        except Refusal as refusal:
            yield _lacking(f"表「{block.table}」を図にできません。{explain(refusal)}")


def _lacking(message: str) -> NumberFinding:
    return NumberFinding(NumberKind.OUTLINE, "", "", message)
