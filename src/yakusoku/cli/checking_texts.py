"""The work behind `yakusoku survey check-text`; imported when it is needed, so that help stays quick."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from yakusoku.adapters.printed_tables import read_published
from yakusoku.adapters.yaml_files import refuse
from yakusoku.cli.answers import DONE, WITH_PROBLEMS, refusals
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.findings import KIND_LABELS, NumberFinding
from yakusoku.domain.survey.report.lines import checked_lines
from yakusoku.domain.survey.report.published import published_figures

MOST_BYTES = 5_000_000


def check(text: Path, tables: Path, facts: Sequence[str], *, as_json: bool) -> int:
    """Print what of a text the tables contradict; return the exit code."""
    with refusals(text.name):
        store = FigureStore(_tables(tables), _facts(text, facts))
        lines = _lines(text)
    found = list(checked_lines(lines, store))
    stopping = [each for each in found if each[1].stops]
    if as_json:
        told = {
            "findings": [_told(*each) for each in stopping],
            "matches": [_told(*each) for each in found if not each[1].stops],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for line, each in stopping:
            click.echo(
                f"{each.kind.value}\t{line}行目\t{each.typed}\t{KIND_LABELS[each.kind]}: {each.message}"
            )
        click.echo(f"{len(found)}個の数とことばを確かめました。食い違いは{len(stopping)}件です。", err=True)
    return WITH_PROBLEMS if stopping else DONE


def _tables(path: Path) -> dict[str, Any]:
    published = read_published(path)
    made = published_figures(published.cells, published.waves, published.definitions)
    return {table.id: table for table in made}


def _facts(path: Path, facts: Sequence[str]) -> dict[str, int]:
    found = {}
    for fact in facts:
        name, _, number = fact.partition("=")
        if not name.strip() or not number.strip().isdecimal():
            raise refuse(path, "--fact", f"「名前=数」の形で書いてください（「{fact}」）。")
        found[name.strip()] = int(number)
    return found


def _lines(path: Path) -> list[str]:
    raw = path.read_bytes()
    if len(raw) > MOST_BYTES:
        raise refuse(path, "", "ファイルが大きすぎます（5MBまで）。")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
    raise refuse(path, "", "文字が読めません。UTF-8 で保存し直してください。")


def _told(line: int, finding: NumberFinding) -> dict[str, Any]:
    return {
        "line": line,
        "kind": finding.kind.value,
        "typed": finding.typed,
        "sentence": finding.sentence,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }
