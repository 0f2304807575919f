"""The look and the shared manners of every page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class WebConfig(AppConfig):
    """Templates, static files and template tags; no tables."""

    name = "yakusoku.web"
    label = "web"
    verbose_name = gettext_lazy("画面の共通部分")
