"""`yakusoku intake`."""

import sys
from pathlib import Path

import click


@click.command()
@click.argument("checksheet", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def command(checksheet: Path, as_json: bool) -> None:
    """記入された遵守確認表を読み取り、指摘を挙げます。

    終了コード: 0 指摘も問題もない、1 未回答・指摘などがある、2 受け付けなかった。
    """
    from yakusoku.cli.taking import take  # noqa: PLC0415 (see its first line)

    sys.exit(take(checksheet, as_json=as_json))
