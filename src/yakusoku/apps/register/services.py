"""Writing saved views. The only writer of their table."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import name_of, record
from yakusoku.apps.register.models import SavedView

# What belongs to one look at the table, not to the view.
PASSING = frozenset({"page", "format", "view", "csrfmiddlewaretoken"})


@transaction.atomic
def keep_view(
    organization: Organization, name: str, query: str, *, shared: bool, by: User, at: datetime
) -> SavedView:
    """Keep filters, columns and sort under a name; the same name of the same person is replaced."""
    pairs = [(key, value) for key, value in parse_qsl(query) if key not in PASSING]
    view, _created = SavedView.objects.update_or_create(
        organization=organization,
        owner=by,
        name=name.strip(),
        defaults={"query": urlencode(pairs), "shared": shared, "changed_at": at},
    )
    record("register.view-kept", view, by=by, at=at, organization=organization.pk, facts={"shared": shared})
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: User, at: datetime) -> None:
    """Take a saved view away; a second time changes nothing."""
    name, owner = name_of(view), view.organization_id
    if SavedView.objects.filter(pk=view.pk).delete()[0]:
        record("register.view-removed", name, by=by, at=at, organization=owner)
