"""Writing candidacies: selecting, asking, submitting to the board, concluding."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.candidates import duties
from yakusoku.apps.candidates.models import Candidacy, Contract, Outcome
from yakusoku.apps.candidates.queries import LIVE_OUTCOMES, is_answered, needs_board
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements.contracting import hold_for, release
from yakusoku.apps.engagements.life import hold
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.services import ContractorFixed
from yakusoku.apps.inspections.calling_off import call_off, end_with_decision
from yakusoku.apps.inspections.models import State
from yakusoku.apps.inspections.services import open_inspection
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.candidates.gate import DECISIONS, UNDECIDED, Ruling
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import mark_of, require_unchanged


class AlreadyHeld(Refusal):
    """Another candidate is held: one at a time."""

    code: ClassVar[str] = "candidate.already-held"


class AlreadyContracted(Refusal):
    """The contract was entered: the candidate is the contractor now."""

    code: ClassVar[str] = "candidate.contracted"


class ReasonMissing(Refusal):
    """Selecting and withdrawing say why."""

    code: ClassVar[str] = "candidate.reason-missing"


class NotLive(Refusal):
    """The candidacy was withdrawn or rejected."""

    code: ClassVar[str] = "candidate.not-live"


class AlreadyAsked(Refusal):
    """The 調査票 was sent already."""

    code: ClassVar[str] = "candidate.already-asked"


class VersionMissing(Refusal):
    """No specification is published: there is nothing to ask."""

    code: ClassVar[str] = "candidate.version-missing"


class NotReadyForBoard(Refusal):
    """The board gets a case whose 調査票 is answered, whose plan is agreed and whose responsible person is named."""

    code: ClassVar[str] = "candidate.not-ready"


class NotBeforeBoard(Refusal):
    """The board was not asked about this candidate, or has decided already."""

    code: ClassVar[str] = "candidate.not-before-board"


@transaction.atomic
def select(
    engagement: Engagement, company: Organization, reason: str, *, by: User, at: datetime
) -> Candidacy:
    """Select a company as the one candidate of an engagement and hold it.

    company  one that the client introduced (the door sees to that)
    raises   ReasonMissing, AlreadyContracted, AlreadyHeld; ContractorFixed: another company was sent a sheet
    """
    if not reason.strip():
        raise ReasonMissing()
    present = Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    if Contract.objects.filter(engagement=present).exists():
        raise AlreadyContracted()
    if present.candidacies.filter(outcome__in=LIVE_OUTCOMES).exists():
        raise AlreadyHeld()
    if present.shared_at and present.contractor_id not in (None, company.pk):
        raise ContractorFixed()
    hold_for(present, company, at=at)
    candidacy = Candidacy.objects.create(
        engagement=present, company=company, reason=reason.strip(), selected_by=by, selected_at=at
    )
    duties.bring_up_to_date(candidacy, at=at)
    _log("candidate.selected", candidacy, by, at, reason=reason.strip(), facts={"company": company.pk})
    return candidacy


@transaction.atomic
def withdraw(candidacy: Candidacy, reason: str, *, by: User, at: datetime) -> None:
    """Let go of the candidate; another can be selected. Raises ReasonMissing, NotLive, AlreadyContracted."""
    if not reason.strip():
        raise ReasonMissing()
    _locked(candidacy)
    if Contract.objects.filter(engagement=candidacy.engagement_id).exists():
        raise AlreadyContracted()
    _end(candidacy, Outcome.WITHDRAWN, reason.strip(), by, at)
    _log("candidate.withdrawn", candidacy, by, at, reason=reason.strip())


@transaction.atomic
def name_responsible(
    candidacy: Candidacy, person: str, contact: str, *, seen: str | None = None, by: User, at: datetime
) -> None:
    """Set who the candidate's 個人情報保護責任者 is.

    seen     the mark of who it was on the page
    raises   NotLive, ChangedMeanwhile
    """
    _locked(candidacy)
    require_unchanged(seen, mark_of_responsible(candidacy))
    candidacy.responsible_person, candidacy.responsible_contact = person.strip(), contact.strip()
    candidacy.save(update_fields=["responsible_person", "responsible_contact"])
    duties.bring_up_to_date(candidacy, at=at)
    _log("candidate.responsible-named", candidacy, by, at)


def mark_of_responsible(candidacy: Candidacy) -> str:
    """Return a mark of who the candidate's 個人情報保護責任者 is."""
    return mark_of(candidacy.responsible_person, candidacy.responsible_contact)


@transaction.atomic
def open_pre_assessment(candidacy: Candidacy, due_on: date, *, by: User, at: datetime) -> None:
    """Send the 調査票: the check sheet of the latest version, asked as "can you keep this?".

    raises   NotLive, VersionMissing, AlreadyAsked; what `open_inspection` raises
    """
    _locked(candidacy)
    if candidacy.pre_assessment_id is not None:
        raise AlreadyAsked()
    version = latest_version(candidacy.engagement)
    if version is None:
        raise VersionMissing()
    # The wizard may have named somebody else meanwhile: the sheet goes to the candidate.
    hold_for(candidacy.engagement, candidacy.company, at=at)
    candidacy.pre_assessment = open_inspection(version, InspectionKind.PRE_ASSESSMENT, due_on, by=by, at=at)
    candidacy.save(update_fields=["pre_assessment"])
    duties.bring_up_to_date(candidacy, at=at)
    _log("candidate.asked", candidacy, by, at, facts={"inspection": candidacy.pre_assessment.pk})


