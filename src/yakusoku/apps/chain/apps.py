"""Django's registration of the app."""

from django.apps import AppConfig


class Chain(AppConfig):
    """Chain."""

    name = "yakusoku.apps.chain"
    label = "chain"
