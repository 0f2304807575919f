"""Django, set up when a command first needs the database."""

import os

import django
from django.apps import apps


def name_settings() -> None:
    """Tell Django where its settings are, by name: a command knows the site by nothing else."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakusoku.site.settings")


def set_up() -> None:
    """Make the database and the site available to a command; harmless when called again."""
    name_settings()
    if not apps.ready:
        django.setup()
