"""What is due about templates: the next look, and comments of the field that wait for an answer."""

from datetime import date, datetime

from yakusoku.apps.duties.services import owe, settle
from yakusoku.apps.standards.models import Standard
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.standards.due import is_due

REVIEW, ANSWER = "standard.review", "standard.answer-comment"


def review(standard: Standard, *, today: date, at: datetime) -> bool:
    """Let the next look at a template be due once it is near; return whether that is new."""
    if standard.retired_at is not None or not is_due(standard.due_on, today):
        settle(REVIEW, standard, at=at)
        return False
    return owe(
        REVIEW,
        standard,
        organization=standard.organization,
        department=standard.department,
        assignee=standard.owner,
        act=Act.KEEP_STANDARDS,
        engagement=None,
        about=standard.title,
        href=standard.get_absolute_url(),
        due_on=standard.due_on,
        at=at,
    )


def comments(standard: Standard, *, at: datetime) -> None:
    """Let the comments on a template that wait for an answer be due, or be done."""
    left = standard.comments.filter(answered_at__isnull=True).count()
    if standard.retired_at is not None or not left:
        settle(ANSWER, standard, at=at)
        return
    owe(
        ANSWER,
        standard,
        organization=standard.organization,
        department=standard.department,
        assignee=standard.owner,
        act=Act.KEEP_STANDARDS,
        engagement=None,
        about=standard.title,
        href=f"{standard.get_absolute_url()}#comments",
        left=left,
        at=at,
    )
