"""Django's registration of the app."""

from django.apps import AppConfig


class Publicity(AppConfig):
    """Publicity."""

    name = "yakusoku.apps.publicity"
    label = "publicity"
