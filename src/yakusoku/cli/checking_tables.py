"""The work behind `yakusoku survey check-table`; imported when it is needed, so that help stays quick."""

import json
from pathlib import Path
from typing import Any

import click

from yakusoku.adapters.printed_tables import read_printed_tables
from yakusoku.cli.answers import DONE, WITH_PROBLEMS, refusals
from yakusoku.domain.survey.checking import Finding, check_tables


def check(file: Path, *, as_json: bool) -> int:
    """Check the tables of a file, print what cannot be true; return the exit code."""
    with refusals(file.name):
        cells = read_printed_tables(file)
    findings = check_tables(cells)
    if as_json:
        click.echo(json.dumps({"findings": [_told(each) for each in findings]}, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            place = " ".join(part for part in (finding.table, finding.row, finding.column) if part)
            click.echo(f"{finding.kind.value}\t{place}\t{finding.message}")
        click.echo(f"{len(cells)}個の割合を確かめました。矛盾は{len(findings)}件です。", err=True)
    return WITH_PROBLEMS if findings else DONE


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "table": finding.table,
        "row": finding.row,
        "column": finding.column,
        "printed": finding.printed,
        "n": finding.n,
        "kind": finding.kind.value,
        "fits": list(finding.fits),
        "message": finding.message,
    }
