"""`yakusoku package`: a sheet as one zip file for a closed network, out and back, as on its page."""

import sys
from pathlib import Path
from typing import Any

import click

from yakusoku.cli.persons import WHERE, WHO


@click.group()
def command() -> None:
    """確認表の一式（zip）を、ネットワークのつながらないところへ渡し、受け取ります。"""


@command.command()
@click.argument("inspection", type=int)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="書き出すファイル"
)
@WHO
@WHERE
def write(inspection: int, out: Path, email: str, organization: str) -> None:
    """点検 INSPECTION（番号）の一式を書き出します。終了コード: 0 書いた、2 書けない。"""
    from yakusoku.cli.django_setup import set_up_database  # noqa: PLC0415 (only when called)

    set_up_database()
    from yakusoku.cli.parcels import write_package  # noqa: PLC0415 (needs Django)

    write_package(inspection, out, email, organization)


@command.command()
@click.argument("inspection", type=int)
@click.argument("package", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="変わるところを見たうえで、まるごと取り込む")
@click.option(
    "--from", "handed_over_by", default="", metavar="氏名", help="だれから受け取ったか（委託元の人）"
)
@click.option("--hand-in", is_flag=True, help="取り込んだあと、委託先の提出として扱う（委託元の人）")
@click.option("--holders", metavar="文", help="情報を持つ者の違い。違いがなければ空の文（''）")
@WHO
@WHERE
def take(inspection: int, package: Path, yes: bool, **told: Any) -> None:
    """戻ってきた一式 PACKAGE を読み、変わるところを示します。--yes を付けると取り込みます。

    付けなければ、読み取った一式は画面と同じように待ちます。一部だけが入ることはありません。
    終了コード: 0 問題なし、1 表に直すところがある、2 受け付けない。
    """
    from yakusoku.cli.django_setup import set_up_database  # noqa: PLC0415 (only when called)

    set_up_database()
    from yakusoku.cli.parcels import Brought, take_package  # noqa: PLC0415 (needs Django)

    sys.exit(take_package(inspection, package, Brought(**told), yes=yes))
