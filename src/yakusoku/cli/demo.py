"""`yakusoku demo`."""

import click

ACCOUNTS = "demo-accounts.txt"


@click.command()
def command() -> None:
    """見本の市のデータを入れます。データがすでにあるときは、見本の利用者を表示するだけです。"""
    from yakusoku.cli.django_setup import set_up  # noqa: PLC0415 (only when called)

    set_up()
    from django.conf import settings  # noqa: PLC0415 (needs Django)
    from django.utils.timezone import now  # noqa: PLC0415

    from yakusoku.apps.demo.town import is_empty, load_town  # noqa: PLC0415

    file = settings.DATA / ACCOUNTS
    if is_empty():
        click.echo("見本の市を作っています…", err=True)
        made = load_town(now())
        lines = [f"{email}\t{secret}\t{who}" for who, email, secret in made]
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if not file.exists():
        return
    click.echo("見本の利用者（メールアドレス、パスワード、立場）:")
    click.echo(file.read_text(encoding="utf-8"), nl=False)
