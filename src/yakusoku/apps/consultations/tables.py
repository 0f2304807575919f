"""The list of consultations, searched and sorted as on the page, and as a file."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.consultations import access
from yakusoku.apps.consultations.models import Consultation, ConsultationState
from yakusoku.web.exports import Table
from yakusoku.web.listing import Columns, Listing, listing_from

COLUMNS = Columns(
    sorts={
        "title": "title",
        "work": "engagement__title",
        "department": "engagement__department__name",
        "addressee": "addressee",
        "state": "state",
        "asked": "asked_at",
        "changed": "changed_at",
    },
    searched=("title__icontains", "engagement__title__icontains", "posts__text__icontains"),
    default="-changed",
)


def consultations_listed(who: Acting, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[Consultation]"]:
    """Return the consultations that a person sees; `state` narrows them."""
    listing = listing_from(query, COLUMNS)
    # A search over the posts finds a consultation once for each of them.
    rows = listing.apply(access.consultations_of(who))
    rows = rows.distinct() if listing.words else rows
    state = query.get("state", "")
    return listing, rows.filter(state=state) if state in ConsultationState.values else rows


def consultations_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return the consultations for a file."""
    _listing, rows = consultations_listed(who, query)
    head = [_("件名"), _("業務"), _("課"), _("相談先"), _("状態"), _("相談した日")]
    cells = (
        (
            row.title,
            row.engagement.title,
            row.engagement.department.name,
            row.get_addressee_display(),
            row.get_state_display(),
            row.asked_at,
        )
        for row in rows
    )
    return Table(_("相談"), head, cells)
