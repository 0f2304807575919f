"""Pages of a long list. Number and size live in the query string, so that a page can be shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")

SIZES = (25, 50, 100)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of rows. `number` counts from 1; an empty list has one empty page."""

    rows: list[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Return the position of the first row shown, counted from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Return the position of the last row shown; 0 when there is none."""
        return min(self.number * self.size, self.total)

    @property
    def previous(self) -> int | None:
        """Return the number of the page before this one; None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Return the number of the page after this one; None on the last."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return the sizes that can be chosen."""
        return SIZES


def page_of(rows: "QuerySet[M]", query: Mapping[str, str]) -> Page[M]:
    """Return the page that `query` asks for with `page` and `size`; a wrong value gives the nearest one.

    rows    an ordered queryset; two queries are made: a count and the rows of the page
    query   request.GET
    """
    total = rows.count()
    number, size = _place(total, query)
    start = (number - 1) * size
    return Page(list(rows[start : start + size]), number, size, total)


def page_of_list(rows: Sequence[T], query: Mapping[str, str]) -> Page[T]:
    """Return the page that `query` asks for, as `page_of`, of rows that are in memory."""
    number, size = _place(len(rows), query)
    start = (number - 1) * size
    return Page(list(rows[start : start + size]), number, size, len(rows))


def _place(total: int, query: Mapping[str, str]) -> tuple[int, int]:
    """Return number and size of the page that is asked for; a wrong value gives the nearest one."""
    wanted = whole(query.get("size", ""), SIZES[0])
    size = wanted if wanted in SIZES else SIZES[0]
    last = max(1, -(-total // size))
    return min(max(1, whole(query.get("page", ""), 1)), last), size


def whole(text: str, otherwise: int) -> int:
    """Return `text` as a whole number of at most nine digits, else `otherwise`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def asked_pair(asked: Mapping[str, str], numbers: Sequence[int]) -> tuple[int, int]:
    """Return which two versions are compared: those that are asked for, else the last and the one before it.

    numbers   of all versions, the last one first
    """
    other = whole(asked.get("other", ""), numbers[0] if numbers else 0)
    return whole(asked.get("one", ""), max(1, other - 1)), other
