"""Lists that join several apps, searched and sorted as on their pages, and as files."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import assigned_to, duties_around, duties_elsewhere, held, is_held
from yakusoku.apps.duties.shown import ShownDuty, shown_with_holders
from yakusoku.apps.engagements import access
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.progress import Standing, standings
from yakusoku.apps.flows.rounds import rounds_of
from yakusoku.apps.inspections.models import Inspection
from yakusoku.web.exports import Cell, Table
from yakusoku.web.listing import Columns, Listing, listing_from

WORKS = Columns(
    sorts={
        "title": "title",
        "department": "department__name",
        "contractor": "contractor__name",
        "client": "organization__name",
        "changed": "changed_at",
    },
    searched=(
        "title__icontains",
        "department__name__icontains",
        "contractor__name__icontains",
        "organization__name__icontains",
    ),
    default="-changed",
)
WORKS_HEAD = (
    gettext_lazy("番号"),
    gettext_lazy("業務"),
    gettext_lazy("委託元"),
    gettext_lazy("課"),
    gettext_lazy("委託先"),
    gettext_lazy("次にすること"),
    gettext_lazy("期限"),
)
DUTIES = Columns(
    sorts={
        "due": "due_on",
        "about": "about",
        "department": "department__name",
        "holder": "assignee__name",
        "since": "since",
    },
    searched=("about__icontains", "department__name__icontains", "assignee__name__icontains"),
    default="due",
)
ROUNDS = Columns(
    sorts={"company": "hop__name", "kind": "kind", "due": "due_on", "state": "state", "opened": "opened_at"},
    default="-opened",
)
ROUNDS_HEAD = (
    gettext_lazy("相手"),
    gettext_lazy("種類"),
    gettext_lazy("状態"),
    gettext_lazy("期限"),
    gettext_lazy("提出した日"),
    gettext_lazy("終えた日"),
    gettext_lazy("確かめ方"),
    gettext_lazy("担当者"),
)


def works_listed(who: Acting, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[Engagement]"]:
    """Return the engagements that a person sees."""
    listing = listing_from(query, WORKS)
    return listing, listing.apply(access.engagements_of(who))


def works_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return the engagements and what comes next in each, for a file."""
    _listing, rows = works_listed(who, query)
    return Table("engagements", WORKS_HEAD, map(_work, standings(rows, who, localdate())))


def _work(standing: Standing) -> tuple[Cell, ...]:
    engagement = standing.engagement
    contractor = engagement.contractor.name if engagement.contractor else ""
    return (
        engagement.reference,
        engagement.title,
        engagement.organization.name,
        engagement.department.name,
        contractor,
        standing.label,
        standing.progress.due,
    )


def of_everyone(who: Acting, query: Mapping[str, str]) -> bool:
    """Return whether the duties of the whole organisation are asked for, and may be."""
    return query.get("of") == "all" and who.sees_all


def duties_listed(who: Acting, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[Duty]"]:
    """Return what is due beside a person, whoever holds it; with the right, in the whole organisation."""
    found = duties_around(who)
    if of_everyone(who, query):
        found = found | duties_elsewhere(who) | assigned_to(who)
    listing = listing_from(query, DUTIES)
    rows = _held_by(held(found), query.get("held", ""), who.user.pk)
    return listing, listing.apply(rows.select_related("department", "assignee"))


def duties_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return what is due for a file."""
    _listing, rows = duties_listed(who, query)
    head = [_("すること"), _("業務"), _("課"), _("担当"), _("期限"), _("いつから")]
    return Table("duties", head, map(_line, shown_with_holders(rows, localdate())))


def _held_by(rows: "QuerySet[Duty]", asked: str, me: int) -> "QuerySet[Duty]":
    if asked == "me":
        return rows.filter(is_held(), assignee=me)
    if asked == "none":
        return rows.filter(~is_held())
    return rows.filter(is_held()).exclude(assignee=me) if asked == "others" else rows


def _line(each: ShownDuty) -> tuple[Cell, ...]:
    duty = each.duty
    department = duty.department.name if duty.department else ""
    holder = each.holder.name if each.holder else ""
    return (each.what, each.about, department, holder, each.due_on, duty.since)


def rounds_listed(
    who: Acting, engagement: Engagement, query: Mapping[str, str]
) -> tuple[Listing, "QuerySet[Inspection]"]:
    """Return the inspections of an engagement that a person sees."""
    listing = listing_from(query, ROUNDS)
    return listing, listing.apply(rounds_of(engagement, who))


def rounds_table(who: Acting, engagement: Engagement, query: Mapping[str, str]) -> Table:
    """Return the inspections of an engagement for a file."""
    _listing, rows = rounds_listed(who, engagement, query)
    return Table(
        f"inspections-{engagement.reference}", ROUNDS_HEAD, (_round(row, engagement) for row in rows)
    )


def _round(row: Inspection, engagement: Engagement) -> tuple[Cell, ...]:
    """Return a row of the table as it leaves as a file."""
    contractor = engagement.contractor.name if engagement.contractor else ""
    return (
        row.hop.name if row.hop else contractor,
        row.get_kind_display(),
        row.get_state_display(),
        row.due_on,
        localdate(row.submitted_at) if row.submitted_at else None,
        localdate(row.concluded_at) if row.concluded_at else None,
        row.get_method_display(),
        row.assigned_to.name if row.assigned_to else "",
    )
