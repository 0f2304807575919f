"""Writing inspections: opening, answering, verifying, concluding."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import name_of
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.life import hold, need_open
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.services import share
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import keep
from yakusoku.apps.findings.queries import added_checks_for
from yakusoku.apps.findings.services import raise_findings
from yakusoku.apps.inspections import duties
from yakusoku.apps.inspections.duties import respondent_of
from yakusoku.apps.inspections.models import (
    AnswerRecord,
    EvidenceFile,
    HoldersStatement,
    Inspection,
    ObservationRecord,
    State,
)
from yakusoku.apps.inspections.queries import (
    asks_holders,
    check_of,
    left_of_renewal,
    sheet_of,
    shortfalls_of,
)
from yakusoku.apps.inspections.rounds import InspectionClosed, log, move, need
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import require_unchanged

MOST_FILES = 20


class ContractorMissing(Refusal):
    """Nobody can answer: the engagement names no registered contractor."""

    code: ClassVar[str] = "inspection.contractor-missing"


class HoldersUntold(Refusal):
    """Nobody has said yet who holds data now."""

    code: ClassVar[str] = "inspection.holders-untold"


class CheckUnknown(Refusal):
    """The inspection asks no such question."""

    code: ClassVar[str] = "inspection.check-unknown"


class QuestionChanged(Refusal):
    """The question is no longer the one that was answered."""

    code: ClassVar[str] = "answer.question-changed"


class CommentMissing(Refusal):
    """該当なし needs a reason in the comment."""

    code: ClassVar[str] = "answer.comment-missing"


class AnswersMissing(Refusal):
    """Questions are still unanswered."""

    code: ClassVar[str] = "inspection.answers-missing"


class SeenMissing(Refusal):
    """相違 says what was seen."""

    code: ClassVar[str] = "verification.seen-missing"


class VerificationsMissing(Refusal):
    """Questions are still unverified."""

    code: ClassVar[str] = "inspection.verifications-missing"


class TooManyFiles(Refusal):
    """One question holds as many files as it may."""

    code: ClassVar[str] = "evidence.too-many"


@transaction.atomic
def open_inspection(
    version: Version,
    kind: InspectionKind,
    due_on: date,
    *,
    hop: Hop | None = None,
    planned_on: date | None = None,
    by: User,
    at: datetime,
) -> Inspection:
    """Send the check sheet of a version to the contractor, or to the subcontractor at `hop`.

    planned_on   the day of the plan for which it is sent; None: besides the plan
    raises   EngagementClosed, ContractorMissing, InspectionClosed while another round of the same company is open
    """
    # Of two at once, the second finds the round that the first opened.
    engagement = need_open(version.engagement_id)
    if engagement.contractor_id is None:
        raise ContractorMissing()
    _require_free(engagement, hop, kind)
    added = added_checks_for(engagement, hop, at)
    inspection = Inspection.objects.create(
        version=version,
        kind=kind,
        due_on=due_on,
        hop=hop,
        planned_on=planned_on,
        asked=len(pack_of(version).checks) + len(added),
        added=[check.values() for check in added],
        opened_by=by,
        opened_at=at,
    )
    share(engagement, at=at)
    duties.to_answer(inspection, at=at)
    log("inspection.opened", inspection, by, at, facts={"kind": kind.value, "due": due_on.isoformat()})
    return inspection


def _require_free(engagement: Engagement, hop: Hop | None, kind: InspectionKind) -> None:
    """Raise InspectionClosed while another round of the same place is open.

    The 調査票 of before the contract stops no round of after it, nor a round another 調査票.
    """
    rounds = Inspection.objects.filter(version__engagement=engagement, hop=hop)
    before = kind is InspectionKind.PRE_ASSESSMENT
    same = rounds.filter(kind=kind) if before else rounds.exclude(kind=InspectionKind.PRE_ASSESSMENT)
    if same.exclude(state=State.CONCLUDED).exists():
        raise InspectionClosed(state=State.OPEN.label)


@transaction.atomic
def answer(
    inspection: Inspection,
    given: GivenAnswer,
    *,
    asked: str = "",
    seen: str | None = None,
    by: User,
    at: datetime,
) -> AnswerRecord:
    """Set the answer to one check.

    asked    `AskedCheck.wording` of the question that was read; empty: it is not known
    seen     the stamp of the answer that the page showed; what somebody else answered since stays
    raises   InspectionClosed, SheetRenewed, CheckUnknown, QuestionChanged, CommentMissing, ChangedMeanwhile
    """
    need(inspection, State.OPEN)
    _require_asked(inspection, given.check, asked)
    if given.answer is Answer.NOT_APPLICABLE and not given.comment.strip():
        raise CommentMissing(check=given.check)
    _require_seen(inspection, given.check, seen, by)
    kept = set_answer(inspection, given, by=by, at=at)
    follow_renewal(inspection, at)
    log("answer.given", inspection, by, at, facts={"check": given.check, "answer": given.answer.value})
    return kept


@transaction.atomic
def take_answers(
    inspection: Inspection,
    given: Iterable[GivenAnswer],
    *,
    by: User,
    at: datetime,
    code: str = "answer.imported",
    asked: Mapping[str, str] | None = None,
    seen: Mapping[str, str | None] | None = None,
) -> int:
    """Set many answers at once; return how many. One audit line for all.

    code     where they come from, in the words of the trail: a returned sheet, or the contractor's library
    asked    as in `answer`, by check id; seen as well
    raises   as `answer`; then none is set
    """
    need(inspection, State.OPEN)
    answers = list(given)
    for each in answers:
        _require_asked(inspection, each.check, (asked or {}).get(each.check, ""))
        if each.answer is Answer.NOT_APPLICABLE and not each.comment.strip():
            raise CommentMissing(check=each.check)
        if seen and seen.get(each.check) is not None:
            _require_seen(inspection, each.check, seen[each.check], by)
        set_answer(inspection, each, by=by, at=at)
    follow_renewal(inspection, at)
    checks = {each.check: each.answer.value for each in answers}
    log(code, inspection, by, at, facts={"answers": checks})
    return len(answers)


@transaction.atomic
def show_evidence(
    inspection: Inspection, check: str, upload: "UploadedFile[bytes]", *, by: User, at: datetime
) -> EvidenceFile:
    """Add a file to one check. Raises InspectionClosed, CheckUnknown, TooManyFiles and refusals of uploads."""
    need(inspection, State.OPEN)
    if check_of(inspection, check) is None:
        raise CheckUnknown(check=check)
    if inspection.evidence.filter(check_id=check).count() >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    respondent = respondent_of(inspection)
    if respondent is None:
        raise ContractorMissing()
    stored = keep(upload, organization=respondent, by=by, at=at)
    file = EvidenceFile.objects.create(inspection=inspection, check_id=check, stored=stored)
    log("evidence.shown", inspection, by, at, facts={"check": check, "sha256": stored.sha256})
    return file


@transaction.atomic
def show_kept(
    inspection: Inspection, check: str, stored: StoredFile, *, by: User, at: datetime
) -> EvidenceFile:
    """Show a file that the contractor keeps already; shown twice it stays one. Raises as `show_evidence`."""
    need(inspection, State.OPEN)
    if check_of(inspection, check) is None:
        raise CheckUnknown(check=check)
    shown = inspection.evidence.filter(check_id=check)
    same = shown.filter(stored__sha256=stored.sha256, stored__name=stored.name).first()
    if same is not None:
        return same
    if shown.count() >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    file = EvidenceFile.objects.create(inspection=inspection, check_id=check, stored=stored)
    log("evidence.shown", inspection, by, at, facts={"check": check, "sha256": stored.sha256})
    return file


@transaction.atomic
def remove_evidence(inspection: Inspection, file: EvidenceFile, *, by: User, at: datetime) -> None:
    """Take a file away from a check while answering; the trail keeps its digest."""
    need(inspection, State.OPEN)
    facts = {"check": file.check_id, "sha256": file.stored.sha256}
    file.delete()
    log("evidence.removed", inspection, by, at, facts=facts)


@transaction.atomic
def submit(inspection: Inspection, *, by: User, at: datetime) -> None:
    """Hand the answers in. Raises InspectionClosed, AnswersMissing, HoldersUntold."""
    need(inspection, State.OPEN)
    missing = sheet_of(inspection).unanswered
    if missing:
        raise AnswersMissing(count=missing)
    if asks_holders(inspection) and not HoldersStatement.objects.filter(inspection=inspection).exists():
        raise HoldersUntold()
    move(inspection, State.OPEN, State.SUBMITTED, submitted_by=by, submitted_at=at)
    duties.to_verify(inspection, at=at)
    log("inspection.submitted", inspection, by, at)


@transaction.atomic
def send_back(inspection: Inspection, reason: str, *, by: User, at: datetime) -> None:
    """Give the sheet back to the contractor to complete; what was seen stays. Raises InspectionClosed."""
    need(inspection, State.SUBMITTED)
    move(inspection, State.SUBMITTED, State.OPEN, submitted_by=None, submitted_at=None)
    duties.to_answer(inspection, at=at)
    log("inspection.sent-back", inspection, by, at, reason=reason)


@transaction.atomic
def observe(
    inspection: Inspection,
    check: str,
    verification: Verification,
    seen: str,
    *,
    base: str | None = None,
    by: User,
    at: datetime,
) -> ObservationRecord:
    """Record what the client saw at one check.

    base     the stamp of the observation that the page showed; what a colleague wrote since stays
    raises   InspectionClosed, CheckUnknown, SeenMissing, ChangedMeanwhile
    """
    need(inspection, State.SUBMITTED)
    if check_of(inspection, check) is None:
        raise CheckUnknown(check=check)
    if verification is Verification.DIFFERENT and not seen.strip():
        raise SeenMissing(check=check)
    present = ObservationRecord.objects.filter(inspection=inspection, check_id=check).first()
    if present is not None and present.observed_by_id != by.pk:
        require_unchanged(base, present.stamp)
    kept, _ = ObservationRecord.objects.update_or_create(
        inspection=inspection,
        check_id=check,
        defaults={"verification": verification, "seen": seen.strip(), "observed_by": by, "observed_at": at},
    )
    log(
        "verification.written", inspection, by, at, facts={"check": check, "verification": verification.value}
    )
    return kept


@transaction.atomic
def conclude(inspection: Inspection, *, by: User, at: datetime) -> int:
    """Close the inspection and keep its findings; return how many. Raises VerificationsMissing.

    A 調査票 makes no findings: nothing is promised yet, and what cannot be kept goes into the security plan.
    """
    hold(inspection.version.engagement_id)
    need(inspection, State.SUBMITTED)
    sheet = sheet_of(inspection)
    if sheet.unverified:
        raise VerificationsMissing(count=sheet.unverified)
    found = [] if inspection.kind == InspectionKind.PRE_ASSESSMENT else shortfalls_of(sheet)
    raise_findings(
        inspection.version.engagement,
        found,
        source=name_of(inspection),
        hop=inspection.hop,
        by=by,
        at=at,
    )
    move(inspection, State.SUBMITTED, State.CONCLUDED, concluded_by=by, concluded_at=at)
    duties.done(inspection, at=at)
    log("inspection.concluded", inspection, by, at, facts={"findings": len(found)})
    return len(found)


def _require_asked(inspection: Inspection, check: str, wording: str) -> None:
    """Raise CheckUnknown, or QuestionChanged if it is asked in other words than were read."""
    asked = check_of(inspection, check)
    if asked is None:
        raise CheckUnknown(check=check)
    if wording and wording != asked.wording:
        raise QuestionChanged(check=check)


def follow_renewal(inspection: Inspection, at: datetime) -> None:
    """Tell whoever is asked how much of a renewed sheet is left."""
    if inspection.renewals.exists():
        duties.asked_anew(inspection, left_of_renewal(inspection), at=at)


def _require_seen(inspection: Inspection, check: str, seen: str | None, by: User) -> None:
    """Raise ChangedMeanwhile if somebody else answered a check since it was read."""
    present = AnswerRecord.objects.filter(inspection=inspection, check_id=check).first()
    # One's own page saves while one is still typing: only what another person wrote is looked at.
    if present is not None and present.answered_by_id != by.pk:
        require_unchanged(seen, present.stamp)


def set_answer(
    inspection: Inspection, given: GivenAnswer, *, same_as: Inspection | None = None, by: User, at: datetime
) -> AnswerRecord:
    """Write one answer; the callers looked whether it may be written, and leave the audit line."""
    kept, _ = AnswerRecord.objects.update_or_create(
        inspection=inspection,
        check_id=given.check,
        defaults={
            "answer": given.answer,
            "comment": given.comment.strip(),
            "named_evidence": "\n".join(given.evidence),
            "same_as": same_as,
            "answered_by": by,
            "answered_at": at,
        },
    )
    return kept
