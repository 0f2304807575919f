"""The erasure ledger, searched and sorted as on the page, and as a file."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.erasure.papers import holder_of
from yakusoku.apps.erasure.queries import copies_in, still_open
from yakusoku.web.exports import Cell, Table
from yakusoku.web.listing import Columns, Listing, listing_from

COLUMNS = Columns(
    sorts={"what": "what", "medium": "medium", "holder": "hop__name", "state": "state", "done": "done_on"},
    searched=("what__icontains", "place__icontains", "hop__name__icontains"),
)
HEAD = (
    gettext_lazy("番号"),
    gettext_lazy("何の写しか"),
    gettext_lazy("だれが持っているか"),
    gettext_lazy("媒体"),
    gettext_lazy("どこにあるか"),
    gettext_lazy("数"),
    gettext_lazy("いつから"),
    gettext_lazy("状態"),
    gettext_lazy("どうしたか"),
    gettext_lazy("方法"),
    gettext_lazy("返した日、消した日"),
    gettext_lazy("だれがしたか"),
    gettext_lazy("立ち会った人"),
    gettext_lazy("装置、媒体の製造番号など"),
    gettext_lazy("残す理由"),
    gettext_lazy("残す最後の日"),
)


def copies_listed(
    engagement: Engagement, hop: Hop | None, query: Mapping[str, str]
) -> tuple[Listing, "QuerySet[Copy]"]:
    """Return the copies of an engagement, or of one place in it; `show=open`: only what is not settled."""
    every = copies_in(engagement, hop)
    listing = listing_from(query, COLUMNS)
    return listing, listing.apply(still_open(every, localdate()) if query.get("show") == "open" else every)


def ledger_table(engagement: Engagement, hop: Hop | None, query: Mapping[str, str]) -> Table:
    """Return the ledger for a file."""
    _listing, rows = copies_listed(engagement, hop, query)
    return Table(f"ledger-{engagement.reference}", HEAD, (_exported(copy, engagement) for copy in rows))


def _exported(copy: Copy, engagement: Engagement) -> tuple[Cell, ...]:
    copy.engagement = engagement
    return (
        copy.reference,
        copy.what,
        holder_of(copy),
        copy.get_medium_display(),
        copy.place,
        copy.number,
        copy.since,
        copy.get_state_display(),
        copy.get_ending_display() if copy.ending else "",
        copy.get_method_display() if copy.method else "",
        copy.done_on,
        copy.done_by,
        copy.witness,
        copy.device,
        copy.kept_reason,
        copy.kept_until,
    )
