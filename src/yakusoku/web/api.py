"""What every route of the HTTP interface shares."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar, overload

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination
from pydantic import AfterValidator, StringConstraints

from yakusoku.web.edits import mark_of_row

if TYPE_CHECKING:
    # The only look upwards, and only for the type checker.
    from yakusoku.apps.accounts.access import Acting

Out = TypeVar("Out")


def storable(text: str) -> str:
    """Return a text that every database can hold. Raises ValueError for NUL and halves of characters."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("使えない文字があります。")
    return text


def all_storable(values: dict[str, Any]) -> dict[str, Any]:
    """Return values of any depth in which every text can be held. Raises ValueError."""
    for text in _texts(values):
        storable(text)
    return values


def _texts(values: Any) -> Iterator[str]:
    """Yield every text in values; it keeps its own list of what is left, so that no depth can harm it."""
    waiting = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend((*value, *value.values()))
        elif isinstance(value, list):
            waiting.extend(value)


# What a form takes, so that screen and interface accept the same.
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(storable)]
Text = Annotated[str, StringConstraints(max_length=2000), AfterValidator(storable)]

# The number of a row, or how often one was changed: as far as every reader of JSON counts exactly.
Number = Annotated[int, Field(ge=0, le=9_007_199_254_740_991)]


# What tells two states of something apart, as `web/edits` makes it or as the row itself tells it.
Mark = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(storable)]


class Marked(Schema):
    """Something that can be replaced; `mark` is sent back with what replaces it."""

    mark: str


class MarkedRow(Marked):
    """The same, where it is told by its row alone."""

    @staticmethod
    def resolve_mark(row: Model | Marked) -> str:
        """Return the mark that the page of the row carries too; what was told already keeps its mark."""
        return row.mark if isinstance(row, Marked) else mark_of_row(row)


class Replacing(Schema):
    """What replaces something. `mark`: of what was read; it is refused if that changed since. null: unread."""

    mark: Mark | None = None

    def without_mark(self) -> dict[str, Any]:
        """Return what is told, without the mark."""
        return self.dict(exclude={"mark"})


class Pages(LimitOffsetPagination):
    """How every list is read: `limit` rows from the row `offset` on, and how many there are in all.

    An offset has an end as well, because a database cannot count beyond its own numbers.
    """

    class Input(LimitOffsetPagination.Input):
        """Which rows are asked for."""

        limit: int = Field(100, ge=1, le=500)
        offset: int = Field(0, ge=0, le=1_000_000_000)


class Listed(Sequence[Out]):
    """Rows of the database as JSON values, read only where a page of them is asked for.

    tell   gives the values of the rows of one page, so that what belongs to them is read at once
    """

    def __init__(self, rows: "QuerySet[Any]", tell: Callable[[list[Any]], list[Out]]) -> None:
        self.rows = rows
        self.tell = tell

    def __len__(self) -> int:
        return self.rows.count()

    @overload
    def __getitem__(self, asked: int) -> Out: ...

    @overload
    def __getitem__(self, asked: slice) -> list[Out]: ...

    def __getitem__(self, asked: int | slice) -> Out | list[Out]:
        if isinstance(asked, int):
            return self[asked : asked + 1][0]
        return self.tell(list(self.rows[asked]))


class ApiRequest(HttpRequest):
    """A request with a token: `auth` says who acts, for which organisation."""

    auth: "Acting"


class ReasonIn(Schema):
    """Why."""

    reason: Text


class Problem(Schema):
    """Why a call was refused (RFC 9457): a stable code and a sentence for people."""

    type: str
    status: int
    code: str
    title: str
    problems: list[str] = []


# How a route that hands out a file is described: any kind of file, as it is stored or made.
FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "ファイル",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class FileOut(Schema):
    """A file that hangs on something; `sha256` is the digest of its content."""

    id: int
    name: str
    size: int
    sha256: str


class Shown(Protocol):
    """A row that shows a stored file."""

    pk: int

    @property
    def stored(self) -> Any:
        """Return the row of the stored file."""


def file_out(row: Shown) -> FileOut:
    """Return a row that shows a stored file as JSON values."""
    kept = row.stored
    return FileOut(id=row.pk, name=kept.name, size=kept.size, sha256=kept.sha256)
