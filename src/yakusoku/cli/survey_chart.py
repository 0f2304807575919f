"""`yakusoku survey chart` and `yakusoku survey book`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

FILE: Final = click.Path(path_type=Path)
_OPTIONS: Final = (
    click.argument("responses", type=FILE),
    click.option("--form", type=FILE, required=True, help="調査票（XLSForm、.xlsx）"),
    click.option("--by", default="", help="軸（表側）の設問又は列。コンマで区切ると、入れ子にします。"),
    click.option("--weight", help="重みの列"),
    click.option(
        "--no-answer",
        type=click.Choice(["exclude", "show"]),
        default="exclude",
        show_default=True,
        help="無回答を除くか（exclude）、区分として見せるか（show）。",
    ),
)


def _of_answers(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command what every command on answers takes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


@click.command()
@_of_answers
@click.option("--rows", required=True, help="図にする設問又は設問の組。コンマで区切る。")
@click.option("--kind", type=click.Choice(["帯", "円", "棒"]), help="図の種類。省くと、表に合うもの。")
@click.option(
    "--order",
    type=click.Choice(["form", "largest"]),
    default="form",
    show_default=True,
    help="棒グラフの選択肢の並び。調査票の順（form）か、大きい順（largest）。",
)
@click.option(
    "-o", "--out", type=FILE, required=True, help="書き出す先。.svg .png .pdf .pptx .xlsx のどれか。"
)
def chart(rows: str, by: str, **asked: Any) -> None:
    """回答（RESPONSES.csv）から、帯グラフ・円グラフ・棒グラフを作ります。

    .pptx と .xlsx の図は、PowerPoint と Excel で数字も見た目も直せます。
    複数回答は、帯グラフと円グラフにできません。
    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import charting  # noqa: PLC0415 (PowerPoint and Excel are slow to import)

    sys.exit(charting.draw(charting.Wanted(rows=_names(rows), by=_names(by), **asked)))


@click.command()
@_of_answers
@click.option("--title", default="集計表", show_default=True, help="目次の題")
@click.option("-o", "--out", type=FILE, required=True, help="書き出す先（.xlsx）")
def book(by: str, title: str, **asked: Any) -> None:
    """回答（RESPONSES.csv）から、すべての設問の集計表と図の冊子（.xlsx）を作ります。

    表にできない設問（自由記述など）は、目次に理由を書きます。
    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import charting  # noqa: PLC0415 (see above)

    sys.exit(charting.bind(charting.Wanted(rows=[], by=_names(by), **asked), title))
