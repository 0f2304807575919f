"""Django's registration of the app."""

from django.apps import AppConfig


class Training(AppConfig):
    """Training."""

    name = "yakusoku.apps.training"
    label = "training"
