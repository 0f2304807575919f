"""Django's registration of the app."""

from django.apps import AppConfig


class Flows(AppConfig):
    """Flows."""

    name = "yakusoku.apps.flows"
    label = "flows"
