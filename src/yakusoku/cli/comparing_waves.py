"""The work behind `yakusoku survey compare`; imported when it is needed, so that help stays quick."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from yakusoku.adapters.survey_crosswalk import read_crosswalk, yaml_of
from yakusoku.adapters.survey_responses import read_responses
from yakusoku.adapters.yaml_files import Problem, UnreadableFile
from yakusoku.cli.answers import DONE, WITH_PROBLEMS, refusals
from yakusoku.cli.gathering_answers import axis_named
from yakusoku.cli.reading_forms import form_to_count
from yakusoku.domain.survey.answers import read_answers, unknown_filters
from yakusoku.domain.survey.comparing import Compared, Wave, compare, lacking
from yakusoku.domain.survey.comparison_words import said_of, warnings_of
from yakusoku.domain.survey.crosswalk import Joined, problems_of, proposed
from yakusoku.domain.survey.form import Form


def propose(first: Path, second: Path) -> int:
    """Print a crosswalk of what two questionnaires have in common; return the exit code."""
    with refusals(second.name):
        click.echo(yaml_of(proposed(form_to_count(first), form_to_count(second))), nl=False)
    return DONE


def compare_waves(
    responses: tuple[Path, Path], forms: tuple[Path, Path], crosswalk: Path, by: str, *, as_json: bool
) -> int:
    """Print each figure of two waves; return the exit code: WITH_PROBLEMS if a comparison was refused."""
    with refusals(crosswalk.name):
        figures = read_crosswalk(crosswalk)
        first, second = (form_to_count(path) for path in forms)
        _require_sound(crosswalk, figures, first, second)
        waves = [
            _wave(data, form, asked, by, [getattr(figure, which).question for figure in figures])
            for which, data, form, asked in zip(
                ("first", "second"), responses, forms, (first, second), strict=True
            )
        ]
    found = compare(figures, *waves)
    left_out = lacking(*waves)
    if as_json:
        told = {"comparisons": [_told(each) for each in found], "groups_left_out": left_out}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print(found, left_out)
    return WITH_PROBLEMS if any(each.joined.refused for each in found) else DONE


def _wave(data: Path, path: Path, form: Form, by: str, questions: Sequence[str]) -> Wave:
    responses = read_responses(data)
    answers = read_answers(form, responses)
    problems = []
    for name in dict.fromkeys(questions):
        if name not in answers:
            problems.append(Problem(data.name, "1行目", f"列がありません: {name}"))
        elif missing := unknown_filters(form, form.questions[name], answers):
            message = f"「{name}」をだれに尋ねたかを決める設問（{'、'.join(missing)}）の列がありません。"
            problems.append(Problem(data.name, "1行目", message))
    if problems:
        raise UnreadableFile(problems)
    axis = axis_named(data, form, responses, answers, by) if by else None
    return Wave(path.name, answers, axis)


def _require_sound(path: Path, figures: Sequence[Joined], first: Form, second: Form) -> None:
    problems = [
        Problem(path.name, problem.label, problem.message)
        for figure in figures
        for problem in problems_of(figure, first, second)
    ]
    if problems:
        raise UnreadableFile(problems)


def _told(each: Compared) -> dict[str, Any]:
    change = each.change
    return {
        "label": each.joined.label,
        "group": each.group,
        "first": {"count": each.first.yes, "n": each.first.n, "percent": _number(each.first.percent)},
        "second": {"count": each.second.yes, "n": each.second.n, "percent": _number(each.second.percent)},
        "refused": each.joined.refused,
        "points": each.points,
        "change": change.change if change else None,
        "ci": [change.low, change.high] if change else None,
        "test": change.test if change else None,
        "statistic": change.statistic if change else None,
        "p": change.p if change else None,
        "p_holm": each.p,
        "significant": each.significant,
        "said": said_of(each),
        "warnings": list(warnings_of(each.joined)),
    }


def _number(percent: str | None) -> float | None:
    return None if percent is None else float(percent)


def _print(found: Sequence[Compared], left_out: Sequence[str]) -> None:
    label = None
    for each in found:
        if each.joined.label != label:
            label = each.joined.label
            click.echo(label)
            for warning in warnings_of(each.joined):
                click.echo(f"  注意 {warning}")
        shares = " → ".join(f"{share.percent or '-'}%（n={share.n}）" for share in (each.first, each.second))
        click.echo(f"  {each.group}\t{shares}\t{said_of(each)}")
    if left_out:
        click.echo(f"注 片方の回にしかない区分は比べていません: {'、'.join(left_out)}")
    click.echo("注 p は、設問ごとに、比較の数に合わせて直した値です（Holm）。p<0.05 を有意としました。")
