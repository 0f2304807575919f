"""Django's registration of the app."""

from django.apps import AppConfig


class Consultations(AppConfig):
    """Consultations."""

    name = "yakusoku.apps.consultations"
    label = "consultations"
