"""Writing the erasure ledger. The only writer of its tables."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.life import hold, need_open
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure import duties
from yakusoku.apps.erasure.access import holding_hops
from yakusoku.apps.erasure.models import Copy, Declaration
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import keep
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.erasure.ledger import (
    Proof,
    ReasonMissing,
    State,
    Step,
    StepNotPossible,
    after,
    check_proof,
)
from yakusoku.domain.erasure.methods import Ending, Medium
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import mark_of_row, require_unchanged

MOST_COPIES = 2_000


class CopyElsewhere(Refusal):
    """The place does not belong to this engagement, or holds nothing."""

    code: ClassVar[str] = "copy.hop-elsewhere"


class LedgerFull(Refusal):
    """The ledger holds as many copies as it may."""

    code: ClassVar[str] = "copy.ledger-full"


@transaction.atomic
def enter(
    engagement: Engagement,
    told: Mapping[str, Any],
    *,
    hop: Hop | None = None,
    entered_for: Organization,
    by: User,
    at: datetime,
) -> Copy:
    """Enter a copy into the ledger and return it; whoever declared that there is no other takes that back.

    told     what, categories, medium, place, number, since
    raises   EngagementClosed, CopyElsewhere, LedgerFull
    """
    need_open(engagement.pk)
    found = _add(engagement, [{**told, "hop": hop}], entered_for, by, at)[0]
    _log("copy.entered", found, by, at, facts={"medium": found.medium, "hop": found.hop_id})
    return found


@transaction.atomic
def enter_from(
    engagement: Engagement,
    told: Iterable[Mapping[str, Any]],
    *,
    entered_for: Organization,
    by: User,
    at: datetime,
) -> int:
    """Enter copies that come from elsewhere, as handovers; what stands there already is left. Return how many.

    told   rows with hop, source ("handover:7") and the fields of `enter`
    """
    need_open(engagement.pk)
    rows = list(told)
    had = set(engagement.copies.exclude(source="").values_list("hop", "source"))
    new = [row for row in rows if (_number(row.get("hop")), row["source"]) not in had]
    found = _add(engagement, new, entered_for, by, at) if new else []
    if found:
        facts: dict[str, JSON] = {"copies": [copy.pk for copy in found]}
        organization = engagement.organization_id
        record("copy.taken-over", engagement, by=by, at=at, organization=organization, facts=facts)
    return len(found)


@transaction.atomic
def change(copy: Copy, told: Mapping[str, Any], *, seen: str | None = None, by: User, at: datetime) -> None:
    """Change what was entered of a copy that is still held.

    seen     the mark of the copy as the page showed it
    raises   EngagementClosed, StepNotPossible, ChangedMeanwhile
    """
    need_open(copy.engagement_id)
    require_unchanged(seen, mark_of_row(Copy.objects.filter(pk=copy.pk).first()))
    _move(copy, Step.WITHDRAW, State(copy.state), stays=True, **told)
    _log("copy.changed", copy, by, at, facts={"medium": copy.medium})


@transaction.atomic
def withdraw(copy: Copy, reason: str, *, by: User, at: datetime) -> None:
    """Strike a copy that was entered by mistake; the row stays. Raises ReasonMissing, StepNotPossible."""
    need_open(copy.engagement_id)
    _need(reason)
    _move(copy, Step.WITHDRAW, State(copy.state), sent_back_reason=reason.strip())
    _due(copy, at)
    _log("copy.withdrawn", copy, by, at, reason=reason)


@transaction.atomic
def prove(
    copy: Copy,
    proof: Proof,
    *,
    witness: str = "",
    device: str = "",
    certificate: "UploadedFile[bytes] | None" = None,
    as_subcontractor: bool = False,
    by: User,
    at: datetime,
) -> None:
    """Tell what became of a copy. What a subcontractor tells goes to the contractor first.

    raises   StepNotPossible, whatever `check_proof` raises, and refusals of uploads
    """
    today = localdate(at)
    hold(copy.engagement_id)
    check_proof(proof, Medium(copy.medium), copy.since, today)
    passed: dict[str, Any] = {} if as_subcontractor else {"passed_by": by, "passed_at": at}
    _move(
        copy,
        Step.REPORT if as_subcontractor else Step.PROVE,
        State(copy.state),
        **_told(proof),
        witness=witness.strip(),
        device=device.strip(),
        certificate=_kept_file(copy, certificate, by, at),
        proven_by=by,
        proven_at=at,
        **passed,
    )
    _due(copy, at)
    facts: dict[str, JSON] = {"ending": copy.ending, "method": copy.method}
    _log("copy.reported" if as_subcontractor else "copy.proven", copy, by, at, facts=facts)


@transaction.atomic
def pass_on(copy: Copy, *, by: User, at: datetime) -> None:
    """Let the contractor answer for what a subcontractor reported. Raises StepNotPossible."""
    hold(copy.engagement_id)
    _move(copy, Step.FORWARD, State(copy.state), passed_by=by, passed_at=at)
    _due(copy, at)
    _log("copy.passed-on", copy, by, at)


@transaction.atomic
def give_back(copy: Copy, reason: str, *, by: User, at: datetime) -> None:
    """Let the contractor ask a subcontractor to report again. Raises ReasonMissing, StepNotPossible."""
    _need(reason)
    hold(copy.engagement_id)
    _move(copy, Step.GIVE_BACK, State(copy.state), sent_back_reason=reason.strip())
    _due(copy, at)
    _log("copy.given-back", copy, by, at, reason=reason)


@transaction.atomic
def confirm(copy: Copy, *, by: User, at: datetime) -> None:
    """Let the client accept the proof; what stays is agreed to stay. Raises StepNotPossible."""
    hold(copy.engagement_id)
    step = Step.AGREE_TO_KEEP if copy.ending == Ending.KEEP else Step.CONFIRM
    _move(copy, step, State(copy.state), ending_seen=copy.ending, confirmed_by=by, confirmed_at=at)
    _due(copy, at)
    _log("copy.confirmed", copy, by, at, facts={"ending": copy.ending})


@transaction.atomic
def send_back(copy: Copy, reason: str, *, by: User, at: datetime) -> None:
    """Let the client refuse the proof. Raises ReasonMissing, StepNotPossible."""
    _need(reason)
    hold(copy.engagement_id)
    _move(copy, Step.SEND_BACK, State(copy.state), sent_back_reason=reason.strip())
    _due(copy, at)
    _log("copy.sent-back", copy, by, at, reason=reason)


@transaction.atomic
def declare(engagement: Engagement, hop: Hop | None, *, by: User, at: datetime) -> None:
    """Say that a part of the ledger is whole. Said twice, it changes nothing. Raises EngagementClosed."""
    need_open(engagement.pk)
    _check_place(engagement, hop)
    kept, new = Declaration.objects.get_or_create(
        engagement=engagement, hop=hop, defaults={"declared_by": by, "declared_at": at}
    )
    if not new:
        return
    duties.bring_up_to_date(engagement, today=localdate(at), at=at)
    facts: dict[str, JSON] = {"hop": kept.hop_id}
    record("ledger.declared", engagement, by=by, at=at, organization=engagement.organization_id, facts=facts)


def remind_of_return(today: date, at: datetime) -> int:
    """Let return and erasure be due where the end is near; return how many duties changed. For the tick."""
    return duties.remind(today, at)


def _told(proof: Proof) -> dict[str, Any]:
    """Return what a proof sets; what an earlier one said about another end is taken away."""
    keeps, erases = proof.ending is Ending.KEEP, proof.ending is Ending.ERASE
    return {
        "ending": proof.ending.value,
        "method": proof.method.value if proof.method and erases else "",
        "done_on": None if keeps else proof.done_on,
        "done_by": "" if keeps else proof.done_by.strip(),
        "kept_reason": proof.kept_reason.strip() if keeps else "",
        "kept_until": proof.kept_until if keeps else None,
        "sent_back_reason": "",
    }


def _kept_file(copy: Copy, upload: "UploadedFile[bytes] | None", by: User, at: datetime) -> StoredFile | None:
    if upload is None:
        return copy.certificate
    owner = (copy.hop.organization if copy.hop else None) or copy.engagement.contractor
    return keep(upload, organization=owner or copy.engagement.organization, by=by, at=at)


def _add(
    engagement: Engagement, told: list[Mapping[str, Any]], entered_for: Organization, by: User, at: datetime
) -> list[Copy]:
    places = {_number(row.get("hop")): row.get("hop") for row in told}
    for hop in places.values():
        _check_place(engagement, hop)
    if engagement.copies.count() + len(told) > MOST_COPIES:
        raise LedgerFull(most=MOST_COPIES)
    found = Copy.objects.bulk_create(
        Copy(engagement=engagement, entered_for=entered_for, entered_by=by, entered_at=at, **row)
        for row in told
    )
    for hop in places.values():
        Declaration.objects.filter(engagement=engagement, hop=hop).delete()
    duties.bring_up_to_date(engagement, today=localdate(at), at=at)
    return found


def _check_place(engagement: Engagement, hop: Hop | None) -> None:
    if hop is None:
        return
    if hop.engagement_id != engagement.pk or not holding_hops().filter(pk=hop.pk).exists():
        raise CopyElsewhere()


def _move(
    copy: Copy, step: Step, before: State, *, stays: bool = False, ending_seen: str = "", **fields: Any
) -> None:
    """Take a step if the copy still stands where it was read; else say where it stands now.

    stays         the step is only asked for permission: the state does not change
    ending_seen   the proof as it was read; another one is not accepted in its place
    """
    leads = before if stays else after(step, before)
    if stays:
        after(step, before)
    rows = Copy.objects.filter(pk=copy.pk, state=before)
    if ending_seen:
        rows = rows.filter(ending=ending_seen, proven_at=copy.proven_at)
    if not rows.update(state=leads, **fields):
        now = Copy.objects.get(pk=copy.pk)
        raise StepNotPossible(state=now.get_state_display())
    copy.refresh_from_db(fields=["state", *fields])


def _due(copy: Copy, at: datetime) -> None:
    duties.bring_up_to_date(copy.engagement, today=localdate(at), at=at)


def _need(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing()


def _number(hop: Hop | None) -> int | None:
    return hop.pk if hop else None


def _log(
    code: str,
    copy: Copy,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    facts: dict[str, JSON] | None = None,
) -> None:
    """Three sides act on a copy; the trail is the client's. Names of people stay out of it."""
    organization = copy.engagement.organization_id
    record(code, copy, by=by, at=at, organization=organization, reason=reason, facts=facts or {})
