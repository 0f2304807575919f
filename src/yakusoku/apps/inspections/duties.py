"""What is due in an inspection."""

from datetime import date, datetime

from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.duties.services import hand_over, owe, settle
from yakusoku.apps.inspections.models import Inspection
from yakusoku.domain.accounts.permissions import Act

ANSWER, VERIFY = "inspection.answer", "inspection.verify"
RENEWED = "inspection.renewed"
HOLDERS, VISIT, YEARLY = "inspection.holders", "inspection.visit", "inspection.yearly"
# What the one who is assigned to a round does in it.
OF_ASSIGNEE = (VERIFY, HOLDERS, VISIT)


def to_answer(inspection: Inspection, *, at: datetime) -> None:
    """Whoever is asked has to answer."""
    settle(VERIFY, inspection, at=at)
    respondent = respondent_of(inspection)
    if respondent is not None:
        _owe(ANSWER, inspection, respondent, None, Act.WRITE_ANSWER, inspection.due_on, at)


def to_verify(inspection: Inspection, *, at: datetime) -> None:
    """The department has to look at the answers."""
    settle(ANSWER, inspection, at=at)
    settle(RENEWED, inspection, at=at)
    engagement = inspection.version.engagement
    client, department = engagement.organization, engagement.department
    _owe(VERIFY, inspection, client, department, Act.WRITE_VERIFICATION, None, at)


def assigned(inspection: Inspection, person: User | None, *, at: datetime) -> None:
    """What the client has to do in the round is the matter of another person; None: of whoever may."""
    hand_over(OF_ASSIGNEE, inspection, person, at=at)


def done(inspection: Inspection, *, at: datetime) -> None:
    """Nobody has to do anything any more."""
    for kind in (ANSWER, RENEWED, VERIFY, VISIT):
        settle(kind, inspection, at=at)


def asked_anew(inspection: Inspection, left: int, *, at: datetime) -> None:
    """Whoever is asked is told that the sheet was renewed, and how many questions it has to answer for it."""
    respondent = respondent_of(inspection)
    if not left or respondent is None:
        settle(RENEWED, inspection, at=at)
        return
    _owe(RENEWED, inspection, respondent, None, Act.WRITE_ANSWER, inspection.due_on, at, left)


def respondent_of(inspection: Inspection) -> Organization | None:
    """Return the company that answers: for a subcontractor that is not registered, the contractor."""
    below = inspection.hop.organization if inspection.hop else None
    return below or inspection.version.engagement.contractor


def holders_differ(inspection: Inspection, *, at: datetime) -> None:
    """The department has to look at what was told about those who hold data."""
    engagement = inspection.version.engagement
    client, department = engagement.organization, engagement.department
    _owe(HOLDERS, inspection, client, department, Act.RECORD_CHAIN, None, at)


def holders_seen(inspection: Inspection, *, at: datetime) -> None:
    """Somebody looked, or there is nothing to look at any more."""
    settle(HOLDERS, inspection, at=at)


def to_visit(inspection: Inspection, day: date, *, at: datetime) -> None:
    """The department goes there on a day and writes down that it was there."""
    engagement = inspection.version.engagement
    client, department = engagement.organization, engagement.department
    _owe(VISIT, inspection, client, department, Act.WRITE_VERIFICATION, day, at)


def visited(inspection: Inspection, *, at: datetime) -> None:
    """Nobody has to go there any more."""
    settle(VISIT, inspection, at=at)


def _owe(
    kind: str,
    inspection: Inspection,
    organization: Organization,
    department: Department | None,
    act: Act,
    due_on: date | None,
    at: datetime,
    left: int = 0,
) -> None:
    engagement = inspection.version.engagement
    owe(
        kind,
        inspection,
        organization=organization,
        department=department,
        assignee=inspection.assigned_to if kind in OF_ASSIGNEE else None,
        act=act,
        engagement=engagement.pk,
        about=engagement.title,
        href=inspection.get_absolute_url(),
        due_on=due_on,
        left=left,
        at=at,
    )
