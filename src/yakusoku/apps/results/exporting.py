"""Tables as files: exactly what the page shows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.adapters.survey_books import sheet_of, tab_book, with_batteries
from yakusoku.adapters.survey_charts import chart_png, chart_svg
from yakusoku.apps.results.asked import TableUnreadable
from yakusoku.apps.results.data import Data
from yakusoku.apps.results.making import Shown, is_small
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.error_lines import METHOD
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.marks import with_letters
from yakusoku.web.exports import XLSX, Cell, csv_answer, download

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
KINDS = ("csv", "xlsx", "pptx", "png", "svg")
CSV_HEAD = (
    gettext_lazy("表"), gettext_lazy("設問"), gettext_lazy("区分"), gettext_lazy("記号"), "N", "n", gettext_lazy("n（重み付き）"), gettext_lazy("選択肢"), gettext_lazy("人数"), gettext_lazy("割合（%）"), gettext_lazy("印"),
)  # fmt: skip
ERROR_HEAD = (
    gettext_lazy("標準誤差（ポイント）"), gettext_lazy("95%の下限（%）"), gettext_lazy("95%の上限（%）"), gettext_lazy("自由度"), gettext_lazy("標本の設計"),
)  # fmt: skip


def table_file(survey: Survey, shown: Sequence[Shown], kind: str) -> HttpResponse:
    """Return tables as csv, xlsx or pptx, or the chart of the first as png or svg. Raises TableUnreadable."""
    name = f"survey-{survey.pk}-{shown[0].question.name}" if shown else f"survey-{survey.pk}"
    if kind == "csv":
        heads = (*CSV_HEAD, *(ERROR_HEAD if any(each.errors_said for each in shown) else ()))
        return csv_answer(
            name, [str(head) for head in heads], (row for each in shown for row in _lines(each))
        )
    if kind == "xlsx":
        return download(book_of(survey, shown), XLSX, f"{name}.xlsx")
    if kind == "pptx":
        return download(_slides(survey, shown), PPTX, f"{name}.pptx")
    chart = (shown[0].joined or shown[0].chart) if shown else None
    if chart is None:
        raise TableUnreadable(reason=_("この表の図はありません"))
    if kind == "png":
        return download(chart_png(chart), "image/png", f"{name}.png")
    return download(chart_svg(chart).encode(), "image/svg+xml", f"{name}.svg")


def _lines(shown: Shown) -> Iterator[tuple[Cell, ...]]:
    for place, row in enumerate(shown.rows):
        weighted = row.n_weighted if shown.counted.weighted else None
        for category, cell in enumerate(row.cells):
            yield (
                shown.mark, shown.title, row.group, row.letter, row.everybody, row.n, weighted, cell.category,
                shown.count_at(place, category), _in_file(shown.percent_at(place, category)), shown.signs_at(place, category),
                *_error_in_file(shown, place, category),
            )  # fmt: skip


def _error_in_file(shown: Shown, row: int, place: int) -> tuple[Cell, ...]:
    """Return the error of a share with the design that it assumes; nothing where errors were not asked for."""
    if not shown.error_lines:
        return ("", "", "", None, shown.errors_said) if shown.errors_said else ()
    line = shown.error_lines[row][place]
    return (*map(_in_file, (line.se, line.low, line.high)), line.df, shown.errors_said)


def _in_file(percent: str) -> str:
    # The dash of nobody would begin a formula; in a file, no share is an empty cell.
    return "" if percent == "-" else percent


def book_of(survey: Survey, shown: Sequence[Shown], left_out: Sequence[tuple[str, str, str]] = ()) -> bytes:
    """Return tables as a workbook with their charts."""
    sheets = []
    for each in shown:
        signs = {
            (place, n): each.signs_at(place, n)
            for place, row in enumerate(each.rows)
            for n in range(len(row.cells))
        }
        made = sheet_of(each.counted, with_letters(each.rows, signs), each.told_test)
        first = [each.test_line] if each.test_line else []
        sheets.append(
            replace(
                made,
                name=each.mark,
                lines=(*first, *each.notes),
                chart=None if each.hidden else each.chart,
                hidden=each.hidden,
                errors=tuple(line for row in each.error_lines for line in row),
            )
        )
    told = {each.question.battery: each.battery for each in shown if each.battery}
    errors = list(dict.fromkeys(each.errors_said for each in shown if each.errors_said))
    return tab_book(survey.title, with_batteries(sheets, told), left_out, errors=errors)


def left_out_of(data: Data) -> list[tuple[str, str, str]]:
    """Return the questions without a table: name, words and why."""
    found = []
    for name in data.paper.names:
        if name in data.questions:
            continue
        question = data.paper.form.questions[name]
        free = question.kind is QuestionKind.OTHER
        why = _("自由記述なので、表はない。") if free else _("だれに尋ねたかが分からないので、表はない。")
        found.append((data.marks.get(name, name), question.label, why))
    return found


def _slides(survey: Survey, shown: Sequence[Shown]) -> bytes:
    # Imported here: every start of the program would wait for it.
    from yakusoku.adapters.survey_slides import SlideDeck  # noqa: PLC0415

    deck = SlideDeck(survey.title)
    for each in shown:
        if each.joined is not None and each.battery:
            deck.add_chart(" ".join(each.battery), each.joined)
        headline = f"{each.mark} {each.title}"
        if each.chart is not None:
            deck.add_chart(headline, each.chart)
        test = [each.test_line] if each.test_line else []
        deck.add_table(headline, _head(each), [*_rows(each)], notes=[*test, *each.notes])
        if each.error_lines:
            heads, rows = _errors(each)
            deck.add_table(f"{headline}　{_('標本誤差')}", heads, rows, notes=[METHOD, each.errors_said])
    return deck.bytes()


def _head(shown: Shown) -> list[str]:
    weighted = [_("n（重み付き）")] if shown.counted.weighted else []
    return [_("区分"), "N", "n", *weighted, *shown.counted.categories, *shown.measure_heads]


def _rows(shown: Shown) -> Iterator[list[str]]:
    for place, row in enumerate(shown.rows):
        letter = f"（{row.letter}）" if row.letter and shown.marks is not None else ""
        weighted = [f"{row.n_weighted:,.1f}"] if shown.counted.weighted else []
        cells = [
            f"{shown.percent_at(place, n)} {shown.signs_at(place, n)}".strip() for n in range(len(row.cells))
        ]
        base = f"{row.n:,}{'*' if is_small(row) else ''}"
        yield [
            f"{row.group}{letter}",
            f"{row.everybody:,}",
            base,
            *weighted,
            *cells,
            *shown.measures_at(place),
        ]


def _errors(shown: Shown) -> tuple[list[str], list[list[str]]]:
    """Return the errors of a table for a slide: under each error its interval."""
    rows = [
        [
            row.group,
            f"{row.n:,}{'*' if is_small(row) else ''}",
            *(
                "\n".join(filter(None, (f"±{each.se}" if each.interval else each.se, each.interval)))
                for each in lines
            ),
            "-" if lines[0].df is None else str(lines[0].df),
        ]
        for row, lines in zip(shown.rows, shown.error_lines, strict=True)
        if lines
    ]
    return [_("区分"), "n", *shown.counted.categories, _("自由度")], rows
