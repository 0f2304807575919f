"""Django's registration of the app."""

from django.apps import AppConfig


class Exchange(AppConfig):
    """Exchange."""

    name = "yakusoku.apps.exchange"
    label = "exchange"
