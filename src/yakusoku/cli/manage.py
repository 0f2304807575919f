"""`yakusoku manage …`: Django's own commands."""

import gc
import sys

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """データベースの管理（migrate、shell、changepassword など）をします。"""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (only when called)

    from yakusoku.cli.django_setup import set_up  # noqa: PLC0415

    # Migrating makes models by the thousand, which live to its end: looking for rubbish among them takes a third.
    gc.set_threshold(50_000, 20, 20)
    set_up()
    # The site was looked through when this release was made; its hundreds of addresses are not again.
    extra = ["--skip-checks"] if arguments[:1] == ("migrate",) else []
    execute_from_command_line(["yakusoku manage", *arguments, *extra])
    sys.exit(0)
