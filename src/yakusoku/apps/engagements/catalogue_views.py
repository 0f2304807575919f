"""The catalogue to read, and an organisation's own additions to write."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.forms import OverlayForm
from yakusoku.apps.engagements.models import CatalogueOverlay
from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.model import Catalogue, Requirement, Variant
from yakusoku.domain.packs.labels import STRENGTH_LABELS, fact_label
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.specifications.articles import Paragraph, Parties, blank_names, paragraphs_of
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import say


@dataclass(frozen=True, slots=True)
class ShownVariant:
    """One strength of a requirement as its page shows it. `obstacles`: fact in words, and why it hinders."""

    variant: Variant
    label: str
    clause: tuple[Paragraph, ...]
    obstacles: tuple[tuple[str, str], ...]


def shown(catalogue: Catalogue, requirement: Requirement, variant: Variant) -> ShownVariant:
    """Return a variant with its clause written out as if every requirement had been adopted."""
    numbers = {r.slug: place for place, r in enumerate(catalogue.requirements, start=1)}
    try:
        clause = paragraphs_of(requirement, variant, numbers, blank_names(Parties.HACHU))
    except Refusal:
        # A text of the organisation's own with a placeholder that nothing fills: the rest is still shown.
        clause = ()
    obstacles = tuple((say(fact_label(b.fact)), b.text) for b in variant.cannot_keep)
    return ShownVariant(variant, say(STRENGTH_LABELS[variant.strength]), clause, obstacles)


@require_GET
def browse(request: UserRequest) -> HttpResponse:
    """List every requirement of the organisation's catalogue; `q` narrows by words."""
    who = acting(request)
    catalogue = catalogue_read(who.organization.pk)
    words = request.GET.get("q", "").split()
    found = [
        r for r in catalogue.requirements if all(w in f"{r.title}{r.slug}{r.purpose}{r.risk}" for w in words)
    ]
    context = {
        "catalogue": catalogue,
        "rows": [(r, [say(STRENGTH_LABELS[v.strength]) for v in r.variants]) for r in found],
        "q": " ".join(words),
        "checks": sum(2 * len(r.checks) for r in catalogue.requirements),
        "may_overlay": who.may(Act.OVERLAY_CATALOGUE),
    }
    return render(request, "engagements/catalogue.html", context)


@require_GET
def requirement(request: UserRequest, slug: str) -> HttpResponse:
    """Show one requirement with its clauses, checks, risk, cost, cases and sources."""
    catalogue = catalogue_read(acting(request).organization.pk)
    found = catalogue.requirement(slug)
    if found is None:
        raise Http404
    context = {
        "catalogue": catalogue,
        "requirement": found,
        "variants": [shown(catalogue, found, variant) for variant in found.variants],
        "because": [(say(fact_label(b.fact)), b.text) for b in found.because],
        "raised_by": [say(fact_label(fact)) for fact in found.risk_raised_by],
        "cases": catalogue.cases_of(found),
        "sources": [(c, catalogue.source(c.source)) for c in found.citations],
        "frameworks": catalogue.rows_serving(slug),
    }
    return render(request, "engagements/requirement.html", context)


@require_http_methods(["GET", "POST"])
def overlay(request: UserRequest) -> HttpResponse:
    """Show and change the organisation's own additions and overrides."""
    who = require(acting(request), Act.OVERLAY_CATALOGUE)
    present = (
        CatalogueOverlay.objects.select_related("changed_by").filter(organization=who.organization).first()
    )
    form = OverlayForm(request.POST or None, initial={"text": present.text if present else ""})
    if request.method == "POST" and form.is_valid():
        try:
            text, seen = form.cleaned_data["text"], request.POST.get(FIELD)
            services.keep_overlay(who.organization, text, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        except UnreadableFile as error:
            for problem in error.problems:
                form.add_error("text", str(problem))
        else:
            messages.success(request, _("団体の追加と変更を保存しました。"))
            return redirect("catalogue")
    context = {"form": form, "present": present, "mark": mark_of_row(present)}
    return render(request, "engagements/overlay.html", context, status=422 if form.errors else 200)
