"""The lists of what a change of catalogue or law reaches, sorted as on the page, and as files."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows import staleness
from yakusoku.apps.flows.staleness import Reach
from yakusoku.domain.catalogue.validity import FORCE_LABELS
from yakusoku.web.exports import Cell, Table
from yakusoku.web.listing import Columns, Listing, listing_from
from yakusoku.web.words import say

WORKS = Columns(
    sorts={
        "title": "title",
        "department": "department__name",
        "contractor": "contractor__name",
        "ends": "ends_on",
        "undecided": "undecided",
    },
    searched=("title__icontains", "reference__icontains", "contractor__name__icontains"),
    default="ends",
)
# Requirements are few: they are counted once and sorted here.
REACHES = Columns(
    sorts={name: name for name in ("requirement", "engagements", "sheets", "answers")}, default="-engagements"
)
WORKS_HEAD = (
    gettext_lazy("番号"),
    gettext_lazy("業務"),
    gettext_lazy("課"),
    gettext_lazy("委託先"),
    gettext_lazy("期間の終わり"),
    gettext_lazy("回答中の確認表"),
    gettext_lazy("決めていない要件"),
)
REACHES_HEAD = (
    gettext_lazy("要件"),
    gettext_lazy("名前"),
    gettext_lazy("なぜ古いか"),
    gettext_lazy("古い約束の業務"),
    gettext_lazy("回答中の確認表"),
    gettext_lazy("その要件への回答"),
)


def reaches_listed(organization: Organization, sort: str) -> tuple[Listing, list[Reach]]:
    """Return the requirements whose promises no longer say what holds today."""
    by = listing_from({"sort": sort}, REACHES)
    return by, sort_reaches(staleness.reach_of_changes(organization), by)


def reaches_table(organization: Organization, sort: str) -> Table:
    """Return the requirements for a file."""
    _by, reaches = reaches_listed(organization, sort)
    return Table("catalogue-changes-requirements", REACHES_HEAD, map(reach_cells, reaches))


def stale_listed(
    organization: Organization, slug: str, query: Mapping[str, str]
) -> tuple[Listing, "QuerySet[Engagement]"]:
    """Return the engagements that a change reaches; `slug` narrows to one requirement, empty: any."""
    listing = listing_from(query, WORKS)
    return listing, listing.apply(staleness.stale_engagements(organization, slug))


def stale_table(organization: Organization, slug: str, query: Mapping[str, str]) -> Table:
    """Return the engagements that a change reaches, for a file."""
    _listing, rows = stale_listed(organization, slug, query)
    sheets = staleness.open_sheets(rows)
    return Table(
        "catalogue-changes", WORKS_HEAD, (_work_cells(work, sheets.get(work.pk, 0)) for work in rows)
    )


def sort_reaches(reaches: Sequence[Reach], by: Listing) -> list[Reach]:
    """Return the requirements as the page sorts them."""
    keys = {
        "requirement": lambda reach: (reach.title or reach.slug,),
        "engagements": lambda reach: (reach.engagements, reach.slug),
        "sheets": lambda reach: (reach.open_sheets, reach.slug),
        "answers": lambda reach: (reach.answers, reach.slug),
    }
    return sorted(reaches, key=keys[by.sort], reverse=by.descending)


def why_stale(reach: Reach) -> str:
    """Return why promises of a requirement are behind, in words."""
    told = [
        _("%(name)s：%(force)s（%(day)s）")
        % {"name": each.source.name, "force": say(FORCE_LABELS[each.force]), "day": each.day}
        for each in reach.law
    ]
    if not reach.title:
        told.insert(0, _("目録からなくなりました"))
    elif reach.reworded:
        told.insert(0, _("目録の内容が変わりました"))
    return _("。").join(told)


def reach_cells(reach: Reach) -> tuple[Cell, ...]:
    """Return a requirement as it leaves as a file."""
    why = why_stale(reach)
    return (reach.slug, reach.title, why, reach.engagements, reach.open_sheets, reach.answers)


def _work_cells(work: Any, sheets: int) -> tuple[Cell, ...]:
    contractor = work.contractor.name if work.contractor else ""
    return (
        work.reference,
        work.title,
        work.department.name,
        contractor,
        work.ends_on,
        sheets,
        work.undecided,
    )
