"""Pages of findings: those of an engagement, one of them, and all of an organisation."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.findings import access, services, tables
from yakusoku.apps.findings.asking import questions_about
from yakusoku.apps.findings.forms import ReasonForm
from yakusoku.apps.findings.models import Finding, InstructedFinding, Standing, State
from yakusoku.apps.findings.shown import FindingShown, findings_shown
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.findings.kinds import GRAVITY
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest


@require_GET
def engagement_findings(request: UserRequest, pk: int) -> HttpResponse:
    """Show the findings of an engagement, grouped by how far they have come."""
    who = acting(request)
    engagement = engagement_for(who, pk)
    form, rows = tables.findings_within(who, engagement, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.findings_table(engagement.organization, rows.order_by("pk")).answer(wanted)
    shown = findings_shown(engagement, rows)
    instructions = engagement.instructions.exclude(state=Standing.WITHDRAWN)
    context = {
        "engagement": engagement,
        "is_client": access.is_client(who, engagement),
        "may_instruct": access.may_instruct(who, engagement),
        "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "groups": grouped(shown),
        "total": len(shown),
        "open_count": sum(1 for each in shown if each.finding.state == State.OPEN),
        "instructions": instructions.select_related("recipient", "engagement").order_by("number"),
        "added": engagement.added_checks.filter(retired_at__isnull=True).select_related("hop"),
        "reason_form": ReasonForm(),
    }
    return render(request, "findings/engagement.html", context)


@require_GET
def finding(request: UserRequest, pk: int, finding: int) -> HttpResponse:
    """Show one finding: what fell short, whether it was found before, and what became of it."""
    who = acting(request)
    engagement = engagement_for(who, pk)
    found = access.finding_for(who, engagement, finding)
    return show_finding(request, who, found)


@require_POST
def dismiss(request: UserRequest, pk: int, finding: int) -> HttpResponse:
    """Close a finding without an instruction."""
    who = require(acting(request), Act.INSTRUCT_CORRECTION)
    engagement = client_engagement_for(who, pk, Act.INSTRUCT_CORRECTION)
    found = access.finding_for(who, engagement, finding)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.dismiss(found, form.cleaned_data["reason"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("指摘を閉じました。理由は記録に残ります。"))
            return redirect("engagement-findings", pk)
    return show_finding(request, who, found, form)


def show_finding(
    request: UserRequest, who: Acting, found: Finding, form: ReasonForm | None = None
) -> HttpResponse:
    """Return the page of a finding; with a form that failed, 422."""
    engagement = found.engagement
    may = access.may_instruct(who, engagement)
    links = InstructedFinding.objects.filter(finding=found).select_related("instruction__engagement")
    context = {
        "engagement": engagement,
        "is_client": access.is_client(who, engagement),
        "may_instruct": may,
        "shown": findings_shown(engagement, [found])[0],
        "finding": found,
        "links": links,
        "later": found.repeated_by.all(),
        "added": found.added_checks.all(),
        "form": form or ReasonForm(),
    }
    return render(request, "findings/finding.html", context, status=422 if form else 200)


@require_GET
def all_findings(request: UserRequest) -> HttpResponse:
    """List the findings that a person sees over all engagements."""
    who = require(acting(request), Act.VIEW_ENGAGEMENT)
    titles = tables.requirement_titles(who.organization)
    form, listing, rows = tables.findings_listed(who, request.GET, titles)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.findings_table(who.organization, rows, titles).answer(wanted)
    page = page_of(rows, request.GET)
    asked = questions_about(page.rows, who.organization)
    context = {
        "form": form,
        "listing": listing,
        "page": page,
        "rows": [(found, titles.get(found.slug, found.slug), asked.get(found.pk, "")) for found in page.rows],
        "filtered": any(request.GET.get(name) for name in form.fields) or bool(listing.search),
    }
    return render(request, "findings/all.html", context)


def grouped(shown: Sequence[FindingShown]) -> list[tuple[State, list[FindingShown]]]:
    """Return findings by state, the gravest first in each; states without one are left out."""
    order = {severity.value: -step for severity, step in GRAVITY.items()}
    ranked = sorted(shown, key=lambda each: (order[each.finding.severity], each.finding.pk))
    groups = [(state, [each for each in ranked if each.finding.state == state]) for state in State]
    return [(state, rows) for state, rows in groups if rows]
