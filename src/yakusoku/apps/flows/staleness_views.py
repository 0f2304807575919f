"""The page of what a change of the catalogue reaches."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.flows import staleness
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.exports import table_answer
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest


@require_GET
def changes(request: UserRequest) -> HttpResponse:
    """Show which requirements changed, and the engagements whose promise is older."""
    who = require(acting(request), Act.OVERLAY_CATALOGUE)
    slug = request.GET.get("slug", "")
    rows = staleness.stale_engagements(who.organization, slug)
    if "format" in request.GET:
        head = [_("番号"), _("業務"), _("課"), _("委託先"), _("期間の終わり")]
        table = [
            (e.reference, e.title, e.department.name, e.contractor.name if e.contractor else "", e.ends_on)
            for e in rows
        ]
        return table_answer(request.GET["format"], "catalogue-changes", head, table)
    page = page_of(rows, request.GET)
    sheets = staleness.open_sheets(page.rows)
    context = {
        "reaches": staleness.reach_of_changes(who.organization),
        "slug": slug,
        "page": page,
        "rows": [(engagement, sheets.get(engagement.pk, 0)) for engagement in page.rows],
        "most": staleness.MOST_AT_ONCE,
    }
    return render(request, "flows/changes.html", context)


@require_POST
def renew(request: UserRequest) -> HttpResponse:
    """Publish the chosen promises anew."""
    who = require(acting(request), Act.OVERLAY_CATALOGUE)
    reason = request.POST.get("reason", "").strip()[:2000]
    chosen = [key for key in request.POST.getlist("engagement") if key.isascii() and key.isdigit()]
    if not chosen or not reason:
        messages.error(request, _("新しい版にする業務を選び、理由を書いてください。"))
        return redirect("catalogue-changes")
    rows = staleness.stale_engagements(who.organization).filter(pk__in=chosen)[: staleness.MOST_AT_ONCE]
    done = staleness.renew_promises(rows, reason, by=request.user, at=now())
    made = sum(1 for each in done if each.refusal is None)
    if made:
        messages.success(request, _("%d件の特記仕様書を、いまの目録で発行しました。") % made)
    for each in done:
        if each.refusal is not None:
            told = {"title": each.engagement.title, "why": sentence(each.refusal)}
            messages.warning(request, _("%(title)s：%(why)s") % told)
    return redirect("catalogue-changes")
