"""What is done to a report with one button: places added, moved, taken away; numbers replaced, excused; its release."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.accounts.access import acting
from yakusoku.apps.results import report_access as access
from yakusoku.apps.results import report_services as services
from yakusoku.apps.results.report_figures import data_for, looked_at
from yakusoku.apps.results.report_making import make_behind
from yakusoku.apps.results.report_models import Report
from yakusoku.apps.results.report_pages import ADDED
from yakusoku.apps.results.report_place_views import add_table_form
from yakusoku.apps.results.report_planning import planned_table
from yakusoku.apps.results.report_refusals import TableInUse
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.report import editing
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.outline import (
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Headline,
    Paragraph,
    TableBlock,
)
from yakusoku.domain.survey.report.plan import PlannedPage, ReportPlan
from yakusoku.domain.survey.report.rewording import NumberGone, referenced
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

Change = Callable[[ReportPlan], ReportPlan]


def _written(
    request: UserRequest, found: Report, change: Change, *, place: str = "", seen: str | None = None
) -> bool:
    """Change the outline; on a refusal say so. Return whether it was changed."""
    try:
        services.write(found, change, place=place, seen=seen, by=request.user, at=now())
    except editing.NoSuchPlace as refusal:
        messages.error(request, sentence(refusal))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    except UnreadableFile as error:
        messages.error(request, "、".join(each.message for each in error.problems[:3]))
    else:
        return True
    return False


def _at(found: Report, place: str) -> HttpResponse:
    return redirect("survey-report-place", found.survey_id, found.number, place)


@require_POST
def add(request: UserRequest, pk: int, number: int, place: str) -> HttpResponse:
    """Add a page or a block after a place, and open its form."""
    found = access.report_to_write(acting(request), pk, number)
    kind, where = request.POST.get("kind", ""), [place]
    if kind != "page" and kind not in ADDED:
        raise Http404
    try:
        looked = looked_at(found)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found.get_absolute_url())

    def change(plan: ReportPlan) -> ReportPlan:
        if kind == "page":
            page = PlannedPage((), _("新しい節"), blocks=(Headline(""),))
            plan, where[0] = editing.with_page(plan, place, page)
            return plan
        first = _first_table(plan, place, looked.counted.tables)
        plan, where[0] = editing.with_added(plan, place, _blank(kind, first, looked.store))
        return plan

    return _at(found, where[0]) if _written(request, found, change) else redirect(found.get_absolute_url())


def _first_table(plan: ReportPlan, place: str, tables: tuple[str, ...]) -> str:
    """Return the table that a page already shows; else the first of the report."""
    shown = (
        block.table
        for block in editing.page_at(plan, place).blocks
        if isinstance(block, ChartBlock | TableBlock)
    )
    return next(shown, tables[0] if tables else "")


def _blank(kind: str, table: str, store: FigureStore) -> Block:
    """Return a block of a kind with nothing in it."""
    match ADDED[kind]:
        case made if made is Bullets:
            return Bullets(())
        case made if made is ChartBlock:
            return ChartBlock(store.table(table).id)
        case made if made is TableBlock:
            return TableBlock(store.table(table).id)
        case made if made is Headline:
            return Headline("")
        case made if made is Callout:
            return Callout("")
    return Paragraph("")


@require_POST
def move(request: UserRequest, pk: int, number: int, place: str) -> HttpResponse:
    """Move a page or a block up, or down."""
    found = access.report_to_write(acting(request), pk, number)
    up, where = request.POST.get("way") != "down", [place]

    def change(plan: ReportPlan) -> ReportPlan:
        plan, where[0] = editing.moved(plan, place, up=up)
        return plan

    _written(request, found, change, place=place, seen=request.POST.get(FIELD))
    return redirect(f"{found.get_absolute_url()}#{where[0]}")


@require_POST
def remove(request: UserRequest, pk: int, number: int, place: str) -> HttpResponse:
    """Take a page with all that stands on it, or a block, away."""
    found = access.report_to_write(acting(request), pk, number)
    seen = request.POST.get(FIELD)
    if _written(request, found, lambda plan: editing.removed(plan, place), place=place, seen=seen):
        messages.success(request, _("消しました。「最後の変更を元に戻す」で戻せます。"))
    return redirect(found.get_absolute_url())


@require_POST
def undo(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Take the last change back; go to where it was asked for, if that is still there."""
    found = access.report_to_write(acting(request), pk, number)
    place = request.POST.get("back", "")
    try:
        plan = services.undo(found, seen=request.POST.get(FIELD), by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found.get_absolute_url())
    messages.success(request, _("最後の変更を元に戻しました。もう一度押すと、変更した後に戻ります。"))
    return _at(found, place) if place in editing.places_of(plan) else redirect(found.get_absolute_url())


