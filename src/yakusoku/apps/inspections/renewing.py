"""Moving a sheet that is being answered onto a newer version (docs/rules/staleness.md)."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.inspections import duties
from yakusoku.apps.inspections.models import (
    AnswerRecord,
    Inspection,
    ObservationRecord,
    Renewal,
    RenewedCheck,
    State,
    Visit,
)
from yakusoku.apps.inspections.queries import added_to, checks_of, left_of_renewal, sent_as
from yakusoku.apps.inspections.rounds import SheetRenewed, log, need
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.inspections.added import with_added
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.inspections.moving import Moving, Turn, Turned, compare_sheets, placed
from yakusoku.domain.inspections.sheet import locked_cells
from yakusoku.domain.refusal import Refusal


class SheetCurrent(Refusal):
    """The sheet asks what the version says already."""

    code: ClassVar[str] = "inspection.current"


@transaction.atomic
def renew_sheet(inspection: Inspection, version: Version, *, by: User, at: datetime) -> Renewal:
    """Let an open sheet ask what a newer version of its promise says; return what changed.

    Answers to questions that are asked as before stay. Those to questions that changed or went are kept
    beside the sheet, with what was seen, and are to be given again. Links and the deadline stay as they are.
    raises   InspectionClosed, SheetRenewed when somebody else moved it meanwhile, SheetCurrent
    """
    need(inspection, State.OPEN)
    before = inspection.version
    if version.engagement_id != before.engagement_id or version.number <= before.number:
        raise SheetCurrent()
    checks = pack_of(version).checks
    added = placed(added_to(inspection), checks)
    asked = with_added(checks, added)
    moving = compare_sheets(checks_of(inspection), asked)
    renewal = Renewal.objects.create(
        inspection=inspection,
        before=before,
        after=version,
        sheet_digest=sent_as(inspection).digest,
        kept=len(moving.same),
        by=by,
        at=at,
    )
    _put_aside(inspection, renewal, moving)
    rows = Inspection.objects.filter(pk=inspection.pk, state=State.OPEN, version=before)
    moved = rows.update(version=version, asked=len(asked), added=[check.values() for check in added])
    if not moved:
        raise SheetRenewed()
    inspection.refresh_from_db()
    duties.asked_anew(inspection, left_of_renewal(inspection), at=at)
    log("inspection.renewed", inspection, by, at, facts=_facts(renewal, moving))
    return renewal


def _put_aside(inspection: Inspection, renewal: Renewal, moving: Moving) -> None:
    """Keep what was said about the questions that changed, and take it off the sheet."""
    ids = [each.id for each in moving.turned if each.turn is not Turn.NEW]
    answers = {row.check_id: row for row in inspection.answers.filter(check_id__in=ids)}
    seen = {row.check_id: row for row in inspection.observations.filter(check_id__in=ids)}
    RenewedCheck.objects.bulk_create(_row(renewal, each, answers, seen) for each in moving.turned)
    inspection.answers.filter(check_id__in=ids).delete()
    inspection.observations.filter(check_id__in=ids).delete()
    gone = {each.id for each in moving.turned if each.turn is Turn.REMOVED}
    for visit in Visit.objects.filter(inspection=inspection):
        visit.checks = [check for check in visit.checks if check not in gone]
        visit.save(update_fields=["checks"])


def _row(
    renewal: Renewal,
    turned: Turned,
    answers: Mapping[str, AnswerRecord],
    seen: Mapping[str, ObservationRecord],
) -> RenewedCheck:
    given, observed, check = answers.get(turned.id), seen.get(turned.id), turned.after or turned.before
    return RenewedCheck(
        renewal=renewal,
        check_id=turned.id,
        turn=turned.turn,
        title=check.title[:200] if check else "",
        before=told(turned.before),
        after=told(turned.after),
        answer=given.answer if given else "",
        comment=given.comment if given else "",
        named_evidence=given.named_evidence if given else "",
        answered_by=given.answered_by if given else None,
        answered_at=given.answered_at if given else None,
        verification=observed.verification if observed else "",
        seen=observed.seen if observed else "",
    )


def told(check: AskedCheck | None) -> str:
    """Return what a question asks as it stands on the sheet: its words, and the evidence below."""
    return "\n".join((check.question, locked_cells(check)[-1])) if check else ""


def _facts(renewal: Renewal, moving: Moving) -> dict[str, int | list[str]]:
    return {
        "before": renewal.before.number,
        "after": renewal.after.number,
        "kept": renewal.kept,
        "new": moving.count(Turn.NEW),
        "reworded": [each.id for each in moving.turned if each.turn is Turn.REWORDED],
        "removed": [each.id for each in moving.turned if each.turn is Turn.REMOVED],
    }
