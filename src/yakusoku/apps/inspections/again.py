"""A later round: what it asks first, and what may be confirmed as it was last time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import name_of
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.queries import catalogue_for
from yakusoku.apps.findings.models import Finding
from yakusoku.apps.findings.models import State as FindingState
from yakusoku.apps.inspections.models import EvidenceFile, HoldersStatement, Inspection, State
from yakusoku.apps.inspections.queries import answers_given, checks_of
from yakusoku.apps.inspections.rounds import log, need
from yakusoku.apps.inspections.services import follow_renewal, set_answer
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.inspections.answers import AskedCheck, GivenAnswer, Verification
from yakusoku.domain.inspections.delta import Delta, Earlier, delta
from yakusoku.domain.inspections.intake import split_evidence
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.packs.difference import Change, difference
from yakusoku.domain.refusal import Refusal

WORDED_ANEW = frozenset({Change.ADDED, Change.REWORDED})


class NotAsLastTime(Refusal):
    """Nothing of this article can be confirmed: it changed, was weak, or was never answered."""

    code: ClassVar[str] = "answer.not-as-last-time"


@dataclass(frozen=True, slots=True)
class Again:
    """What a round takes over from the one before it."""

    before: Inspection
    answers: Mapping[str, GivenAnswer]
    delta: Delta


def again(inspection: Inspection) -> Again | None:
    """Return what a periodic round asks first and what it may confirm; None in the first round of a company."""
    before = round_before(inspection)
    if before is None:
        return None
    earlier = earlier_of(inspection, before)
    return Again(before, earlier.answers, delta(checks_of(inspection), earlier))


def round_before(inspection: Inspection) -> Inspection | None:
    """Return the last periodic round of the same company that was concluded; None: this is the first."""
    if inspection.kind != InspectionKind.PERIODIC:
        return None
    rounds = Inspection.objects.filter(
        version__engagement=inspection.version.engagement_id,
        hop=inspection.hop_id,
        kind=InspectionKind.PERIODIC,
        state=State.CONCLUDED,
        pk__lt=inspection.pk,
    )
    return rounds.select_related("version__engagement").order_by("-pk").first()


def earlier_of(inspection: Inspection, before: Inspection) -> Earlier:
    """Return what is known from the round before, and what changed since."""
    engagement = inspection.version.engagement
    # The sums over a chain need no change of clause: the catalogue says which requirements speak of it.
    chain = {rule.requirement for rule in catalogue_for(engagement.organization_id).chain_rules}
    different = before.observations.filter(verification=Verification.DIFFERENT)
    about = Finding.objects.filter(engagement=engagement, hop=inspection.hop_id).exclude(check_id="")
    told = about.filter(Q(source=name_of(before)) | ~Q(state=FindingState.CLOSED))
    return Earlier(
        asked={check.id: check.question for check in checks_of(before)},
        answers=answers_given(before),
        different=frozenset(different.values_list("check_id", flat=True)),
        found=frozenset(told.order_by().values_list("check_id", flat=True)),
        changed=_changed(before, inspection),
        chain=frozenset(chain - {""}),
        holders_changed=_holders_changed(inspection, before),
    )


def _changed(before: Inspection, now: Inspection) -> frozenset[str]:
    if before.version_id == now.version_id:
        return frozenset()
    clauses = difference(pack_of(before.version), pack_of(now.version)).clauses
    return frozenset(change.slug for change in clauses if change.change in WORDED_ANEW)


def _holders_changed(inspection: Inspection, before: Inspection) -> bool:
    told = HoldersStatement.objects.filter(inspection__in=(inspection.pk, before.pk), unchanged=False)
    since = localdate(before.opened_at)
    moved = Q(since__gt=since) | Q(until__gte=since, until__lte=localdate(inspection.opened_at))
    hops = Hop.objects.filter(engagement=inspection.version.engagement_id)
    return told.exists() or hops.filter(moved).exists()


@transaction.atomic
def confirm_same(inspection: Inspection, slug: str, *, by: User, at: datetime) -> int:
    """Answer what is still open of an article as last time, with its source; return how many questions.

    Evidence comes along: the named documents, and the files as they were shown then.
    raises   InspectionClosed, NotAsLastTime
    """
    need(inspection, State.OPEN)
    known = again(inspection)
    checks = known.delta.confirmable.get(slug, ()) if known else ()
    present = set(inspection.answers.values_list("check_id", flat=True))
    waiting = [check for check in checks if check.id not in present]
    if known is None or not waiting:
        raise NotAsLastTime()
    _take_over(inspection, known, waiting, by, at)
    follow_renewal(inspection, at)
    taken = [check.id for check in waiting]
    log(
        "answer.confirmed", inspection, by, at, facts={"checks": taken, "as": f"inspection:{known.before.pk}"}
    )
    return len(taken)


def _take_over(
    inspection: Inspection, known: Again, checks: list[AskedCheck], by: User, at: datetime
) -> None:
    ids = [check.id for check in checks]
    for record in known.before.answers.filter(check_id__in=ids):
        given = known.answers[record.check_id]
        named = split_evidence(record.named_evidence)
        kept = GivenAnswer(record.check_id, given.answer, given.comment, named)
        set_answer(inspection, kept, same_as=known.before, by=by, at=at)
    EvidenceFile.objects.bulk_create(
        EvidenceFile(inspection=inspection, check_id=file.check_id, stored_id=file.stored_id)
        for file in known.before.evidence.filter(check_id__in=ids)
    )
