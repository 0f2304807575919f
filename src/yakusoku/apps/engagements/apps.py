"""Django's registration of the app."""

from django.apps import AppConfig


class Engagements(AppConfig):
    """Engagements."""

    name = "yakusoku.apps.engagements"
    label = "engagements"
