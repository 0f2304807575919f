"""The work behind `yakusoku portfolio`; imported when it is needed, so that help stays quick."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from yakusoku.adapters.apart import Failed
from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.contracts.together import SCANS, SECONDS, apart, reason_of, scan_seconds
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.law_changes import shipped_changes
from yakusoku.adapters.portfolio_files import portfolio_told, portfolio_xlsx
from yakusoku.adapters.review_store import (
    Kept,
    Store,
    content_of,
    digest_of,
    read_anew,
    read_scan_anew,
    reviewed_of,
)
from yakusoku.adapters.yaml_files import Problem
from yakusoku.cli.answers import DONE, REFUSED, WITH_PROBLEMS, refusals, refuse
from yakusoku.cli.measuring import Measure, measure_of
from yakusoku.domain.review.judging import judge
from yakusoku.domain.review.portfolio import Portfolio, contract_of, portfolio_of

RESULTS = "results"
STOPPED = "止めました。読み終えた結果は残っています。同じコマンドで、続きから始まります。"
STOPPED_CODE = 130
# Where no bar can be drawn, as in a log, a line tells how far it has come.
LINE_EVERY = 100
# What programs leave beside documents: .DS_Store, and ~$契約.docx while Word has it open.
BESIDE = (".", "~$")


def take_stock(folder: Path, out: Path, profile: Path | None, level: str | None) -> int:
    """Review every file of a folder as a contract of its own and write the portfolio; return the exit code."""
    with refusals("portfolio"):
        measure = measure_of(profile, level)
        files = list(_files(folder, out))
        if not files:
            refuse([Problem(str(folder), "", "ファイルがありません。契約書のあるフォルダを渡してください。")])
        out.mkdir(parents=True, exist_ok=True)
        reader = _Reader(Store(out / RESULTS))
        try:
            reader.read(files)
        except KeyboardInterrupt:
            click.echo(STOPPED, err=True)
            return STOPPED_CODE
        portfolio = _portfolio(folder, reader, measure)
        _write(out, portfolio)
    _print(portfolio, out)
    if not portfolio.contracts:
        return REFUSED
    troubled = portfolio.unreadable or any(each.gaps or each.old_law for each in portfolio.contracts)
    return WITH_PROBLEMS if troubled else DONE


def _files(folder: Path, out: Path) -> Iterator[str]:
    """Yield the files of a folder by name, without those that we write ourselves."""
    ours = out.resolve()
    for file in sorted(folder.rglob("*")):
        own = file.name in {"portfolio.xlsx", "portfolio.json"} and file.parent.resolve() == ours
        kept = file.resolve().is_relative_to(ours / RESULTS)
        if file.is_file() and not file.name.startswith(BESIDE) and not own and not kept:
            yield str(file)


class _Reader:
    """Reads files that were not read before. `kept`: the review of each file; `failed`: why it has none."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.kept: dict[str, Kept] = {}
        self.failed: dict[str, str] = {}

    def read(self, paths: Sequence[str]) -> None:
        """Read what is new or has changed; files with the same content are read once."""
        alike: dict[str, list[str]] = {}
        for path in paths:
            try:
                alike.setdefault(digest_of(content_of(path)), []).append(path)
            except Unreadable as error:
                self.failed[path] = error.reason
        new = {}
        for digest, same in alike.items():
            kept = self._store.get(digest)
            if kept is None:
                new[same[0]] = same
            else:
                self._take(same, kept)
        click.echo(f"{len(paths):,}件のうち{len(new):,}件を新しく読みます。", err=True)
        scans = self._run(read_anew, new, lambda path: SECONDS, "読んでいます")
        if scans:
            click.echo(SCANS.format(count=len(scans)), err=True)
            pages = dict(scans)
            self._run(
                read_scan_anew,
                {path: new[path] for path in pages},
                lambda path: scan_seconds(pages[path]),
                "文字に起こしています",
            )

    def _run(
        self,
        work: Callable[[str], tuple[str, Kept]],
        new: Mapping[str, Sequence[str]],
        seconds: Callable[[str], float],
        told: str,
    ) -> dict[str, int]:
        """Read files, each with those that have the same content; return how many pages those have that are scans."""
        scans: dict[str, int] = {}
        paths = list(new)
        with click.progressbar(length=len(paths), label=told, file=sys.stderr) as bar:
            for place, result in apart(work, len(paths), seconds).run(paths):
                path = paths[place]
                if isinstance(result, Failed):
                    # Not kept: it may only have been the machine that was busy.
                    self._take(new[path], {"unreadable": reason_of(result)})
                elif "scan" in result[1]:
                    scans[path] = result[1]["scan"]
                else:
                    digest, kept = result
                    if digest:
                        self._store.put(digest, kept)
                    self._take(new[path], kept)
                bar.update(1)
                if bar.pos % LINE_EVERY == 0 and not sys.stderr.isatty():
                    click.echo(f"{told}: {bar.pos:,}/{len(paths):,}", err=True)
        return scans

    def _take(self, paths: Sequence[str], kept: Kept) -> None:
        for path in paths:
            if "unreadable" in kept:
                self.failed[path] = kept["unreadable"]
            else:
                self.kept[path] = kept


def _portfolio(folder: Path, reader: _Reader, measure: Measure) -> Portfolio:
    """Return the portfolio; files are named by where they stand within the folder."""
    catalogue = shipped_catalogue()
    changes = {each.id: each for each in shipped_changes()}

    def named(path: str) -> str:
        return os.path.relpath(path, folder)

    contracts = [
        contract_of(reviewed, judge([reviewed], catalogue, measure.facts, measure.level))
        for reviewed in (reviewed_of(kept, named(path), changes) for path, kept in reader.kept.items())
    ]
    return portfolio_of(contracts, [(named(path), reader.failed[path]) for path in sorted(reader.failed)])


def _write(out: Path, portfolio: Portfolio) -> None:
    """Write the workbook and the JSON. Raises OSError."""
    today = datetime.now(UTC).astimezone().date()
    told = json.dumps(portfolio_told(portfolio), ensure_ascii=False, indent=1)
    (out / "portfolio.json").write_text(told, encoding="utf-8")
    (out / "portfolio.xlsx").write_bytes(portfolio_xlsx(portfolio, today))


def _print(portfolio: Portfolio, out: Path) -> None:
    """Print one line a contract, the most urgent first."""
    for rank, each in enumerate(portfolio.contracts, start=1):
        old = len(each.old_law)
        click.echo(f"{rank}\t{each.points}点\t足りない {each.gaps}\t古い法令 {old}\t{each.path}")
    for path, reason in portfolio.unreadable:
        click.echo(f"読めない\t{path}\t{reason}")
    click.echo(f"{out / 'portfolio.xlsx'} に書き出しました。", err=True)
