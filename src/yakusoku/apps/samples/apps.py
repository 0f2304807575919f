"""Django's registration of the app."""

from django.apps import AppConfig


class Samples(AppConfig):
    """Frames, draws and respondents."""

    name = "yakusoku.apps.samples"
    label = "samples"

    def ready(self) -> None:
        """Tell the thread of a survey how far its sample is."""
        from yakusoku.apps.samples.stages import distributed  # noqa: PLC0415  (models must be loaded first)
        from yakusoku.apps.surveys.stages import tell  # noqa: PLC0415

        tell("distribute", distributed)
