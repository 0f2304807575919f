"""Returned check sheets: kept, read beside the published version, and taken only after a look."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from yakusoku.adapters.check_sheet_reading import ReadSheet, read_check_sheet
from yakusoku.adapters.yaml_files import Problem, UnreadableFile
from yakusoku.apps.accounts.models import User
from yakusoku.apps.files.services import content_of, keep
from yakusoku.apps.inspections.duties import respondent_of
from yakusoku.apps.inspections.models import Inspection, PendingImport, State
from yakusoku.apps.inspections.queries import answers_given, checks_of
from yakusoku.apps.inspections.rounds import hold_round, need
from yakusoku.apps.inspections.services import ContractorMissing, take_answers
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.intake import AnswerChange, Intake, changes, take_in
from yakusoku.domain.inspections.sheet import identify
from yakusoku.domain.refusal import Refusal


class ImportGone(Refusal):
    """The sheet was taken, dropped or replaced since it was looked at."""

    code: ClassVar[str] = "import.gone"


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a returned sheet would change, and what is wrong with the sheet."""

    intake: Intake
    changes: tuple[AnswerChange, ...]

    @property
    def usable(self) -> tuple[GivenAnswer, ...]:
        """Return the answers that can be taken; 該当なし without a reason stays behind."""
        return tuple(
            change.after
            for change in self.changes
            if change.after.answer is not Answer.NOT_APPLICABLE or change.after.comment
        )


@transaction.atomic
def receive(
    inspection: Inspection, upload: "UploadedFile[bytes]", *, by: User, at: datetime
) -> PendingImport:
    """Keep a returned sheet to look at before it is taken; it replaces one that waits.

    raises   refusals of uploads, and UnreadableFile when it is not the sheet of this inspection
    """
    respondent = respondent_of(inspection)
    if respondent is None:
        raise ContractorMissing()
    hold_round(inspection)
    stored = keep(upload, organization=respondent, by=by, at=at)
    read_for(inspection, content_of(stored), stored.name)
    pending, _ = PendingImport.objects.update_or_create(
        inspection=inspection, defaults={"stored": stored, "read_by": by, "read_at": at}
    )
    return pending


def read_for(inspection: Inspection, raw: bytes, name: str) -> ReadSheet:
    """Return the sheet if it is the one that was sent for this inspection. Raises UnreadableFile."""
    sheet = read_check_sheet(raw, name)
    sent = pack_of(inspection.version)
    expected = identify(
        sent.identity.reference, sent.identity.title, sent.identity.version, checks_of(inspection)
    )
    if sheet.identity != expected:
        message = gettext(
            "この点検の表ではありません（受け取った表: %(got)s 第%(got_version)s版、"
            "この点検: %(sent)s 第%(sent_version)s版）。この点検の表に書き直してください。"
        ) % {
            "got": sheet.identity.title,
            "got_version": sheet.identity.version,
            "sent": expected.title,
            "sent_version": expected.version,
        }
        raise UnreadableFile([Problem(name, "", message)])
    return sheet


def preview(inspection: Inspection, pending: PendingImport) -> Preview:
    """Return what taking the waiting sheet would change now."""
    sheet = read_for(inspection, content_of(pending.stored), pending.stored.name)
    checks = checks_of(inspection)
    intake = take_in(sheet.table, checks)
    return Preview(intake, changes(checks, answers_given(inspection), intake.answers))


@transaction.atomic
def take(inspection: Inspection, pending: PendingImport, *, by: User, at: datetime) -> int:
    """Take the waiting sheet; return how many answers were set. Raises ImportGone, and as `take_answers`."""
    need(inspection, State.OPEN)
    # Another sheet may have taken its place, or somebody was quicker.
    if not PendingImport.objects.filter(pk=pending.pk, stored=pending.stored).delete()[0]:
        raise ImportGone()
    found = preview(inspection, pending)
    attached = {(file.check_id, file.stored.name) for file in inspection.evidence.select_related("stored")}
    given = [without_attached(answer, attached) for answer in found.usable]
    return take_answers(inspection, given, by=by, at=at)


def without_attached(given: GivenAnswer, attached: set[tuple[str, str]]) -> GivenAnswer:
    """Return the answer without the names of files that hang on the question anyway.

    The sheet that was sent names them, so that the client sees them on paper too.
    """
    named = tuple(name for name in given.evidence if (given.check, name) not in attached)
    return replace(given, evidence=named)


@transaction.atomic
def drop(pending: PendingImport) -> None:
    """Forget the waiting sheet; the file stays in the store."""
    pending.delete()
