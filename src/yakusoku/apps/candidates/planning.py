"""Writing the security plan: both sides work on the draft, and no edit is ever lost."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.candidates import duties
from yakusoku.apps.candidates.models import Candidacy, Contract, ItemState, PlanItem
from yakusoku.apps.candidates.queries import assessment_of, is_answered, plan_of, planned_items
from yakusoku.apps.engagements.life import hold
from yakusoku.apps.inspections.queries import check_of
from yakusoku.apps.inspections.services import CheckUnknown
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.candidates.plan import (
    ItemNotOpen,
    PlanChanged,
    PlanClosed,
    PlanIncomplete,
    Way,
    checks_to_plan,
    require_complete,
)
from yakusoku.web.edits import require_unchanged


@dataclass(frozen=True, slots=True)
class Written:
    """What one side writes into an item."""

    way: Way = Way.MEASURE
    measure: str = ""
    by_when: date | None = None
    who: str = ""

    def fields(self) -> dict[str, object]:
        """Return the fields of the row."""
        return {
            "way": self.way,
            "measure": self.measure.strip(),
            "by_when": self.by_when,
            "who": self.who.strip(),
        }


@transaction.atomic
def write_item(
    candidacy: Candidacy, key: str, written: Written, *, edition: int, by: User, at: datetime
) -> PlanItem:
    """Set what an item says, if it still is the edition that the writer saw; return the row.

    key       id of a check of the 調査票, or the key of an item that was freely added
    edition   0: the writer saw none
    raises    PlanClosed, CheckUnknown; PlanChanged: someone else wrote meanwhile, and theirs stays
    """
    _need_open(candidacy)
    if edition == 0:
        item = _first(candidacy, key, written, by, at)
    else:
        rows = candidacy.plan_items.filter(key=key, edition=edition)
        changed = rows.update(**written.fields(), edition=F("edition") + 1, changed_by=by, changed_at=at)
        if not changed:
            raise PlanChanged(key=key)
        item = candidacy.plan_items.get(key=key)
    duties.bring_up_to_date(candidacy, at=at)
    _log("plan.written", item, by, at, facts={"key": key, "edition": item.edition, "way": item.way})
    return item


@transaction.atomic
def add_item(candidacy: Candidacy, title: str, written: Written, *, by: User, at: datetime) -> PlanItem:
    """Add a point that no question asked for. Raises PlanClosed."""
    _need_open(candidacy)
    key = f"plus-{secrets.token_hex(6)}"
    item = candidacy.plan_items.create(
        key=key, title=title.strip(), **written.fields(), changed_by=by, changed_at=at
    )
    duties.bring_up_to_date(candidacy, at=at)
    _log("plan.item-added", item, by, at, facts={"key": key})
    return item


@transaction.atomic
def remove_item(item: PlanItem, *, edition: int, by: User, at: datetime) -> None:
    """Take away a point that was freely added. Raises PlanClosed, PlanChanged, ItemNotOpen."""
    _need_open(item.candidacy)
    if not item.free:
        raise ItemNotOpen(state=item.get_state_display())
    _log("plan.item-removed", item, by, at, facts={"key": item.key})
    if not PlanItem.objects.filter(pk=item.pk, edition=edition).delete()[0]:
        raise PlanChanged(key=item.key)
    duties.bring_up_to_date(item.candidacy, at=at)


@transaction.atomic
def agree(candidacy: Candidacy, *, seen: str | None = None, by: User, at: datetime) -> None:
    """Agree to the plan for the client; its items stand from now on.

    seen     `Plan.mark` of the plan that was shown: one that changed since is not agreed to
    raises   PlanClosed, ChangedMeanwhile; PlanIncomplete: the 調査票 is not answered, or an item is missing
    """
    _need_open(candidacy)
    assessment = assessment_of(candidacy)
    if assessment is None or not is_answered(candidacy):
        raise PlanIncomplete(count=0)
    plan = plan_of(candidacy, assessment)
    require_unchanged(seen, plan.mark)
    needed = [check.id for check in checks_to_plan(assessment.checks, assessment.given)]
    require_complete(needed, planned_items(candidacy))
    candidacy.plan_agreed_at, candidacy.plan_agreed_by = at, by
    candidacy.save(update_fields=["plan_agreed_at", "plan_agreed_by"])
    duties.bring_up_to_date(candidacy, at=at)
    _log_candidacy("plan.agreed", candidacy, by, at, facts={"items": len(plan.rows)})


@transaction.atomic
def reopen(candidacy: Candidacy, reason: str, *, by: User, at: datetime) -> None:
    """Let an agreed plan be written again; it goes back to the board afterwards. Raises PlanClosed."""
    present = _locked(candidacy)
    decided = present.concluded_at is not None
    signed = Contract.objects.filter(engagement=present.engagement_id).exists()
    if present.over or decided or signed or present.plan_agreed_at is None:
        raise PlanClosed()
    candidacy.plan_agreed_at = candidacy.plan_agreed_by = candidacy.submitted_at = None
    candidacy.save(update_fields=["plan_agreed_at", "plan_agreed_by", "submitted_at"])
    duties.bring_up_to_date(candidacy, at=at)
    _log_candidacy("plan.reopened", candidacy, by, at, reason=reason.strip())


@transaction.atomic
def report_done(item: PlanItem, note: str, *, by: User, at: datetime) -> None:
    """Say for the contractor that a measure was taken. Raises ItemNotOpen."""
    _need_agreed(item)
    _move(item, ItemState.OPEN, ItemState.DONE, done_note=note.strip(), done_at=at)
    duties.to_verify(item, at=at)
    _log("plan.item-done", item, by, at, facts={"key": item.key})


@transaction.atomic
def verify_done(item: PlanItem, holds: bool, note: str, *, by: User, at: datetime) -> None:
    """Record what the client saw of a measure: it was taken, or it goes back. Raises ItemNotOpen."""
    _locked(item.candidacy)
    if holds:
        _move(item, ItemState.DONE, ItemState.VERIFIED, verified_note=note.strip(), verified_at=at)
        duties.item_done(item, at=at)
    else:
        _move(item, ItemState.DONE, ItemState.OPEN, verified_note=note.strip(), done_at=None)
        duties.to_carry_out(item, at=at)
    code = "plan.item-verified" if holds else "plan.item-sent-back"
    _log(code, item, by, at, reason=note.strip(), facts={"key": item.key})


def _first(candidacy: Candidacy, key: str, written: Written, by: User, at: datetime) -> PlanItem:
    """Write the first edition of an item; somebody may have been quicker."""
    assessment = candidacy.pre_assessment
    if assessment is None or check_of(assessment, key) is None:
        raise CheckUnknown(check=key)
    try:
        with transaction.atomic():
            return candidacy.plan_items.create(key=key, **written.fields(), changed_by=by, changed_at=at)
    except IntegrityError as error:
        raise PlanChanged(key=key) from error


def _locked(candidacy: Candidacy) -> Candidacy:
    hold(candidacy.engagement_id)
    return Candidacy.objects.select_for_update(no_key=True).get(pk=candidacy.pk)


def _need_open(candidacy: Candidacy) -> None:
    """Lock the candidacy and make sure that its plan can be written."""
    present = _locked(candidacy)
    if present.over or present.plan_agreed_at is not None:
        raise PlanClosed()


def _need_agreed(item: PlanItem) -> None:
    present = _locked(item.candidacy)
    if present.over or present.plan_agreed_at is None or item.way != Way.MEASURE:
        raise ItemNotOpen(state=item.get_state_display())


def _move(item: PlanItem, before: ItemState, after: ItemState, **fields: object) -> None:
    if not PlanItem.objects.filter(pk=item.pk, state=before).update(state=after, **fields):
        raise ItemNotOpen(state=item.get_state_display())
    item.refresh_from_db()


def _log(
    code: str,
    item: PlanItem,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
) -> None:
    _log_candidacy(code, item.candidacy, by, at, reason=reason, facts=facts)


def _log_candidacy(
    code: str,
    candidacy: Candidacy,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
) -> None:
    organization = candidacy.engagement.organization_id
    record(code, candidacy, by=by, at=at, organization=organization, reason=reason, facts=facts or {})
