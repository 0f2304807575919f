"""What the way to the contract writes into an engagement: the company that is held for it, and the day."""

from datetime import date, datetime

from django.db import transaction

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.models import Engagement


@transaction.atomic
def hold_for(engagement: Engagement, company: Organization, *, at: datetime) -> None:
    """Make a company the contractor of an engagement; part of selecting it as candidate.

    The facts name it from now on, so that the next version does; that alone makes no version stale.
    """
    present = Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    if present.contractor_id == company.pk:
        return
    _name(present, company, at)
    engagement.contractor = company


@transaction.atomic
def release(engagement: Engagement, *, at: datetime) -> None:
    """Let an engagement have no contractor again: whoever had it sees nothing of it any more."""
    present = Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    _name(present, None, at)
    engagement.contractor, engagement.shared_at = None, None


@transaction.atomic
def contracted(engagement: Engagement, signed_on: date, *, at: datetime) -> None:
    """Set the day of the contract; part of entering or correcting it."""
    Engagement.objects.filter(pk=engagement.pk).update(contracted_on=signed_on, changed_at=at)
    engagement.contracted_on = signed_on


def _name(engagement: Engagement, company: Organization | None, at: datetime) -> None:
    engagement.contractor = company
    engagement.changed_at = at
    # The wizard proposes what it was told last: it must not bring the former company back.
    engagement.draft = {
        **engagement.draft,
        "contractor": str(company.pk) if company else "",
        "contractor_name": "",
    }
    if engagement.profile:
        engagement.profile = {**engagement.profile, "contractor": company.name if company else None}
    changed = ["contractor", "changed_at", "draft", "profile"]
    if company is None:
        engagement.shared_at = None
        changed.append("shared_at")
    engagement.save(update_fields=changed)
