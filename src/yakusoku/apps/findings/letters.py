"""The letter of an instruction, put together from what is stored."""

from typing import Final

from django.utils.timezone import localdate

from yakusoku.apps.findings.models import CorrectiveInstruction, InstructedFinding
from yakusoku.apps.findings.queries import latest_pack
from yakusoku.domain.findings.letter import Correction, Point, article_words, correction_letter
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.letters.model import Letter
from yakusoku.domain.packs.labels import FINDING_LABELS, REMEDY_LABELS, SEVERITY_LABELS
from yakusoku.domain.packs.model import Pack

DOCX: Final = "instruction.docx"
PDF: Final = "instruction.pdf"


def letter_of(instruction: CorrectiveInstruction) -> Letter:
    """Return the letter of an instruction; it is Japanese for every reader."""
    engagement = instruction.engagement
    pack = latest_pack(engagement)
    items = instruction.items.select_related("finding")
    return correction_letter(
        Correction(
            number=instruction.reference,
            day=localdate(instruction.issued_at),
            client=engagement.organization.name,
            department=engagement.department.name,
            recipient=instruction.recipient.name,
            work=engagement.title,
            place=instruction.hop.name if instruction.hop else "",
            due_on=instruction.due_on,
            note=instruction.note,
            points=[_point(item, pack) for item in items],
        )
    )


def _point(item: InstructedFinding, pack: Pack | None) -> Point:
    finding = item.finding
    return Point(
        what=FINDING_LABELS[finding.kind],
        severity=SEVERITY_LABELS[finding.severity],
        where=where_of(finding.slug, check_in(pack, finding.check_id), pack),
        seen=finding.seen,
        repeated=finding.repeats_id is not None,
        remedy=REMEDY_LABELS[item.remedy],
        demand=item.demand,
    )


def check_in(pack: Pack | None, check_id: str) -> AskedCheck | None:
    """Return a check of the published check sheet; None where there is none."""
    return next((check for check in (pack.checks if pack else ()) if check.id == check_id), None)


def where_of(slug: str, check: AskedCheck | None, pack: Pack | None) -> str:
    """Return which promise is meant: article, title and point; as much of it as is known."""
    found = next((r for r in (pack.requirements if pack else ()) if r.slug == slug), None)
    if found is None:
        return ""
    return article_words(found.article, found.title, check.point if check else "", check.id if check else "")
