"""What is due in a consultation."""

from datetime import datetime

from yakusoku.apps.accounts.models import Department
from yakusoku.apps.consultations.models import Addressee, Consultation, ExpertLink
from yakusoku.apps.duties.services import owe, settle
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.formats import local_day

ADVISE, READ, AWAIT = "consultation.advise", "consultation.read", "consultation.await"
# Duties know rights, not roles. Everyone here may advise; the right that the asked ones have beside it
# brings the question to their list and not to everyone's.
ASKED = {
    Addressee.POLICY: Act.SET_RULES,
    Addressee.LEGAL: Act.GIVE_ADVICE,
    Addressee.BOARD: Act.VOTE,
}


def to_advise(consultation: Consultation, *, at: datetime) -> None:
    """Those who are asked have to answer; an expert outside is asked by a link."""
    settle(READ, consultation, at=at)
    act = ASKED.get(Addressee(consultation.addressee))
    if act is not None:
        _owe(ADVISE, consultation, None, act, at)


def to_read(consultation: Consultation, *, at: datetime) -> None:
    """The department has to read the advice, and to ask on or to close."""
    for kind in (ADVISE, AWAIT):
        settle(kind, consultation, at=at)
    _owe(READ, consultation, consultation.engagement.department, Act.ASK_ADVICE, at)


def to_await(link: ExpertLink, *, at: datetime) -> None:
    """The department has to look after the expert's answer before the link is over."""
    consultation = link.consultation
    engagement = consultation.engagement
    owe(
        AWAIT,
        consultation,
        organization=engagement.organization,
        department=engagement.department,
        act=Act.ASK_ADVICE,
        engagement=engagement.pk,
        about=consultation.title,
        href=consultation.get_absolute_url(),
        due_on=local_day(link.expires_at),
        at=at,
    )


def closed(consultation: Consultation, *, at: datetime) -> None:
    """Nobody has to do anything any more."""
    for kind in (ADVISE, READ, AWAIT):
        settle(kind, consultation, at=at)


def _owe(
    kind: str, consultation: Consultation, department: Department | None, act: Act, at: datetime
) -> None:
    engagement = consultation.engagement
    owe(
        kind,
        consultation,
        organization=engagement.organization,
        department=department,
        act=act,
        engagement=engagement.pk,
        about=f"{engagement.title} {consultation.title}",
        href=consultation.get_absolute_url(),
        at=at,
    )
