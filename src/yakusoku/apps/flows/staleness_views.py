"""The page of what a change of catalogue or law reaches, and the step that brings it up to date."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.flows import stale_tables as tables
from yakusoku.apps.flows import staleness
from yakusoku.apps.flows.bringing import MOST_AT_ONCE, Brought, bring_all, bring_next, move_sheet, way_out
from yakusoku.apps.inspections import access as inspections
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.apps.specifications.services import NotPublished, Undecided
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of, whole
from yakusoku.web.requests import UserRequest


@require_GET
def changes(request: UserRequest) -> HttpResponse:
    """Show which requirements changed, and the engagements whose promise or sheet is behind."""
    who = require(acting(request), Act.OVERLAY_CATALOGUE)
    slug, query = request.GET.get("slug", ""), request.GET
    wanted = query.get("format", "")
    if wanted and query.get("table") == "requirements":
        return tables.reaches_table(who.organization, query.get("by", "")).answer(wanted)
    if wanted:
        return tables.stale_table(who.organization, slug, query).answer(wanted)
    by, reaches = tables.reaches_listed(who.organization, query.get("by", ""))
    listing, rows = tables.stale_listed(who.organization, slug, query)
    page = page_of(rows, query)
    sheets = staleness.open_sheets(page.rows)
    context = {
        "reaches": [(reach, tables.why_stale(reach)) for reach in reaches],
        "by": by,
        "slug": slug,
        "listing": listing,
        "page": page,
        "rows": [
            (work, sheets.get(work.pk, 0), way_out(work, Undecided(count=work.undecided)))
            for work in page.rows
        ],
        "most": MOST_AT_ONCE,
    }
    return render(request, "flows/changes.html", context)


@require_POST
def renew(request: UserRequest) -> HttpResponse:
    """Bring the chosen works up to date, or the next ones of all that are behind; show what became of each."""
    who = require(acting(request), Act.OVERLAY_CATALOGUE)
    reason = request.POST.get("reason", "").strip()[:2000]
    slug, everything = request.POST.get("slug", "")[:80], bool(request.POST.get("all"))
    chosen = [key for key in request.POST.getlist("engagement") if key.isascii() and key.isdigit()]
    if not reason or not (chosen or everything):
        messages.error(request, _("新しい版にする業務を選び、理由を書いてください。"))
        return redirect("catalogue-changes")
    told: dict[str, Any] = {"reason": reason, "slug": slug, "everything": everything}
    so_far = whole(request.POST.get("done", ""), 0)
    if everything:
        after = whole(request.POST.get("after", ""), 0)
        batch = bring_next(who.organization, reason, slug=slug, after=after, by=request.user, at=now())
        done, told = batch.done, told | {"after": batch.last, "left": batch.left}
    else:
        rows = staleness.stale_engagements(who.organization).filter(pk__in=chosen).order_by("pk")
        now_on, rest = rows[:MOST_AT_ONCE], list(rows[MOST_AT_ONCE:].values_list("pk", flat=True))
        done = tuple(bring_all(list(now_on), reason, by=request.user, at=now()))
        told |= {"left": len(rest), "rest": rest}
    told |= {"done": so_far + len(done), "total": so_far + len(done) + int(told["left"])}
    return render(request, "flows/renewed.html", told | results(done))


def results(done: Sequence[Brought]) -> dict[str, Any]:
    """Return what became of works, as the page shows it: what is done, and what is not with its reason."""
    return {
        "made": [each for each in done if each.refusal is None and each.number],
        "published": sum(1 for each in done if each.published),
        "sheets": sum(len(each.sheets) for each in done),
        "failed": [(each, sentence(each.refusal)) for each in done if each.refusal is not None],
        "unmoved": [
            (sheet, each.engagement, sentence(refusal)) for each in done for sheet, refusal in each.unmoved
        ],
    }


@require_POST
def renew_sheet(request: UserRequest, pk: int) -> HttpResponse:
    """Move one open sheet onto the version that counts now."""
    who = require(acting(request), Act.OPEN_INSPECTION)
    found = inspections.as_sender(who, pk)
    try:
        version = latest_version(found.version.engagement)
        if version is None:
            raise NotPublished()
        move_sheet(found, version, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("確認表を第%d版に改めました。") % version.number)
    return redirect(found)
