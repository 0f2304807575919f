"""`yakusoku renew`."""

import sys

import click

from yakusoku.cli.persons import WHERE, WHO


@click.command()
@click.option("--reason", required=True, help="新しい版にする理由（版に残ります）")
@click.option("--requirement", default="", metavar="slug", help="この要件が変わった業務だけ")
@WHO
@WHERE
def command(reason: str, requirement: str, email: str, organization: str) -> None:
    """古くなった約束と回答中の確認表を、いまの目録にそろえます。

    業務は一件ずつ改め、結果を一行ずつ出します。途中で止めても、済んだものはそのままで、もう一度行えば続きから
    始まります。終了コード: 0 すべて改めた、1 古いままのものがある、2 受け付けない。
    """
    from yakusoku.cli.django_setup import set_up_database  # noqa: PLC0415 (only when called)

    set_up_database()
    from yakusoku.cli.renewing import renew_all  # noqa: PLC0415 (needs Django)

    sys.exit(renew_all(reason, requirement, email, organization))
