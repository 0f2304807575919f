"""Django's registration of the app."""

from django.apps import AppConfig


class Standards(AppConfig):
    """Templates and framework contracts."""

    name = "yakusoku.apps.standards"
    label = "standards"
