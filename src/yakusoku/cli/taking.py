"""The work behind `yakusoku intake`; imported when it is needed, so that help stays quick."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from yakusoku.adapters.check_sheet_reading import read_check_sheet
from yakusoku.adapters.uploads import inspect
from yakusoku.adapters.yaml_files import Problem
from yakusoku.cli.answers import WITH_PROBLEMS, refusals, refuse
from yakusoku.domain.files.acceptance import FileTooLarge
from yakusoku.domain.inspections.evaluation import Finding, evaluate
from yakusoku.domain.inspections.intake import take_in
from yakusoku.domain.inspections.report import intake_report
from yakusoku.domain.packs.labels import ASPECT_LABELS, FINDING_LABELS, SEVERITY_LABELS

MOST_BYTES = 20_000_000


def take(checksheet: Path, *, as_json: bool) -> int:
    """Read a sheet, print answers, findings and problems; return the exit code."""
    with refusals(checksheet.name):
        if checksheet.stat().st_size > MOST_BYTES:
            raise FileTooLarge(limit=MOST_BYTES // 1_000_000)
        raw = checksheet.read_bytes()
        # The same look as at an upload, so that the screen and the command take the same files.
        inspect(checksheet.name, raw, MOST_BYTES)
        sheet = read_check_sheet(raw, checksheet.name)
    intake = take_in(sheet.table, sheet.checks)
    if intake.damaged:
        refuse([Problem(checksheet.name, p.cell, p.message) for p in intake.problems])
    findings = evaluate(sheet.checks, intake.answers)
    report = intake_report(sheet.identity, sheet.checks, intake.answers, findings, intake.problems)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print(report, findings)
    return WITH_PROBLEMS if findings or intake.problems else 0


def _print(report: dict[str, Any], findings: Sequence[Finding]) -> None:
    click.echo(f"{report['engagement']} 第{report['version']}版: 回答 {len(report['answers'])}件")
    for finding in findings:
        check = finding.check
        words = (
            SEVERITY_LABELS[finding.severity],
            check.id,
            f"第{check.article}条 {check.title} {ASPECT_LABELS[check.aspect]}",
            FINDING_LABELS[finding.kind],
        )
        click.echo("指摘\t" + "\t".join(words))
    for problem in report["problems"]:
        click.echo(f"問題\t{problem['cell']}\t{problem['message']}")
