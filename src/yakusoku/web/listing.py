"""Sort and search of a list, asked for in the query string and held to what the page allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TypeVar
from unicodedata import normalize

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Columns:
    """What a list page allows.

    sorts     name in the query string → database field; only these can be sorted by
    searched  lookups that the search words are matched against, as "title__icontains"
    default   the sort when none is asked for; a leading "-" turns it round
    """

    sorts: Mapping[str, str]
    searched: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What this request asked for. `sort` is an allowed name or empty; `words` are folded to NFKC."""

    columns: Columns
    sort: str = ""
    descending: bool = False
    search: str = ""
    words: tuple[str, ...] = field(default=())

    def apply(self, rows: "QuerySet[M]") -> "QuerySet[M]":
        """Return `rows` searched and sorted; rows without a value come last, ties in order of id."""
        for word in self.words if self.columns.searched else ():
            rows = rows.filter(reduce(or_, (Q((lookup, word)) for lookup in self.columns.searched)))
        if not self.sort:
            return rows
        name = self.columns.sorts[self.sort]
        by, last = F(name), True if may_be_empty(rows.model, name) else None
        return rows.order_by(by.desc(nulls_last=last) if self.descending else by.asc(nulls_last=last), "pk")

    def toggled(self, name: str) -> str:
        """Return the `sort` value that a click on column `name` asks for: down, then up again."""
        return f"-{name}" if self.sort == name and not self.descending else name

    def direction(self, name: str) -> str:
        """Return the aria-sort value of column `name`."""
        if self.sort != name:
            return "none"
        return "descending" if self.descending else "ascending"


def may_be_empty(model: type[Model], name: str) -> bool:
    """Return whether rows can be without a value of a sort. Where none can, an index gives the order."""
    for part in name.split("__"):
        try:
            field = model._meta.get_field("id" if part == "pk" else part)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        model = field.related_model or model
    return False


def listing_from(query: Mapping[str, str], columns: Columns) -> Listing:
    """Return what `query` asks for with `sort` and `q`; an unknown column gives the default sort."""
    asked = query.get("sort", "")
    if asked.removeprefix("-") not in columns.sorts:
        asked = columns.default
    # PostgreSQL refuses NUL, and nothing that is kept holds it.
    search = query.get("q", "").replace("\x00", "").strip()[:200]
    return Listing(
        columns,
        asked.removeprefix("-"),
        asked.startswith("-"),
        search,
        tuple(normalize("NFKC", search).split()),
    )
