"""What nobody presses a button for."""

from django.utils.timezone import localdate, now

from yakusoku.apps.flows.tick import tick


def time_passes() -> None:
    """Do what the clock does every few minutes."""
    for _ in tick(localdate(), now()):
        pass
