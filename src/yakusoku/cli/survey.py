"""`yakusoku survey`. Each subcommand does its work in a module that is imported when it is called."""

import sys
from pathlib import Path

import click

from yakusoku.cli.survey_estimate import estimate
from yakusoku.cli.survey_sampling_error import sampling_error
from yakusoku.cli.survey_tabulate import tabulate

FILE = click.Path(path_type=Path)


@click.group(name="survey")
def command() -> None:
    """調査の集計表を作り、公表された表の数字を確かめます。"""


@command.command("check-table")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def check_table(file: Path, as_json: bool) -> None:
    """公表された表（FILE）の割合が、書いてある n から出るかを確かめます。

    FILE は、列 table,kind,group,n,category,percent の csv か xlsx です。kind は single（単一回答）、
    multiple（複数回答）、battery（項目ごとに答える組）のどれかです。
    終了コード: 0 矛盾は見つからない、1 見つかった、2 受け付けなかった。
    """
    from yakusoku.cli.checking_tables import check  # noqa: PLC0415 (see its first line)

    sys.exit(check(file, as_json=as_json))


command.add_command(tabulate)
command.add_command(estimate)
command.add_command(sampling_error)
