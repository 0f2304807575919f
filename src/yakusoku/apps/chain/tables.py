"""The list of what was handed over, searched and sorted as on the page, and as a file."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.chain.access import Seat
from yakusoku.apps.chain.models import Handover, HandoverState
from yakusoku.apps.chain.queries import handovers_of
from yakusoku.web.exports import Cell, Table
from yakusoku.web.listing import Columns, Listing, listing_from

COLUMNS = Columns(
    sorts={
        "sent": "sent_on",
        "description": "description",
        "giver": "giver__name",
        "receiver": "receiver__name",
        "received": "received_on",
    },
    searched=(
        "description__icontains",
        "tracking__icontains",
        "giver__name__icontains",
        "receiver__name__icontains",
    ),
    default="-sent",
)
HEAD = (
    gettext_lazy("渡した日"),
    gettext_lazy("渡したもの"),
    gettext_lazy("形"),
    gettext_lazy("数"),
    gettext_lazy("渡した側"),
    gettext_lazy("受け取る側"),
    gettext_lazy("向き"),
    gettext_lazy("渡し方"),
    gettext_lazy("問合せ番号"),
    gettext_lazy("状態"),
    gettext_lazy("受け取った日"),
    gettext_lazy("気づいたこと"),
)


def handovers_listed(seat: Seat, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[Handover]"]:
    """Return what was handed over in an engagement; `show=open`: only what is not confirmed yet."""
    listing = listing_from(query, COLUMNS)
    rows = handovers_of(seat.engagement)
    if query.get("show") == "open":
        rows = rows.filter(state=HandoverState.SENT)
    return listing, listing.apply(rows)


def handovers_table(seat: Seat, query: Mapping[str, str]) -> Table:
    """Return what was handed over for a file."""
    _listing, rows = handovers_listed(seat, query)
    client = seat.engagement.organization.name
    return Table(f"handovers-{seat.engagement.pk}", HEAD, (exported(row, client) for row in rows))


def exported(handover: Handover, client: str) -> tuple[Cell, ...]:
    """Return a handover as a row of a file."""
    return (
        handover.sent_on,
        handover.description,
        str(handover.get_medium_display()),
        handover.copies,
        handover.giver.name if handover.giver else client,
        handover.receiver.name if handover.receiver else client,
        _("返す") if handover.returns else _("渡す"),
        str(handover.get_travels_by_display()),
        handover.tracking,
        str(handover.get_state_display()),
        handover.received_on,
        handover.remark,
    )
