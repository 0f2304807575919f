"""Pages that both sides share: the candidate's own page, and the security plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.candidates import access, planning, services
from yakusoku.apps.candidates.forms import AddForm, ItemForm, NoteForm, ReasonForm, ResponsibleForm
from yakusoku.apps.candidates.models import Candidacy, Ways
from yakusoku.apps.candidates.queries import PlanRow, assessment_of, contract_of, is_answered, plan_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.candidates.plan import PlanChanged, Way
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_http_methods(["GET", "POST"])
def candidate(request: UserRequest, pk: int) -> HttpResponse:
    """Show the candidate what it is asked; a POST names its 個人情報保護責任者."""
    who = acting(request)
    if request.method == "GET":
        found = access.candidacy_for(who, pk)
        if access.is_client(who, found):
            return redirect("candidacy", found.engagement_id)
        start = {"person": found.responsible_person, "contact": found.responsible_contact}
        return show_candidate(request, found, ResponsibleForm(initial=start))
    found = access.own_candidacy_for(require(who, Act.WRITE_PLAN), pk, Act.WRITE_PLAN)
    form = ResponsibleForm(request.POST)
    if form.is_valid():
        try:
            seen = request.POST.get(FIELD)
            services.name_responsible(found, **form.cleaned_data, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("個人情報保護責任者を届け出ました。"))
            return redirect(found)
    return show_candidate(request, found, form)


def show_candidate(request: UserRequest, found: Candidacy, form: ResponsibleForm) -> HttpResponse:
    """Return the candidate's page."""
    context = {
        "candidacy": found,
        "engagement": found.engagement,
        "form": form,
        "mark": services.mark_of_responsible(found),
        "plan": plan_of(found, assessment_of(found)),
        "answered": is_answered(found),
        "contract": contract_of(found.engagement),
    }
    return render(request, "candidates/candidate.html", context, status=422 if form.errors else 200)


@require_GET
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """Show the security plan to either side."""
    return show_plan(request, access.candidacy_for(acting(request), pk))


@require_POST
def write_item(request: UserRequest, pk: int, key: str) -> HttpResponse:
    """Take what one side wrote into a point; written over by the other meanwhile, both texts are shown."""
    found = access.shared_candidacy_for(require(acting(request), Act.WRITE_PLAN), pk, Act.WRITE_PLAN)
    form = ItemForm(request.POST)
    conflict = False
    if form.is_valid():
        edition = form.cleaned_data["edition"]
        try:
            planning.write_item(found, key, form.written(), edition=edition, by=request.user, at=now())
        except PlanChanged as refusal:
            form.add_error(None, sentence(refusal))
            conflict = True
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("計画を保存しました。"))
            return _back(found, key)
    return show_plan(request, found, key=key, form=form, conflict=conflict)


@require_POST
def add_item(request: UserRequest, pk: int) -> HttpResponse:
    """Add a point that no question asked for."""
    found = access.shared_candidacy_for(require(acting(request), Act.WRITE_PLAN), pk, Act.WRITE_PLAN)
    form = AddForm(request.POST, auto_id="add_%s")
    if form.is_valid():
        try:
            item = planning.add_item(
                found, form.cleaned_data["title"], form.written(), by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("項目を足しました。"))
            return _back(found, item.key)
    return show_plan(request, found, add_form=form)


@require_POST
def remove_item(request: UserRequest, pk: int, key: str) -> HttpResponse:
    """Take a freely added point away."""
    found = access.shared_candidacy_for(require(acting(request), Act.WRITE_PLAN), pk, Act.WRITE_PLAN)
    edition = request.POST.get("edition", "")
    seen = int(edition) if edition.isascii() and edition.isdigit() and len(edition) < 8 else 0
    try:
        planning.remove_item(access.item_for(found, key), edition=seen, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("項目を外しました。"))
    return redirect("plan", pk)


@require_POST
def agree(request: UserRequest, pk: int) -> HttpResponse:
    """Agree to the plan for the client."""
    found = access.client_candidacy_for(require(acting(request), Act.WRITE_PLAN), pk, Act.WRITE_PLAN)
    try:
        planning.agree(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("plan", pk)
    messages.success(request, _("計画に合意しました。"))
    return redirect("candidacy", found.engagement_id)


@require_POST
def report_done(request: UserRequest, pk: int, key: str) -> HttpResponse:
    """Take the contractor's word that a measure was taken."""
    found = access.own_candidacy_for(require(acting(request), Act.WRITE_PLAN), pk, Act.WRITE_PLAN)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        planning.report_done(access.item_for(found, key), note, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("対策の実施を報告しました。委託元が確かめます。"))
    return _back(found, key)


@require_POST
def verify_done(request: UserRequest, pk: int, key: str) -> HttpResponse:
    """Take what the client saw of a measure: `holds` says whether it was taken."""
    found = access.client_candidacy_for(
        require(acting(request), Act.WRITE_VERIFICATION), pk, Act.WRITE_VERIFICATION
    )
    form = NoteForm(request.POST)
    holds = request.POST.get("holds") == "yes"
    note = form.cleaned_data["note"] if form.is_valid() else ""
    if not holds and not note.strip():
        messages.error(request, _("差し戻すときは、足りないことを書いてください。"))
        return _back(found, key)
    try:
        planning.verify_done(access.item_for(found, key), holds, note, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("確かめた結果を残しました。") if holds else _("委託先に差し戻しました。"))
    return _back(found, key)


def show_plan(
    request: UserRequest,
    found: Candidacy,
    *,
    key: str = "",
    form: ItemForm | None = None,
    add_form: AddForm | None = None,
    conflict: bool = False,
) -> HttpResponse:
    """Return the page of the plan; a form that failed stands filled at its point (422)."""
    who = acting(request)
    client = access.is_client(who, found)
    writes = found.plan_agreed_at is None and not found.over and is_answered(found)
    may_write = writes and access.may_on_either_side(who, found, Act.WRITE_PLAN)
    drawn = plan_of(found, assessment_of(found))
    context = {
        "candidacy": found,
        "engagement": found.engagement,
        "is_client": client,
        "plan": drawn,
        "answered": is_answered(found),
        "rows": [
            (row, form if row.key == key and form else item_form(row), row.key == key and form is not None)
            for row in drawn.rows
        ],
        "conflict": key if conflict else "",
        "may_write": may_write,
        "may_lead": client and who.may_in(Act.WRITE_PLAN, found.engagement.department_id),
        "may_report": not client and who.may(Act.WRITE_PLAN),
        "may_verify": client and who.may_in(Act.WRITE_VERIFICATION, found.engagement.department_id),
        "contract": contract_of(found.engagement),
        "add_form": add_form or AddForm(auto_id="add_%s"),
        "reason_form": ReasonForm(),
    }
    failed = bool((form and form.errors) or (add_form and add_form.errors))
    return render(request, "candidates/plan.html", context, status=422 if failed else 200)


def item_form(row: PlanRow) -> ItemForm:
    """Return the form of a point as it stands."""
    item = row.item
    start: dict[str, Any] = {"edition": row.edition, "way": Ways.MEASURE}
    if item is not None:
        start |= {"way": item.way, "measure": item.measure, "by_when": item.by_when, "who": item.who}
    form = ItemForm(initial=start, auto_id=f"{row.key}_%s")
    if item is not None and item.free:
        way = form.fields["way"]
        way.choices = [(Way.MEASURE.value, Ways.MEASURE.label)]  # type: ignore[attr-defined]
    return form


def _back(found: Candidacy, key: str) -> HttpResponse:
    return redirect(f"{reverse('plan', args=[found.pk])}#{key}")
