"""Django's registration of the app."""

from django.apps import AppConfig


class Library(AppConfig):
    """Library."""

    name = "yakusoku.apps.library"
    label = "library"
