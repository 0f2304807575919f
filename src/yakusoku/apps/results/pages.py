"""What the pages of results show, made ready: lines of the overview, lines of a table, what can be chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.adapters.survey_charts import chart_figure
from yakusoku.apps.results.asked import Asked
from yakusoku.apps.results.data import Data, Version
from yakusoku.apps.results.making import Shown, is_small, links_of
from yakusoku.apps.results.models import Weighting
from yakusoku.domain.survey.book import Table, book_of, row_names
from yakusoku.domain.survey.collecting.dataset import STRATUM, WAY
from yakusoku.domain.survey.error_lines import ErrorLine
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.measures import printed
from yakusoku.web.messages import sentence
from yakusoku.web.words import say

KIND_WORDS = {
    QuestionKind.SINGLE: gettext_lazy("単一回答"),
    QuestionKind.MULTIPLE: gettext_lazy("複数回答"),
    QuestionKind.NUMBER: gettext_lazy("数"),
    QuestionKind.OTHER: gettext_lazy("自由記述"),
}
CORRECTIONS = (
    ("holm", gettext_lazy("ホルム法")),
    ("bh", gettext_lazy("ベンジャミニ・ホッホベルク法")),
    ("none", gettext_lazy("補正しない")),
)
MARKS = (
    ("letters", gettext_lazy("区分どうし（記号）")),
    ("rest", gettext_lazy("区分どうしと、残りとの差（＋−）")),
    ("none", gettext_lazy("付けない")),
)
CHARTS = (
    ("", gettext_lazy("表に合うもの")),
    ("band", gettext_lazy("帯グラフ")),
    ("pie", gettext_lazy("円グラフ")),
    ("bar", gettext_lazy("棒グラフ")),
    ("none", gettext_lazy("描かない")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the overview. `headline`: its largest share, or the mean, in words."""

    name: str
    mark: str
    label: str
    kind: str
    battery: str
    n: int | None
    headline: str


def overview_of(data: Data) -> list[Line]:
    """Return every question in the order of the questionnaire with its base and what stands out."""
    tables = {
        t.key.question: t for block in book_of(data.paper.form, data.answers).blocks for t in block.tables
    }
    found = []
    for name in data.paper.names:
        question, table = data.paper.form.questions[name], tables.get(name)
        n = table.rows[0].n if table else None
        headline = _headline(table) if table else ""
        kind = str(KIND_WORDS[question.kind])
        mark = data.marks.get(name, name)
        found.append(Line(name, mark, question.label or name, kind, question.battery, n, headline))
    return found


def _headline(table: Table) -> str:
    row = table.rows[0]
    if not row.n:
        return ""
    if table.counted.question.kind is QuestionKind.NUMBER and table.measures:
        told = {"mean": printed(table.measures[0].mean), "median": printed(table.measures[0].median)}
        return _("平均 %(mean)s、中央値 %(median)s") % told
    cells = row.cells[: table.counted.asked]
    largest = max(cells, key=lambda cell: cell.percent_exact or 0, default=None)
    return f"{largest.category} {largest.percent}%" if largest is not None else ""


def found_in(lines: Sequence[Line], words: str) -> list[Line]:
    """Return the lines that hold every word."""
    wanted = words.lower().split()
    return [
        each for each in lines if all(w in f"{each.mark} {each.label} {each.name}".lower() for w in wanted)
    ]


def versions_said(data: Data) -> list[tuple[Version, str]]:
    """Return the versions by which answers came, each with the questions that they do not count for."""
    return [(each, "、".join(data.marks.get(name, name) for name in each.left_out)) for each in data.versions]


@dataclass(frozen=True, slots=True)
class CellShown:
    """A cell of a page. `href`: who stands behind it; empty: not for who looks."""

    percent: str
    count: int | str
    signs: str
    href: str
    zero: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of a page. `depth`: how many axes it is inside of."""

    label: str
    letter: str
    everybody: int
    n: int
    small: bool
    weighted: float
    depth: int
    cells: Sequence[CellShown]
    measures: Sequence[str]


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table of a page with its figure. `joined`: at the first item of a battery, the figure of all items."""

    shown: Shown
    rows: Sequence[RowShown]
    kind: str
    figure: SafeString
    no_figure: str
    query: str
    joined: SafeString
    joined_query: str
    errors: Sequence[tuple[RowShown, Sequence[ErrorLine]]] = ()
    no_errors: str = ""


