"""Pages of the frame: the list, a file that comes in, our own contractors, one unit."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.samples import access, frames, queries
from yakusoku.apps.samples.forms import ColumnsForm, FrameForm, ReasonForm, UnitForm
from yakusoku.apps.samples.frame_reading import Preview, columns_of, missing, preview, table_of
from yakusoku.apps.samples.models import PendingFrame, Unit
from yakusoku.apps.samples.views import about
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.sampling.frame import FIELD_LABELS, TODO_LABELS, WRONG_LABELS, Problem, head_row
from yakusoku.domain.survey.sampling.strata import TRAIT_LABELS
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.exports import Cell, table_answer, xlsx_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of, page_of_list
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.words import listed, say

COLUMNS = Columns(
    sorts={
        "reference": "reference",
        "name": "name",
        "stratum": "stratum",
        "employees": "employees",
        "number": "respondent__number",
    },
    searched=("reference__icontains", "name__icontains", "address__icontains", "stratum__icontains"),
    default="name",
)
FILTERS = (
    ("", gettext_lazy("すべて")),
    ("drawn", gettext_lazy("抽出した")),
    ("left-out", gettext_lazy("抽出から除いた")),
    ("no-address", gettext_lazy("住所がない")),
)
HEAD = (
    gettext_lazy("管理番号"),
    gettext_lazy("名称"),
    gettext_lazy("部署"),
    gettext_lazy("担当者"),
    gettext_lazy("郵便番号"),
    gettext_lazy("住所"),
    gettext_lazy("メールアドレス"),
    gettext_lazy("従業員数"),
    gettext_lazy("層"),
    gettext_lazy("抽出から除いた理由"),
    gettext_lazy("回答者の番号"),
)
# What a changed row tells otherwise, in words.
TOLD_WORDS = {"traits": gettext_lazy("層に使う項目"), "employees": gettext_lazy("従業員数")}
SAMPLES = 3
PARTS = ("problems", "new", "changed", "alike")


@require_GET
def frame(request: UserRequest, pk: int) -> HttpResponse:
    """List the frame; `?show=` narrows, `?format=` gives the same rows as a file."""
    survey = access.survey_to_run(acting(request), pk)
    listing, wanted = listing_from(request.GET, COLUMNS), request.GET.get("show", "")
    rows = listing.apply(_shown(access.units_of(survey), wanted))
    if "format" in request.GET:
        traits = queries.traits_in(survey)
        head = [*map(str, HEAD), *map(queries.trait_words, traits)]
        return table_answer(request.GET["format"], _("名簿"), head, _exported(rows, traits))
    context = {
        **about(survey),
        "listing": listing,
        "page": page_of(rows, request.GET),
        "show": wanted,
        "filters": FILTERS,
        "sample": queries.sample_of(survey),
        "previous": survey.previous_id,
    }
    return render(request, "samples/frame.html", context)


def _shown(rows: Any, wanted: str) -> Any:
    if wanted == "drawn":
        return rows.filter(respondent__isnull=False)
    if wanted == "left-out":
        return rows.exclude(left_out="")
    return rows.filter(address="") if wanted == "no-address" else rows


def _exported(rows: Iterable[Unit], traits: list[str]) -> Iterable[tuple[Cell, ...]]:
    for row in rows:
        respondent = getattr(row, "respondent", None)
        yield (
            row.reference,
            row.name,
            row.section,
            row.person,
            row.postcode,
            row.address,
            row.mail,
            row.employees,
            row.stratum,
            row.left_out,
            respondent.number if respondent else None,
            *(row.traits.get(name, "") for name in traits),
        )


@require_http_methods(["GET", "POST"])
def bring(request: UserRequest, pk: int) -> HttpResponse:
    """Take a file to look at."""
    survey = access.survey_to_run(acting(request), pk)
    form = FrameForm(sent(request), request.FILES or None)
    if form.is_valid():
        try:
            frames.receive(survey, form.cleaned_data["frame"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("frame", sentence(refusal))
        else:
            return redirect("sample-columns", survey.pk)
    waiting = (
        PendingFrame.objects.filter(survey=survey, read_by=request.user).select_related("stored").first()
    )
    context = {**about(survey), "form": form, "waiting": waiting, "sample": queries.sample_of(survey)}
    return render(request, "samples/bring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def columns(request: UserRequest, pk: int) -> HttpResponse:
    """Ask which column holds what; guessed by the names of the columns."""
    pending = access.pending_for(acting(request), pk)
    rows = table_of(pending).rows
    head = head_row(rows)
    names = [
        (str(place), f"{letters(place)}: {name.strip() or _('名前なし')}")
        for place, name in enumerate(rows[head])
    ]
    initial = {**pending.mapping, "traits": [str(place) for place in pending.traits.values()]}
    form = ColumnsForm(sent(request), columns=names, heads=rows[head], initial=initial)
    if form.is_valid():
        try:
            frames.settle_columns(pending, form.columns(), form.chosen_traits())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return redirect("sample-preview", pk)
    samples = rows[head + 1 : head + 1 + SAMPLES]
    context = {
        **about(pending.survey),
        "pending": pending,
        "form": form,
        "names": rows[head],
        "samples": samples,
    }
    return render(request, "samples/columns.html", context, status=422 if form.errors else 200)


@require_GET
def show_preview(request: UserRequest, pk: int) -> HttpResponse:
    """Show what taking the frame would do, and every problem; first the columns, if they are not settled."""
    pending = access.pending_for(acting(request), pk)
    if missing(columns_of(pending)):
        return redirect("sample-columns", pk)
    found = preview(pending)
    rows: dict[str, Any] = {
        "problems": found.reading.problems,
        "new": found.new,
        "changed": found.changed,
        "alike": found.alike,
    }
    wanted = request.GET.get("part", "")
    part = wanted if wanted in PARTS else next((name for name in PARTS if rows[name]), "new")
    page = page_of_list(rows[part], request.GET)
    shown = {name: () for name in PARTS} | {part: _told_rows(part, page.rows)}
    context = {
        **about(pending.survey),
        "pending": pending,
        "preview": found,
        "part": part,
        "page": page,
        **shown,
    }
    return render(request, "samples/preview.html", context)


def _told_rows(part: str, rows: list[Any]) -> list[Any]:
    if part == "problems":
        return [told(each) for each in rows]
    return [(each, changed_words(each.fields)) for each in rows] if part == "changed" else rows


def told(problem: Problem) -> dict[str, Any]:
    """Return a problem in words."""
    wrong = say(WRONG_LABELS[problem.wrong])
    if problem.other:
        wrong += _("（%(row)s行目）") % {"row": problem.other}
    return {
        "row": problem.row,
        "cell": f"{letters(problem.column)}{problem.row}",
        "field": say(FIELD_LABELS[problem.field]),
        "value": problem.value[:100],
        "wrong": wrong,
        "todo": say(TODO_LABELS[problem.wrong]),
    }


def changed_words(fields: tuple[str, ...]) -> str:
    """Return in words what a row tells otherwise than before."""
    labels = {name.value: text for name, text in FIELD_LABELS.items()}
    return listed(str(TOLD_WORDS[name]) if name in TOLD_WORDS else say(labels[name]) for name in fields)


@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    """Take the frame: whole, or the rows without problems if that was asked for."""
    pending = access.pending_for(acting(request), pk)
    only_right = request.POST.get("rows") == "right"
    seen = request.POST.get(FIELD, "")
    try:
        count = frames.take(pending, only_right=only_right, seen=seen, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("sample-preview", pk)
    messages.success(request, ngettext("%d件を取り込みました。", "%d件を取り込みました。", count) % count)
    return redirect("sample-frame", pk)


@require_POST
def drop(request: UserRequest, pk: int) -> HttpResponse:
    """Forget the waiting frame."""
    frames.drop(access.pending_for(acting(request), pk))
    messages.info(request, _("取込みをやめました。名簿は変わっていません。"))
    return redirect("sample-frame", pk)


@require_GET
def problems(request: UserRequest, pk: int) -> HttpResponse:
    """Give the list of problems as a file."""
    found: Preview = preview(access.pending_for(acting(request), pk))
    head = [_("行"), _("セル"), _("項目"), _("書かれている値"), _("どこがいけないか"), _("どうするか")]
    rows = [list(told(each).values()) for each in found.reading.problems]
    return xlsx_answer(_("名簿の直すところ"), head, rows)


@require_http_methods(["GET", "POST"])
def contractors(request: UserRequest, pk: int) -> HttpResponse:
    """Show the contractors of our engagements, and take them into the frame."""
    who = acting(request)
    survey = access.survey_to_run(who, pk)
    works = access.works_of(who, survey)
    if request.method == "POST":
        try:
            count = frames.take_contractors(survey, works, by=request.user, at=now())
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
        else:
            told = ngettext("委託先%d者を名簿に入れました。", "委託先%d者を名簿に入れました。", count) % count
            messages.success(request, told + _("住所は登録にないので、郵送するときは書き足してください。"))
            return redirect("sample-frame", pk)
    found = frames.contractors_in(works)
    there = set(access.units_of(survey).values_list("reference", flat=True))
    context = {
        **about(survey),
        "page": page_of_list(
            [(_of_register(each), each["reference"] in there) for each in found], request.GET
        ),
        "coming": sum(1 for each in found if each["reference"] not in there),
        "sample": queries.sample_of(survey),
    }
    return render(request, "samples/contractors.html", context)


def _of_register(told: dict[str, Any]) -> dict[str, Any]:
    """Return a contractor with the traits that the register tells, by names that a page can use."""
    _role, works, personal, department = told["traits"].values()
    return {**told, "works": works, "personal": personal, "department": department}


@require_http_methods(["GET", "POST"])
def unit(request: UserRequest, pk: int, unit: int) -> HttpResponse:
    """Show a unit and change what is told of it."""
    found = access.unit_for(acting(request), pk, unit)
    return _unit_page(request, found, None)


def _unit_page(request: UserRequest, found: Unit, left_out: ReasonForm | None) -> HttpResponse:
    survey = found.survey
    traits = list(dict.fromkeys([*TRAIT_LABELS, *queries.traits_in(survey), *found.traits]))
    drawn = queries.sample_of(survey) is not None
    data = sent(request) if left_out is None else None
    form = UnitForm(data, unit=found, traits=traits, fixed=drawn)
    if form.is_valid():
        seen = request.POST.get(FIELD)
        try:
            frames.change_unit(found, form.given(), seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("保存しました。"))
            return redirect(found)
    context = {
        **about(survey),
        "unit": found,
        "form": form,
        "left_out_form": left_out or ReasonForm(),
        "mark": mark_of_row(found),
        "drawn": drawn,
    }
    wrong = bool(form.errors or (left_out and left_out.errors))
    return render(request, "samples/unit.html", context, status=422 if wrong else 200)


@require_POST
def remove(request: UserRequest, pk: int, unit: int) -> HttpResponse:
    """Take a unit out of the frame."""
    found = access.unit_for(acting(request), pk, unit)
    try:
        frames.remove_unit(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found)
    messages.success(request, _("「%s」を名簿から消しました。") % found.name)
    return redirect("sample-frame", pk)


@require_POST
def leave_out(request: UserRequest, pk: int, unit: int) -> HttpResponse:
    """Let a unit not be drawn, or be drawn again (without a reason, by the button for that)."""
    found = access.unit_for(acting(request), pk, unit)
    again = request.POST.get("again") == "yes"
    form = ReasonForm(request.POST)
    if not again and not form.is_valid():
        return _unit_page(request, found, form)
    try:
        reason = "" if again else form.cleaned_data["reason"]
        frames.leave_out(found, reason, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("抽出の対象に戻しました。") if again else _("抽出から除きました。"))
    return redirect(found)


@require_POST
def previous(request: UserRequest, pk: int) -> HttpResponse:
    """Leave out whoever was asked in the wave before."""
    survey = access.survey_to_run(acting(request), pk)
    try:
        count = frames.leave_out_previous(survey, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        told = ngettext(
            "前回尋ねた%d件を、抽出から除きました。", "前回尋ねた%d件を、抽出から除きました。", count
        )
        messages.success(request, told % count)
    return redirect("sample-frame", pk)


@require_POST
def clear(request: UserRequest, pk: int) -> HttpResponse:
    """Empty the frame."""
    survey = access.survey_to_run(acting(request), pk)
    try:
        count = frames.clear_frame(survey, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(
            request, ngettext("%d件を名簿から消しました。", "%d件を名簿から消しました。", count) % count
        )
    return redirect("sample-frame", pk)


def letters(column: int) -> str:
    """Return a column as a sheet names it: 0 → A, 26 → AA."""
    name, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        name = chr(ord("A") + place) + name
    return name
