"""`yakusoku survey tabulate`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from yakusoku.cli.survey_asked import TablesAsked
from yakusoku.cli.survey_estimate import LONELY, names

FILE = click.Path(path_type=Path)
CORRECTIONS = ("holm", "bh", "none")


def _nets(
    context: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for text in given:
        question, _, rest = text.partition(":")
        label, _, codes = rest.rpartition("=")
        if not (question.strip() and label.strip() and names(codes)):
            raise click.BadParameter("「設問:名前=コード,コード」と書いてください。")
        found.setdefault(question.strip(), []).append((label.strip(), names(codes)))
    return found


def _listed(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...]:
    return names(text)


def _design_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--lonely", type=click.Choice(LONELY), default="fail", help="単位が一つだけの層の扱い"),
        click.option("--nest", "nested", is_flag=True, help="層が違えば、同じ名前の集落も別のものとします。"),
        click.option("--fpc", "populations", callback=_listed, help="母集団での単位の数、又は抽出率の列。"),
        click.option("--cluster", "clusters", callback=_listed, help="集落（一次抽出単位）の列。"),
        click.option("--strata", help="層の列。設計を渡すと、検定と標準誤差は設計によります。"),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("responses", type=FILE)
@click.option("--form", type=FILE, required=True, help="調査票（XLSForm、.xlsx）")
@click.option("--rows", required=True, callback=_listed, help="表にする設問又は設問の組。コンマで区切る。")
@click.option("--by", callback=_listed, help="軸（表側）の設問又は列。コンマで区切ると、入れ子にします。")
@click.option("--weight", help="重みの列")
@click.option(
    "--no-answer",
    type=click.Choice(["exclude", "show"]),
    default="exclude",
    show_default=True,
    help="無回答を除くか（exclude）、区分として見せるか（show）。",
)
@click.option(
    "--net", "nets", multiple=True, callback=_nets, help="まとめた区分。「Q1:実施経験あり=a,b」。何度でも。"
)
@click.option(
    "--marks", is_flag=True, help="印を検定・水準・補正・n と一緒に、M.T.・平均・標準誤差も、JSONに加えます。"
)
@click.option(
    "--correction", type=click.Choice(CORRECTIONS), default="holm", show_default=True, help="印の補正の方法"
)
@click.option(
    "--suppress", type=click.IntRange(2), help="この人数に満たないセルと、そこから分かるセルを x にします。"
)
@_design_options
@click.option(
    "--engine",
    type=click.Choice(["memory", "duckdb"]),
    default="memory",
    show_default=True,
    help="メモリーに載らない csv と parquet は duckdb で。",
)
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def tabulate(responses: Path, form: Path, *, as_json: bool, **asked: object) -> None:
    """回答（RESPONSES.csv）から、単純集計表（GT表）とクロス集計表を作ります。

    複数回答は、空白で区切った一つの列でも、選択肢ごとの列でもかまいません。
    終了コード: 0 完了、2 受け付けなかった。
    """
    wanted = TablesAsked(**asked)  # type: ignore[arg-type]
    if wanted.designed and wanted.engine == "duckdb":
        raise click.UsageError(
            "--engine duckdb は、同じ答えの人をまとめて数えるので、標本の設計（--strata、--cluster、--fpc）を使えません。--engine memory を使ってください。"
        )
    # numpy takes a while to start: only when there is work.
    from yakusoku.cli import making_tables  # noqa: PLC0415

    sys.exit(making_tables.tabulate(responses, form, wanted, as_json=as_json))
