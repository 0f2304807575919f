"""A pending frame held against what is there: rows that come new, rows that differ, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from yakusoku.adapters.ledgers import Table, read_table
from yakusoku.apps.files.services import content_at, content_of
from yakusoku.apps.samples.access import plan_of
from yakusoku.apps.samples.models import PendingFrame, Unit
from yakusoku.apps.samples.queries import size_rules_of
from yakusoku.domain.survey.sampling.frame import (
    NEEDED,
    Entry,
    FrameField,
    FrameReader,
    Reading,
    head_row,
    same_place,
)
from yakusoku.domain.survey.sampling.sizes import SizeRules, restored, stored
from yakusoku.web.edits import mark_of

# What a row of a frame tells of a unit, column by column.
TOLD = ("name", "section", "person", "postcode", "address", "mail", "employees", "traits")


@dataclass(frozen=True, slots=True)
class Changed:
    """A row whose reference is there already and that tells something else now. `fields`: what."""

    entry: Entry
    unit: Unit
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """A new row that looks like a unit under another reference: same name and address."""

    entry: Entry
    unit: Unit


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a frame would do. `alike`: of the new ones, those that look like a unit that is there."""

    reading: Reading
    new: tuple[Entry, ...]
    changed: tuple[Changed, ...]
    alike: tuple[Alike, ...]
    same: int

    @property
    def takable(self) -> int:
        """Return how many units would be made or changed."""
        return len(self.new) + len(self.changed)

    @property
    def mark(self) -> str:
        """Return a mark of what would change."""
        changed = [(each.entry, [getattr(each.unit, name) for name in each.fields]) for each in self.changed]
        return mark_of(self.new, changed, len(self.reading.problems))


def table_of(pending: PendingFrame) -> Table:
    """Return the waiting table. Raises refusals of adapters/ledgers."""
    return read_table(content_of(pending.stored), pending.stored.name)


def columns_of(pending: PendingFrame) -> dict[FrameField, int]:
    """Return which column holds which field, as it was settled."""
    return {FrameField(name): place for name, place in pending.mapping.items()}


def missing(columns: Mapping[FrameField, int]) -> list[FrameField]:
    """Return the needed fields for which no column was chosen."""
    return [name for name in NEEDED if name not in columns]


def preview(pending: PendingFrame) -> Preview:
    """Return what taking the waiting frame would do now, in a fixed number of queries."""
    rules = size_rules_of(plan_of(pending.survey))
    reading = read(
        pending.stored.sha256,
        pending.stored.name,
        tuple(sorted(columns_of(pending).items())),
        tuple(sorted(pending.traits.items())),
        rules,
    )
    known = {unit.reference: unit for unit in Unit.objects.filter(survey=pending.survey)}
    places = {same_place(unit.name, unit.address): unit for unit in known.values() if unit.address}
    new, changed, alike, same = [], [], [], 0
    for entry in reading.entries:
        unit = known.get(entry.reference)
        if unit is None:
            new.append(entry)
            other = places.get(same_place(entry.name, entry.address)) if entry.address else None
            if other is not None:
                alike.append(Alike(entry, other))
        elif fields := tuple(name for name in TOLD if getattr(unit, name) != getattr(entry, name)):
            changed.append(Changed(entry, unit, fields))
        else:
            same += 1
    return Preview(reading, tuple(new), tuple(changed), tuple(alike), same)


def read(
    sha256: str,
    name: str,
    columns: tuple[tuple[FrameField, int], ...],
    traits: tuple[tuple[str, int], ...],
    sizes: SizeRules,
) -> Reading:
    """Return what a stored table tells under these columns."""
    told = tuple((role, tuple(map(tuple, classes))) for role, classes in stored(sizes).items())
    return _read(sha256, name, columns, traits, told)


# The same file under the same columns reads the same: a long one is looked through page by page.
@lru_cache(maxsize=2)
def _read(
    sha256: str,
    name: str,
    columns: tuple[tuple[FrameField, int], ...],
    traits: tuple[tuple[str, int], ...],
    sizes: tuple[tuple[str, tuple[tuple[str | int, ...], ...]], ...],
) -> Reading:
    table = read_table(content_at(sha256), name)
    head = head_row(table.rows)
    below = ((number, row) for number, row in enumerate(table.rows, 1) if number > head + 1)
    return FrameReader(dict(columns), dict(traits), restored(dict(sizes))).read(below)
