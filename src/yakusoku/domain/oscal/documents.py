"""OSCAL documents as they arrive: whether they can be read at all, and which of the kinds one is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any, ClassVar, Final

from yakusoku.domain.oscal.parts import OSCAL_VERSION, node_in, text_in
from yakusoku.domain.refusal import Refusal

MOST_DEPTH: Final = 60
MOST_VALUES: Final = 300_000
# As far as every reader of JSON counts exactly.
LARGEST: Final = 2**53


class Kind(StrEnum):
    """The kinds of documents that can be taken in, by the name of their root."""

    CATALOG = "catalog"
    PROFILE = "profile"
    CLAIMS = "component-definition"
    PLAN = "assessment-plan"
    RESULTS = "assessment-results"
    POAM = "plan-of-action-and-milestones"


class NotOscal(Refusal):
    """The document is none of the kinds that can be taken in."""

    code: ClassVar[str] = "oscal.unknown"


class OtherVersion(Refusal):
    """The document belongs to another edition of OSCAL."""

    code: ClassVar[str] = "oscal.version"


class Unsound(Refusal):
    """The document is too deep or too large, or holds what cannot be kept: NaN, NUL, halves of characters."""

    code: ClassVar[str] = "oscal.unsound"


@dataclass(frozen=True, slots=True)
class Document:
    """A document whose head was read.

    body      what stands below the root
    version   the edition of OSCAL it names
    """

    kind: Kind
    body: Mapping[str, Any]
    title: str
    version: str

    @property
    def edition(self) -> str:
        """Return the edition that the document names as its own; empty: none."""
        told = self.body.get("metadata")
        return str(told.get("version", "")) if isinstance(told, Mapping) else ""

    @property
    def of_our_edition(self) -> bool:
        """Return whether it names the edition that is written here, but for corrections."""
        return self.version.split(".")[:2] == OSCAL_VERSION.split(".")[:2]


def open_document(told: Any) -> Document:
    """Return a document with its head read.

    Editions 1.0 to 1.x are read alike: what was renamed among them is none of what is looked at here.
    raises   Unsound, NotOscal, OtherVersion
    """
    refuse_unsound(told)
    found = [kind for kind in Kind if isinstance(told, Mapping) and kind.value in told]
    if len(found) != 1:
        raise NotOscal()
    body = told[found[0].value]
    if not isinstance(body, Mapping) or not isinstance(body.get("metadata"), Mapping):
        raise NotOscal()
    head = node_in(body, "metadata")
    version = text_in(head, "oscal-version")[:20]
    if not version.startswith("1."):
        raise OtherVersion(version=version or "—")
    return Document(found[0], body, text_in(head, "title")[:200], version)


def refuse_unsound(told: Any) -> None:
    """Raise Unsound for values that cannot be walked through or kept."""
    waiting: list[tuple[Any, int]] = [(told, 1)]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > MOST_DEPTH or seen > MOST_VALUES or not _sound(value):
            raise Unsound()
        inner = [*value, *value.values()] if isinstance(value, Mapping) else value
        if isinstance(inner, list):
            waiting.extend((each, depth + 1) for each in inner)


def _sound(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, float):
        return isfinite(value)
    return not isinstance(value, int) or abs(value) <= LARGEST
