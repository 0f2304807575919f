"""The app of people and organisations."""

from typing import Any

from django.apps import AppConfig
from django.utils.timezone import now


class AccountsConfig(AppConfig):
    """People and organisations."""

    name = "yakusoku.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen for wrong second factors."""
        from allauth.mfa.signals import authentication_failed  # noqa: PLC0415  (models must be loaded first)

        # The sign-in library tells of a wrong code by this signal alone. It is only recorded:
        # nothing that happens next depends on it.
        authentication_failed.connect(note_wrong_code)


def note_wrong_code(user: Any, **told: Any) -> None:
    """Record that the second factor of `user` was wrong."""
    from yakusoku.apps.accounts import services  # noqa: PLC0415  (models must be loaded first)

    services.note_sign("sign-in.failed", user, at=now())
