"""How the client looks: who, in which way, and going there."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.inspections import access, visits
from yakusoku.apps.inspections.again import earlier_of, round_before
from yakusoku.apps.inspections.forms import AssignForm, AttendanceForm, MethodForm, VisitForm
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.inspections.queries import checks_of, people_who_verify
from yakusoku.apps.inspections.yearly import yearly_state
from yakusoku.domain.inspections.delta import order_of_visit
from yakusoku.domain.inspections.methods import Method
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

# As many checks can be looked at on one afternoon.
PROPOSED = 12


@require_GET
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """Show who looks, in which way, and the plan of going there."""
    return show_plan(request, access.as_client(acting(request), pk))


@require_POST
def assign(request: UserRequest, pk: int) -> HttpResponse:
    """Let a person of the department look at the answers."""
    found = access.as_client(acting(request), pk)
    form = AssignForm(request.POST, people=people_who_verify(found))
    if form.is_valid():
        try:
            person, seen = form.cleaned_data["person"], request.POST.get(FIELD)
            visits.assign(found, person, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("person", sentence(refusal))
        else:
            messages.success(request, _("担当者を決めました。"))
            return redirect("inspection-visit", found.pk)
    return show_plan(request, found, assign_form=form)


@require_POST
def method(request: UserRequest, pk: int) -> HttpResponse:
    """Settle in which way it is looked at."""
    found = access.as_client(acting(request), pk)
    form = MethodForm(request.POST)
    if form.is_valid():
        chosen, reason = Method(form.cleaned_data["method"]), form.cleaned_data["reason"]
        try:
            seen = request.POST.get(FIELD)
            visits.choose_method(found, chosen, reason, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("reason", sentence(refusal))
        else:
            messages.success(request, _("確かめ方を決めました。"))
            return redirect("inspection-visit", found.pk)
    return show_plan(request, found, method_form=form)


@require_POST
def visit(request: UserRequest, pk: int) -> HttpResponse:
    """Plan going there."""
    found = access.as_client(acting(request), pk)
    form = VisitForm(request.POST, checks=choosable(found))
    if form.is_valid():
        data = form.cleaned_data
        chosen = visits.Plan(data["day"], data["place"], data["comers"], tuple(data["checks"]))
        try:
            visits.plan_visit(found, chosen, seen=request.POST.get(FIELD), by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("現地確認の予定を入れました。"))
            return redirect("inspection-visit", found.pk)
    return show_plan(request, found, visit_form=form)


@require_POST
def attend(request: UserRequest, pk: int) -> HttpResponse:
    """Write down that somebody was there."""
    found = access.as_client(acting(request), pk)
    form = AttendanceForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            visits.record_visit(
                found, data["held_on"], data["comers"], data["met"], by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("現地で確かめたことを記録しました。"))
            return redirect("inspection-visit", found.pk)
    return show_plan(request, found, attend_form=form)


def choosable(inspection: Inspection) -> list[tuple[str, str]]:
    """Return the checks as choices: number and question."""
    return [(check.id, f"{check.id}　{check.question}") for check in checks_of(inspection)]


def proposed(inspection: Inspection) -> tuple[str, ...]:
    """Return the checks that are proposed to be looked at: the weakest and riskiest."""
    before = round_before(inspection)
    earlier = earlier_of(inspection, before) if before else None
    return order_of_visit(checks_of(inspection), earlier, PROPOSED)


def show_plan(request: UserRequest, found: Inspection, **forms: Form) -> HttpResponse:
    """Return the page; 422 when one of its forms came back."""
    planned = visits.visit_of(found)
    engagement, today = found.version.engagement, localdate()
    told: dict[str, Any] = {"checks": proposed(found)}
    if planned is not None:
        told = {
            "day": planned.planned_for,
            "place": planned.place,
            "comers": planned.comers,
            "checks": planned.checks,
        }
    went = {"held_on": today, "comers": planned.comers} if planned else {}
    context = {
        "inspection": found,
        "engagement": engagement,
        "visit": planned,
        "person_mark": visits.mark_of_person(found),
        "way_mark": visits.mark_of_way(found, planned),
        "open": found.state != State.CONCLUDED,
        "yearly": yearly_state(engagement, today) if found.hop_id is None else None,
        "assign_form": AssignForm(initial={"person": found.assigned_to_id}, people=people_who_verify(found)),
        "method_form": MethodForm(initial={"method": found.method, "reason": found.remote_reason}),
        "visit_form": VisitForm(initial=told, checks=choosable(found)),
        "attend_form": AttendanceForm(initial=went),
        **forms,
    }
    return render(request, "inspections/visit.html", context, status=422 if forms else 200)
