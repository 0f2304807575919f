"""`yakusoku manage …`: Django's own commands."""

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

    set_up()
    execute_from_command_line(["yakusoku manage", *arguments])
    sys.exit(0)
