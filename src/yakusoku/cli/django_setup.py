"""Django, set up when a command first needs the database."""

import os
import sys

import click
import django
from django.apps import apps

from yakusoku.cli.answers import REFUSED


def name_settings() -> None:
    """Tell Django where its settings are, by name: a command knows the site by nothing else."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakusoku.site.settings")


def set_up() -> None:
    """Make the database and the site available to a command; harmless when called again."""
    name_settings()
    if not apps.ready:
        django.setup()


def set_up_database() -> None:
    """Like `set_up`, and end with 2 if the database has not been prepared for this release."""
    set_up()
    from django.db import DatabaseError, connection  # noqa: PLC0415 (needs Django)
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        click.echo("データベースに接続できません。DATABASE_URL を確かめてください。", err=True)
        sys.exit(REFUSED)
    if waiting:
        click.echo(
            "データベースの準備ができていません。先に yakusoku manage migrate を行ってください。", err=True
        )
        sys.exit(REFUSED)
