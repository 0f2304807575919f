"""A pending ledger held against what is there: new rows, rows that differ, departments and contractors."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from yakusoku.adapters.ledgers import Table, read_table
from yakusoku.apps.accounts.models import Department, Organization
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.files.services import content_at, content_of
from yakusoku.apps.register.models import LedgerRow, PendingLedger
from yakusoku.domain.register.cells import tidy
from yakusoku.domain.register.ledger import (
    NEEDED,
    Entry,
    LedgerField,
    Reading,
    differences,
    head_row,
    read_ledger,
)

NEW = "new"


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that was taken before and tells something else now. `fixed`: a person changed the work since."""

    entry: Entry
    row: LedgerRow
    fields: tuple[LedgerField, ...]
    fixed: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a ledger would do.

    unmatched     names of departments for which no choice was made
    introduced    companies that would be registered as contractors
    """

    reading: Reading
    new: tuple[Entry, ...]
    changed: tuple[Changed, ...]
    same: int
    departments: Mapping[str, Department | None]
    unmatched: tuple[str, ...]
    introduced: tuple[str, ...]

    @property
    def takable(self) -> int:
        """Return how many rows would be made or changed."""
        return len(self.new) + sum(1 for each in self.changed if not each.fixed)


def table_of(pending: PendingLedger) -> Table:
    """Return the waiting table. Raises refusals of adapters/ledgers."""
    return read_table(content_of(pending.stored), pending.stored.name)


def columns_of(pending: PendingLedger) -> dict[LedgerField, int]:
    """Return which column holds which field, as it was settled."""
    return {LedgerField(name): place for name, place in pending.mapping.items()}


def preview(pending: PendingLedger) -> Preview:
    """Return what taking the waiting ledger would do now, in a fixed number of queries."""
    columns = tuple(sorted(columns_of(pending).items()))
    reading = _reading(pending.stored.sha256, pending.stored.name, columns)
    known = {row.number: row for row in _taken(pending.organization)}
    new, changed, same = [], [], 0
    for entry in reading.entries:
        row = known.get(entry.text(LedgerField.NUMBER))
        if row is None:
            new.append(entry)
        elif fields := differences(row.told, entry.told):
            changed.append(Changed(entry, row, fields, row.changed_by_hand))
        else:
            same += 1
    departments = departments_of(pending, reading)
    return Preview(
        reading=reading,
        new=tuple(new),
        changed=tuple(changed),
        same=same,
        departments=departments,
        unmatched=tuple(
            n for n in departments if departments[n] is None and pending.departments.get(n) != NEW
        ),
        introduced=_introduced(pending.organization, [*new, *(each.entry for each in changed)]),
    )


# The same file under the same columns reads the same: a long one is looked through page by page.
@lru_cache(maxsize=2)
def _reading(sha256: str, name: str, columns: tuple[tuple[LedgerField, int], ...]) -> Reading:
    table = read_table(content_at(sha256), name)
    head = head_row(table.rows)
    below = ((number, row) for number, row in enumerate(table.rows, 1) if number > head + 1)
    return read_ledger(below, dict(columns))


def _taken(organization: Organization) -> "list[LedgerRow]":
    rows = LedgerRow.objects.filter(organization=organization).select_related("engagement")
    return list(rows.defer("engagement__draft"))


def departments_of(pending: PendingLedger, reading: Reading) -> dict[str, Department | None]:
    """Return each name of a department in the ledger with ours: by choice, else by the same name."""
    ours = list(pending.organization.departments.all())
    by_name = {tidy(each.name).replace(" ", ""): each for each in ours}
    by_number = {str(each.pk): each for each in ours}
    names = dict.fromkeys(entry.text(LedgerField.DEPARTMENT) for entry in reading.entries)
    return {
        name: by_number.get(str(pending.departments.get(name, ""))) or by_name.get(name.replace(" ", ""))
        for name in names
    }


def _introduced(organization: Organization, entries: list[Entry]) -> tuple[str, ...]:
    known = {company_key(name) for name in contractors_known_to(organization).values_list("name", flat=True)}
    found: dict[str, str] = {}
    for entry in entries:
        name = entry.text(LedgerField.CONTRACTOR)
        if name:
            found.setdefault(company_key(name), name)
    return tuple(name for key, name in found.items() if key not in known)


def company_key(name: str) -> str:
    """Return a name by which companies are matched: （株）and 株式会社 are one, spaces do not count."""
    return tidy(name).replace("(株)", "株式会社").replace("(有)", "有限会社").replace(" ", "").lower()


def missing(columns: Mapping[LedgerField, int]) -> list[LedgerField]:
    """Return the needed fields for which no column was chosen."""
    return [name for name in NEEDED if name not in columns]
