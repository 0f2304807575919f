"""The work behind `yakusoku survey export` and `public-use`; imported when it is needed, so that help stays quick."""

from collections.abc import Mapping
from pathlib import Path

import click

from yakusoku.adapters.survey_data_out import RECORD, data_files, public_use_files
from yakusoku.adapters.survey_responses import read_responses
from yakusoku.adapters.survey_study import read_study
from yakusoku.cli.answers import DONE, refusals
from yakusoku.cli.reading_forms import form_to_count
from yakusoku.domain.survey.codebook import Study
from yakusoku.domain.survey.dataset import dataset_of
from yakusoku.domain.survey.public_use import Plan, Report
from yakusoku.domain.survey.public_use import public_use as made_public

DATA = "data"


def export(responses: Path, form: Path, study: Path | None, out: Path, *, kind: str, labels: bool) -> int:
    """Write the data of a survey in one form or in all; return the exit code."""
    with refusals(responses.name):
        dataset = dataset_of(form_to_count(form), read_responses(responses), _study(study))
        _write(out, data_files(dataset, DATA, kind, labels=labels))
    codebook = dataset.codebook
    click.echo(f"回答者 {codebook.respondents:,}人、変数 {len(codebook.variables):,}個", err=True)
    if codebook.absent:
        click.echo(f"注 列のない設問: {'、'.join(codebook.absent)}", err=True)
    return DONE


def public_use(
    responses: Path,
    form: Path,
    study: Path | None,
    out: Path,
    *,
    quasi: str,
    k: int,
    ordered: str,
    limits: Mapping[str, tuple[float, ...]],
) -> int:
    """Write a file for public use with all that belongs to it; return the exit code."""
    with refusals(responses.name):
        asked = form_to_count(form)
        dataset = dataset_of(asked, read_responses(responses), _study(study))
        plan = Plan(_names(quasi), k, frozenset(_names(ordered)), limits)
        made, report = made_public(asked, dataset, plan)
        _write(out, public_use_files(made, report))
    _print(report)
    return DONE


def limits_of(text: str) -> tuple[str, tuple[float, ...]]:
    """Return the name and the limits that `staff=10,50,300` means. Raises click.BadParameter."""
    name, _, numbers = text.partition("=")
    try:
        return name.strip(), tuple(float(number) for number in numbers.split(","))
    except ValueError as error:
        message = f"「{text}」を、設問=数,数 の形で書いてください（例: staff=10,50,300）。"
        raise click.BadParameter(message, param_hint="--classes") from error


def _study(path: Path | None) -> Study:
    return read_study(path) if path else Study()


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files beside their names first, so that none is half there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / f".{name}.new").write_bytes(content)
    for name in files:
        (folder / f".{name}.new").replace(folder / name)
        click.echo(str(folder / name))


def _print(report: Report) -> None:
    people = sum(each.count for each in report.risky)
    click.echo(
        f"{report.plan.k}人に満たなかった組合せ {len(report.risky):,}通り（{people:,}人）。仕上がりの最も小さい組 {report.smallest:,}人",
        err=True,
    )
    for label, count in (*report.lost, *report.hidden):
        click.echo(f"秘匿\t{label}\t{count:,}", err=True)
    click.echo(f"{RECORD} は公開しないでください。", err=True)
