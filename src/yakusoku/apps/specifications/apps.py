"""Django's registration of the app."""

from django.apps import AppConfig


class Specifications(AppConfig):
    """Specifications."""

    name = "yakusoku.apps.specifications"
    label = "specifications"
