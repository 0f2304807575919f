"""Django's registration of the app."""

from django.apps import AppConfig


class Board(AppConfig):
    """Board."""

    name = "yakusoku.apps.board"
    label = "board"
