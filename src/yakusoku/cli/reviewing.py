"""The work behind `yakusoku review`; imported when it is needed, so that help stays quick."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click

from yakusoku.adapters.apart import Apart, Failed
from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.contracts.annotated import annotated
from yakusoku.adapters.contracts.reviewed import review_file, review_scan, shipped_reviewer
from yakusoku.adapters.contracts.unreadable import Scan, Unreadable
from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.adapters.letters import letter_pdf
from yakusoku.adapters.profiles import read_profile
from yakusoku.adapters.review_results import name_of, review_told
from yakusoku.adapters.word import specification_docx
from yakusoku.adapters.yaml_files import Problem
from yakusoku.cli.answers import WITH_PROBLEMS, refusals, refuse
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.review.judging import Judgement, Status, judge
from yakusoku.domain.review.report import STATUS_LABELS, report_of
from yakusoku.domain.review.reviewing import ReviewedDocument
from yakusoku.domain.review.supplement import supplement, titles_of, unknown_work

Result = TypeVar("Result")

# A single file may hold up nobody for longer.
SECONDS = 9.0
# From pictures, a page takes seconds.
PAGE_SECONDS = 20.0
SCANS = "紙を写した PDF が{count}件あります。頁の絵から文字に起こすので、時間がかかります。"
LATE = "読むのに時間がかかりすぎるので、やめました。ファイルを分けるか、別の形式で保存し直してください。"
FELL = "読んでいる途中で、読む仕組みが止まりました。別の形式で保存し直してください。"


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the files: the documents that could be read, and the reason for each that could not."""

    documents: list[ReviewedDocument]
    unreadable: list[tuple[str, str]]


def review(files: Sequence[Path], profile: Path | None, out: Path | None, *, as_json: bool) -> int:
    """Review files as one contract, print and write what was found; return the exit code."""
    with refusals("review"):
        work = read_profile(profile) if profile else None
        paths = list(_paths(files))
        read = read_files(paths)
        judgement = judge(read.documents, shipped_catalogue(), facts_of(work) if work else None)
        if out is not None:
            write(out, read, judgement, work)
    if as_json:
        click.echo(
            json.dumps(review_told(read.documents, judgement, read.unreadable), ensure_ascii=False, indent=1)
        )
    else:
        _print(read, judgement)
    if not read.documents:
        return 2
    return WITH_PROBLEMS if judgement.gaps or judgement.impossible or read.unreadable else 0


def _paths(files: Sequence[Path]) -> Iterator[str]:
    """Yield the files, and those within folders, by name."""
    for file in files:
        if file.is_dir():
            yield from sorted(str(each) for each in file.rglob("*") if each.is_file())
        elif file.exists():
            yield str(file)
        else:
            refuse([Problem(str(file), "", "ファイルがありません。名前と場所を確かめてください。")])


def read_files(paths: Sequence[str]) -> Read:
    """Return the files reviewed, each in a process apart."""
    found: dict[int, ReviewedDocument] = {}
    failed: dict[int, str] = {}
    scans: dict[int, int] = {}
    for place, result in apart(review_file, len(paths), lambda _: SECONDS).run(paths):
        if isinstance(result, Scan):
            scans[place] = result.pages
        else:
            _sort(place, result, found, failed)
    if scans:
        click.echo(SCANS.format(count=len(scans)), err=True)
    pages = {paths[place]: count for place, count in scans.items()}
    again = apart(review_scan, len(scans), lambda path: scan_seconds(pages[path]))
    for number, result in again.run([paths[place] for place in scans]):
        _sort(list(scans)[number], result, found, failed)
    return Read([found[n] for n in sorted(found)], [(paths[n], failed[n]) for n in sorted(failed)])


def scan_seconds(pages: int) -> float:
    """Return how long reading a file from the pictures of its pages may take."""
    return SECONDS + PAGE_SECONDS * pages


def apart(work: Callable[[str], Result], count: int, seconds: Callable[[str], float]) -> Apart[str, Result]:
    """Return what does the work on so many files, on all cores."""
    processes = max(1, min(count, os.cpu_count() or 1))
    return Apart(work, processes=processes, seconds=seconds, ready=shipped_reviewer)


def reason_of(failed: Failed) -> str:
    """Return why a job that gave no result cannot be read."""
    return LATE if failed.late else FELL


def _sort(
    place: int,
    result: ReviewedDocument | Unreadable | Failed,
    found: dict[int, ReviewedDocument],
    failed: dict[int, str],
) -> None:
    match result:
        case Failed():
            failed[place] = reason_of(result)
        case Unreadable():
            failed[place] = result.reason
        case _:
            found[place] = result


def write(out: Path, read: Read, judgement: Judgement, work: WorkProfile | None) -> None:
    """Write the report, the supplement and the contracts with comments. Raises OSError, Refusal."""
    out.mkdir(parents=True, exist_ok=True)
    today = datetime.now(UTC).astimezone().date()
    report = report_of(read.documents, judgement, read.unreadable, today)
    (out / "report.pdf").write_bytes(letter_pdf(report))
    profile = work or unknown_work(titles_of([each.document.title for each in read.documents]))
    pack = supplement(judgement, shipped_catalogue(), profile, "", is_national_holiday)
    if pack is not None:
        (out / "supplement.docx").write_bytes(specification_docx(pack))
    for number, each in enumerate(read.documents):
        path = Path(each.document.path)
        original = path.read_bytes() if _is_word(path) else None
        (out / f"{path.stem}.reviewed.docx").write_bytes(annotated(each, number, judgement, original))


def _is_word(path: Path) -> bool:
    with path.open("rb") as file:
        return path.suffix.lower() == ".docx" and file.read(4) == b"PK\x03\x04"


def _print(read: Read, judgement: Judgement) -> None:
    for each in read.documents:
        click.echo(f"{each.document.path}\t{each.document.title}\t{len(each.clauses)}条項")
        for warning in each.document.warnings:
            click.echo(f"注意\t{each.document.path}\t{warning}")
    for row in judgement.coverage:
        if row.status is not Status.PROMISED:
            where = "、".join(
                name_of(read.documents[p.document].clauses[p.clause].clause, p.clause) for p in row.places
            )
            click.echo(f"{STATUS_LABELS[row.status]}\t{row.requirement.title}\t危険 {row.risk}\t{where}")
    for document in read.documents:
        for clause in document.clauses:
            for hit in clause.outdated:
                click.echo(f"{hit.change.title}\t{document.document.path}\t{clause.clause.no}\t{hit.text}")
    for impossible in judgement.impossible:
        click.echo(f"守れない\t{impossible.slug}\t{impossible.reason}")
    for path, reason in read.unreadable:
        click.echo(f"読めない\t{path}\t{reason}")