@transaction.atomic
def submit_to_board(candidacy: Candidacy, *, by: User, at: datetime) -> None:
    """Put the candidate before the review board. Raises NotLive, NotReadyForBoard, NotBeforeBoard."""
    _locked(candidacy)
    if not needs_board(candidacy.engagement) or candidacy.submitted_at or candidacy.outcome not in UNDECIDED:
        raise NotBeforeBoard()
    if not (is_answered(candidacy) and candidacy.plan_agreed_at and candidacy.responsible_person):
        raise NotReadyForBoard()
    candidacy.submitted_at = at
    candidacy.save(update_fields=["submitted_at"])
    duties.bring_up_to_date(candidacy, at=at)
    _log("candidate.submitted", candidacy, by, at)


@transaction.atomic
def conclude(candidacy: Candidacy, outcome: Outcome, *, by: User, at: datetime) -> None:
    """Set what the board decided; a rejected candidate is let go. Raises NotBeforeBoard.

    outcome   承認, 条件付承認, 否認 or 継続審議
    """
    if Ruling(outcome) not in DECISIONS:
        raise NotBeforeBoard()
    _hold(candidacy)
    if candidacy.submitted_at is None or Ruling(candidacy.outcome) not in UNDECIDED:
        raise NotBeforeBoard()
    # An override has signed already: the contractor stays, and the page says that the board refused.
    signed = Contract.objects.filter(engagement=candidacy.engagement_id).exists()
    if outcome == Outcome.REJECTED and not signed:
        _end(candidacy, Outcome.REJECTED, "", by, at)
    else:
        _move(candidacy, outcome, concluded_at=None if outcome == Outcome.CONTINUED else at)
        if outcome != Outcome.CONTINUED and candidacy.pre_assessment is not None:
            end_with_decision(candidacy.pre_assessment, str(outcome.label), by=by, at=at)
        duties.bring_up_to_date(candidacy, at=at)
    _log("candidate.concluded", candidacy, by, at, facts={"outcome": str(outcome)})


def catch_up(*, at: datetime) -> int:
    """Bring what is due up to date where a 調査票 was handed in or sent back; return how often.

    `handing_in` does it at once; this finds what came about without it. Said again, it finds nothing to do.
    """
    writing = Duty.objects.filter(kind__in=(duties.WRITE, duties.AGREE), done_at__isnull=True)
    told = {int(subject.rpartition(":")[2]) for subject in writing.values_list("subject", flat=True)}
    unagreed = Candidacy.objects.filter(outcome__in=LIVE_OUTCOMES, plan_agreed_at__isnull=True)
    unagreed = unagreed.filter(engagement__contract__isnull=True, pre_assessment__isnull=False)
    back = unagreed.exclude(pre_assessment__state=State.OPEN).exclude(pk__in=told)
    sent_back = unagreed.filter(pre_assessment__state=State.OPEN, pk__in=told)
    rows = [*back.select_related("engagement"), *sent_back.select_related("engagement")]
    for candidacy in rows:
        with transaction.atomic():
            hold(candidacy.engagement_id)
            duties.bring_up_to_date(candidacy, at=at)
    return len(rows)


def _end(candidacy: Candidacy, outcome: Outcome, reason: str, by: User, at: datetime) -> None:
    """Let go of a candidate: its sheet is called off, and the engagement is open for another."""
    if candidacy.pre_assessment is not None:
        call_off(candidacy.pre_assessment, reason or str(outcome.label), by=by, at=at)
    _move(candidacy, outcome, concluded_at=at, ended_reason=reason)
    release(candidacy.engagement, at=at)
    for item in candidacy.plan_items.all():
        duties.item_done(item, at=at)
    duties.bring_up_to_date(candidacy, at=at)
    duties.to_select(candidacy.engagement, at=at)


def _hold(candidacy: Candidacy) -> None:
    """Lock a candidacy after its engagement, where contracts are entered, and bring it up to date."""
    hold(candidacy.engagement_id)
    Candidacy.objects.select_for_update(no_key=True).get(pk=candidacy.pk)
    candidacy.refresh_from_db()


def _locked(candidacy: Candidacy) -> None:
    """Lock a candidacy and make sure that it is live."""
    _hold(candidacy)
    if candidacy.over:
        raise NotLive(outcome=candidacy.get_outcome_display())


def _move(candidacy: Candidacy, outcome: Outcome, **fields: object) -> None:
    rows = Candidacy.objects.filter(pk=candidacy.pk, outcome=candidacy.outcome)
    if not rows.update(outcome=outcome, **fields):
        raise NotLive(outcome=candidacy.get_outcome_display())
    candidacy.refresh_from_db()


def _log(
    code: str,
    candidacy: Candidacy,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
) -> None:
    """Both sides act on a candidacy; the trail is the client's."""
    organization = candidacy.engagement.organization_id
    record(code, candidacy, by=by, at=at, organization=organization, reason=reason, facts=facts or {})
