"""The lists of the board: meetings, cases that wait, conditions that are not met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.board.access import meetings_of
from yakusoku.apps.board.models import Condition, Meeting, Stage
from yakusoku.apps.board.queries import UNMET, waiting_cases, with_counts
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.web.exports import Cell, Table
from yakusoku.web.listing import Columns, Listing, listing_from

BEFORE_THE_END = (Stage.PLANNED, Stage.CALLED)
MEETINGS = Columns(
    sorts={"number": "number", "held": "held_on", "stage": "stage"},
    searched=(
        "place__icontains",
        "items__title__icontains",
        "items__candidacy__engagement__title__icontains",
    ),
    default="-held",
)
CASES = Columns(
    sorts={
        "title": "engagement__title",
        "department": "engagement__department__name",
        "company": "company__name",
        "since": "submitted_at",
    },
    searched=(
        "engagement__title__icontains",
        "engagement__department__name__icontains",
        "company__name__icontains",
    ),
    default="since",
)
CONDITIONS = Columns(
    sorts={
        "due": "due_on",
        "title": "item__candidacy__engagement__title",
        "side": "side",
        "state": "state",
    },
    searched=(
        "text__icontains",
        "item__candidacy__engagement__title__icontains",
        "item__candidacy__company__name__icontains",
    ),
    default="due",
)
SHOWN = ("upcoming", "past", "cases", "conditions")


@dataclass(frozen=True, slots=True)
class BoardList:
    """One of the lists as it was asked for. `counts`: how many rows each list has."""

    show: str
    listing: Listing
    rows: "QuerySet[Any]"
    counts: Mapping[str, int]
    head: tuple[Any, ...]

    def table(self) -> Table:
        """Return every row for a file."""
        return Table(f"board-{self.show}", self.head, map(CELLS[self.show], self.rows))


def board_list(who: Acting, query: Mapping[str, str]) -> BoardList:
    """Return the list that `query` asks for with `show`; upcoming meetings for every other word."""
    show = query.get("show", "")
    show = show if show in SHOWN else "upcoming"
    meetings = meetings_of(who)
    rows: dict[str, QuerySet[Any]] = {
        "upcoming": meetings.filter(stage__in=BEFORE_THE_END),
        "past": meetings.exclude(stage__in=BEFORE_THE_END),
        "cases": waiting_cases(who.organization),
        "conditions": unmet_conditions(who),
    }
    columns = {"cases": CASES, "conditions": CONDITIONS}.get(show, MEETINGS)
    if show == "upcoming":
        columns = replace(columns, default="held")
    listing = listing_from(query, columns)
    counts = {name: each.count() for name, each in rows.items()}
    found = listing.apply(rows[show])
    if columns.sorts is MEETINGS.sorts:
        # Looked for first and counted then: the words lead through the items that are counted.
        among = rows[show].filter(pk__in=found.order_by().values("pk"))
        found = replace(listing, words=()).apply(with_counts(among))
    return BoardList(show, listing, found, counts, HEADS[show])


def unmet_conditions(who: Acting) -> "QuerySet[Condition]":
    """Return every condition of the organisation's board that is not met."""
    rows = Condition.objects.filter(item__meeting__organization=who.organization, state__in=UNMET)
    return rows.select_related(
        "item__candidacy__engagement__department", "item__candidacy__company", "item__meeting"
    )


def _meeting(row: Meeting) -> tuple[Cell, ...]:
    cases: int = getattr(row, "cases", 0)
    left: int = getattr(row, "left", 0)
    manner, stage = row.get_manner_display(), row.get_stage_display()
    return (str(row), row.held_on, manner, row.place, cases, left, stage)


def _case(row: Candidacy) -> tuple[Cell, ...]:
    work = row.engagement
    return (work.reference, work.title, work.department.name, row.company.name, row.get_outcome_display())


def _condition(row: Condition) -> tuple[Cell, ...]:
    work = row.item.candidacy.engagement if row.item.candidacy else None
    title, company = (
        (work.title, row.item.candidacy.company.name) if work and row.item.candidacy else ("", "")
    )
    side, state = row.get_side_display(), row.get_state_display()
    return (row.text, title, company, side, row.due_on, row.proof, state)


CELLS: Mapping[str, Callable[[Any], tuple[Cell, ...]]] = {
    "upcoming": _meeting,
    "past": _meeting,
    "cases": _case,
    "conditions": _condition,
}
_MEETING_HEAD = (_("回"), _("開く日"), _("開き方"), _("場所"), _("議案"), _("決していない議案"), _("状態"))
HEADS = {
    "upcoming": _MEETING_HEAD,
    "past": _MEETING_HEAD,
    "cases": (_("番号"), _("業務"), _("課"), _("委託候補"), _("状態")),
    "conditions": (
        _("条件"),
        _("業務"),
        _("委託先"),
        _("だれが"),
        _("期限"),
        _("示すもの"),
        _("状態"),
    ),
}
