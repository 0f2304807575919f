"""Django's registration of the app."""

from django.apps import AppConfig


class Findings(AppConfig):
    """Findings."""

    name = "yakusoku.apps.findings"
    label = "findings"
