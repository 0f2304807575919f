"""`yakusoku check`."""

import sys

import click

from yakusoku.cli.answers import DONE, WITH_PROBLEMS

WORDS = {
    "database": "データベースのファイルが傷んでいます",
    "trail": "操作の記録が改変されています",
    "untold": "操作の記録に残っていません",
    "papers": "書類がそろっていません",
    "content": "ファイルの中身がないか、変わっています",
    "nobody": "待っているのに、だれの「すること」にもなっていません",
    "subject": "「すること」の相手がありません",
}


@click.command()
def command() -> None:
    """データベースと保管ファイルが、そろっていて矛盾しないか確かめます。何も変えません。

    終了コード: 0 問題なし、1 問題あり（一行ずつ表示）、2 確かめられない。
    """
    from yakusoku.cli.django_setup import set_up_database  # noqa: PLC0415 (only when called)

    set_up_database()
    from yakusoku.apps.flows.soundness import flaws  # noqa: PLC0415 (needs Django)

    count = 0
    for flaw in flaws():
        count += 1
        click.echo(f"{flaw.kind}\t{flaw.about}\t{WORDS[flaw.kind]}", err=True)
    click.echo(f"問題が{count}件あります。" if count else "問題はありません。")
    sys.exit(WITH_PROBLEMS if count else DONE)
