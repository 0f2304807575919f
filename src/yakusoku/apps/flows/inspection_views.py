"""The page of an engagement's inspections, and sending one by hand."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.candidates.handing_in import give_back, hand_in
from yakusoku.apps.engagements import access
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows import tables
from yakusoku.apps.flows.rounds import Company, companies_of
from yakusoku.apps.flows.sending import next_inspection, place_asked, send
from yakusoku.apps.inspections.access import as_client, as_contractor, sees_work, work_for
from yakusoku.apps.inspections.forms import AskForm, ReasonForm
from yakusoku.apps.inspections.yearly import yearly_state
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest


@require_GET
def inspections(request: UserRequest, pk: int) -> HttpResponse:
    """Show the inspections of one engagement: what comes next, what runs, what is done."""
    who, today = acting(request), localdate()
    engagement = work_for(who, pk)
    is_client = engagement.organization_id == who.organization.pk
    listing, rows = tables.rounds_listed(who, engagement, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.rounds_table(who, engagement, request.GET).answer(wanted)
    companies = companies_of(engagement, who, today)
    context = {
        "engagement": engagement,
        "is_client": is_client,
        "sees_work": sees_work(who, engagement),
        "listing": listing,
        "page": page_of(rows, request.GET),
        "companies": companies,
        "yearly": yearly_state(engagement, today) if sees_work(who, engagement) else None,
        "ask_form": ask_form(who, engagement, companies) if is_client else None,
    }
    return render(request, "flows/inspections.html", context)


def ask_form(who: Acting, engagement: Engagement, companies: Sequence[Company]) -> AskForm | None:
    """Return the form that sends a check sheet by hand; None when the person may not, or nobody can be asked."""
    free = [(str(c.hop.pk) if c.hop else "", c.name) for c in companies if not c.running]
    allowed = who.may_in(Act.OPEN_INSPECTION, engagement.department_id)
    ready = engagement.contractor_id is not None and engagement.versions.exists()
    if not (allowed and ready and free and engagement.closed_at is None):
        return None
    return AskForm(places=free, initial=next_inspection(engagement))


@require_POST
def send_sheet(request: UserRequest, pk: int) -> HttpResponse:
    """Send the check sheet of the latest version to the contractor, or to someone below it."""
    who = require(acting(request), Act.OPEN_INSPECTION)
    engagement = access.client_engagement_for(who, pk, Act.OPEN_INSPECTION)
    version = latest_version(engagement)
    hop = place_asked(engagement, request.POST.get("asked", ""))
    form = AskForm(request.POST, places=[(str(hop.pk) if hop else "", hop.name if hop else "")])
    back = (
        reverse("engagement-inspections", args=[pk])
        if "asked" in request.POST
        else str(engagement.get_absolute_url())
    )
    if version is None or not form.is_valid():
        messages.error(request, _("特記仕様書を発行してから、点検の種類と期限を選んでください。"))
        return redirect(back)
    kind, due_on = InspectionKind(form.cleaned_data["kind"]), form.cleaned_data["due_on"]
    try:
        opened = send(version, kind, due_on, hop=hop, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(back)
    messages.success(request, _("遵守確認表を委託先に送りました。"))
    return redirect(opened)


@require_POST
def submit(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the answers in."""
    who = require(acting(request), Act.SUBMIT_ANSWER)
    found = as_contractor(who, pk)
    try:
        hand_in(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("回答を提出しました。委託元の確認をお待ちください。"))
    return redirect(found)


@require_POST
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Give the sheet back to the contractor."""
    who = require(acting(request), Act.WRITE_VERIFICATION)
    found = as_client(who, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("直してほしいことを書いてください。"))
        return redirect(found)
    try:
        give_back(found, form.cleaned_data["reason"], by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("委託先に差し戻しました。"))
    return redirect(found)