def table_shown(shown: Shown, query: QueryDict, people: str, place: int) -> TableShown:
    """Return a table as the page shows it. `people`: the address of who stands behind cells; empty: not for them."""
    alone = query.copy()
    alone.setlist("q", [shown.question.name])
    asked = alone.urlencode()

    def address(row: str, category: str) -> str:
        return f"{people}?{asked}&{urlencode({'row': row, 'category': category})}"

    figure: SafeString = mark_safe("")
    if shown.chart is not None:
        links = links_of(shown, address) if people else None
        figure = mark_safe(chart_figure(shown.chart, name=f"chart{place}", links=links))  # noqa: S308 (escaped by the adapter)
    kind = str(KIND_WORDS[shown.question.kind])
    why = sentence(shown.no_chart) if shown.no_chart else ""
    lacking = "" if shown.errors else shown.errors_said
    rows = _rows(shown, address if people else None)
    joined = _joined(shown, query, place)
    errors = list(zip(rows, shown.error_lines, strict=True)) if shown.errors else []
    return TableShown(shown, rows, kind, figure, why, asked, *joined, errors, lacking)


def _joined(shown: Shown, query: QueryDict, place: int) -> tuple[SafeString, str]:
    """Return the figure of a whole battery, and the query of its items; nothing where there is none."""
    if shown.joined is None:
        return mark_safe(""), ""
    together = query.copy()
    together.setlist("q", list(shown.battery_items))
    figure = mark_safe(chart_figure(shown.joined, name=f"battery{place}"))  # noqa: S308 (escaped by the adapter)
    return figure, together.urlencode()


def _rows(shown: Shown, address: Callable[[str, str], str] | None) -> list[RowShown]:
    names, codes = row_names(shown.counted), shown.counted.coding.names
    found = []
    for place, row in enumerate(shown.rows):
        cells = []
        for category, cell in enumerate(row.cells):
            hidden = (place, category) in shown.hidden
            behind = address is not None and cell.count and not hidden
            href = address(names[place], codes[category]) if behind and address else ""
            cells.append(
                CellShown(
                    shown.percent_at(place, category),
                    shown.count_at(place, category),
                    shown.signs_at(place, category),
                    href,
                    not cell.count and not hidden,
                )
            )
        path = shown.counted.rows[place].path
        found.append(
            RowShown(
                row.group,
                row.letter,
                row.everybody,
                row.n,
                is_small(row),
                row.n_weighted,
                len(path),
                cells,
                shown.measures_at(place),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen."""

    value: str
    words: str
    chosen: bool


def choices_of(
    data: Data, asked: Asked | None, weights: Sequence[Weighting], query: QueryDict
) -> Mapping[str, object]:
    """Return what the form of the tables offers, with what is chosen."""
    chosen = asked.questions if asked else tuple(query.getlist("q"))
    by = [*(asked.by if asked else query.getlist("by")), "", "", ""][:3]
    axes = [(name, f"{data.words(name)}{_tail(data, name)}") for name in data.axes()]
    marks, correction = query.get("marks", "letters"), query.get("correction", "holm")
    return {
        "questions": [
            Choice(name, f"{data.marks.get(name, name)} {q.label}", name in chosen)
            for name, q in data.questions.items()
        ],
        "axes": [[Choice(name, words, name == here) for name, words in axes] for here in by],
        "weights": [Choice(w.code, f"{w.code} {w.name}", w.code == query.get("weight")) for w in weights],
        "marks": [Choice(value, str(words), value == marks) for value, words in MARKS],
        "corrections": [Choice(value, str(words), value == correction) for value, words in CORRECTIONS],
        "charts": [Choice(value, str(words), value == query.get("chart", "")) for value, words in CHARTS],
    }


def _tail(data: Data, name: str) -> str:
    """Return the words of a question that is an axis; nothing for a trait."""
    return f" {data.questions[name].label}" if name in data.questions else ""


def people_address(survey: int, *, may_run: bool) -> str:
    """Return where the respondents behind a cell are listed; empty: not for who looks."""
    return reverse("survey-people", args=[survey]) if may_run else ""


def people_of(data: Data, places: Sequence[int]) -> list[tuple[int, str, str, int]]:
    """Return respondents as they are listed: number, way and stratum, with the number of the row of the answer."""
    ways, strata = data.texts(WAY), data.texts(STRATUM)
    return [(data.numbers[p], way_said(ways[p]), strata[p], data.records[p]) for p in places]


def way_said(way: str) -> str:
    """Return how an answer came, in words."""
    return say("ウェブ") if way == "web" else say("郵送")
