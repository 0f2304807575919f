"""Django's registration of the app."""

from django.apps import AppConfig


class Samples(AppConfig):
    """Frames, draws and respondents."""

    name = "yakusoku.apps.samples"
    label = "samples"
