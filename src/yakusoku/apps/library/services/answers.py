"""Keeping answers: from a sheet that was handed in, or written in the library; changed, put away."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.files.services import keep
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.library.models import KeptAnswerRecord, KeptFile
from yakusoku.apps.library.queries import ToKeep, moved_for, to_keep
from yakusoku.apps.library.services.renewals import settle_reviews
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.library.answers import (
    AnswerChanged,
    KeptAlready,
    NotHandedIn,
    NothingChosen,
    TooManyKeptFiles,
    require_days,
    require_reason,
)
from yakusoku.domain.library.changed import QuestionMoved
from yakusoku.domain.library.wording import words_digest

MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a kept answer is to say."""

    question: str
    answer: Answer
    comment: str = ""
    named_evidence: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    tags: str = ""
    for_everyone: bool = True

    def fields(self) -> dict[str, Any]:
        """Return the columns; raises DaysTurnedRound, ReasonMissing."""
        require_days(self.valid_from, self.valid_until)
        require_reason(self.answer, self.comment)
        return {
            "answer": self.answer.value,
            "comment": self.comment.strip(),
            "named_evidence": self.named_evidence.strip(),
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "tags": self.tags.strip(),
            "for_everyone": self.for_everyone,
        }


@transaction.atomic
def write(company: Organization, wanted: Wanted, *, by: User, at: datetime) -> KeptAnswerRecord:
    """Keep an answer to a question in one's own words. Raises KeptAlready, DaysTurnedRound, ReasonMissing."""
    words = words_digest(wanted.question)
    try:
        with transaction.atomic():
            kept = KeptAnswerRecord.objects.create(
                organization=company,
                words=words,
                question=wanted.question.strip(),
                changed_by=by,
                changed_at=at,
                **wanted.fields(),
            )
    except IntegrityError as error:
        raise KeptAlready() from error
    settle_reviews(company, at=at)
    _log("library.answer-kept", kept, by, at)
    return kept


@transaction.atomic
def change(
    kept: KeptAnswerRecord, wanted: Wanted, *, revision: int, by: User, at: datetime
) -> KeptAnswerRecord:
    """Change a kept answer. Raises AnswerChanged, DaysTurnedRound, ReasonMissing.

    revision   the one that was looked at: who comes second is told, and loses nothing
    The question stays: another question is another answer.
    """
    before = {"answer": kept.answer, "comment": kept.comment}
    _compare_and_set(kept, revision, by, at, **wanted.fields())
    settle_reviews(kept.organization, at=at)
    _log("library.answer-changed", kept, by, at, before=before)
    return kept


@transaction.atomic
def carry_over(
    kept: KeptAnswerRecord,
    words: str,
    wanted: Wanted | None = None,
    *,
    revision: int,
    by: User,
    at: datetime,
) -> KeptAnswerRecord:
    """Let a kept answer stand for its question as it is asked today: as it is, or rewritten as `wanted`.

    words      digest of the wording that was read; revision: the one that was looked at
    raises     AnswerChanged, QuestionMoved, KeptAlready, DaysTurnedRound, ReasonMissing
    The wording of before stands in the trail.
    """
    now = moved_for(kept.organization, kept.pk).get(kept.pk)
    if now is None or not now.question or now.words != words:
        raise QuestionMoved()
    before: dict[str, JSON] = {"question": kept.question, "answer": kept.answer, "comment": kept.comment}
    fields = wanted.fields() if wanted else {}
    try:
        with transaction.atomic():
            _compare_and_set(kept, revision, by, at, question=now.question, words=now.words, **fields)
    except IntegrityError as error:
        raise KeptAlready() from error
    settle_reviews(kept.organization, at=at)
    _log("library.answer-carried-over", kept, by, at, before=before)
    return kept


@transaction.atomic
def carry_over_all(
    company: Organization, chosen: Iterable[tuple[int, int, str]], *, by: User, at: datetime
) -> int:
    """Confirm many kept answers for their questions of today, all of them or none; return how many.

    chosen   number, revision and wording of each, as they were looked at
    raises   NothingChosen, and as `carry_over`
    """
    wanted = {number: (revision, words) for number, revision, words in chosen}
    # All are locked before the first writes to the trail: nobody waits for the other in a circle.
    own = KeptAnswerRecord.objects.filter(organization=company, pk__in=wanted)
    rows = list(own.select_for_update().order_by("pk"))
    if not rows or len(rows) != len(wanted):
        raise NothingChosen()
    for row in rows:
        revision, words = wanted[row.pk]
        carry_over(row, words, revision=revision, by=by, at=at)
    return len(rows)


