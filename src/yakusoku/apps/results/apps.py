"""Django's registration of the app."""

from django.apps import AppConfig


class Results(AppConfig):
    """Tables and reports."""

    name = "yakusoku.apps.results"
    label = "results"
