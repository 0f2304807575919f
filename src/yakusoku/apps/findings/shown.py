"""Findings and instructions as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings.letters import check_in, where_of
from yakusoku.apps.findings.models import (
    CorrectiveInstruction,
    Finding,
    InstructedFinding,
    MeasureDone,
    MeasureVerified,
    Reply,
    Standing,
)
from yakusoku.apps.findings.queries import latest_pack, needs_of, newest_version
from yakusoku.domain.findings.kinds import Remedy
from yakusoku.domain.findings.remedies import Need
from yakusoku.domain.packs.model import Pack


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding with the promise it is about, and the instruction under which it is put right."""

    finding: Finding
    where: str
    question: str
    instruction: CorrectiveInstruction | None


@dataclass(frozen=True, slots=True)
class RoundShown:
    """What was replied about one finding in one round, and what the client saw then."""

    reply: Reply
    measure: MeasureDone | None
    verified: MeasureVerified | None


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One finding of an instruction with all its rounds.

    need      what the client has to do before it can be closed
    version   number of the version that put it right, to show its difference; None: none
    """

    item: InstructedFinding
    where: str
    question: str
    need: Need | None
    version: int | None
    rounds: Sequence[RoundShown]


def findings_shown(engagement: Engagement, findings: Iterable[Finding]) -> list[FindingShown]:
    """Return findings of one engagement for its page, in two queries more."""
    pack = latest_pack(engagement)
    links = (
        InstructedFinding.objects.filter(instruction__engagement=engagement)
        .exclude(instruction__state=Standing.WITHDRAWN)
        .select_related("instruction__engagement")
    )
    instructed = {link.finding_id: link.instruction for link in links}
    return [_shown(finding, pack, instructed.get(finding.pk)) for finding in findings]


def _shown(finding: Finding, pack: Pack | None, instruction: CorrectiveInstruction | None) -> FindingShown:
    check = check_in(pack, finding.check_id)
    where = where_of(finding.slug, check, pack)
    return FindingShown(finding, where, check.question if check else "", instruction)


def items_shown(instruction: CorrectiveInstruction) -> list[ItemShown]:
    """Return the findings of an instruction with their rounds, in a fixed number of queries."""
    engagement = instruction.engagement
    pack, version = latest_pack(engagement), newest_version(engagement)
    items = list(instruction.items.select_related("finding__repeats"))
    needs = needs_of(engagement, items)
    replies = list(instruction.replies.filter(submitted_at__isnull=False).select_related("submitted_by"))
    measures = {(m.reply_id, m.item_id): m for m in MeasureDone.objects.filter(reply__in=replies)}
    seen = {
        (v.reply_id, v.item_id): v
        for v in MeasureVerified.objects.filter(reply__in=replies).select_related("verified_by")
    }
    shown = []
    for item in items:
        check = check_in(pack, item.finding.check_id)
        keys = [(reply, (reply.pk, item.pk)) for reply in replies]
        rounds = [RoundShown(r, measures.get(k), seen.get(k)) for r, k in keys if k in measures or k in seen]
        amended = item.remedy == Remedy.AMEND_SPECIFICATION.value and not needs[item.pk]
        number = version.number if version and amended and version.number > 1 else None
        shown.append(
            ItemShown(
                item,
                where_of(item.finding.slug, check, pack),
                check.question if check else "",
                needs[item.pk],
                number,
                rounds,
            )
        )
    return shown
