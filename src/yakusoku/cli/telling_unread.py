"""What stands in a file of responses that is no value of its question: told with its row and column, and counted as invalid."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import click

from yakusoku.domain.survey.answers import Fault, Given, Responses
from yakusoku.domain.survey.form import Form
from yakusoku.domain.survey.unread import unread

MOST_TOLD, MOST_LETTERS = 20, 40
WORDS = {
    Fault.NOT_A_NUMBER: "数でない",
    Fault.NOT_WHOLE: "整数でない",
    Fault.UNREADABLE: "値として読めない",
}


def tell_unread(
    path: Path,
    form: Form,
    responses: Responses,
    answers: Mapping[str, Sequence[Given]],
    *,
    rows: bool = True,
) -> None:
    """Print a line of stderr for each such cell, the first of them; `rows`: the rows are those of the file."""
    found = unread(form, responses, answers)
    told = dict.fromkeys(
        (f"{each.line}行目 " if rows else "")
        + f"{each.column}: 「{each.text[:MOST_LETTERS]}」は{WORDS[each.fault]}"
        for each in islice(found, MOST_TOLD)
    )
    for words in told:
        click.echo(f"{path.name} {words}ので、無効として数えます。", err=True)
    left = sum(1 for _ in found)
    if left:
        click.echo(f"{path.name} このほかに{left:,}か所あります。", err=True)
