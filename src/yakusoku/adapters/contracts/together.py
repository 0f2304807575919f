"""Contract files that are read as one contract, each in a process apart, and the papers of their review."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TypeVar

from yakusoku.adapters.apart import Apart, Failed, forked_from
from yakusoku.adapters.contracts.annotated import annotated
from yakusoku.adapters.contracts.reviewed import review_file, review_scan, shipped_reviewer
from yakusoku.adapters.contracts.unreadable import Scan, Unreadable
from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.adapters.letters import letter_pdf
from yakusoku.adapters.office_uploads import carried
from yakusoku.adapters.word import specification_docx
from yakusoku.domain.catalogue.model import Catalogue
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.files.acceptance import ExternalLink
from yakusoku.domain.review.judging import Judgement
from yakusoku.domain.review.report import report_of
from yakusoku.domain.review.reviewing import ReviewedDocument
from yakusoku.domain.review.supplement import supplement, titles_of, unknown_work

Job = TypeVar("Job")
Result = TypeVar("Result")

# A single file may hold up nobody for longer.
SECONDS = 9.0
# From pictures, a page takes seconds.
PAGE_SECONDS = 20.0
SCANS = "紙を写した PDF が{count}件あります。頁の絵から文字に起こすので、時間がかかります。"
LATE = "読むのに時間がかかりすぎるので、やめました。ファイルを分けるか、別の形式で保存し直してください。"
FELL = "読んでいる途中で、読む仕組みが止まりました。別の形式で保存し直してください。"
REPORT, SUPPLEMENT = "report.pdf", "supplement.docx"

forked_from("yakusoku.adapters.contracts.prepared")


@dataclass(frozen=True, slots=True)
class ContractFile:
    """A file to be read. `path`: where it lies; `name`: what it is called, which is told of it."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the files, by their place: the documents that could be read, and why each other could not."""

    found: dict[int, ReviewedDocument]
    failed: dict[int, str]

    @property
    def documents(self) -> list[ReviewedDocument]:
        """Return the documents that could be read, in the order of the files."""
        return [self.found[place] for place in sorted(self.found)]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a review as a file."""

    name: str
    content: bytes


def read_apart(files: Sequence[ContractFile], scans: Callable[[int], None] | None = None) -> Read:
    """Return the files reviewed; none can hold up or take down the rest.

    scans   is told how many files have to be read from pictures of their pages, and then they are, which takes
            long; None: they are not read
    """
    read = Read({}, {})
    pages: dict[int, int] = {}
    for place, result in apart(_reviewed, len(files), lambda _: SECONDS).run(files):
        if isinstance(result, Scan) and scans is not None:
            pages[place] = result.pages
        else:
            _sort(read, place, result)
    if pages and scans is not None:
        scans(len(pages))
        wanted = [(files[place], count) for place, count in pages.items()]
        again = apart(_pictured, len(wanted), lambda job: scan_seconds(job[1]))
        for number, result in again.run(wanted):
            _sort(read, list(pages)[number], result)
    return read


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits to be read. `pages`: how many pages are to be read from their pictures; 0: none."""

    file: ContractFile
    pages: int

    @property
    def seconds(self) -> float:
        """Return how long reading it may take."""
        return scan_seconds(self.pages) if self.pages else SECONDS


def read_one_by_one(processes: int) -> Apart[Waiting, ReviewedDocument | Unreadable]:
    """Return what reads files as they come, each as a contract of its own."""
    return Apart(
        _waited, processes=processes, seconds=lambda waiting: waiting.seconds, ready=shipped_reviewer
    )


def _waited(waiting: Waiting) -> ReviewedDocument | Unreadable:
    read = review_scan if waiting.pages else review_file
    return read(waiting.file.path, waiting.file.name)


def scan_seconds(pages: int) -> float:
    """Return how long reading a file from the pictures of its pages may take."""
    return SECONDS + PAGE_SECONDS * pages


def apart(work: Callable[[Job], Result], count: int, seconds: Callable[[Job], float]) -> Apart[Job, Result]:
    """Return what does the work on so many files, on all cores."""
    processes = max(1, min(count, os.cpu_count() or 1))
    return Apart(work, processes=processes, seconds=seconds, ready=shipped_reviewer)


def reason_of(failed: Failed) -> str:
    """Return why a job that gave no result cannot be read."""
    return LATE if failed.late else FELL


def _sort(read: Read, place: int, result: ReviewedDocument | Unreadable | Failed) -> None:
    match result:
        case Failed():
            read.failed[place] = reason_of(result)
        case Unreadable():
            read.failed[place] = result.reason
        case _:
            read.found[place] = result


def _reviewed(file: ContractFile) -> ReviewedDocument | Unreadable:
    return review_file(file.path, file.name)


def _pictured(job: tuple[ContractFile, int]) -> ReviewedDocument | Unreadable:
    return review_scan(job[0].path, job[0].name)


def papers_of(
    documents: Sequence[ReviewedDocument],
    judgement: Judgement,
    unreadable: Sequence[tuple[str, str]],
    catalogue: Catalogue,
    work: WorkProfile | None,
    today: date,
    original: Callable[[int], bytes | None],
) -> Iterator[Paper]:
    """Yield the report, the supplement (where something is missing) and each document with comments.

    unreadable   name and reason of each file that could not be read
    work         None: nothing is known of it
    original     gives the bytes of a document that is a Word file, by its number; None: it is none
    """
    titles = {each.slug: each.title for each in catalogue.requirements}
    told = report_of(documents, judgement, unreadable, today, titles, work.title if work else "")
    yield Paper(REPORT, letter_pdf(told))
    profile = work or unknown_work(titles_of([each.document.title for each in documents]))
    pack = supplement(judgement, catalogue, profile, "", is_national_holiday)
    if pack is not None:
        yield Paper(SUPPLEMENT, specification_docx(pack))
    used: set[str] = set()
    for number, each in enumerate(documents):
        stem = PurePath(each.document.path).stem
        name = stem if stem not in used else f"{stem}-{number + 1}"
        used.add(name)
        yield Paper(
            f"{name}.reviewed.docx", annotated(documents, number, judgement, titles, original(number))
        )


def is_word(name: str, content: bytes) -> bool:
    """Return whether a file is a Word file that comments can be written into: it hands on no macro, no other file."""
    if not (name.lower().endswith(".docx") and content.startswith(b"PK\x03\x04")):
        return False
    return {each.code for each in carried(name, content, "docx")} <= {ExternalLink.code}
