"""Django's registration of the app."""

from django.apps import AppConfig


class Notices(AppConfig):
    """Notices."""

    name = "yakusoku.apps.notices"
    label = "notices"
