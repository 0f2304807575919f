"""A ledger that comes in: read, its columns told, looked at, then taken or dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.register import access, imports
from yakusoku.apps.register.forms import ColumnsForm, DepartmentsForm, LedgerForm
from yakusoku.apps.register.ledger import Changed, Preview, columns_of, missing, preview, table_of
from yakusoku.apps.register.models import PendingLedger
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.register.ledger import FIELD_LABELS, WRONG_LABELS, Problem, head_row
from yakusoku.web.exports import Cell, xlsx_answer
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of_list
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import listed, say

SAMPLES = 3
PARTS = ("problems", "changed", "new")


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem in words: the cell as the sheet names it, what stands there, what is wrong and what to do."""

    row: int
    cell: str
    field: str
    value: str
    wrong: str
    todo: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A row that tells something else than before, in words."""

    changed: Changed
    fields: str


def door(request: UserRequest) -> Acting:
    """Return who acts, if they may take a ledger in."""
    return require(acting(request), Act.IMPORT_REGISTER)


@require_http_methods(["GET", "POST"])
def receive(request: UserRequest) -> HttpResponse:
    """Take a file to look at."""
    who = door(request)
    form = LedgerForm()
    if request.method == "POST":
        form = LedgerForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                imports.receive(who.organization, form.cleaned_data["ledger"], by=request.user, at=now())
            except Refusal as refusal:
                form.add_error("ledger", sentence(refusal))
            else:
                return redirect("register-import-columns")
    waiting = PendingLedger.objects.filter(organization=who.organization, read_by=request.user).first()
    context = {"form": form, "waiting": waiting}
    return render(request, "register/import.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def columns(request: UserRequest) -> HttpResponse:
    """Ask which column holds what; guessed by the names of the columns."""
    pending = access.pending_for(door(request))
    rows = table_of(pending).rows
    head = head_row(rows)
    names = [
        (str(place), f"{letters(place)}: {name.strip() or _('名前なし')}")
        for place, name in enumerate(rows[head])
    ]
    samples = rows[head + 1 : head + 1 + SAMPLES]
    form = ColumnsForm(request.POST or None, columns=names, initial=pending.mapping)
    if request.method == "POST" and form.is_valid():
        try:
            imports.settle_columns(pending, form.columns())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return redirect("register-import-preview")
    context = {"pending": pending, "form": form, "names": rows[head], "samples": samples}
    return render(request, "register/columns.html", context, status=422 if form.errors else 200)


@require_GET
def show_preview(request: UserRequest) -> HttpResponse:
    """Show what taking the ledger would do, and every problem."""
    who = door(request)
    return preview_page(request, who, access.pending_for(who), None)


def preview_page(
    request: UserRequest, who: Acting, pending: PendingLedger, form: DepartmentsForm | None
) -> HttpResponse:
    """Return the page of the preview; first the columns, if they are not settled."""
    if missing(columns_of(pending)):
        return redirect("register-import-columns")
    found = preview(pending)
    failed = form is not None
    form = form or departments_form(who, found)
    context = {
        "pending": pending,
        "preview": found,
        "form": form,
        **part_of(found, request.GET),
    }
    return render(request, "register/preview.html", context, status=422 if failed else 200)


def part_of(found: Preview, query: QueryDict) -> dict[str, Any]:
    """Return the part of the preview that is asked for, page by page: problems first, where there are any."""
    rows: dict[str, Sequence[Any]] = {
        "problems": found.reading.problems,
        "changed": found.changed,
        "new": found.new,
    }
    wanted = query.get("part", "")
    part = wanted if wanted in PARTS else next((name for name in PARTS if rows[name]), "new")
    page = page_of_list(rows[part], query)
    shown: dict[str, Sequence[Any]] = {name: () for name in PARTS}
    if part == "problems":
        shown[part] = [told(problem) for problem in page.rows]
    elif part == "changed":
        shown[part] = [ShownChange(each, fields_told(each)) for each in page.rows]
    else:
        shown[part] = page.rows
    return {"part": part, "page": page, **shown}


def departments_form(who: Acting, found: Preview, data: QueryDict | None = None) -> DepartmentsForm:
    """Return the form that asks about departments that are none of ours."""
    ours = who.organization.departments.all()
    return DepartmentsForm(data, names=found.unmatched, ours=ours)


@require_POST
def departments(request: UserRequest) -> HttpResponse:
    """Settle to which department each unknown name belongs."""
    who = door(request)
    pending = access.pending_for(who)
    form = departments_form(who, preview(pending), request.POST)
    if not form.is_valid():
        return preview_page(request, who, pending, form)
    imports.settle_departments(pending, form.chosen())
    return redirect("register-import-preview")


@require_POST
def take(request: UserRequest) -> HttpResponse:
    """Take the ledger: whole, or the rows without problems if that was asked for."""
    pending = access.pending_for(door(request))
    only_right = request.POST.get("rows") == "right"
    try:
        count = imports.take(pending, only_right=only_right, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("register-import-preview")
    told = ngettext("%d件を取り込みました。", "%d件を取り込みました。", count) % count
    if PendingLedger.objects.filter(pk=pending.pk).exists():
        messages.success(request, told + _("取り込まなかった行は、Excelで受け取って直せます。"))
        return redirect("register-import-preview")
    messages.success(request, told + _("業務ごとに、業務の実態を書き足してください。"))
    return redirect("register")


@require_POST
def drop(request: UserRequest) -> HttpResponse:
    """Forget the waiting ledger."""
    imports.drop(access.pending_for(door(request)))
    messages.info(request, _("取込みをやめました。台帳は変わっていません。"))
    return redirect("register")


@require_GET
def problems(request: UserRequest) -> HttpResponse:
    """Give the list of problems as a file."""
    found = preview(access.pending_for(door(request)))
    rows = [told(problem) for problem in found.reading.problems]
    head = [_("行"), _("セル"), _("項目"), _("書かれている値"), _("どこがいけないか"), _("どうするか")]
    cells = [(r.row, r.cell, r.field, r.value, r.wrong, r.todo) for r in rows]
    return xlsx_answer(_("台帳の直すところ"), head, cells)


@require_GET
def left(request: UserRequest) -> HttpResponse:
    """Give the rows with problems back in their own shape, with what to do beside them."""
    pending = access.pending_for(door(request))
    table, found = table_of(pending).rows, preview(pending)
    by_row: dict[int, list[str]] = {}
    for problem in found.reading.problems:
        shown = told(problem)
        by_row.setdefault(problem.row, []).append(f"{shown.field}: {shown.wrong}{shown.todo}")
    head = [*table[head_row(table)], _("直すところ")]
    cells: list[list[Cell]] = [[*table[row - 1], " / ".join(words)] for row, words in sorted(by_row.items())]
    return xlsx_answer(_("取り込まなかった行"), head, cells)


def told(problem: Problem) -> ShownProblem:
    """Return a problem in words."""
    wrong, todo = WRONG_LABELS[problem.wrong]
    return ShownProblem(
        problem.row,
        f"{letters(problem.column)}{problem.row}",
        say(FIELD_LABELS[problem.field]),
        problem.value[:100],
        say(wrong),
        say(todo),
    )


def fields_told(changed: Changed) -> str:
    """Return in words what a row tells otherwise than before."""
    return listed(say(FIELD_LABELS[name]) for name in changed.fields)


def letters(column: int) -> str:
    """Return a column as a sheet names it: 0 → A, 26 → AA."""
    name, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        name = chr(ord("A") + place) + name
    return name
