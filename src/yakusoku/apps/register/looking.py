"""One look at the register: the rows, columns and sort that a query string asks for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext as _

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.engagements.models import Engagement, EngagementSet
from yakusoku.apps.register import access, queries
from yakusoku.apps.register.columns import Column, chosen, columns_of
from yakusoku.apps.register.expressions import sort_key
from yakusoku.apps.register.forms import FilterForm, OtherSideForm
from yakusoku.apps.register.queries import Row, Wanted
from yakusoku.web.exports import Table
from yakusoku.web.listing import Columns, Listing, listing_from

DEFAULT_SORT = {access.CLIENT: "ends", access.CONTRACTOR: "next_due"}


@dataclass(frozen=True, slots=True)
class Look:
    """What one person asked to see of the register on a day.

    rows    sorted; JSON of the engagements is left unread
    query   the query string
    """

    who: Acting
    side: str
    form: FilterForm | OtherSideForm
    wanted: Wanted
    listing: Listing
    columns: Sequence[Column]
    rows: EngagementSet
    today: date
    query: str

    @property
    def client(self) -> bool:
        """Return whether the person looks as the side that entrusts."""
        return self.side == access.CLIENT

    def told(self, rows: Sequence[Engagement]) -> list[Row]:
        """Return some of the rows with everything that the register tells of them."""
        return queries.told_rows(rows, self.who.organization.pk, self.today)

    def table(self) -> Table:
        """Return the rows and columns that are seen, every page of them."""
        cells = ([column.cell(row) for column in self.columns] for row in self.all_rows())
        return Table(_("委託台帳"), [str(column.words) for column in self.columns], cells)

    def all_rows(self) -> Iterator[Row]:
        """Yield every row."""
        return queries.rows_in_pieces(self.rows, self.who.organization.pk, self.today)


def look_at(who: Acting, query: QueryDict, today: date) -> Look:
    """Return the look that a query string asks for; wrong values do not narrow."""
    sides = access.sides_of(who)
    side = query.get("side", "")
    side = side if side in sides else sides[0]
    client = side == access.CLIENT
    form: FilterForm | OtherSideForm
    form = FilterForm(query, organization=who.organization) if client else OtherSideForm(query)
    form.full_clean()
    wanted = form.wanted()
    listing = listing_from(
        query, Columns({name: name for name in columns_of(side)}, default=DEFAULT_SORT[side])
    )
    own = who.organization.pk
    rows = queries.narrowed(access.rows_for(who, side), wanted, own, today)
    rows = queries.searched(rows, wanted.q, queries.SEARCHED if client else queries.OTHER_SIDE)
    return Look(
        who=who,
        side=side,
        form=form,
        wanted=wanted,
        listing=listing,
        columns=chosen(side, query.getlist("col")),
        rows=_sorted(rows, listing, side, own, today),
        today=today,
        query=query.urlencode(),
    )


def _sorted(
    rows: EngagementSet, listing: Listing, side: str, organization: int, today: date
) -> EngagementSet:
    """Return the rows in the order asked for; computed values are only computed when they sort."""
    column = columns_of(side)[listing.sort]
    if not column.sort:
        rows = rows.alias(sort_key=sort_key(column.name, organization, today))
    by = F(column.sort or "sort_key")
    way = by.desc(nulls_last=True) if listing.descending else by.asc(nulls_last=True)
    return queries.readable(rows.order_by(way, "pk"))
