"""Writing reviews and corrections. What was found is never written again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yakusoku.adapters.contracts.together import is_word, papers_of
from yakusoku.adapters.profiles import profile_from
from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import catalogue_for, profile_of
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import content_of, keep, keep_made
from yakusoku.apps.review import readings
from yakusoku.apps.review.models import Action, Correction, Review, ReviewedFile
from yakusoku.apps.review.readings import Brought, Measure, Reading
from yakusoku.apps.review.restoring import documents_of, judgement_of
from yakusoku.apps.review.snapshots import (
    Row,
    clauses_of,
    counted,
    digest_of_clause,
    precedence_kept,
    results_of,
    storable,
)
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.catalogue.levels import Level
from yakusoku.domain.catalogue.model import Catalogue
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.files.acceptance import FileTooLarge
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.review.precedence import Basis
from yakusoku.web.formats import local_day

MOST_FILES = 20
Files = Iterable["UploadedFile[bytes]"]


class NothingGiven(Refusal):
    """A review looks at something."""

    code: ClassVar[str] = "review.nothing-given"


class TooManyFiles(Refusal):
    """A review reads as many files as it may."""

    code: ClassVar[str] = "review.too-many-files"


class NothingReadable(Refusal):
    """None of the files could be read."""

    code: ClassVar[str] = "review.nothing-readable"


class NoSuchClause(Refusal):
    """The document has no such clause, or the catalogue no such requirement."""

    code: ClassVar[str] = "review.no-such-clause"


class NothingToCorrect(Refusal):
    """The review says already what the correction would say."""

    code: ClassVar[str] = "review.nothing-to-correct"


class AlreadyCorrected(Refusal):
    """Somebody corrected the same thing."""

    code: ClassVar[str] = "review.already-corrected"


class NoSuchLevel(Refusal):
    """The catalogue has no level of this name."""

    code: ClassVar[str] = "review.no-such-level"


class LevelBesideWork(Refusal):
    """A work says what it needs; a level is for contracts of which nothing is known."""

    code: ClassVar[str] = "review.level-beside-work"


class PapersThere(Refusal):
    """The papers of the review were written before."""

    code: ClassVar[str] = "review.papers-there"


class AlreadyUndone(Refusal):
    """The correction was taken back."""

    code: ClassVar[str] = "review.already-undone"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reviewed for whom.

    title       empty: the first document's
    engagement  whose facts are used
    level       what is asked for where no facts are used; None: every requirement
    """

    organization: Organization
    department: Department | None
    title: str = ""
    engagement: Engagement | None = None
    level: Level | None = None


def level_named(name: str, organization: Organization) -> Level | None:
    """Return the level of a name; empty: none, so that every requirement is asked for. Raises NoSuchLevel."""
    if not name:
        return None
    catalogue = catalogue_for(organization.pk)
    found = catalogue.level(name)
    if found is None:
        raise NoSuchLevel(known=[each.id for each in catalogue.levels])
    return found


