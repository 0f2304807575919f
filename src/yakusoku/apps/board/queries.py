"""Reading the board: its rule and members, where a voting stands, what waits, which conditions are open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.board.models import (
    Attendance,
    BoardRules,
    Condition,
    ConditionState,
    Item,
    ItemState,
    Meeting,
    Seat,
    VoteRecord,
)
from yakusoku.apps.candidates.models import Candidacy, Outcome
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.board.voting import Ballot, Quorum, Result, Rule, Vote, count

UNDECIDED = (Outcome.HELD, Outcome.CONTINUED)
UNMET = (ConditionState.OPEN, ConditionState.REPORTED)


def rules_of(organization_id: int) -> BoardRules:
    """Return how the board of an organisation works; the defaults where it settled nothing."""
    kept = BoardRules.objects.filter(organization=organization_id).select_related("chair").first()
    return kept or BoardRules(organization_id=organization_id)


def rule_of(rules: BoardRules) -> Rule:
    """Return the rule of voting as the domain knows it."""
    return Rule(
        quorum=Quorum(rules.quorum),
        quorum_value=rules.quorum_value,
        abstentions_count=rules.abstentions_count,
        chair_breaks_ties=rules.chair_breaks_ties,
        chair_may_decide=rules.chair_may_decide,
    )


def members_of(organization: Organization) -> "QuerySet[User]":
    """Return the members of the board, by name."""
    rows = User.objects.filter(
        memberships__organization=organization, memberships__role=Role.BOARD, is_active=True
    )
    return rows.order_by("name", "pk").distinct()


def ballot_of(item: Item, seats: Iterable[Seat] | None = None) -> Ballot:
    """Return who may vote on an item and who voted what.

    seats   of the meeting, where they are known already
    """
    known = list(item.meeting.seats.all() if seats is None else seats)
    return Ballot(
        members=frozenset(seat.user_id for seat in known),
        present=frozenset(seat.user_id for seat in known if seat.attendance == Attendance.PRESENT),
        recused=frozenset(conflict.user_id for conflict in item.conflicts.all()),
        votes={vote.user_id: Vote(vote.vote) for vote in item.votes.all()},
        chair=item.meeting.chair_id,
    )


def result_of(item: Item, rules: BoardRules) -> Result:
    """Return where the voting on an item stands."""
    return count(rule_of(rules), ballot_of(item))


def agenda_of(meeting: Meeting) -> "QuerySet[Item]":
    """Return the items of a meeting in order, with what each page about them needs."""
    rows = meeting.items.exclude(state=ItemState.DROPPED)
    return rows.select_related(
        "meeting__organization",
        "candidacy__company",
        "candidacy__engagement__organization",
        "candidacy__engagement__department",
        "closed_by",
    ).prefetch_related(
        "conflicts__user",
        Prefetch("votes", VoteRecord.objects.select_related("user", "recorded_by").order_by("pk")),
        "conditions",
    )


def waiting_cases(organization: Organization) -> "QuerySet[Candidacy]":
    """Return the candidacies that wait to be put on an agenda, the longest waiting first."""
    on_agenda = Item.objects.filter(candidacy=OuterRef("pk"), state=ItemState.OPEN)
    rows = Candidacy.objects.filter(
        ~Exists(on_agenda),
        engagement__organization=organization,
        outcome__in=UNDECIDED,
        submitted_at__isnull=False,
    )
    return rows.select_related("engagement__department", "company").order_by("submitted_at", "pk")


def boards_with_waiting_cases() -> "QuerySet[Organization]":
    """Return the organisations in which a candidacy waits to be put on an agenda."""
    on_agenda = Item.objects.filter(candidacy=OuterRef("pk"), state=ItemState.OPEN)
    waiting = Candidacy.objects.filter(~Exists(on_agenda), outcome__in=UNDECIDED, submitted_at__isnull=False)
    return Organization.objects.filter(pk__in=waiting.values("engagement__organization"))


def with_counts(meetings: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    """Return meetings with the number of their items: `cases` in all, `left` undecided."""
    standing = ~Q(items__state=ItemState.DROPPED)
    return meetings.annotate(
        cases=Count("items", filter=standing), left=Count("items", filter=Q(items__state=ItemState.OPEN))
    )


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition that is not met yet, for the pages of other apps. `reported`: its report waits for a look."""

    pk: int
    text: str
    side: str
    due_on: date
    reported: bool
    href: str


def open_conditions(engagement: Engagement) -> tuple[OpenCondition, ...]:
    """Return the conditions of the board that an engagement has not met, the earliest deadline first."""
    rows = Condition.objects.filter(item__candidacy__engagement=engagement, state__in=UNMET)
    return tuple(
        OpenCondition(
            row.pk,
            row.text,
            row.side,
            row.due_on,
            row.state == ConditionState.REPORTED,
            row.get_absolute_url(),
        )
        for row in rows.order_by("due_on", "pk")
    )


@dataclass(frozen=True, slots=True)
class BoardDecision:
    """The latest decision of the board about an engagement, for the pages of other apps."""

    decided: str
    day: date
    meeting: str
    href: str


def decision_of(engagement: Engagement) -> BoardDecision | None:
    """Return the latest decision about an engagement; None: the board has not decided."""
    items = Item.objects.filter(candidacy__engagement=engagement, state=ItemState.CLOSED)
    item = items.select_related("meeting", "candidacy__engagement").order_by("-closed_at", "-pk").first()
    if item is None:
        return None
    return BoardDecision(item.decided, item.meeting.held_on, str(item.meeting), item.get_absolute_url())
