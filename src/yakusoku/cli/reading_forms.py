"""A questionnaire for a command that counts: what it leaves out is told."""

from pathlib import Path

import click

from yakusoku.adapters.survey_responses import read_form
from yakusoku.domain.survey.form import Form


def form_to_count(path: Path) -> Form:
    """Return the questionnaire; tell of the questions in repeats, which have no place in one row a respondent.

    raises   UnreadableFile
    """
    form = read_form(path)
    if form.left_out:
        names = "、".join(form.left_out)
        click.echo(
            f"{path.name}: くり返しの中の設問（{names}）は、一人一行の表に入らないので使いません。", err=True
        )
    return form
