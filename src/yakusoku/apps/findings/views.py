"""Pages of findings: those of an engagement, one of them, and all of an organisation."""

from collections.abc import Iterator, Mapping, Sequence

from django.contrib import messages
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.apps.findings import access, services
from yakusoku.apps.findings.asking import questions_about
from yakusoku.apps.findings.forms import FilterForm, ReasonForm
from yakusoku.apps.findings.models import Finding, InstructedFinding, Standing, State
from yakusoku.apps.findings.shown import FindingShown, findings_shown
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.findings.kinds import GRAVITY
from yakusoku.domain.packs.labels import FINDING_LABELS, SEVERITY_LABELS
from yakusoku.domain.refusal import Refusal
from yakusoku.web.exports import Cell, table_answer
from yakusoku.web.formats import local_day
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import say

COLUMNS = Columns(
    sorts={
        "raised": "raised_at",
        "severity": "gravity",
        "state": "state",
        "engagement": "engagement__title",
        "department": "engagement__department__name",
        "contractor": "engagement__contractor__name",
        "requirement": "slug",
    },
    searched=(
        "engagement__title__icontains",
        "engagement__contractor__name__icontains",
        "seen__icontains",
        "check_id__icontains",
    ),
    default="-raised",
)
HEAD = (
    gettext_lazy("番号"),
    gettext_lazy("業務"),
    gettext_lazy("課"),
    gettext_lazy("委託先"),
    gettext_lazy("再委託先"),
    gettext_lazy("要件"),
    gettext_lazy("確認項目"),
    gettext_lazy("指摘"),
    gettext_lazy("重さ"),
    gettext_lazy("繰返し"),
    gettext_lazy("状態"),
    gettext_lazy("見たこと"),
    gettext_lazy("見つけた日"),
    gettext_lazy("閉じた日"),
)


@require_GET
def engagement_findings(request: UserRequest, pk: int) -> HttpResponse:
    """Show the findings of an engagement, grouped by how far they have come."""
    who = acting(request)
    engagement = engagement_for(who, pk)
    told = access.findings_in(who, engagement)
    form = FilterForm(request.GET)
    rows = narrowed(told, form)
    wanted = request.GET.get("format", "")
    if wanted:
        titles = requirement_titles(engagement.organization)
        table = Exporter(titles).rows(rows.order_by("pk"))
        return table_answer(wanted, "findings", [str(title) for title in HEAD], table)
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
    organization = who.organization
    titles = requirement_titles(organization)
    form = FilterForm(request.GET, *offered(who, titles), companies=who.sees_all)
    listing = listing_from(request.GET, COLUMNS)
    rows = listing.apply(narrowed(access.findings_of(who), form).annotate(gravity=gravity()))
    if listing.sort == "raised" and listing.descending:
        # Every finding has a day: without the care for empty ones, the index gives the order.
        rows = rows.order_by("-raised_at", "pk")
    wanted = request.GET.get("format", "")
    if wanted:
        table = Exporter(titles).rows(rows)
        return table_answer(wanted, "findings", [str(title) for title in HEAD], table)
    page = page_of(rows, request.GET)
    asked = questions_about(page.rows)
    context = {
        "form": form,
        "listing": listing,
        "page": page,
        "rows": [(found, titles.get(found.slug, found.slug), asked.get(found.pk, "")) for found in page.rows],
        "filtered": any(request.GET.get(name) for name in form.fields) or bool(listing.search),
    }
    return render(request, "findings/all.html", context)


def offered(who: Acting, titles: dict[str, str]) -> tuple[Sequence[tuple[str, str]], ...]:
    """Return the departments and requirements that a list can be narrowed to."""
    departments = who.organization.departments.values_list("pk", "name") if who.sees_all else ()
    return [(str(pk), name) for pk, name in departments], list(titles.items())


def narrowed(rows: "QuerySet[Finding]", form: FilterForm) -> "QuerySet[Finding]":
    """Return the rows that a filter asks for; a value that is not offered does not narrow."""
    form.is_valid()
    told = getattr(form, "cleaned_data", {})
    if told.get("state") == "waiting":
        rows = rows.exclude(state=State.CLOSED)
    elif told.get("state"):
        rows = rows.filter(state=told["state"])
    if told.get("repeated"):
        rows = rows.filter(repeats__isnull=False)
    lookups = {
        "severity": "severity",
        "slug": "slug",
        "department": "engagement__department",
        "contractor": "engagement__contractor__name__icontains",
        "company": "engagement__contractor",
    }
    wanted = {lookup: told[name] for name, lookup in lookups.items() if told.get(name)}
    return rows.filter(**wanted)


def gravity() -> Case:
    """Return how much a finding matters as a number to sort by."""
    return Case(
        *(When(severity=severity.value, then=Value(step)) for severity, step in GRAVITY.items()),
        output_field=IntegerField(),
    )


def grouped(shown: Sequence[FindingShown]) -> list[tuple[State, list[FindingShown]]]:
    """Return findings by state, the gravest first in each; states without one are left out."""
    order = {severity.value: -step for severity, step in GRAVITY.items()}
    ranked = sorted(shown, key=lambda each: (order[each.finding.severity], each.finding.pk))
    groups = [(state, [each for each in ranked if each.finding.state == state]) for state in State]
    return [(state, rows) for state, rows in groups if rows]


def requirement_titles(organization: Organization) -> dict[str, str]:
    """Return the title of each requirement of a client's catalogue, by slug, in order."""
    return {r.slug: r.title for r in catalogue_read(organization.pk).requirements}


class Exporter:
    """Writes findings as rows of a file; every word is looked up once, not once a row."""

    FIELDS = (
        "pk",
        "engagement__title",
        "engagement__department__name",
        "engagement__contractor__name",
        "hop__name",
        "slug",
        "check_id",
        "kind",
        "severity",
        "repeats",
        "state",
        "seen",
        "raised_at",
        "closed_at",
    )

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = titles
        self.kinds = {code: say(words) for code, words in FINDING_LABELS.items()}
        self.severities = {code: say(words) for code, words in SEVERITY_LABELS.items()}
        self.states = {state.value: str(state.label) for state in State}
        self.again = _("はい")

    def rows(self, findings: "QuerySet[Finding]") -> Iterator[tuple[Cell, ...]]:
        """Yield the cells of each finding, in the order of HEAD, without holding them all."""
        for told in findings.values_list(*self.FIELDS).iterator(chunk_size=2000):
            pk, work, department, contractor, hop, slug, check, kind, severity, repeats, *rest = told
            state, seen, raised_at, closed_at = rest
            yield (
                pk,
                work,
                department,
                contractor or "",
                hop or "",
                self.titles.get(slug, slug),
                check,
                self.kinds.get(kind, kind),
                self.severities.get(severity, severity),
                self.again if repeats else "",
                self.states.get(state, state),
                seen,
                local_day(raised_at),
                local_day(closed_at) if closed_at else None,
            )
