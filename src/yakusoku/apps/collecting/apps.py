"""Django's registration of the app."""

from django.apps import AppConfig


class Collecting(AppConfig):
    """Answers of a survey."""

    name = "yakusoku.apps.collecting"
    label = "collecting"

    def ready(self) -> None:
        """Tell the thread of a survey how far its answers are."""
        from yakusoku.apps.collecting.stages import came_in  # noqa: PLC0415  (models must be loaded first)
        from yakusoku.apps.surveys.stages import tell  # noqa: PLC0415

        tell("collect", came_in)
