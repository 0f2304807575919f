"""What is due in an engagement until its promise is published."""

from datetime import datetime

from django.urls import reverse

from yakusoku.apps.duties.queries import was_done
from yakusoku.apps.duties.services import owe, settle
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import undecided_in
from yakusoku.domain.accounts.permissions import Act

DESCRIBE, DECIDE, PUBLISH = "profile.describe", "decision.make", "specification.publish"


def bring_up_to_date(engagement: Engagement, *, at: datetime) -> None:
    """Count what is undecided and let the one next thing be due: describe, decide or publish.

    What was published since facts and decisions last changed is not to be published again.
    """
    engagement.undecided = undecided_in(engagement)
    engagement.save(update_fields=["undecided"])
    if not engagement.described:
        _only(
            engagement, DESCRIBE, Act.EDIT_PROFILE, reverse("profile-step", args=[engagement.pk, "work"]), at
        )
    elif engagement.undecided:
        _only(engagement, DECIDE, Act.MAKE_DECISION, reverse("decisions", args=[engagement.pk]), at)
    elif not was_done(PUBLISH, engagement, since=engagement.content_changed_at):
        _only(engagement, PUBLISH, Act.PUBLISH_SPECIFICATION, reverse("publish", args=[engagement.pk]), at)


def page_of_draft(engagement: Engagement) -> str:
    """Return the step of the wizard at which the description was left."""
    return reverse("profile-step", args=[engagement.pk, engagement.draft.get("step", "work")])


def published(engagement: Engagement, *, at: datetime) -> None:
    """Nothing is due here any more until facts or decisions change."""
    for kind in (DESCRIBE, DECIDE, PUBLISH):
        settle(kind, engagement, at=at)


def _only(engagement: Engagement, kind: str, act: Act, href: str, at: datetime) -> None:
    for other in {DESCRIBE, DECIDE, PUBLISH} - {kind}:
        settle(other, engagement, at=at)
    _owe(engagement, kind, act, href, at)


def _owe(engagement: Engagement, kind: str, act: Act, href: str, at: datetime) -> None:
    owe(
        kind,
        engagement,
        organization=engagement.organization,
        department=engagement.department,
        act=act,
        engagement=engagement.pk,
        about=engagement.title,
        href=href,
        left=engagement.undecided or 0 if kind == DECIDE else 0,
        at=at,
    )
