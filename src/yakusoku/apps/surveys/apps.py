"""Django's registration of the app."""

from django.apps import AppConfig


class Surveys(AppConfig):
    """Surveys and their questionnaires."""

    name = "yakusoku.apps.surveys"
    label = "surveys"
