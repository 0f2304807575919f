"""The look and the shared manners of every page."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and template tags; no tables."""

    name = "yakusoku.web"
    label = "web"
    verbose_name = "画面の共通部分"
