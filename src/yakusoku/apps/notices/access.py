"""The way from the secret address of a calendar to its person."""

from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import digest_of
from yakusoku.apps.accounts.models import User
from yakusoku.apps.notices.models import Preference


def owner_of_calendar(secret: str) -> User:
    """Return whose calendar it is; 404 for an unknown address and for people who no longer belong here."""
    rows = Preference.objects.select_related("user").filter(user__is_active=True)
    return get_object_or_404(rows, calendar_digest=digest_of(secret)).user
