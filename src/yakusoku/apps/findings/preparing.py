"""What the client itself has to do before a finding can be closed: amend, describe anew, ask from now on."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements.life import hold
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings import duties
from yakusoku.apps.findings.models import AddedCheck, Finding, InstructedFinding, Standing, State
from yakusoku.apps.findings.queries import latest_pack, needs_of, newest_version, promises_of
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal

RUNNING = (Standing.ISSUED, Standing.REPLIED)


class RequirementNotPromised(Refusal):
    """A check belongs to a requirement of the published specification."""

    code: ClassVar[str] = "added-check.requirement-not-promised"


class QuestionMissing(Refusal):
    """A check asks at least one question."""

    code: ClassVar[str] = "added-check.question-missing"


class AlreadyRetired(Refusal):
    """The check is no longer asked."""

    code: ClassVar[str] = "added-check.already-retired"


@transaction.atomic
def measures_taken(engagement: Engagement, *, at: datetime) -> None:
    """Bring up to date what the client still has to prepare for the instructions of an engagement.

    Called whenever one of the three ways was gone: by this app, and after a publication or a new description.
    """
    hold(engagement.pk)
    items = list(
        InstructedFinding.objects.filter(
            instruction__engagement=engagement, instruction__state__in=[s.value for s in RUNNING]
        )
        .exclude(finding__state=State.CLOSED)
        .select_related("instruction__engagement__department", "finding")
    )
    needs = needs_of(engagement, items)
    running = {item.instruction_id: item.instruction for item in items}
    left = dict.fromkeys(running, 0)
    for item in items:
        left[item.instruction_id] += needs[item.pk] is not None
    for pk, instruction in running.items():
        duties.to_prepare(instruction, left[pk], at=at)


def all_measures_taken(*, at: datetime) -> int:
    """Look at every engagement in which something is to be prepared; return how much of it was. Part of the tick."""
    waiting = Duty.objects.filter(kind=duties.PREPARE, done_at__isnull=True)
    numbers = {n for n in waiting.values_list("engagement", flat=True) if n is not None}
    for engagement in Engagement.objects.with_parties().filter(pk__in=numbers):
        measures_taken(engagement, at=at)
    return Duty.objects.filter(kind=duties.PREPARE, done_at=at, engagement__in=numbers).count()


@transaction.atomic
def add_check(finding: Finding, asked: dict[str, Any], *, by: User, at: datetime) -> AddedCheck:
    """Let the inspections opened from now on ask about a measure; return the check.

    asked    slug, point, arrangement, operation, evidence, evidence_required
    raises   RequirementNotPromised, QuestionMissing
    """
    engagement = finding.engagement
    hold(engagement.pk)
    pack, version = latest_pack(engagement), newest_version(engagement)
    if pack is None or version is None or asked["slug"] not in promises_of(pack):
        raise RequirementNotPromised()
    if not (asked["arrangement"].strip() or asked["operation"].strip()):
        raise QuestionMissing()
    check = AddedCheck.objects.create(
        engagement=engagement,
        hop=finding.hop,
        finding=finding,
        since=version.number,
        added_by=by,
        added_at=at,
        **asked,
    )
    measures_taken(engagement, at=at)
    facts: dict[str, JSON] = {"engagement": engagement.pk, "finding": finding.pk, "slug": check.slug}
    record("added-check.added", check, by=by, at=at, organization=engagement.organization_id, facts=facts)
    return check


@transaction.atomic
def carry_checks(before: Engagement, after: Engagement, *, by: User, at: datetime) -> int:
    """Let the next period ask what was added in the one before at the contractor; return how many checks."""
    running = AddedCheck.objects.filter(engagement=before, hop__isnull=True, retired_at__isnull=True)
    carried = [
        AddedCheck(
            engagement=after,
            finding_id=row.finding_id,
            slug=row.slug,
            point=row.point,
            arrangement=row.arrangement,
            operation=row.operation,
            evidence=row.evidence,
            evidence_required=row.evidence_required,
            # Nothing is published yet: whatever the first version promises is asked.
            since=0,
            added_by=by,
            added_at=at,
        )
        for row in running
    ]
    if carried:
        AddedCheck.objects.bulk_create(carried)
        facts: dict[str, JSON] = {"predecessor": before.pk, "count": len(carried)}
        record("added-check.carried", after, by=by, at=at, organization=after.organization_id, facts=facts)
    return len(carried)


@transaction.atomic
def retire_check(check: AddedCheck, reason: str, *, by: User, at: datetime) -> None:
    """Let later inspections no longer ask a check. Raises AlreadyRetired."""
    rows = AddedCheck.objects.filter(pk=check.pk, retired_at__isnull=True)
    if not rows.update(retired_at=at, retired_because=reason.strip()):
        raise AlreadyRetired()
    organization = check.engagement.organization_id
    record("added-check.retired", check, by=by, at=at, organization=organization, reason=reason.strip())
