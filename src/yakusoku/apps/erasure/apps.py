"""Django's registration of the app."""

from django.apps import AppConfig


class Erasure(AppConfig):
    """Erasure."""

    name = "yakusoku.apps.erasure"
    label = "erasure"
