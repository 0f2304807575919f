"""The minutes of a meeting: put together from its rows, approved by the chair, kept unchangeable."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import translation

from yakusoku.adapters.letters import letter_docx, letter_pdf
from yakusoku.adapters.pdf import press
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.board import duties
from yakusoku.apps.board.holding import hold_meeting
from yakusoku.apps.board.models import (
    Basis,
    Condition,
    ConditionState,
    Item,
    ItemState,
    Meeting,
    MinutesVersion,
    Side,
    Stage,
)
from yakusoku.apps.board.queries import agenda_of, rules_of
from yakusoku.apps.board.refusals import MeetingNotOpen, NothingToCorrect, OnlyTheChair
from yakusoku.apps.files.services import keep_made
from yakusoku.domain.board.minutes import (
    MinutedCondition,
    MinutedItem,
    Minutes,
    minutes_letter,
    minutes_number,
    require_reason,
)
from yakusoku.domain.board.voting import DECIDED_LABELS, Decided, Vote
from yakusoku.web.edits import require_unchanged

BINDING = (ConditionState.OPEN, ConditionState.REPORTED, ConditionState.MET)


def minutes_of(
    meeting: Meeting, *, version: int = 1, reason: str = "", reader: User | None = None
) -> Minutes:
    """Return what is written down of a meeting. Papers are Japanese, whoever asks for them.

    reader   items from which this person stepped aside are told without what was said; None: all is told
    """
    rules = rules_of(meeting.organization_id)
    with translation.override("ja"):
        seats = meeting.seats.select_related("user")
        items = [each for each in agenda_of(meeting) if each.state == ItemState.CLOSED]
        place = f"{meeting.get_manner_display()}　{meeting.place}".strip()
        return Minutes(
            board=rules.title,
            client=meeting.organization.name,
            number=f"{minutes_number(meeting.number)}　{meeting}",
            version=version,
            reason=reason,
            day=meeting.held_on,
            when=f"{meeting.starts_at:%H:%M}" if meeting.starts_at else "",
            where=place,
            chair=meeting.chair.name if meeting.chair else "",
            secretary=meeting.created_by.name,
            members=tuple((seat.user.name, seat.get_attendance_display()) for seat in seats),
            items=tuple(
                _item(item, number, names=rules.names_in_minutes, reader=reader)
                for number, item in enumerate(items, start=1)
            ),
        )


def _item(item: Item, number: int, *, names: bool, reader: User | None) -> MinutedItem:
    conflicts = list(item.conflicts.all())
    withheld = reader is not None and any(conflict.user_id == reader.pk for conflict in conflicts)
    votes = (
        [] if item.basis == Basis.CHAIR else [(vote.user.name, Vote(vote.vote)) for vote in item.votes.all()]
    )
    told = item.told
    return MinutedItem(
        number=number,
        title=told["title"],
        facts=tuple((label, value) for label, value in told["facts"]),
        recused=tuple((conflict.user.name, conflict.reason) for conflict in conflicts),
        members=told["members"],
        present=told["present"],
        needed=told["needed"],
        discussion="" if withheld else item.discussion,
        votes={vote: sum(1 for _, cast in votes if cast is vote) for vote in Vote},
        names=tuple(votes) if names and not withheld else (),
        decided=DECIDED_LABELS[Decided(item.decided)],
        basis=item.get_basis_display(),
        text=item.decision,
        conditions=tuple(_condition(item, each) for each in item.conditions.all() if each.state in BINDING),
        withheld=withheld,
    )


def _condition(item: Item, condition: Condition) -> MinutedCondition:
    candidacy = item.candidacy
    who = str(Side(condition.side).label)
    if candidacy is not None:
        bound = candidacy.company if condition.side == Side.CONTRACTOR else candidacy.engagement.department
        who = bound.name
    return MinutedCondition(condition.text, who, condition.due_on, condition.proof)


def fingerprint(meeting: Meeting) -> str:
    """Return the SHA-256 of what the minutes say now."""
    return sha256(repr(minutes_letter(minutes_of(meeting))).encode()).hexdigest()


def latest_minutes(meeting: Meeting) -> MinutesVersion | None:
    """Return the minutes that count; None: the chair has approved none."""
    return meeting.minutes.select_related("approved_by", "docx", "pdf").first()


@transaction.atomic
def approve(
    meeting: Meeting, reason: str, *, seen: str | None = None, by: User, at: datetime
) -> MinutesVersion:
    """Approve the minutes as they stand, and keep them; a later version corrects the one before.

    seen     `fingerprint` of the draft that the chair was shown
    raises   MeetingNotOpen, OnlyTheChair, CorrectionReasonMissing, NothingToCorrect, ChangedMeanwhile
    """
    present = hold_meeting(meeting)
    if present.stage != Stage.CLOSED:
        raise MeetingNotOpen(stage=Stage(present.stage).label)
    if present.chair_id != by.pk:
        raise OnlyTheChair()
    latest = latest_minutes(meeting)
    version = latest.version + 1 if latest else 1
    require_reason(version, reason)
    print_of = fingerprint(meeting)
    require_unchanged(seen, print_of)
    if latest and latest.fingerprint == print_of:
        raise NothingToCorrect()
    kept = _keep(meeting, version, reason.strip(), print_of, by, at)
    duties.approved(meeting, at=at)
    record(
        "minutes.approved",
        meeting,
        by=by,
        at=at,
        organization=meeting.organization_id,
        reason=kept.reason,
        facts={"version": version, "docx": kept.docx.sha256, "pdf": kept.pdf.sha256},
    )
    return kept


def _keep(
    meeting: Meeting, version: int, reason: str, print_of: str, by: User, at: datetime
) -> MinutesVersion:
    letter = minutes_letter(minutes_of(meeting, version=version, reason=reason))
    name = f"minutes-{meeting.number}-{version}"
    owner = meeting.organization
    kept = MinutesVersion.objects.create(
        meeting=meeting,
        version=version,
        number=minutes_number(meeting.number),
        fingerprint=print_of,
        docx=keep_made(f"{name}.docx", letter_docx(letter), organization=owner, by=by, at=at),
        pdf=keep_made(f"{name}.pdf", letter_pdf(letter), organization=owner, by=by, at=at),
        reason=reason,
        approved_by=by,
        approved_at=at,
    )
    press().rest()
    return kept
