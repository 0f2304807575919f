"""The lists of findings, narrowed, searched and sorted as on the pages, and as files."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.apps.findings import access
from yakusoku.apps.findings.forms import FilterForm
from yakusoku.apps.findings.models import Finding, State
from yakusoku.domain.findings.kinds import GRAVITY
from yakusoku.domain.packs.labels import FINDING_LABELS, SEVERITY_LABELS
from yakusoku.web.exports import Cell, Table
from yakusoku.web.formats import local_day
from yakusoku.web.listing import Columns, Listing, listing_from
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


def findings_within(
    who: Acting, engagement: Engagement, query: Mapping[str, str]
) -> tuple[FilterForm, "QuerySet[Finding]"]:
    """Return the findings of an engagement as they were asked for, and the filter."""
    form = FilterForm(query)
    return form, narrowed(access.findings_in(who, engagement), form)


def findings_listed(
    who: Acting, query: Mapping[str, str], titles: Mapping[str, str]
) -> tuple[FilterForm, Listing, "QuerySet[Finding]"]:
    """Return the findings of all engagements as they were asked for. `titles`: of the requirements, by slug."""
    form = FilterForm(query, *offered(who, titles), companies=who.sees_all)
    listing = listing_from(query, COLUMNS)
    rows = listing.apply(narrowed(access.findings_of(who), form).annotate(gravity=gravity()))
    if listing.sort == "raised" and listing.descending:
        # Every finding has a day: without the care for empty ones, the index gives the order.
        rows = rows.order_by("-raised_at", "pk")
    return form, listing, rows


def findings_table(
    organization: Organization, rows: "QuerySet[Finding]", titles: Mapping[str, str] | None = None
) -> Table:
    """Return findings for a file."""
    return Table("findings", HEAD, Exporter(titles or requirement_titles(organization)).rows(rows))


def offered(who: Acting, titles: Mapping[str, str]) -> tuple[Sequence[tuple[str, str]], ...]:
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
