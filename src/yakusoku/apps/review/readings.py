"""From the bytes of files to everything that a review keeps. Nothing is written here: reading takes its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils.translation import gettext as _

from yakusoku.adapters.contracts.reading import NO_CONTRACT, old_office
from yakusoku.adapters.contracts.together import ContractFile, Paper, Read, is_word, papers_of, read_apart
from yakusoku.adapters.uploads import inspect
from yakusoku.apps.files.models import StoredFile
from yakusoku.domain.catalogue.levels import Level
from yakusoku.domain.catalogue.model import Catalogue
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.files.acceptance import (
    OLD_OFFICE,
    KindUnknown,
    NameUnusable,
    clean_name,
    ending_of,
    is_text,
)
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.review.judging import Judgement, judge
from yakusoku.domain.review.precedence import precedence_of
from yakusoku.domain.review.reviewing import ReviewedDocument
from yakusoku.web.messages import sentence


def _ending_by_content(content: bytes) -> str:
    """Return with which ending a file of this content is kept; empty: it is none that is read as a contract."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        # The names of its parts stand uncompressed at the end of a zip file.
        parts = {"docx": b"word/document", "xlsx": b"xl/workbook.xml"}
        return next((ending for ending, part in parts.items() if part in content), "")
    return "txt" if content and is_text(content) else ""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that is to be reviewed.

    stored   its row, if it was taken in before
    rank     the place that a person gave it among the files; None: the documents say it themselves
    """

    name: str
    content: bytes
    stored: StoredFile | None = None
    rank: int | None = None

    @property
    def kept_as(self) -> str:
        """Return under which name it is kept: it tells what the file is, as it is read by its content.

        A page of the web is kept as a text, which no browser runs.
        """
        ending = _ending_by_content(self.content)
        told = {"csv": "txt"}.get(ending_of(self.name), ending_of(self.name))
        return self.name if not ending or told == ending else f"{self.name}.{ending}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read and judged. `documents`: file and what was read in it; `failed`: name and reason."""

    documents: Sequence[tuple[Brought, ReviewedDocument]]
    failed: Sequence[tuple[Brought, str]]
    judgement: Judgement
    papers: Sequence[Paper]


@dataclass(frozen=True, slots=True)
class Documents:
    """What was read. `found`: file and what was read in it; `failed`: file and why not."""

    found: Sequence[tuple[Brought, ReviewedDocument]]
    failed: Sequence[tuple[Brought, str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """What contracts are held against: the facts of a work, else a level, else every requirement."""

    work: WorkProfile | None = None
    level: Level | None = None

    def judge(
        self,
        documents: Sequence[ReviewedDocument],
        catalogue: Catalogue,
        ranks: Sequence[int | None] | None = None,
    ) -> Judgement:
        """Return what documents promise. `ranks`: those that a person gave them; None: none."""
        order = precedence_of(documents, ranks)
        return judge(documents, catalogue, facts_of(self.work) if self.work else None, self.level, order)


def documents_of(files: Sequence[Brought]) -> Documents:
    """Return files as they read; one that is refused or cannot be read harms no other."""
    reasons: dict[int, str] = {}
    for place, each in enumerate(files):
        if each.stored is None:
            reasons |= {place: reason} if (reason := refused(each)) else {}
    told = _read_apart(files, reasons)
    return Documents(
        [(files[place], told.found[place]) for place in sorted(told.found)],
        [(files[place], reason) for place, reason in sorted((reasons | told.failed).items())],
    )


def read(files: Sequence[Brought], catalogue: Catalogue, measure: Measure, today: date) -> Reading:
    """Return files read together as one contract; one that is refused or cannot be read harms no other."""
    told = documents_of(files)
    found, failed = told.found, told.failed
    documents = [document for _file, document in found]
    judgement = measure.judge(documents, catalogue, [file.rank for file, _document in found])
    unreadable = [(each.name, reason) for each, reason in failed]

    def original(number: int) -> bytes | None:
        file = found[number][0]
        return file.content if is_word(file.name, file.content) else None

    papers = (
        papers_of(documents, judgement, unreadable, catalogue, measure.work, today, original) if found else ()
    )
    return Reading(found, failed, judgement, tuple(papers))


def refused(file: Brought) -> str:
    """Return why a file is not taken in; empty: it is."""
    try:
        inspect(file.kept_as, file.content, settings.UPLOAD_BYTES, for_words=True)
    except Refusal as refusal:
        return why_refused(file, refusal)
    return ""


def why_refused(file: Brought, refusal: Refusal) -> str:
    """Return why a file is not taken in, in words for one who brings contracts."""
    if file.content.startswith(OLD_OFFICE):
        return old_office(file.content)
    return NO_CONTRACT if isinstance(refusal, KindUnknown) else sentence(refusal)


def _read_apart(files: Sequence[Brought], refused: dict[int, str]) -> Read:
    """Return the files that are taken in as they read, by their place among all."""
    taken = [place for place in range(len(files)) if place not in refused]
    with TemporaryDirectory() as folder:
        jobs = []
        for place in taken:
            path = Path(folder, str(place))
            path.write_bytes(files[place].content)
            jobs.append(ContractFile(str(path), files[place].name))
        told = read_apart(jobs)
    return Read(
        {taken[n]: document for n, document in told.found.items()},
        {taken[n]: reason for n, reason in told.failed.items()},
    )


def brought(name: str, content: bytes) -> Brought:
    """Return a file under a name that may be shown; one without any is refused later, and harms no other."""
    try:
        return Brought(clean_name(name), content)
    except NameUnusable:
        return Brought(_("名前のないファイル"), content)
