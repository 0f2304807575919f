"""Django's registration of the app."""

from django.apps import AppConfig


class Register(AppConfig):
    """Register."""

    name = "yakusoku.apps.register"
    label = "register"
