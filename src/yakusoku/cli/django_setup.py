"""Django, set up when a command first needs the database."""

import os

import django
from django.apps import apps


def set_up() -> None:
    """Make the database and the site available to a command; harmless when called again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakusoku.site.settings")
    if not apps.ready:
        django.setup()
