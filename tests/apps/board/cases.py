"""Cases before the board, made through the services, for the tests of its pages."""

from datetime import date, timedelta

from tests.apps import promised
from tests.cast import NOW, Cast, member
from tests.stages import staged
from yakusoku.apps.accounts.models import User
from yakusoku.apps.board import deliberation, services
from yakusoku.apps.board.models import Attendance, Condition, Item, Manner, Meeting, Side
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.board.voting import Rule, Vote

DAY = date(2099, 5, 10)
LATER = NOW + timedelta(days=1)


def bench(cast: Cast) -> list[User]:
    """Return three members of the board; the one of the cast is its chair."""
    second = User.objects.filter(email="board2@city.example").first()
    if second:
        return [cast.board, second, User.objects.get(email="board3@city.example")]
    others = [
        member(name, f"board{number}@city.example", cast.city, Role.BOARD)
        for number, name in ((2, "近藤 委員"), (3, "斎藤 委員"))
    ]
    services.set_rules(
        cast.city, Rule(), name="", chair=cast.board, names_in_minutes=False, by=cast.policy, at=NOW
    )
    return [cast.board, *others]


@staged
def held(cast: Cast, title: str = "水道検針") -> Candidacy:
    """Return a candidacy that waits for the board."""
    work = promised.published(cast, title).engagement
    return Candidacy.objects.create(
        engagement=work,
        company=cast.company,
        reason="実績がある",
        responsible_person="工藤 検針",
        selected_by=cast.owner,
        selected_at=NOW,
        submitted_at=NOW,
    )


def planned(cast: Cast, manner: Manner = Manner.ROOM) -> Meeting:
    """Return a meeting that is being prepared."""
    bench(cast)
    plan = services.Plan(
        manner=manner, held_on=DAY, starts_at=None, place="第一会議室", note="", chair=cast.board
    )
    return services.plan_meeting(cast.city, plan, by=cast.policy, at=NOW)


@staged
def called(cast: Cast, *candidacies: Candidacy, manner: Manner = Manner.ROOM) -> Meeting:
    """Return a meeting with cases to which the members are called."""
    meeting = planned(cast, manner)
    for candidacy in candidacies or (held(cast),):
        services.add_case(meeting, candidacy, by=cast.policy, at=NOW)
    services.call(meeting, by=cast.policy, at=NOW)
    return meeting


@staged
def gathered(cast: Cast, *candidacies: Candidacy) -> Item:
    """Return the first item of a meeting at which every member is there."""
    meeting = called(cast, *candidacies)
    there = {person.pk: Attendance.PRESENT for person in bench(cast)}
    services.attend(meeting, there, by=cast.policy, at=NOW)
    return meeting.items.select_related("meeting__organization", "candidacy__engagement").get(position=1)


@staged
def voted(cast: Cast, *votes: Vote, item: Item | None = None) -> Item:
    """Return an item on which each member has voted as told, in order."""
    case = item or gathered(cast)
    for person, vote in zip(bench(cast), votes, strict=True):
        deliberation.vote(case, vote, "", by=person, at=NOW)
    return case


@staged
def conditional(cast: Cast, side: Side = Side.CONTRACTOR, due: date = DAY) -> Condition:
    """Return a condition that binds."""
    item = voted(cast, *[Vote.CONDITIONAL] * 3)
    condition = deliberation.propose_condition(
        item, "持出しの手順書を改める", side, due, "手順書の写し", by=cast.policy, at=NOW
    )
    deliberation.close_item(item, "条件を付けて承認する", by=cast.policy, at=NOW)
    condition.refresh_from_db()
    return condition


def closed(cast: Cast) -> Meeting:
    """Return a meeting that is over, with one approval under a condition."""
    meeting = conditional(cast).item.meeting
    services.close_meeting(meeting, by=cast.policy, at=NOW)
    return meeting
