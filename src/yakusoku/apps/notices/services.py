"""How a person wants to be told."""

import secrets
from datetime import datetime

from django.db import transaction

from yakusoku.apps.accounts.access import digest_of
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.notices.models import Preference, Rhythm


@transaction.atomic
def choose_letters(user: User, rhythm: Rhythm) -> None:
    """Set how often the person gets a letter."""
    Preference.objects.update_or_create(user=user, defaults={"letters": rhythm})


@transaction.atomic
def make_calendar(user: User, *, at: datetime) -> str:
    """Return the secret of a new address of the person's calendar; an earlier one no longer works."""
    secret = secrets.token_urlsafe(32)
    Preference.objects.update_or_create(user=user, defaults={"calendar_digest": digest_of(secret)})
    record("calendar.made", user, by=user, at=at, organization=None)
    return secret


@transaction.atomic
def end_calendar(user: User, *, at: datetime) -> None:
    """Let the address of the calendar no longer work."""
    ended = Preference.objects.filter(user=user).exclude(calendar_digest="").update(calendar_digest="")
    if ended:
        record("calendar.ended", user, by=user, at=at, organization=None)
