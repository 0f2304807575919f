"""How commands say no and end."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from yakusoku.adapters.yaml_files import Problem, UnreadableFile
from yakusoku.domain.refusal import Refusal

DONE, WITH_PROBLEMS, REFUSED = 0, 1, 2

SENTENCES = {
    "decision.reason-missing": "{title}（{slug}）: 採用しない、又は弱めるときは、理由（reason）を書いてください。",
    "decision.decider-missing": "{title}（{slug}）: 採用しない、又は弱めるときは、判断した人（decider）を書いてください。",
    "decision.strength-missing": "{title}（{slug}）: 代替案（alternative）には、強さ（strength）を書いてください。",
    "decision.strength-unknown": "{title}（{slug}）: この強さの条文はありません。次から選んでください: {known}",
    "decision.requirement-unknown": "{slug}: この名前の要件は目録にありません。つづりを確かめてください。",
    "decision.twice": "{title}（{slug}）: 判断が二度書かれています。一つにしてください。",
}


def refuse(problems: list[Problem]) -> NoReturn:
    """Print each problem on a line of stderr and end with 2; nothing was written."""
    for problem in problems:
        click.echo(str(problem), err=True)
    sys.exit(REFUSED)


def explain(refusal: Refusal) -> str:
    """Return the sentence for a refusal."""
    return SENTENCES.get(refusal.code, refusal.code).format(**refusal.facts)


@contextmanager
def refusals(file: str) -> Iterator[None]:
    """Turn unreadable files and refusals of rules into lines of stderr and exit code 2."""
    try:
        yield
    except UnreadableFile as error:
        refuse(error.problems)
    except Refusal as refusal:
        refuse([Problem(file, "", explain(refusal))])
    except OSError as error:
        refuse([Problem(str(error.filename or file), "", f"読み書きできません（{error.strerror}）。")])
