"""`yakusoku audit`."""

import sys

import click

from yakusoku.cli.answers import DONE, WITH_PROBLEMS
from yakusoku.domain.audit.chain import Head


@click.group()
def command() -> None:
    """操作の記録を確かめます。"""


@command.command()
@click.option(
    "--noted", metavar="件数:末尾の値", help="控えておいた audit head の値。その後の削除も見つけます。"
)
def verify(noted: str | None) -> None:
    """記録に、書換え・削除・並べ替えがないか確かめます。終了コード: 0 ない、1 ある、2 確かめられない。"""
    from yakusoku.cli.django_setup import set_up_database  # noqa: PLC0415 (only when called)

    set_up_database()
    from yakusoku.apps.audit import queries  # noqa: PLC0415 (needs Django)

    breaks = queries.verify(Head(*_parsed(noted)) if noted else None)
    for found in breaks:
        click.echo(f"{found.first}\t{found.last}\t{found.kind}", err=True)
    head = queries.head()
    state = "改変が見つかりました" if breaks else "改変はありません"
    click.echo(f"{state}（{head.count}件、末尾 {head.digest}）")
    sys.exit(WITH_PROBLEMS if breaks else DONE)


@command.command()
def head() -> None:
    """記録の件数と末尾の値を出します。紙や別の場所に控えておくと、末尾の削除も見つけられます。"""
    from yakusoku.cli.django_setup import set_up_database  # noqa: PLC0415 (only when called)

    set_up_database()
    from yakusoku.apps.audit import queries  # noqa: PLC0415 (needs Django)

    last = queries.head()
    click.echo(f"{last.count}\t{last.digest}")


def _parsed(noted: str) -> tuple[int, str]:
    count, colon, digest = noted.partition(":")
    if not (colon and count.isdigit() and len(digest) == 64):
        raise click.BadParameter("「件数:末尾の値」の形で書いてください。", param_hint="--noted")
    return int(count), digest