@transaction.atomic
def retire(kept: KeptAnswerRecord, *, revision: int, by: User, at: datetime) -> None:
    """Put an answer away: it is proposed no more. Raises AnswerChanged."""
    _compare_and_set(kept, revision, by, at, retired_at=at)
    settle_reviews(kept.organization, at=at)
    _log("library.answer-retired", kept, by, at)


@transaction.atomic
def add_file(kept: KeptAnswerRecord, upload: "UploadedFile[bytes]", *, by: User, at: datetime) -> KeptFile:
    """Add a file to a kept answer. Raises TooManyKeptFiles and refusals of uploads."""
    KeptAnswerRecord.objects.select_for_update(no_key=True).get(pk=kept.pk)
    if kept.files.count() >= MOST_FILES:
        raise TooManyKeptFiles(most=MOST_FILES)
    stored = keep(upload, organization=kept.organization, by=by, at=at)
    file = KeptFile.objects.create(kept=kept, stored=stored)
    _log("library.file-added", kept, by, at, sha256=stored.sha256)
    return file


@transaction.atomic
def remove_file(file: KeptFile, *, by: User, at: datetime) -> None:
    """Take a file away from a kept answer; sheets that show it keep it."""
    kept, digest = file.kept, file.stored.sha256
    file.delete()
    _log("library.file-removed", kept, by, at, sha256=digest)


@transaction.atomic
def keep_from_sheet(
    inspection: Inspection,
    company: Organization,
    checks: Iterable[str],
    *,
    valid_until: date | None,
    for_everyone: bool,
    seen: Collection[str] | None = None,
    by: User,
    at: datetime,
) -> int:
    """Keep answers of a sheet that was handed in; return how many. One for the same wording is brought up to date.

    seen     stamps of what was kept when the page was shown: what it did not show is not written over
    raises   NotHandedIn, NothingChosen, AnswerChanged, DaysTurnedRound
    """
    if inspection.state == State.OPEN:
        raise NotHandedIn()
    wanted = set(checks)
    rows = [row for row in to_keep(inspection, company) if row.check_id in wanted]
    if not rows:
        raise NothingChosen()
    if seen is not None and any(row.present and row.present.stamp not in seen for row in rows):
        raise AnswerChanged()
    today = localdate(at)
    require_days(today, valid_until)
    told = {
        "valid_from": today,
        "valid_until": valid_until,
        "for_everyone": for_everyone,
        "source": inspection,
    }
    for row in rows:
        kept = _keep_one(company, row, told, by, at)
        _keep_files(kept, row.files)
    settle_reviews(company, at=at)
    facts: dict[str, JSON] = {"checks": sorted(row.check_id for row in rows)}
    record("library.kept-from-sheet", inspection, by=by, at=at, organization=company.pk, facts=facts)
    return len(rows)


def _keep_one(
    company: Organization, row: ToKeep, told: dict[str, Any], by: User, at: datetime
) -> KeptAnswerRecord:
    said = {
        "title": row.title[:200],
        "question": row.question,
        "answer": row.given.answer.value,
        "comment": row.given.comment,
        "named_evidence": "\n".join(row.given.evidence),
        **told,
    }
    if row.present is not None:
        _compare_and_set(row.present, row.present.revision, by, at, **said)
        return row.present
    try:
        with transaction.atomic():
            return KeptAnswerRecord.objects.create(
                organization=company,
                check_id=row.check_id,
                words=words_digest(row.question),
                changed_by=by,
                changed_at=at,
                **said,
            )
    except IntegrityError as error:
        raise KeptAlready() from error


def _keep_files(kept: KeptAnswerRecord, files: Sequence[int]) -> None:
    """Let exactly these files go with a kept answer."""
    kept.files.exclude(stored__in=files).delete()
    present = set(kept.files.values_list("stored", flat=True))
    KeptFile.objects.bulk_create(
        KeptFile(kept=kept, stored_id=file) for file in files[:MOST_FILES] if file not in present
    )


def _compare_and_set(kept: KeptAnswerRecord, revision: int, by: User, at: datetime, **fields: object) -> None:
    rows = KeptAnswerRecord.objects.filter(pk=kept.pk, revision=revision, retired_at__isnull=True)
    if not rows.update(revision=revision + 1, changed_by=by, changed_at=at, **fields):
        raise AnswerChanged()
    kept.refresh_from_db()


def _log(code: str, kept: KeptAnswerRecord, by: User, at: datetime, **facts: Any) -> None:
    """The library is the contractor's own, and so is its trail."""
    told = {"check": kept.check_id, "revision": kept.revision, **facts}
    record(code, f"kept:{kept.pk}", by=by, at=at, organization=kept.organization_id, facts=told)
