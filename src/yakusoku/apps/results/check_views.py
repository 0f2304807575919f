"""The page that checks a published table: nothing that is sent is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods

from yakusoku.adapters.published_uploads import Sent, pasted_tables, published_tables
from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.results.forms import CheckForm
from yakusoku.apps.results.reading import ResultsFileUnreadable, opened
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.checking import Finding, FindingKind, check_tables
from yakusoku.domain.survey.printed import Cell, TableKind
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.findings import KIND_LABELS, NumberFinding
from yakusoku.domain.survey.report.lines import checked_lines
from yakusoku.domain.survey.report.numbers import AS_REFERENCE
from yakusoku.domain.survey.report.published import published_figures
from yakusoku.web.exports import table_answer
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.words import say

KIND_WORDS = {
    FindingKind.IMPOSSIBLE: gettext_noop("どの人数からも出ない割合"),
    FindingKind.SUM: gettext_noop("合計が合わない"),
    FindingKind.ROUNDING: gettext_noop("丸め方が違う"),
    FindingKind.FEASIBILITY: gettext_noop("人数が合わない"),
}
HEAD = (
    gettext_lazy("表"),
    gettext_lazy("区分"),
    gettext_lazy("選択肢"),
    gettext_lazy("書かれている値"),
    "n",
    gettext_lazy("種類"),
    gettext_lazy("合う n"),
    gettext_lazy("説明"),
)


# What is shown on one page, and checked while somebody waits. The command has no such limit.
MOST_SHARES = 10_000


class TooManyShares(Refusal):
    """More shares are sent than a page checks. Facts: count, most."""

    code: ClassVar[str] = "results.too-many-shares"


@dataclass(frozen=True, slots=True)
class Checked:
    """A table that was checked. `rows`: group, base, and cells with whether something is wrong with them."""

    name: str
    categories: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[tuple[str, bool]], bool]]
    findings: Sequence[tuple[Finding, str, str]]


@require_http_methods(["GET", "POST"])
def check(request: UserRequest) -> HttpResponse:
    """Check a table that is pasted or sent; `format` gives the findings as a file."""
    require(acting(request), Act.READ_SURVEYS)
    form = CheckForm(sent(request), request.FILES or None)
    found, cells, numbers = list[Finding](), list[Cell](), list[NumberShown]()
    if form.is_valid():
        told = form.cleaned_data
        try:
            brought = tables_sent(told["pasted"], told.get("file"), told["kind"])
            cells = list(brought.cells)
            found = check_tables(cells)
            lines = [*told["sentences"].splitlines(), *(brought.lines if told["from_file"] else ())]
            numbers = numbers_in(lines, brought)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            if "format" in request.POST:
                rows = [*map(row_of, found), *map(row_of_number, numbers)]
                return table_answer(request.POST["format"], "findings", [str(head) for head in HEAD], rows)
    context = {
        "form": form,
        "tables": checked(cells, found),
        "count": len(cells),
        "found": len(found),
        "numbers": numbers,
        "wrong_numbers": sum(each.finding.stops for each in numbers),
    }
    return render(request, "results/check.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class NumberShown:
    """A number of a sentence, and what the tables say of it."""

    line: int
    finding: NumberFinding
    kind: str

    @property
    def message(self) -> str:
        """Return the cell that it agrees with, or why it agrees with none."""
        return self.finding.message.removesuffix(AS_REFERENCE)


def tables_sent(pasted: str, upload: object, kind: str) -> Sent:
    """Return tables that were pasted or sent. Raises ResultsFileUnreadable, TooManyShares and refusals of uploads.

    kind   of all tables; empty: as each table tells
    """
    found, why = published_tables(*opened(upload)) if upload else pasted_tables(pasted)  # type: ignore[arg-type]
    if why:
        raise ResultsFileUnreadable(reason=why)
    if len(found.cells) > MOST_SHARES:
        raise TooManyShares(count=len(found.cells), most=MOST_SHARES)
    if not kind:
        return found
    return replace(found, cells=[replace(cell, kind=TableKind(kind)) for cell in found.cells])


def numbers_in(lines: Sequence[str], tables: Sent) -> list[NumberShown]:
    """Return each number of a text with the cell that it agrees with, or why it agrees with none."""
    if not any(line.strip() for line in lines):
        return []
    made = published_figures(tables.cells, tables.waves, tables.definitions)
    store = FigureStore({table.id: table for table in made})
    return [
        NumberShown(line, each, say(KIND_LABELS[each.kind])) for line, each in checked_lines(lines, store)
    ]


def row_of_number(each: NumberShown) -> tuple[str | int | None, ...]:
    """Return a number of a sentence as a row of a file."""
    return ("", each.finding.sentence, "", each.finding.typed, None, each.kind, "", each.message)


def row_of(finding: Finding) -> tuple[str | int | None, ...]:
    """Return a finding as a row of a file."""
    return (
        finding.table, finding.row, finding.column, finding.printed, finding.n,
        say(KIND_WORDS[finding.kind]), "、".join(map(str, finding.fits)), finding.message,
    )  # fmt: skip


def checked(cells: Sequence[Cell], found: Sequence[Finding]) -> list[Checked]:
    """Return the tables with the findings beside them."""
    tables = []
    by_table: dict[str, list[Cell]] = {}
    for cell in cells:
        by_table.setdefault(cell.table, []).append(cell)
    findings: dict[str, list[Finding]] = {}
    for each in found:
        findings.setdefault(each.table, []).append(each)
    for name, here in by_table.items():
        said = findings.get(name, [])
        wrong = {(each.row, each.column) for each in said}
        categories = list(dict.fromkeys(cell.category for cell in here))
        rows = []
        for group in dict.fromkeys(cell.group for cell in here):
            row = {cell.category: cell for cell in here if cell.group == group}
            bases = sorted({cell.n for cell in row.values()})
            shown = [
                (row[c].printed.text if c in row and row[c].printed else "-", (group, c) in wrong)  # type: ignore[union-attr]
                for c in categories
            ]
            rows.append((group, "、".join(map(str, bases)), shown, (group, "") in wrong))
        told = [(each, say(KIND_WORDS[each.kind]), "、".join(map(str, each.fits))) for each in said]
        tables.append(Checked(name, categories, rows, told))
    return tables
