"""Contract files that are read as one contract, each in a process apart, and the papers of their review."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from yakusoku.adapters.apart import Apart, Failed
from yakusoku.adapters.contracts.annotated import annotated
from yakusoku.adapters.contracts.reviewed import review_file
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.adapters.letters import letter_pdf
from yakusoku.adapters.word import specification_docx
from yakusoku.domain.catalogue.model import Catalogue
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.review.judging import Judgement
from yakusoku.domain.review.report import report_of
from yakusoku.domain.review.reviewing import ReviewedDocument
from yakusoku.domain.review.supplement import supplement, titles_of, unknown_work

# A single file may hold up nobody for longer.
SECONDS = 9.0
LATE = "読むのに時間がかかりすぎるので、やめました。ファイルを分けるか、別の形式で保存し直してください。"
FELL = "読んでいる途中で、読む仕組みが止まりました。別の形式で保存し直してください。"
REPORT, SUPPLEMENT = "report.pdf", "supplement.docx"


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


def read_apart(files: Sequence[ContractFile]) -> Read:
    """Return the files reviewed; none can hold up or take down the rest."""
    read = Read({}, {})
    if not files:
        return read
    apart = Apart(_reviewed, processes=min(len(files), os.cpu_count() or 1), seconds=SECONDS)
    for place, result in apart.run(files):
        match result:
            case Failed(late):
                read.failed[place] = LATE if late else FELL
            case Unreadable():
                read.failed[place] = result.reason
            case _:
                read.found[place] = result
    return read


def _reviewed(file: ContractFile) -> ReviewedDocument | Unreadable:
    return review_file(file.path, file.name)


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
    yield Paper(REPORT, letter_pdf(report_of(documents, judgement, unreadable, today)))
    profile = work or unknown_work(titles_of([each.document.title for each in documents]))
    pack = supplement(judgement, catalogue, profile, "", is_national_holiday)
    if pack is not None:
        yield Paper(SUPPLEMENT, specification_docx(pack))
    used: set[str] = set()
    for number, each in enumerate(documents):
        stem = PurePath(each.document.path).stem
        name = stem if stem not in used else f"{stem}-{number + 1}"
        used.add(name)
        yield Paper(f"{name}.reviewed.docx", annotated(each, number, judgement, original(number)))


def is_word(name: str, content: bytes) -> bool:
    """Return whether a file is a Word file that comments can be written into."""
    return name.lower().endswith(".docx") and content.startswith(b"PK\x03\x04")
