"""The work behind `yakusoku review`; imported when it is needed, so that help stays quick."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.contracts.together import SCANS, ContractFile, is_word, papers_of, read_apart
from yakusoku.adapters.review_results import review_told
from yakusoku.adapters.yaml_files import Problem
from yakusoku.cli.answers import WITH_PROBLEMS, refusals, refuse
from yakusoku.cli.measuring import measure_of
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.review.judging import Judgement, Status, judge
from yakusoku.domain.review.precedence import precedence_of
from yakusoku.domain.review.report import STATUS_LABELS, in_its_document
from yakusoku.domain.review.reviewing import ReviewedDocument


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the files: the documents that could be read, and path and reason of each that could not."""

    documents: list[ReviewedDocument]
    unreadable: list[tuple[str, str]]


def review(
    files: Sequence[Path],
    profile: Path | None,
    level: str | None,
    precedence: str | None,
    out: Path | None,
    *,
    as_json: bool,
) -> int:
    """Review files as one contract, print and write what was found; return the exit code."""
    with refusals("review"):
        measure = measure_of(profile, level)
        paths = list(_paths(files))
        told = read_apart([ContractFile(path, path) for path in paths], scans=_tell_scans)
        read = Read(told.documents, [(paths[n], told.failed[n]) for n in sorted(told.failed)])
        order = precedence_of(read.documents, _chosen(precedence, paths, read.documents))
        judgement = judge(read.documents, shipped_catalogue(), measure.facts, measure.level, order)
        if out is not None:
            write(out, read, judgement, measure.work)
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


def _chosen(
    names: str | None, paths: Sequence[str], documents: Sequence[ReviewedDocument]
) -> list[int | None] | None:
    """Return the rank that was given to each document; a name that no file has ends with 2."""
    if names is None:
        return None
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = {name for path in paths for name in (path, Path(path).name)}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        refuse([Problem("--precedence", "", f"{name} というファイルはありません。") for name in unknown])
    ranks = {name: rank for rank, name in enumerate(wanted)}
    return [ranks.get(each.document.path, ranks.get(Path(each.document.path).name)) for each in documents]


def _tell_scans(count: int) -> None:
    click.echo(SCANS.format(count=count), err=True)


def write(out: Path, read: Read, judgement: Judgement, work: WorkProfile | None) -> None:
    """Write the report, the supplement and the contracts with comments. Raises OSError, Refusal."""
    out.mkdir(parents=True, exist_ok=True)
    today = datetime.now(UTC).astimezone().date()

    def original(number: int) -> bytes | None:
        path = Path(read.documents[number].document.path)
        content = path.read_bytes()
        return content if is_word(path.name, content) else None

    papers = papers_of(read.documents, judgement, read.unreadable, shipped_catalogue(), work, today, original)
    for paper in papers:
        (out / paper.name).write_bytes(paper.content)


def _print(read: Read, judgement: Judgement) -> None:
    for each in read.documents:
        click.echo(f"{each.document.path}\t{each.document.title}\t{len(each.clauses)}条項")
        for warning in each.document.warnings:
            click.echo(f"注意\t{each.document.path}\t{warning}")
    for row in judgement.coverage:
        if row.status is not Status.PROMISED:
            where = "、".join(in_its_document(read.documents, place) for place in row.places)
            click.echo(f"{STATUS_LABELS[row.status]}\t{row.requirement.title}\t危険 {row.risk}\t{where}")
    for document in read.documents:
        for clause in document.clauses:
            for hit in clause.outdated:
                click.echo(f"{hit.change.title}\t{document.document.path}\t{clause.clause.no}\t{hit.text}")
    titles = {each.slug: each.title for each in shipped_catalogue().requirements}
    for impossible in judgement.impossible:
        where = in_its_document(read.documents, impossible.place)
        click.echo(f"守れない\t{titles[impossible.slug]}\t{where}\t{impossible.reason}")
    _print_contradictions(read, judgement, titles)
    for path, reason in read.unreadable:
        click.echo(f"読めない\t{path}\t{reason}")


def _print_contradictions(read: Read, judgement: Judgement, titles: Mapping[str, str]) -> None:
    for each in judgement.contradictions:
        pair = "、".join(in_its_document(read.documents, place) for place in (each.one, each.other))
        first = read.documents[each.prevails.document].document.path if each.prevails else "—"
        click.echo(f"食い違い\t{titles[each.slug]}\t{pair}\t優先 {first}")
