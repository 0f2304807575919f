"""The catalogue to read, and an organisation's own additions to write."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.forms import OverlayForm
from yakusoku.apps.engagements.models import CatalogueOverlay
from yakusoku.apps.engagements.queries import catalogue_for
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.web.requests import UserRequest


@require_GET
def browse(request: UserRequest) -> HttpResponse:
    """List every requirement of the organisation's catalogue; `q` narrows by words."""
    who = acting(request)
    catalogue = catalogue_for(who.organization.pk)
    words = request.GET.get("q", "").split()
    rows = [
        r for r in catalogue.requirements if all(w in f"{r.title}{r.slug}{r.purpose}{r.risk}" for w in words)
    ]
    context = {
        "catalogue": catalogue,
        "rows": rows,
        "q": " ".join(words),
        "checks": sum(2 * len(r.checks) for r in catalogue.requirements),
        "may_overlay": who.may(Act.OVERLAY_CATALOGUE),
        "english": catalogue.english if get_language() == "en" else {},
    }
    return render(request, "engagements/catalogue.html", context)


@require_GET
def requirement(request: UserRequest, slug: str) -> HttpResponse:
    """Show one requirement with its clauses, checks, risk, cost, cases and sources."""
    catalogue = catalogue_for(acting(request).organization.pk)
    found = catalogue.requirement(slug)
    if found is None:
        raise Http404
    context = {
        "catalogue": catalogue,
        "requirement": found,
        "strengths": STRENGTH_LABELS,
        "cases": catalogue.cases_of(found),
        "sources": [(c, catalogue.source(c.source)) for c in found.citations],
        "frameworks": catalogue.rows_serving(slug),
        "english": catalogue.english.get(slug) if get_language() == "en" else None,
    }
    return render(request, "engagements/requirement.html", context)


@require_http_methods(["GET", "POST"])
def overlay(request: UserRequest) -> HttpResponse:
    """Show and change the organisation's own additions and overrides."""
    who = require(acting(request), Act.OVERLAY_CATALOGUE)
    present = CatalogueOverlay.objects.filter(organization=who.organization).first()
    form = OverlayForm(request.POST or None, initial={"text": present.text if present else ""})
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_overlay(who.organization, form.cleaned_data["text"], by=request.user, at=now())
        except UnreadableFile as error:
            for problem in error.problems:
                form.add_error("text", str(problem))
        else:
            messages.success(request, _("団体の追加と変更を保存しました。"))
            return redirect("catalogue")
    context = {"form": form, "present": present}
    return render(request, "engagements/overlay.html", context, status=422 if form.errors else 200)