@require_POST
def add_table(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Add a table to the report."""
    found = access.report_to_write(acting(request), pk, number)
    try:
        data = data_for(found)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found.get_absolute_url())
    form = add_table_form(request.POST, data)
    if not form.is_valid():
        messages.error(request, _("設問と軸を選んでください。"))
        return _at(found, editing.TABLES)
    told = form.cleaned_data
    by = tuple(
        dict.fromkeys(axis for axis in (told["by"], told["inside"]) if axis and axis != told["question"])
    )
    with override("ja"):
        made = planned_table(data, told["question"], by, shows_blank=told["shows_blank"])

    def change(plan: ReportPlan) -> ReportPlan:
        known = {table.id for table in plan.tables}
        name = next(
            each for n in range(1, 1000) if (each := made.id if n == 1 else f"{made.id}-{n}") not in known
        )
        return replace(plan, tables=(*plan.tables, replace(made, id=name)))

    if _written(request, found, change):
        messages.success(request, _("表「%s」を加えました。") % made.id)
    return _at(found, editing.TABLES)


@require_POST
def remove_table(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Take a table away that no block shows."""
    found = access.report_to_write(acting(request), pk, number)
    name = request.POST.get("table", "")

    def change(plan: ReportPlan) -> ReportPlan:
        rest = tuple(table for table in plan.tables if table.id != name)
        blocks = (block for page in plan.pages for block in page.blocks)
        if any(isinstance(block, ChartBlock | TableBlock) and block.table == name for block in blocks):
            raise TableInUse(name=name)
        return replace(plan, tables=rest) if rest else plan

    if _written(request, found, change):
        messages.success(request, _("表「%s」を外しました。") % name)
    return _at(found, editing.TABLES)


@require_POST
def refer(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Write a reference instead of a number that was typed."""
    found = access.report_to_write(acting(request), pk, number)
    told = {name: request.POST.get(name, "") for name in ("place", "typed", "sentence", "suggestion")}
    try:
        store = looked_at(found).store
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found.get_absolute_url())

    def change(plan: ReportPlan) -> ReportPlan:
        done: list[str] = []

        def reword(text: str) -> str:
            made = (
                None if done else referenced(text, store, told["sentence"], told["typed"], told["suggestion"])
            )
            done.extend([made] if made else [])
            return made or text

        changed = editing.reworded(plan, told["place"], reword)
        if not done:
            raise NumberGone()
        return changed

    if _written(request, found, change):
        messages.success(request, _("「%s」を参照にしました。") % told["typed"])
    return _back(request, found)


def _back(request: UserRequest, found: Report) -> HttpResponse:
    """Return to the place from which the button was pressed, else to the report."""
    place = request.POST.get("back", "")
    return _at(found, place) if editing.is_place(place) else redirect(f"{found.get_absolute_url()}#check")


@require_POST
def excuse(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Let a number stand, and say why."""
    found = access.report_to_write(acting(request), pk, number)
    typed, words, why = (request.POST.get(name, "") for name in ("typed", "sentence", "why"))
    try:
        services.excuse(found, typed, words, why[:2000], by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("断りを書きました。報告書とともに残ります。"))
    return _back(request, found)


@require_POST
def withdraw(request: UserRequest, pk: int, number: int, excuse: int) -> HttpResponse:
    """Take an excuse back."""
    given = access.excuse_to_withdraw(acting(request), pk, number, excuse)
    services.withdraw_excuse(given, by=request.user, at=now())
    messages.success(request, _("断りを取り消しました。"))
    return redirect(f"{reverse('survey-report', args=[pk, number])}#check")


@require_POST
def release(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Release the report as it stands; its files are made behind the page."""
    found = access.report_to_write(acting(request), pk, number)
    try:
        made = services.release(found, seen=request.POST.get(FIELD), by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(f"{found.get_absolute_url()}#check")
    make_behind(made)
    return redirect("survey-report-version", pk, number, made.number)
