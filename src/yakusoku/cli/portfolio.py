"""`yakusoku portfolio`."""

import sys
from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--out", type=FILE, required=True, help="結果（portfolio.xlsx、portfolio.json）を書き出すフォルダ"
)
@click.option(
    "--profile", type=FILE, help="業務実態（PROFILE.yaml）。あれば、その業務に要る約束だけを調べます。"
)
@click.option(
    "--level",
    metavar="NAME",
    help="水準（基本、標準、厳格）。業務実態がないとき、どこまでの約束を求めるかを選びます。",
)
def command(folder: Path, out: Path, profile: Path | None, level: str | None) -> None:
    """フォルダ（FOLDER）の契約書を一つずつ調べ、何がどこに足りないか、どれから見直すかを表にします。

    読んだ結果は --out の results に残ります。途中で止めても、もう一度行えば、新しいものと変わったものだけを
    読みます。終了コード: 0 完了、1 完了したが、足りないことや読めないファイルがある、2 受け付けなかった。
    """
    from yakusoku.cli import stocktaking  # noqa: PLC0415 (see its first line)

    sys.exit(stocktaking.take_stock(folder, out, profile, level))
