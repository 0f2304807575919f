"""Django's registration of the app."""

from django.apps import AppConfig


class Inspections(AppConfig):
    """Inspections."""

    name = "yakusoku.apps.inspections"
    label = "inspections"
