"""Django's registration of the app."""

from django.apps import AppConfig


class Collecting(AppConfig):
    """Answers of a survey."""

    name = "yakusoku.apps.collecting"
    label = "collecting"
