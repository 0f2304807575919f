"""`yakusoku survey`. Each subcommand does its work in a module that is imported when it is called."""

import sys
from pathlib import Path

import click

from yakusoku.cli.survey_estimate import estimate

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


@command.command()
@click.argument("responses", type=FILE)
@click.option("--form", type=FILE, required=True, help="調査票（XLSForm、.xlsx）")
@click.option("--rows", required=True, help="表にする設問又は設問の組。コンマで区切る。")
@click.option("--by", default="", help="軸（表側）の設問又は列。コンマで区切ると、入れ子にします。")
@click.option("--weight", help="重みの列")
@click.option(
    "--no-answer",
    type=click.Choice(["exclude", "show"]),
    default="exclude",
    show_default=True,
    help="無回答を除くか（exclude）、区分として見せるか（show）。",
)
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def tabulate(
    responses: Path, form: Path, rows: str, by: str, weight: str | None, no_answer: str, as_json: bool
) -> None:
    """回答（RESPONSES.csv）から、単純集計表（GT表）とクロス集計表を作ります。

    複数回答は、空白で区切った一つの列でも、選択肢ごとの列でもかまいません。
    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import making_tables  # noqa: PLC0415 (see the first line)

    questions, axes = ([name.strip() for name in names.split(",") if name.strip()] for names in (rows, by))
    sys.exit(
        making_tables.tabulate(responses, form, questions, axes, weight, no_answer=no_answer, as_json=as_json)
    )


@command.command("join")
@click.argument("web", type=FILE)
@click.argument("paper", type=FILE)
@click.option("--form", type=FILE, required=True, help="調査票（XLSForm、.xlsx）")
@click.option(
    "--rule",
    type=click.Choice(["first", "last", "web", "paper", "fuller"]),
    default="first",
    show_default=True,
    help="二つ届いた人のどちらを使うか。",
)
@click.option("--number", default="respondent", show_default=True, help="回答者の番号の列")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def join(web: Path, paper: Path, form: Path, rule: str, number: str, as_json: bool) -> None:
    """ウェブ（WEB.csv）と紙（PAPER.csv）の回答を、一人一行にします。

    使わない回答と、そのわけは、エラー出力に一行ずつ出ます。
    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import joining_answers  # noqa: PLC0415 (see the first line)

    sys.exit(joining_answers.join_files(web, paper, form, rule, number=number, as_json=as_json))


@command.command("check-answers")
@click.argument("responses", type=FILE)
@click.option("--form", type=FILE, required=True, help="調査票（XLSForm、.xlsx）")
@click.option("--rules", type=FILE, help="足す決まり。列 name,condition,sentence の csv か xlsx")
@click.option("--number", default="respondent", show_default=True, help="回答者の番号の列")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def check_answers(responses: Path, form: Path, rules: Path | None, number: str, as_json: bool) -> None:
    """回答（RESPONSES.csv）のうち、数えない答えとそのわけ、合わない決まりを出します。

    終了コード: 0 何もない、1 見つかった、2 受け付けなかった。
    """
    from yakusoku.cli import joining_answers  # noqa: PLC0415 (see the first line)

    sys.exit(joining_answers.check_answers(responses, form, rules, number=number, as_json=as_json))


command.add_command(estimate)
