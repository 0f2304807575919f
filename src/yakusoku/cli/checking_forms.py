"""The work behind `yakusoku survey check-form` and `print`; imported when it is needed, so that help stays quick."""

import json
from pathlib import Path

import click

from yakusoku.adapters.questionnaire_paper import Facts, questionnaire_pdf
from yakusoku.adapters.survey_responses import read_form
from yakusoku.adapters.xform import xform_problems
from yakusoku.adapters.xlsform import read_xlsform
from yakusoku.adapters.yaml_files import refuse
from yakusoku.cli.answers import DONE, WITH_PROBLEMS, refusals
from yakusoku.domain.survey.questionnaire.checking import check_sheets, has_errors
from yakusoku.domain.survey.questionnaire.findings import Finding, Weight
from yakusoku.domain.survey.questionnaire.sheets import Sheets

WEIGHTS = {Weight.ERROR: "直すところ", Weight.WARNING: "確かめるところ"}


def check(form: Path, *, as_json: bool) -> int:
    """Print what is wrong with a questionnaire; return the exit code."""
    with refusals(form.name):
        sheets = read_xlsform(form)
    findings = [*check_sheets(sheets), *_elsewhere(sheets)]
    if as_json:
        told = [
            {
                "weight": each.weight.value, "kind": each.kind, "sheet": each.sheet, "line": each.line,
                "name": each.name, "message": each.message, "advice": each.advice,
            }
            for each in findings
        ]  # fmt: skip
        click.echo(json.dumps({"digest": sheets.digest, "findings": told}, ensure_ascii=False, indent=2))
    else:
        for each in findings:
            place = f"{each.sheet} {each.line}行目" if each.line else each.sheet
            click.echo(f"{WEIGHTS[each.weight]}\t{place}\t{each.name}\t{each.message}{each.advice}")
        if not findings:
            click.echo("直すところはありません。")
    return WITH_PROBLEMS if has_errors(findings) else DONE


def _elsewhere(sheets: Sheets) -> list[Finding]:
    """Return why other tools cannot open the questionnaire; nothing while it has errors of its own."""
    if has_errors(check_sheets(sheets)):
        return []
    return [
        Finding(Weight.ERROR, "xform", each.sheet, each.line, "", {"reason": each.message})
        for each in xform_problems(sheets)
    ]


def print_form(form: Path, out: Path, *, language: str) -> int:
    """Write the questionnaire as PDF; return the exit code."""
    with refusals(form.name):
        asked = read_form(form)
        if asked.left_out:
            names = "、".join(asked.left_out)
            raise refuse(form, "", f"くり返しの中の設問（{names}）は、紙では尋ねられません。")
    facts = Facts(asked.about.title.said(language) or form.stem)
    out.write_bytes(questionnaire_pdf(asked, facts, language=language))
    click.echo(f"{out}")
    return DONE
