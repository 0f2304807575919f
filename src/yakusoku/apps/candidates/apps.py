"""Django's registration of the app."""

from django.apps import AppConfig


class Candidates(AppConfig):
    """Candidates."""

    name = "yakusoku.apps.candidates"
    label = "candidates"
