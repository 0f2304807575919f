"""The list of members, searched and sorted as on the page, and as a file."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yakusoku.apps.accounts import queries
from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import Membership
from yakusoku.web.exports import Table
from yakusoku.web.listing import Columns, Listing, listing_from

COLUMNS = Columns(
    sorts={"name": "user__name", "email": "user__email", "role": "role", "department": "department__name"},
    searched=("user__name__icontains", "user__email__icontains", "department__name__icontains"),
    default="name",
)


def members_listed(who: Acting, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[Membership]"]:
    """Return who belongs to the organisation."""
    listing = listing_from(query, COLUMNS)
    return listing, listing.apply(queries.members_of(who.organization))


def members_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return the members for a file."""
    _listing, rows = members_listed(who, query)
    cells = (
        (m.user.name, m.user.email, m.get_role_display(), m.department.name if m.department else "")
        for m in rows
    )
    return Table(_("利用者"), [_("氏名"), _("メールアドレス"), _("役割"), _("課")], cells)
