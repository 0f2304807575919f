"""Reading the ledger: sums, what is not proven yet, who has not spoken."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement, Fact
from yakusoku.apps.erasure.access import holding_hops
from yakusoku.apps.erasure.models import Copy
from yakusoku.domain.erasure.ledger import State
from yakusoku.domain.erasure.methods import MEDIUM_LABELS, Medium
from yakusoku.web.words import say

PERSONAL = "personal_information"


@dataclass(frozen=True, slots=True)
class MediumSum:
    """One row of the sums: how many copies of a medium stand where, and how many pieces they are."""

    medium: str
    held: int
    waiting: int
    done: int
    kept: int
    pieces: int

    @property
    def copies(self) -> int:
        """Return how many copies there are."""
        return self.held + self.waiting + self.done + self.kept


@dataclass(frozen=True, slots=True)
class Holding:
    """A part of the ledger: at the contractor (hop None) or at a subcontractor.

    declared   whether it was said that there is no other copy; open: copies that are not settled
    """

    hop: Hop | None
    name: str
    declared: bool
    copies: int
    open: int


def copies_in(engagement: Engagement, hop: Hop | None = None) -> "QuerySet[Copy]":
    """Return the copies of a ledger, or of one place in it."""
    rows = Copy.objects.filter(engagement=engagement).select_related("hop", "certificate")
    return rows.filter(hop=hop) if hop else rows


def still_open(rows: "QuerySet[Copy]", day: date) -> "QuerySet[Copy]":
    """Return those that keep the engagement from being closed (domain/erasure/ledger.is_open)."""
    kept_too_long = Q(state=State.KEPT) & (Q(kept_until__isnull=True) | Q(kept_until__lt=day))
    return rows.filter(Q(state__in=(State.HELD, State.REPORTED, State.PROVEN)) | kept_too_long)


# What the contractor answers for, and what a subcontractor told of itself; a proof that came back is none.
ANSWERED_FOR = (State.PROVEN, State.CONFIRMED, State.KEPT)
TOLD = (State.REPORTED, *ANSWERED_FOR)


def sums_of(rows: "QuerySet[Copy]") -> list[MediumSum]:
    """Return the sums by medium, in one query; what was withdrawn is left out."""

    def counted(*states: State) -> Count:
        return Count("pk", filter=Q(state__in=states))

    grouped = rows.exclude(state=State.WITHDRAWN).order_by().values("medium")
    found = grouped.annotate(
        held=counted(State.HELD),
        waiting=counted(State.REPORTED, State.PROVEN),
        done=counted(State.CONFIRMED),
        kept=counted(State.KEPT),
        pieces=models.Sum("number"),
    )
    by_medium = {row["medium"]: row for row in found}
    return [
        MediumSum(
            say(MEDIUM_LABELS[medium]),
            row["held"],
            row["waiting"],
            row["done"],
            row["kept"],
            row["pieces"] or 0,
        )
        for medium in Medium
        if (row := by_medium.get(medium))
    ]


def holdings_of(engagement: Engagement, day: date) -> list[Holding]:
    """Return each part of the ledger: the contractor first, then the chain. Three queries."""
    hops = holding_hops().filter(engagement=engagement).order_by("pk")
    spoke = set(engagement.declarations.values_list("hop", flat=True))
    rows = Copy.objects.filter(engagement=engagement).exclude(state=State.WITHDRAWN)
    open_now = Q(pk__in=still_open(rows, day).values("pk"))
    counted = rows.order_by().values("hop").annotate(all=Count("pk"), open=Count("pk", filter=open_now))
    counts: dict[int | None, tuple[int, int]] = {row["hop"]: (row["all"], row["open"]) for row in counted}
    contractor = engagement.contractor.name if engagement.contractor else _("委託先")
    places: list[tuple[Hop | None, str]] = [(None, contractor), *((hop, hop.name) for hop in hops)]
    found = []
    for hop, name in places:
        key = hop.pk if hop else None
        whole, unsettled = counts.get(key, (0, 0))
        found.append(Holding(hop, name, key in spoke, whole, unsettled))
    return found


def holds_personal_data(engagement: Engagement) -> bool:
    """Return whether the facts of the work name personal information: then there is a ledger to prove."""
    return Fact.objects.filter(engagement=engagement, name=PERSONAL).exists()
