"""The app of stored files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "yakusoku.apps.files"
    label = "files"
