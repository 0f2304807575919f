"""`yakusoku survey export` and `public-use`."""

import sys
from pathlib import Path

import click

FILE = click.Path(path_type=Path)
KINDS = ("csv", "xlsx", "sav", "ddi", "all")


@click.command()
@click.argument("responses", type=FILE)
@click.option("--form", type=FILE, required=True, help="調査票（XLSForm、.xlsx）")
@click.option("--to", "kind", type=click.Choice(KINDS), required=True, help="書き出す形式")
@click.option("--labels", is_flag=True, help="csv と xlsx に、コードでなく、ことばを書きます。")
@click.option("--study", type=FILE, help="調査の説明（YAML）。実施者、対象、抽出の方法、回収率など")
@click.option("-o", "--out", type=FILE, required=True, help="書き出す先のフォルダ。なければ作ります。")
def export(responses: Path, form: Path, kind: str, labels: bool, study: Path | None, out: Path) -> None:
    """回答（RESPONSES.csv）を、コードブックの付いたデータにします。

    sav は SPSS のファイル（.sav）と構文（.sps）、ddi は DDI Codebook 2.5（XML）と csv です。
    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import giving_data  # noqa: PLC0415 (so that help stays quick)

    sys.exit(giving_data.export(responses, form, study, out, kind=kind, labels=labels))


@click.command("public-use")
@click.argument("responses", type=FILE)
@click.option("--form", type=FILE, required=True, help="調査票（XLSForm、.xlsx）")
@click.option("--quasi", required=True, help="準識別子の設問又は列。残したいものから、コンマで区切る。")
@click.option(
    "--k", type=int, default=5, show_default=True, help="準識別子がすべて同じ人を、何人以上にするか"
)
@click.option("--ordered", default="", help="区分に順序のある準識別子。隣の区分とまとめます。")
@click.option("--classes", multiple=True, help="数の準識別子の階級の始まり（例: staff=10,50,300）")
@click.option("--study", type=FILE, help="調査の説明（YAML）")
@click.option("-o", "--out", type=FILE, required=True, help="書き出す先のフォルダ。なければ作ります。")
def public_use(
    responses: Path,
    form: Path,
    quasi: str,
    k: int,
    ordered: str,
    classes: tuple[str, ...],
    study: Path | None,
    out: Path,
) -> None:
    """回答（RESPONSES.csv）から、だれの答えか分からない公開用データを作ります。

    公開用のファイルと、公開しない作成の記録（internal-record）を書き出します。
    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import giving_data  # noqa: PLC0415 (so that help stays quick)

    limits = dict(giving_data.limits_of(each) for each in classes)
    sys.exit(
        giving_data.public_use(responses, form, study, out, quasi=quasi, k=k, ordered=ordered, limits=limits)
    )
