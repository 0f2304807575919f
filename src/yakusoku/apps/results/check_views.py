"""The page that checks a published table: nothing that is sent is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods

from yakusoku.adapters.published_uploads import pasted_cells, published_cells
from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.results.forms import CheckForm
from yakusoku.apps.results.reading import ResultsFileUnreadable, opened
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.checking import Finding, FindingKind, check_tables
from yakusoku.domain.survey.printed import Cell, TableKind
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
    found, cells = list[Finding](), list[Cell]()
    if form.is_valid():
        told = form.cleaned_data
        try:
            cells = cells_of(told["pasted"], told.get("file"), told["kind"])
            found = check_tables(cells)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            if "format" in request.POST:
                rows = [row_of(each) for each in found]
                return table_answer(request.POST["format"], "findings", [str(head) for head in HEAD], rows)
    context = {"form": form, "tables": checked(cells, found), "count": len(cells), "found": len(found)}
    return render(request, "results/check.html", context, status=422 if form.errors else 200)


def cells_of(pasted: str, upload: object, kind: str) -> list[Cell]:
    """Return the cells of tables that were pasted or sent. Raises ResultsFileUnreadable and refusals of uploads.

    kind   of all tables; empty: as each table tells
    """
    found, why = published_cells(*opened(upload)) if upload else pasted_cells(pasted)  # type: ignore[arg-type]
    if why:
        raise ResultsFileUnreadable(reason=why)
    return [replace(cell, kind=TableKind(kind)) for cell in found] if kind else found


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
