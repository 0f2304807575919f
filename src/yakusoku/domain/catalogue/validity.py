"""Law is dated: which requirements rest on something that is not in force on a day (docs/rules/staleness.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yakusoku.domain.catalogue.model import Catalogue, Source


class Force(StrEnum):
    """Whether a source is in force on a day."""

    NOT_YET = "not-yet"
    IN_FORCE = "in-force"
    LAPSED = "lapsed"


FORCE_LABELS = {
    Force.NOT_YET: "まだ施行されていません",
    Force.IN_FORCE: "有効です",
    Force.LAPSED: "効力を失いました",
}


@dataclass(frozen=True, slots=True)
class Unfounded:
    """A source that a requirement rests on although it is not in force."""

    source: Source
    force: Force

    @property
    def day(self) -> str:
        """Return the day on which it begins, or the last one on which it held, as 2027-04-01."""
        return self.source.valid_from if self.force is Force.NOT_YET else self.source.valid_to


def force_on(source: Source, day: date) -> Force:
    """Return whether a source is in force; both its days are included, an unknown one sets no bound."""
    if source.valid_from and day < date.fromisoformat(source.valid_from):
        return Force.NOT_YET
    if source.valid_to and day > date.fromisoformat(source.valid_to):
        return Force.LAPSED
    return Force.IN_FORCE


def unfounded_on(catalogue: Catalogue, day: date) -> Mapping[str, tuple[Unfounded, ...]]:
    """Return by slug the sources of each requirement that are not in force; requirements without any left out."""
    forces = {source.id: Unfounded(source, force_on(source, day)) for source in catalogue.sources}
    out = {id: each for id, each in forces.items() if each.force is not Force.IN_FORCE}
    found = {}
    for requirement in catalogue.requirements:
        cited = dict.fromkeys(citation.source for citation in requirement.citations)
        rests = tuple(out[id] for id in cited if id in out)
        if rests:
            found[requirement.slug] = rests
    return found
