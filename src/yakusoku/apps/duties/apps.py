"""Django's registration of the app."""

from django.apps import AppConfig


class Duties(AppConfig):
    """Duties."""

    name = "yakusoku.apps.duties"
    label = "duties"
