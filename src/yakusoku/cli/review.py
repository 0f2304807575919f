"""`yakusoku review`."""

import sys
from pathlib import Path

import click

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--profile",
    type=FILE,
    help="業務実態（PROFILE.yaml）。あれば、その業務に要る約束と、守れない定めを調べます。",
)
@click.option(
    "--level",
    metavar="NAME",
    help="水準（基本、標準、厳格）。業務実態がないとき、どこまでの約束を求めるかを選びます。",
)
@click.option(
    "--precedence",
    metavar="NAMES",
    help="文書の優先順位。ファイル名を、優先するものから「,」で区切って並べます（省くと、文書の定めによる）。",
)
@click.option("--json", "as_json", is_flag=True, help="結果を JSON で標準出力に出します。")
@click.option("--out", type=FILE, help="report.pdf、supplement.docx、名前.reviewed.docx を書き出すフォルダ")
def command(
    files: tuple[Path, ...],
    profile: Path | None,
    level: str | None,
    precedence: str | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """契約書（FILE）を読み、約束されていること、弱いこと、足りないこと、古いことを調べます。

    複数の FILE は、一つの契約を成す文書としてまとめて読みます。フォルダを渡すと、中のファイルを読みます。
    終了コード: 0 完了、1 完了したが、足りないことや読めないファイルがある、2 受け付けなかった。
    """
    from yakusoku.cli import reviewing  # noqa: PLC0415 (see its first line)

    sys.exit(reviewing.review(files, profile, level, precedence, out, as_json=as_json))
