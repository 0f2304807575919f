"""Django's registration of the app."""

from django.apps import AppConfig


class Review(AppConfig):
    """Contract review."""

    name = "yakusoku.apps.review"
    label = "review"
