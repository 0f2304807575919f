"""`yakusoku survey`. Each subcommand does its work in a module that is imported when it is called."""

import sys
from pathlib import Path

import click

from yakusoku.cli.survey_chart import book, chart
from yakusoku.cli.survey_estimate import estimate
from yakusoku.cli.survey_form import check_form, print_form
from yakusoku.cli.survey_sampling_error import sampling_error
from yakusoku.cli.survey_tabulate import tabulate

FILE = click.Path(path_type=Path)


@click.group(name="survey")
def command() -> None:
    """調査票を確かめ、集計表を作り、公表された表の数字を確かめます。"""


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
@click.argument("first", type=FILE)
@click.argument("second", type=FILE)
@click.option("--form", type=FILE, required=True, help="前回の調査票（XLSForm、.xlsx）")
@click.option("--form2", type=FILE, help="今回の調査票。なければ、前回と同じとみます。")
@click.option("--crosswalk", type=FILE, required=True, help="対応表（YAML）")
@click.option("--by", default="", help="区分の設問又は列")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def compare(
    first: Path, second: Path, form: Path, form2: Path | None, crosswalk: Path, by: str, *, as_json: bool
) -> None:
    """二つの回の回答（FIRST.csv と SECOND.csv）を、対応表のとおりに比べます。

    定義や回答形式が変わった数は、対応表に比べる理由が書いてなければ、比べません。
    終了コード: 0 すべて比べた、1 比べなかったものがある、2 受け付けなかった。
    """
    from yakusoku.cli import comparing_waves  # noqa: PLC0415 (see the first line)

    forms = form, form2 or form
    sys.exit(comparing_waves.compare_waves((first, second), forms, crosswalk, by, as_json=as_json))


@command.command()
@click.argument("first", type=FILE)
@click.argument("second", type=FILE)
def crosswalk(first: Path, second: Path) -> None:
    """二つの調査票（FIRST.xlsx と SECOND.xlsx）から、対応表（YAML）の案を作ります。

    名前が同じ設問の、ことばが同じ選択肢を並べ、変わったところを書きます。定義の変化は、人が書き足します。
    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import comparing_waves  # noqa: PLC0415 (see the first line)

    sys.exit(comparing_waves.propose(first, second))


@command.command()
@click.argument("frame", type=FILE)
@click.option(
    "--strata", default="", help="層に使う項目（role、size、industry、又は列の名前）。コンマで区切る。"
)
@click.option("--n", type=click.IntRange(0, 1_000_000), default=0, help="抽出する数（全体）")
@click.option(
    "--allocation",
    type=click.Choice(["proportional", "equal", "neyman", "fixed", "all"]),
    default="proportional",
    show_default=True,
    help="配分のしかた",
)
@click.option("--least", type=click.IntRange(0, 1_000_000), default=0, help="どの層も少なくともこの数")
@click.option("--each", multiple=True, help="「層=数」。fixed では数、neyman ではばらつき。")
@click.option("--seed", required=True, help="くじの種。同じ種からは同じ標本になります。")
@click.option("--exclude", type=FILE, help="前回の名簿又は標本。ここにいる相手は抽出しません。")
@click.option("-o", "--out", type=FILE, required=True, help="標本を書くファイル（csv）")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def draw(
    frame: Path,
    strata: str,
    n: int,
    allocation: str,
    least: int,
    each: tuple[str, ...],
    seed: str,
    exclude: Path | None,
    out: Path,
    *,
    as_json: bool,
) -> None:
    """名簿（FRAME、csv か xlsx）から標本を抽出し、設計の重みを付けて書き出します。

    従業員数の列があり、規模の列がなければ、立場ごとの区分（委託先は101人以上、委託元は301人以上が大規模）から
    size を作ります。終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import drawing_samples as samples  # noqa: PLC0415 (see the first line)
    from yakusoku.domain.survey.sampling.allocation import Method  # noqa: PLC0415

    names = [name.strip() for name in strata.split(",") if name.strip()]
    asked = samples.Asked(names, Method(allocation), n, least, each, seed, exclude)
    sys.exit(samples.draw_sample(frame, asked, out, as_json=as_json))


command.add_command(tabulate)
command.add_command(check_form)
command.add_command(print_form)
command.add_command(estimate)
command.add_command(sampling_error)
command.add_command(chart)
command.add_command(book)
