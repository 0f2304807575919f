"""What the pages of a report show, made ready: its outline, its texts with every number marked, what its check found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.adapters.survey_charts import chart_figure
from yakusoku.apps.results.report_figures import Looked
from yakusoku.apps.results.report_models import Report
from yakusoku.apps.results.report_services import UNEXCUSED
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.charts.spec import KIND_LABELS
from yakusoku.domain.survey.report.editing import (
    COVER,
    ONCE,
    OVERVIEW,
    SUMMARY,
    TABLES,
    TERMS,
    block_at,
    numbers_of,
    page_at,
    place_of,
    texts_at,
)
from yakusoku.domain.survey.report.excused import with_excuses
from yakusoku.domain.survey.report.figures import FigureStore, NoFigure
from yakusoku.domain.survey.report.findings import KIND_LABELS as FINDING_LABELS
from yakusoku.domain.survey.report.findings import NumberFinding, NumberKind
from yakusoku.domain.survey.report.grids import Grid, grid_of
from yakusoku.domain.survey.report.numbers import check_numbers
from yakusoku.domain.survey.report.outline import (
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    TableBlock,
    headings,
)
from yakusoku.domain.survey.report.plan import PlannedPage, ReportPlan
from yakusoku.domain.survey.report.references import rendered
from yakusoku.domain.survey.report.releasing import chart_of_block
from yakusoku.domain.survey.report.rewording import place_of_finding
from yakusoku.web.messages import sentence
from yakusoku.web.words import say

ONCE_WORDS = {
    COVER: gettext_lazy("表紙"),
    OVERVIEW: gettext_lazy("調査概要"),
    TERMS: gettext_lazy("用語"),
    SUMMARY: gettext_lazy("まとめ"),
    TABLES: gettext_lazy("付録（単純集計）の表"),
}
BLOCK_WORDS = {
    Headline: gettext_lazy("見出しの文"),
    Paragraph: gettext_lazy("文"),
    Callout: gettext_lazy("囲み"),
    Bullets: gettext_lazy("箇条書き"),
    Facts: gettext_lazy("項目の表"),
    ChartBlock: gettext_lazy("図"),
    TableBlock: gettext_lazy("表"),
}
NOTHING: SafeString = mark_safe("")
# What can be added to a page, and the block that it begins as.
ADDED: dict[str, type[Block]] = {
    "headline": Headline,
    "text": Paragraph,
    "chart": ChartBlock,
    "table": TableBlock,
    "callout": Callout,
    "points": Bullets,
}


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A place in the outline. `troubles`: how many findings stand in it."""

    place: str
    kind: str
    said: str
    number: str
    block: bool
    first: bool
    last: bool
    alone: bool
    here: bool
    troubles: int

    @property
    def fixed(self) -> bool:
        """Return whether it neither moves nor goes."""
        return self.place in ONCE


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding with where it stands and what can be done with it."""

    finding: NumberFinding
    place: str
    label: str
    excusable: bool

    @property
    def replaceable(self) -> bool:
        """Return whether the number that was typed can become a reference in one step."""
        return bool(self.finding.suggestion and self.place)


def findings_shown(looked: Looked) -> list[FindingShown]:
    """Return what stops the release, each with its place."""
    return [_shown(each, looked) for each in looked.problems]


def _shown(finding: NumberFinding, looked: Looked) -> FindingShown:
    place = place_of_finding(finding, looked.plan, looked.store)
    return FindingShown(finding, place, say(FINDING_LABELS[finding.kind]), finding.kind not in UNEXCUSED)


def typed_numbers(looked: Looked, place: str) -> list[FindingShown]:
    """Return the numbers typed in a place that the tables hold: each can become a reference."""
    if place in {COVER, TABLES} or not texts_at(looked.plan, place):
        return []
    number = numbers_of(place)[0]
    about = [t for t in page_at(looked.plan, place).tables if t in looked.store.tables] if number else []
    found = []
    for text in texts_at(looked.plan, place):
        printed = rendered(text, looked.store)
        for each in check_numbers(printed.text, looked.store, about, printed.spans):
            if each.kind is NumberKind.MATCH and each.suggestion:
                found.append(FindingShown(each, place, say(FINDING_LABELS[each.kind]), False))
    return found


def outline_of(plan: ReportPlan, findings: Sequence[FindingShown], here: str) -> list[OutlineLine]:
    """Return every place of a report, in order."""
    troubles: dict[str, int] = {}
    for each in findings:
        troubles[each.place] = troubles.get(each.place, 0) + 1

    def once(place: str) -> OutlineLine:
        words = str(ONCE_WORDS[place])
        return OutlineLine(
            place, words, "", "", False, True, True, True, here == place, troubles.get(place, 0)
        )

    lines = [once(COVER), once(OVERVIEW), once(TERMS)]
    for number, page in enumerate(plan.pages, 1):
        lines += _page_lines(plan, number, page, here, troubles)
    return [*lines, once(SUMMARY), once(TABLES)]


def _page_lines(
    plan: ReportPlan, number: int, page: PlannedPage, here: str, troubles: dict[str, int]
) -> Iterator[OutlineLine]:
    place, pages = place_of(number), len(plan.pages)
    yield OutlineLine(
        place, str(_("節")), page.title, str(number), False, number == 1, number == pages, pages == 1,
        here == place, troubles.get(place, 0),
    )  # fmt: skip
    count = len(page.blocks)
    for at, block in enumerate(page.blocks, 1):
        place = place_of(number, at)
        yield OutlineLine(
            place, str(BLOCK_WORDS[type(block)]), short(block), "", True, at == 1, at == count, count == 1,
            here == place, troubles.get(place, 0),
        )  # fmt: skip


def short(block: Block) -> str:
    """Return a few words by which a block is known."""
    match block:
        case Headline(text) | Paragraph(text) | Callout(text):
            return text
        case Bullets(items):
            return "、".join(items)
        case Facts(rows):
            return "、".join(label for label, _lines in rows)
        case ChartBlock(table, kind, _order):
            return f"{table} {say(KIND_LABELS[kind]) if kind else ''}".strip()
        case TableBlock(table, _counts, _errors):
            return table


def kind_words(plan: ReportPlan, place: str) -> str:
    """Return what a place is called."""
    if place in ONCE_WORDS:
        return str(ONCE_WORDS[place])
    if not numbers_of(place)[1]:
        return _("節")
    return str(BLOCK_WORDS[type(block_at(plan, place))])


class Marker:
    """Texts of a report for a page: each number that is a reference leads to its table, what was found is marked."""

    def __init__(self, report: Report, store: FigureStore, findings: Sequence[NumberFinding] = ()) -> None:
        self._page = reverse("survey-report-preview", args=[report.survey_id, report.number])
        self._store, self._findings = store, findings
        self._places = {name: f"t{n}" for n, name in enumerate(store.tables)}

    def anchor(self, table: str) -> str:
        """Return the name of the place at which a table stands on the page of the whole report."""
        return self._places.get(table, "")

    def text(self, written: str) -> SafeString:
        """Return a text as it is printed, its numbers marked."""
        printed = rendered(written, self._store)
        marks = [(span.start, span.end, self._link(span)) for span in printed.spans]
        taken = [(start, end) for start, end, _made in marks]
        for finding in self._findings:
            start = printed.text.find(finding.sentence) if finding.sentence else -1
            at = printed.text.find(finding.typed, start) if start >= 0 and finding.typed else -1
            end = at + len(finding.typed)
            if at >= 0 and not any(low < end and at < high for low, high in taken):
                marks.append((at, end, ("", finding.message)))
                taken.append((at, end))
        return _joined(printed.text, sorted(marks, key=lambda mark: mark[:2]))

    def _link(self, span: object) -> tuple[str, str]:
        difference, place = getattr(span, "difference", None), getattr(span, "place", None)
        where = difference.second if difference else place
        written = str(getattr(span, "written", ""))
        return (f"{self._page}#{self.anchor(where.table)}" if where else self._page, written.strip("{}"))


def _joined(text: str, marks: Sequence[tuple[int, int, tuple[str, str]]]) -> SafeString:
    parts, at = [], 0
    for start, end, (href, title) in marks:
        parts.append(format_html("{}", text[at:start]))
        shape = '<a class="report-number" href="{}" title="{}">{}</a>'
        if href:
            parts.append(format_html(shape, href, title, text[start:end]))
        else:
            parts.append(
                format_html('<mark class="report-wrong" title="{}">{}</mark>', title, text[start:end])
            )
        at = end
    parts.append(format_html("{}", text[at:]))
    return format_html_join("", "{}", ((part,) for part in parts))


@dataclass(frozen=True, slots=True)
class BlockShown:
    """A block on a page. `kind`: headline, text, callout, points, facts, chart, table, trouble."""

    kind: str
    place: str = ""
    text: SafeString = NOTHING
    items: Sequence[SafeString] = ()
    rows: Sequence[tuple[str, Sequence[SafeString]]] = ()
    grid: Grid | None = None
    anchor: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class PartShown:
    """A heading and what stands under it. `level`: 2 for a section, 3 for a part."""

    level: int
    number: str
    title: str
    place: str
    blocks: Sequence[BlockShown]


def report_shown(looked: Looked, marker: Marker, *, drawn: bool = True) -> list[PartShown]:
    """Return the whole report as its page shows it. `drawn`: with charts and tables, else only named."""
    found: list[PartShown] = []
    results = 0
    made = with_excuses(looked.made, looked.store) if drawn else looked.made
    for number, section, part in headings(made):
        if part is None:
            found.append(PartShown(2, number, section.title, "", ()))
            continue
        inside = section.role.value == "results"
        results += inside
        place = (
            place_of(results)
            if inside
            else {"overview": OVERVIEW, "terms": TERMS, "summary": SUMMARY}.get(section.role.value, TABLES)
        )
        blocks = [
            block_shown(block, looked.store, marker, place_of(results, at) if inside else place, drawn=drawn)
            for at, block in enumerate(part.blocks, 1)
        ]
        appendix = section.role.value == "appendix"
        if appendix and not drawn:
            blocks = []
        found.append(PartShown(3, number, str(marker.text(part.title)), place, blocks))
    return found


def block_shown(
    block: Block, store: FigureStore, marker: Marker, place: str, *, drawn: bool = True
) -> BlockShown:
    """Return a block as a page shows it."""
    match block:
        case Headline(text):
            return BlockShown("headline", place, marker.text(text))
        case Paragraph(text):
            return BlockShown("text", place, marker.text(text))
        case Callout(text):
            return BlockShown("callout", place, marker.text(text))
        case Bullets(items):
            return BlockShown("points", place, items=[marker.text(item) for item in items])
        case Facts(rows):
            told = [(label, [marker.text(each) for each in lines]) for label, lines in rows]
            return BlockShown("facts", place, rows=told)
        case ChartBlock() | TableBlock() if not drawn:
            return BlockShown("named", place, title=f"{BLOCK_WORDS[type(block)]} {short(block)}")
        case ChartBlock():
            return _chart(block, store, place)
        case TableBlock(table, counts, errors):
            return _table(table, store, marker, place, counts=counts, errors=errors)


def _chart(block: ChartBlock, store: FigureStore, place: str) -> BlockShown:
    try:
        chart = chart_of_block(block, store)
    except NoFigure as error:
        return BlockShown("trouble", place, format_html("{}", str(error)))
    except Refusal as refusal:
        return BlockShown("trouble", place, format_html("{}", sentence(refusal)))
    made = chart_figure(chart, name=f"chart-{place}")
    return BlockShown("chart", place, mark_safe(made))  # noqa: S308 (escaped by the adapter)


def _table(
    table: str, store: FigureStore, marker: Marker, place: str, *, counts: bool, errors: bool
) -> BlockShown:
    try:
        found = store.table(table)
    except NoFigure as error:
        return BlockShown("trouble", place, format_html("{}", str(error)))
    anchor = marker.anchor(found.id) if counts else ""
    return BlockShown(
        "table", place, grid=grid_of(found, counts=counts, errors=errors), anchor=anchor, title=found.title
    )


def table_names(looked: Looked) -> list[tuple[str, str]]:
    """Return the tables that can be drawn and quoted, with their titles."""
    return [
        (name, name if table.title in {"", name} else f"{name}　{table.title}"[:90])
        for name, table in looked.store.tables.items()
    ]
