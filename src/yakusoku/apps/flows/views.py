"""Home, the overview of an engagement, and publishing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yakusoku.adapters.pdf import decisions_pdf
from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.board.queries import BoardDecision, OpenCondition, decision_of, open_conditions
from yakusoku.apps.candidates.queries import Brief, briefs_of
from yakusoku.apps.chain.drawing import drawn, gaps_told
from yakusoku.apps.chain.queries import chain_of
from yakusoku.apps.duties.queries import duties_in
from yakusoku.apps.duties.shown import folded, shown
from yakusoku.apps.engagements import access
from yakusoku.apps.engagements.choice import choice_of
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import (
    facts_told,
    profile_of,
    rules_of,
)
from yakusoku.apps.flows.forms import PublishForm
from yakusoku.apps.flows.planned import planned_for
from yakusoku.apps.flows.progress import Standing, standings, thread_of
from yakusoku.apps.flows.publishing import publish_promise
from yakusoku.apps.flows.sending import may_open, next_inspection
from yakusoku.apps.inspections.forms import OpenForm
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.review.access import may_read, reviews_of
from yakusoku.apps.specifications.queries import draft_pack, is_outdated, latest_version, pack_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.schedule import PlannedInspection
from yakusoku.domain.packs.difference import difference
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import say

MOST_DUTIES, MOST_REVIEWS = 10, 3


@require_GET
def overview(request: UserRequest, pk: int) -> HttpResponse:
    """Show one engagement: where it stands, its facts, versions, inspections and who holds data."""
    who = acting(request)
    engagement = access.engagement_for(who, pk)
    standing = standings([engagement], who, localdate())[0]
    client, today = standing.client_side, localdate()
    chain = chain_of(engagement, today, client=True) if client else None
    context = {
        "engagement": engagement,
        "standing": standing,
        "thread": thread_of(standing, today),
        "waits": standing.waits_for(who),
        "urge": standing.to_be_urged(who, today),
        "versions": engagement.versions.select_related("published_by").defer("snapshot"),
        "inspections": rounds_shown(engagement, client=client),
        "reviews": reviews_of(who).filter(engagement=engagement).defer("results", "profile")[:MOST_REVIEWS]
        if client and may_read(who)
        else None,
        "may_review": client and who.may_in(Act.REVIEW_CONTRACT, engagement.department_id),
        "duties": shown(folded(duties_in(engagement.pk, who), who.user.pk)[:MOST_DUTIES], today),
        "way": way_of(engagement) if client else None,
        "facts_told": facts_shown(standing),
        "is_client": client,
        "drawn": drawn(chain) if chain else (),
        "gaps": gaps_told(chain.gaps) if chain else (),
        "planned": planned_shown(standing),
        "open_form": OpenForm(initial=next_inspection(engagement)) if may_open(who, standing) else None,
        "may_edit": client and who.may_in(Act.EDIT_PROFILE, engagement.department_id),
    }
    return render(request, "flows/overview.html", context)


def rounds_shown(engagement: Engagement, *, client: bool) -> "QuerySet[Inspection]":
    """Return the inspections: all for the client; for the contractor its own, since it sees the work."""
    rows = Inspection.objects.filter(version__engagement=engagement)
    if not client:
        # What a former candidate was asked is not the matter of the next one.
        rows = rows.filter(hop__isnull=True, opened_at__gte=engagement.shared_at or engagement.created_at)
    return rows.select_related("version", "hop").defer("version__snapshot")


@dataclass(frozen=True, slots=True)
class Way:
    """How the contract came about, as the overview tells it to the client."""

    brief: Brief
    decision: BoardDecision | None
    conditions: tuple[OpenCondition, ...]


def way_of(engagement: Engagement) -> Way | None:
    """Return how the contract came about; None while nobody is held and nothing is signed."""
    brief = briefs_of([engagement.pk])[engagement.pk]
    if not (brief.company or brief.contracted_on):
        return None
    return Way(brief, decision_of(engagement), tuple(open_conditions(engagement)))


def facts_shown(standing: Standing) -> Sequence[tuple[str, str]]:
    """Return the facts as label and value: as they stand now for the client, as published for others."""
    if not standing.client_side:
        told = pack_of(standing.version).facts_told if standing.version else ()
        return [(say(label), value) for label, value in told]
    return facts_told(profile_of(standing.engagement)) if standing.engagement.described else ()


def planned_shown(standing: Standing) -> tuple[PlannedInspection, ...]:
    """Return the dates of the inspections, as `facts_shown` does."""
    if not standing.client_side:
        return pack_of(standing.version).inspections if standing.version else ()
    return planned_for(standing.engagement, rules_of(standing.engagement.organization_id))


@require_http_methods(["GET", "POST"])
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Show what would be published and what changed, or publish it."""
    who = require(acting(request), Act.PUBLISH_SPECIFICATION)
    engagement = access.client_engagement_for(who, pk, Act.PUBLISH_SPECIFICATION)
    if not engagement.described:
        return redirect("decisions", engagement.pk)
    form = PublishForm(request.POST or None)
    choice = choice_of(engagement)
    if request.method == "POST" and form.is_valid():
        try:
            version = publish_promise(
                engagement,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("特記仕様書 第%d版を発行しました。") % version.number)
            return redirect(version)
    latest = latest_version(engagement)
    draft = draft_pack(engagement, latest.number + 1 if latest else 1)
    context = {
        "engagement": engagement,
        "form": form,
        "choice": choice,
        "pack": draft,
        "latest": latest,
        "unchanged": bool(latest and not is_outdated(latest, engagement)),
        "difference": difference(pack_of(latest), draft) if latest else None,
    }
    return render(request, "flows/publish.html", context, status=422 if form.errors else 200)


@require_GET
def decision_paper(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the 採否判断書 as it stands now, before publication."""
    engagement = access.client_engagement_for(acting(request), pk)
    if not engagement.described:
        return redirect("decisions", engagement.pk)
    latest = latest_version(engagement)
    raw = decisions_pdf(draft_pack(engagement, latest.number + 1 if latest else 1))
    answer = HttpResponse(raw, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="decisions-{engagement.reference}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