def review(subject: Subject, uploads: Files, text: str = "", *, by: User, at: datetime) -> Review:
    """Review files, and a text that was pasted, as one contract; return what was found, kept.

    raises   NothingGiven, TooManyFiles, FileTooLarge, LevelBesideWork, NothingReadable
    """
    if subject.level and subject.engagement:
        raise LevelBesideWork()
    given = list(uploads)
    if not given and not text.strip():
        raise NothingGiven()
    if len(given) + bool(text.strip()) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    for upload in given:
        # The size is known before a byte is read into memory.
        if (upload.size or 0) > settings.UPLOAD_BYTES:
            raise FileTooLarge(name=upload.name, limit=settings.UPLOAD_BYTES // (1024 * 1024))
    files = [readings.brought(upload.name or "", upload.read()) for upload in given]
    files += [Brought(_("貼り付けた文") + ".txt", text.encode())] if text.strip() else []
    return _review(subject, files, None, by=by, at=at)


def review_again(before: Review, order: Sequence[int] | None = None, *, by: User, at: datetime) -> Review:
    """Review the documents of a review by today's knowledge and facts, as a new review.

    order    numbers of its files, from the one that prevails over all; empty: the documents are to say it
             themselves; None: it stays as a person chose it before
    raises   NothingReadable
    """
    kept = [row for row in before.files.select_related("stored") if row.stored is not None]
    ranks = chosen_before(before) if order is None else {pk: rank for rank, pk in enumerate(order)}
    files = [
        Brought(row.name, content_of(row.stored), row.stored, ranks.get(row.pk)) for row in kept if row.stored
    ]
    level = catalogue_for(before.organization_id).level(before.level)
    subject = Subject(before.organization, before.department, before.title, before.engagement, level)
    return _review(subject, files, before, by=by, at=at)


def chosen_before(review: Review) -> dict[int, int]:
    """Return the ranks that a person gave to the files of a review; none: nobody chose."""
    order = precedence_kept(review.results)
    if order.basis is not Basis.CHOSEN:
        return {}
    files = review.files.filter(unreadable="").order_by("place").values_list("pk", flat=True)
    return {pk: ranks[""] for pk, ranks in zip(files, order.ranks, strict=True)}


def _review(
    subject: Subject, files: Sequence[Brought], before: Review | None, *, by: User, at: datetime
) -> Review:
    work = subject.engagement if subject.engagement and subject.engagement.described else None
    catalogue = catalogue_for(subject.organization.pk)
    # No transaction is open while the files are read: others write in the meantime.
    measure = Measure(profile_of(work) if work else None, subject.level)
    reading = readings.read(files, catalogue, measure, local_day(at))
    if not reading.documents:
        raise NothingReadable(reasons=[f"{each.name}: {reason}" for each, reason in reading.failed])
    return keep_reading(subject, reading, catalogue, before, by=by, at=at)


@transaction.atomic
def keep_reading(
    subject: Subject, reading: Reading, catalogue: Catalogue, before: Review | None, *, by: User, at: datetime
) -> Review:
    """Keep what was read and judged as a review."""
    documents = [document for _file, document in reading.documents]
    results = results_of(documents, reading.judgement, catalogue)
    clauses = [clauses_of(document) for document in documents]
    work = subject.engagement
    first = documents[0].document
    made = Review.objects.create(
        organization=subject.organization,
        department=work.department if work else subject.department,
        engagement=work,
        title=storable(subject.title.strip() or first.title or first.path)[:200],
        profile=work.profile if work and work.described else None,
        level=subject.level.id if subject.level and not (work and work.described) else "",
        results=results,
        catalogue=catalogue.version,
        revision=before.revision + 1 if before else 1,
        predecessor=before,
        created_by=by,
        created_at=at,
        **counted(results, clauses),
    )
    _keep_files(made, reading, clauses, by=by, at=at)
    facts: dict[str, JSON] = {"files": len(documents), "unreadable": len(reading.failed)}
    record("review.made", made, by=by, at=at, organization=subject.organization.pk, facts=facts)
    return made


def _keep_files(
    made: Review, reading: Reading, clauses: Sequence[list[Row]], *, by: User, at: datetime
) -> None:
    """Keep the documents with what was read in them, the files that could not be read, and the papers."""
    for place, (file, document) in enumerate(reading.documents):
        made.files.create(
            place=place,
            name=file.name,
            stored=_stored(file, made.organization, by=by, at=at),
            title=storable(document.document.title)[:300],
            clauses=clauses[place],
            warnings=list(document.document.warnings),
        )
    for place, (file, reason) in enumerate(reading.failed, start=len(reading.documents)):
        made.files.create(place=place, name=file.name, stored=file.stored, unreadable=reason)
    for paper in reading.papers:
        kept = keep_made(paper.name, paper.content, organization=made.organization, by=by, at=at)
        made.papers.create(stored=kept)


def _stored(file: Brought, organization: Organization, *, by: User, at: datetime) -> StoredFile:
    """Return the row of a file that was read; one that comes for the first time is kept."""
    if file.stored is not None:
        return file.stored
    upload = SimpleUploadedFile(file.kept_as, file.content)
    return keep(upload, organization=organization, by=by, at=at, for_words=True)


def write_papers(review: Review, *, by: User, at: datetime) -> None:
    """Write the papers of a review that has none yet, as one of many, from what it keeps. Raises PapersThere."""
    if review.papers.exists():
        raise PapersThere()
    files = list(review.files.filter(unreadable="").select_related("stored"))
    catalogue = catalogue_for(review.organization_id)
    documents = documents_of(review, files)
    judgement = judgement_of(review, documents, catalogue)

    def original(number: int) -> bytes | None:
        file = files[number]
        content = content_of(file.stored) if file.stored else b""
        return content if is_word(file.name, content) else None

    work = profile_from(review.profile, review.title) if review.profile else None
    unread = list(review.files.exclude(unreadable="").values_list("name", "unreadable"))
    papers = list(papers_of(documents, judgement, unread, catalogue, work, local_day(at), original))
    with transaction.atomic():
        # Of two who press at once, the second finds the papers of the first.
        held = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
        if held.papers.exists():
            raise PapersThere()
        for paper in papers:
            kept = keep_made(paper.name, paper.content, organization=review.organization, by=by, at=at)
            held.papers.create(stored=kept)
        record("review.papers-written", held, by=by, at=at, organization=held.organization_id)


@transaction.atomic
def correct(
    file: ReviewedFile,
    clause: int,
    slug: str,
    action: Action,
    *,
    strength: Strength | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> Correction:
    """Say against the machine that a clause deals with a requirement, that it does not, or how it binds.

    The review stays as it is; what was said stands beside it.
    raises   NoSuchClause, NothingToCorrect, AlreadyCorrected
    """
    row = file.clause(clause)
    organization = file.review.organization_id
    if row is None or catalogue_for(organization).requirement(slug) is None:
        raise NoSuchClause()
    _look_for_a_difference(row, slug, action, strength)
    made = Correction(
        organization_id=organization,
        file=file,
        clause=clause,
        digest=digest_of_clause(row),
        heading=row["heading"],
        text=row["text"],
        slug=slug,
        action=action,
        strength="" if action == Action.REMOVE else (strength or Strength.DUTY).value,
        note=note.strip(),
        made_by=by,
        made_at=at,
    )
    _add(made)
    facts: dict[str, JSON] = {"file": file.pk, "clause": clause, "slug": slug, "action": str(action)}
    record("review.corrected", made, by=by, at=at, organization=organization, facts=facts)
    return made


def _look_for_a_difference(row: Row, slug: str, action: Action, strength: Strength | None) -> None:
    """Raise NothingToCorrect if a clause is judged already as is said of it."""
    bound = next((label["strength"] for label in row["requirements"] if label["slug"] == slug), None)
    if (bound is None) != (action == Action.ADD):
        raise NothingToCorrect()
    if action == Action.CHANGE and (strength is None or bound == strength.value):
        raise NothingToCorrect()


def _add(made: Correction) -> None:
    """Add a correction. Raises AlreadyCorrected if one of the same thing counts, made at the same moment or before."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyCorrected() from error


@transaction.atomic
def undo(correction: Correction, *, by: User, at: datetime) -> None:
    """Take a correction back. Raises AlreadyUndone."""
    rows = Correction.objects.filter(pk=correction.pk, undone_at__isnull=True)
    if not rows.update(undone_by=by, undone_at=at):
        raise AlreadyUndone()
    record("review.correction-undone", correction, by=by, at=at, organization=correction.organization_id)
