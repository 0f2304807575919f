"""`yakusoku tick`."""

import click


@click.command()
def command() -> None:
    """時が来たことを行います（点検を始める、催促、上司への連絡、お知らせのメールなど）。

    何度行っても同じです。毎朝一度、システムのタイマーから動かしてください。
    行ったことと件数を、一行ずつ表示します。
    """
    from yakusoku.cli.django_setup import set_up_database  # noqa: PLC0415 (only when called)

    set_up_database()
    from django.utils.timezone import localdate, now  # noqa: PLC0415 (needs Django)

    from yakusoku.apps.flows.tick import tick  # noqa: PLC0415

    for name, count in tick(localdate(), now()):
        click.echo(f"{name}\t{count}")
