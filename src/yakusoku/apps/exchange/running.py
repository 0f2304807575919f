"""The plan of inspections and the replies to instructions, held against documents of others."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

from yakusoku.apps.accounts.models import User
from yakusoku.apps.candidates.duties import SELECT
from yakusoku.apps.duties.services import settle
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.exchange.access import Place
from yakusoku.apps.exchange.oscal import asked_about, reported, weakness_of
from yakusoku.apps.exchange.reading import Compared
from yakusoku.apps.findings.access import findings_in, replies
from yakusoku.apps.findings.models import (
    CorrectiveInstruction,
    Finding,
    InstructedFinding,
    MeasureDone,
    Standing,
)
from yakusoku.apps.findings.replying import keep_reply, open_items, reply_to
from yakusoku.apps.inspections.services import open_inspection
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import latest_version, pack_of
from yakusoku.domain.oscal.documents import Document
from yakusoku.domain.oscal.plan_reading import PlanRead, read_plan
from yakusoku.domain.oscal.poam_reading import Known, read_poam
from yakusoku.domain.packs.labels import FINDING_LABELS
from yakusoku.domain.refusal import Refusal


class NotPublished(Refusal):
    """Without a published version nothing announces inspections."""

    code: ClassVar[str] = "oscal.not-published"


class TaskUnknown(Refusal):
    """The plan has no such inspection, or none was chosen."""

    code: ClassVar[str] = "oscal.task-unknown"


def compare_plan(place: Place, document: Document, engagement: Engagement) -> Compared:
    """Return how a plan differs from the announced one; taking it opens the inspection that is chosen.

    raises   NotPublished
    """
    version = latest_version(engagement)
    if version is None:
        raise NotPublished()
    pack = pack_of(version)
    read = read_plan(document.body, pack.checks, pack.inspections)

    def take(by: User, at: datetime, chosen: str) -> int:
        return _open(version, read, chosen, by, at)

    return Compared(read.difference, take, read.tasks)


def _open(version: Version, read: PlanRead, chosen: str, by: User, at: datetime) -> int:
    task = next((task for task in read.tasks if task.id == chosen), None)
    if task is None:
        raise TaskUnknown()
    planned = None if task.told else task.date
    open_inspection(version, task.kind, task.date, planned_on=planned, by=by, at=at)
    # Who is asked whether the promise is kept is no longer to be looked for.
    settle(SELECT, version.engagement, at=at)
    return 1


def compare_corrections(place: Place, document: Document, engagement: Engagement) -> Compared:
    """Return what a plan of action tells about the findings that were told to the person."""
    findings = list(findings_in(place.who, engagement).exclude(state="closed"))
    asked = asked_about([finding.pk for finding in findings])
    drafts = _drafts(asked.values())
    waiting = {pk: item for pk, item in asked.items() if _waits(place, item)}
    known = [_known(finding, asked.get(finding.pk), waiting, drafts) for finding in findings]
    read = read_poam(document.body, known, f"engagement/{engagement.pk}/poam")
    items = {item.pk: item for item in waiting.values()}

    def take(by: User, at: datetime, chosen: str) -> int:
        told: dict[int, dict[int, str]] = {}
        for item, text in read.measures.items():
            told.setdefault(items[item].instruction_id, {})[item] = text
        for pk, measures in sorted(told.items()):
            _report(CorrectiveInstruction.objects.get(pk=pk), measures, by, at)
        return len(read.measures)

    return Compared(read.difference, take)


def _waits(place: Place, item: InstructedFinding) -> bool:
    instruction = item.instruction
    return instruction.state == Standing.ISSUED and replies(place.who, instruction)


def _drafts(items: Iterable[InstructedFinding]) -> dict[int, str]:
    """Return what is written about items in replies that are not in yet."""
    rows = MeasureDone.objects.filter(item__in=list(items), reply__submitted_at__isnull=True)
    return dict(rows.values_list("item", "text"))


def _known(
    finding: Finding,
    item: InstructedFinding | None,
    waiting: Mapping[int, InstructedFinding],
    drafts: Mapping[int, str],
) -> Known:
    out = weakness_of(finding, item)
    open_item = waiting.get(finding.pk)
    measure = (drafts.get(item.pk) or reported(item)) if item else ""
    kind = FINDING_LABELS.get(finding.kind, finding.kind)
    title = f"{finding.check_id} {kind}".strip()
    return Known(out.name, title, finding.state, out.deadline, open_item.pk if open_item else None, measure)


def _report(instruction: CorrectiveInstruction, measures: Mapping[int, str], by: User, at: datetime) -> None:
    """Keep what was done; once every item is told, the reply is in. The cause stays as drafted."""
    draft = instruction.replies.filter(round=instruction.round, submitted_at__isnull=True).first()
    cause = draft.text if draft else ""
    told = set(measures)
    if draft:
        told |= set(draft.measures.exclude(text="").values_list("item", flat=True))
    whole = all(item.pk in told for item in open_items(instruction))
    write = reply_to if whole else keep_reply
    write(instruction, cause, measures, by=by, at=at)
