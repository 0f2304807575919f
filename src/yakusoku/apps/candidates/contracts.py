"""The contract gate: entering the day of the contract, and correcting it."""

from datetime import date, datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.candidates import duties
from yakusoku.apps.candidates.models import Contract
from yakusoku.apps.candidates.queries import live_candidacy, readiness_of
from yakusoku.apps.candidates.words import OBSTACLES
from yakusoku.apps.engagements.contracting import contracted
from yakusoku.apps.engagements.life import hold
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections.calling_off import end_with_decision
from yakusoku.domain.candidates.gate import ContractRefused, Obstacle, Readiness, obstacles, require_open
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import mark_of_row, require_unchanged


class AlreadyEntered(Refusal):
    """The contract was entered; its date can be corrected with a reason."""

    code: ClassVar[str] = "contract.entered"


class CorrectionReasonMissing(Refusal):
    """Correcting the contract says why."""

    code: ClassVar[str] = "contract.reason-missing"


@transaction.atomic
def enter_contract(
    engagement: Engagement,
    signed_on: date,
    number: str,
    *,
    override_reason: str = "",
    by: User,
    at: datetime,
) -> Contract:
    """Enter the day of the contract: the promise is made, and the plan falls due.

    override_reason   why it is signed before the board has decided; the door asks Act.OVERRIDE_BOARD for it
    raises            AlreadyEntered; ContractRefused, OverrideNotNeeded (docs/rules/contract-gate.md)
    """
    present = hold(engagement.pk)
    if Contract.objects.filter(engagement=present).exists():
        raise AlreadyEntered()
    candidacy = live_candidacy(present)
    overridden = _require_open(readiness_of(present, candidacy), override_reason)
    reason = override_reason.strip()
    told = {"signed_on": signed_on, "number": number.strip(), "override_reason": reason}
    contract = Contract.objects.create(engagement=present, **told, entered_by=by, entered_at=at)
    contracted(engagement, signed_on, at=at)
    if candidacy is not None:
        if candidacy.pre_assessment is not None:
            end_with_decision(candidacy.pre_assessment, "", by=by, at=at)
        duties.after_contract(candidacy, at=at)
    _log_entered(present, contract, overridden, by, at)
    return contract


def _log_entered(
    engagement: Engagement, contract: Contract, overridden: tuple[Obstacle, ...], by: User, at: datetime
) -> None:
    record(
        "contract.overridden" if overridden else "contract.entered",
        engagement,
        by=by,
        at=at,
        organization=engagement.organization_id,
        reason=contract.override_reason,
        facts={
            "signed_on": contract.signed_on.isoformat(),
            "without": [each.value for each in overridden],
        },
    )


def _require_open(ready: Readiness, override_reason: str) -> tuple[Obstacle, ...]:
    """Return what the reason overrides; what is missing is told in words."""
    try:
        return require_open(ready, override_reason)
    except ContractRefused as refused:
        missing = [OBSTACLES[each] for each in obstacles(ready)]
        raise ContractRefused(missing=missing) from refused


@transaction.atomic
def correct_contract(
    contract: Contract,
    signed_on: date,
    number: str,
    reason: str,
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> None:
    """Set the day or number of the contract right.

    seen     the mark of the contract as the page showed it
    raises   CorrectionReasonMissing, ChangedMeanwhile
    """
    if not reason.strip():
        raise CorrectionReasonMissing()
    hold(contract.engagement_id)
    present = Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
    require_unchanged(seen, mark_of_row(present))
    facts = {"before": present.signed_on.isoformat(), "after": signed_on.isoformat()}
    contract.signed_on, contract.number = signed_on, number.strip()
    contract.save(update_fields=["signed_on", "number"])
    contracted(contract.engagement, signed_on, at=at)
    record(
        "contract.corrected",
        contract.engagement,
        by=by,
        at=at,
        organization=contract.engagement.organization_id,
        reason=reason.strip(),
        facts=facts,
    )
