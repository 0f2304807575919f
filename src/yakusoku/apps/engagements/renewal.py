"""The next period of an engagement: its facts a year later, its verdicts to be confirmed."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from yakusoku.adapters.profiles import mapping_of
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.engagements.duties import bring_up_to_date
from yakusoku.apps.engagements.models import DecisionRecord, Engagement
from yakusoku.apps.engagements.queries import catalogue_for, profile_of, records_that_hold
from yakusoku.apps.engagements.services import describe
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.renewal import next_period, next_title
from yakusoku.domain.refusal import Refusal

MOST_REASON = 2000


class AlreadyRenewed(Refusal):
    """The engagement of the next period exists."""

    code: ClassVar[str] = "engagement.already-renewed"


class NotRenewable(Refusal):
    """Without complete facts there is nothing to carry into the next period."""

    code: ClassVar[str] = "engagement.not-renewable"


@transaction.atomic
def begin_next_period(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    """Make the engagement of the next period and return it.

    Facts and verdicts are carried over; the contractor is a candidate again, so it is left open.
    raises   AlreadyRenewed, NotRenewable
    """
    present = Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    if not present.described:
        raise NotRenewable()
    if present.successors.exists():
        raise AlreadyRenewed()
    mapping, draft = _facts_of_next_period(present)
    following = Engagement.objects.create(
        organization=present.organization,
        department=present.department,
        title=mapping["title"],
        draft=draft,
        predecessor=present,
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    describe(following, mapping, department=present.department, contractor=None, by=by, at=at)
    _carry_verdicts(present, following, by, at)
    bring_up_to_date(following, at=at)
    facts = {"predecessor": present.pk}
    record("engagement.renewed", following, by=by, at=at, organization=present.organization_id, facts=facts)
    return following


def _facts_of_next_period(engagement: Engagement) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the facts a year later, and the same as the wizard shows them."""
    profile = profile_of(engagement)
    mapping = mapping_of(profile)
    period, title = next_period(profile.period), next_title(engagement.title)
    days = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    mapping |= {"title": title, "contractor": None, "period": days}
    nobody = {"contractor": "", "contractor_name": ""}
    return mapping, {**engagement.draft, **days, **nobody, "title": title}


def _carry_verdicts(before: Engagement, after: Engagement, by: User, at: datetime) -> None:
    """Copy the verdicts that hold for the next period; the rest is decided anew."""
    catalogue, facts = catalogue_for(after.organization_id), facts_of(profile_of(after))
    held = records_that_hold(before, catalogue, facts)
    DecisionRecord.objects.bulk_create(
        DecisionRecord(
            engagement=after,
            slug=kept.slug,
            verdict=kept.verdict,
            strength=kept.strength,
            reason=_carried(kept.reason),
            decider=kept.decider,
            decided_by=by,
            decided_at=at,
        )
        for kept in held.values()
    )
    slugs = sorted(held)
    record(
        "decision.carried-over",
        after,
        by=by,
        at=at,
        organization=after.organization_id,
        facts={"predecessor": before.pk, "slugs": slugs},
    )


def _carried(reason: str) -> str:
    told = _("前年度から引き継ぎ: %(reason)s") % {"reason": reason} if reason else _("前年度から引き継ぎ")
    return told[:MOST_REASON]
