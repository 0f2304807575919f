"""Django's registration of the app."""

from django.apps import AppConfig


class Demo(AppConfig):
    """Demo."""

    name = "yakusoku.apps.demo"
    label = "demo"
