"""Ledgers that come in: kept, mapped, and taken whole or not at all. The only writer of their tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate

from yakusoku.adapters.ledgers import read_table
from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.accounts.services import add_department, introduce_companies
from yakusoku.apps.audit.services import Happened, record, record_all
from yakusoku.apps.engagements.beginning import AT_ONCE, Known, begin_many, tell_many
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.services import content_of, keep
from yakusoku.apps.register.ledger import (
    Changed,
    Preview,
    columns_of,
    company_key,
    missing,
    preview,
)
from yakusoku.apps.register.models import LedgerRow, PendingLedger
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.register.ledger import FIELD_LABELS, Entry, LedgerField, guess_columns, head_row
from yakusoku.web.words import say


class ColumnsMissing(Refusal):
    """A needed field has no column."""

    code: ClassVar[str] = "register.columns-missing"


class ColumnTwice(Refusal):
    """One column was chosen for two fields."""

    code: ClassVar[str] = "register.column-twice"


class DepartmentMissing(Refusal):
    """A department of the ledger is none of ours, and nobody said what to do."""

    code: ClassVar[str] = "register.department-missing"


class LedgerWrong(Refusal):
    """Rows with problems are left, and nobody asked to take the others alone."""

    code: ClassVar[str] = "register.ledger-wrong"


class NothingToTake(Refusal):
    """No row would be made or changed."""

    code: ClassVar[str] = "register.nothing-to-take"


@transaction.atomic
def receive(
    organization: Organization, upload: "UploadedFile[bytes]", *, by: User, at: datetime
) -> PendingLedger:
    """Keep a ledger to look at before it is taken; it replaces one of the same person that waits.

    raises   refusals of uploads and of adapters/ledgers
    """
    stored = keep(upload, organization=organization, by=by, at=at)
    table = read_table(content_of(stored), stored.name)
    guessed = guess_columns(table.rows[head_row(table.rows)])
    told = {
        "stored": stored,
        "mapping": {name.value: place for name, place in guessed.items()},
        "departments": {},
        "read_at": at,
    }
    pending, _created = PendingLedger.objects.update_or_create(
        organization=organization, read_by=by, defaults=told
    )
    return pending


@transaction.atomic
def settle_columns(pending: PendingLedger, columns: Mapping[LedgerField, int]) -> None:
    """Settle which column holds which field. Raises ColumnsMissing, ColumnTwice."""
    left_out = missing(columns)
    if left_out:
        raise ColumnsMissing(fields=[say(FIELD_LABELS[name]) for name in left_out])
    if len(set(columns.values())) < len(columns):
        raise ColumnTwice()
    pending.mapping = {name.value: place for name, place in columns.items()}
    pending.save(update_fields=["mapping"])


@transaction.atomic
def settle_departments(pending: PendingLedger, chosen: Mapping[str, str]) -> None:
    """Settle to which of our departments a name of the ledger belongs: its number, or "new"."""
    pending.departments = {**_held(pending).departments, **chosen}
    pending.save(update_fields=["departments"])


@transaction.atomic
def drop(pending: PendingLedger) -> None:
    """Forget the waiting ledger; the file stays in the store."""
    pending.delete()


@transaction.atomic
def take(pending: PendingLedger, *, only_right: bool, by: User, at: datetime) -> int:
    """Take the waiting ledger: every row, or all but those with problems; return how many were made or changed.

    With rows left over the ledger goes on waiting, so that they can be fetched and corrected.
    raises   ColumnsMissing, DepartmentMissing, LedgerWrong, NothingToTake
    """
    pending = _held(pending)
    # Locked before they are looked at: what a colleague changes meanwhile is seen, or comes after.
    drafts = Engagement.objects.filter(ledger_row__organization=pending.organization, profile={})
    list(drafts.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    if missing(columns_of(pending)):
        raise ColumnsMissing(fields=[say(FIELD_LABELS[name]) for name in missing(columns_of(pending))])
    found = preview(pending)
    if found.reading.problems and not only_right:
        raise LedgerWrong()
    if found.unmatched:
        raise DepartmentMissing(names=list(found.unmatched))
    if not found.takable:
        raise NothingToTake()
    taker = _Taker(pending.organization, found, by, at)
    taker.make_all(found.new)
    taker.change_all([each for each in found.changed if not each.fixed])
    if not found.reading.problems:
        pending.delete()
    record(
        "register.ledger-taken",
        pending.organization,
        by=by,
        at=at,
        organization=pending.organization_id,
        facts={
            "made": len(found.new),
            "changed": found.takable - len(found.new),
            "left": len(found.reading.wrong_rows),
        },
    )
    return found.takable


def _held(pending: PendingLedger) -> PendingLedger:
    """Lock the waiting ledger and return it as it stands. Raises NothingToTake when it was taken or dropped."""
    present = PendingLedger.objects.select_for_update().filter(pk=pending.pk).first()
    if present is None:
        raise NothingToTake()
    return present


class _Taker:
    """Makes engagements of rows in bulk, with departments and contractors that are looked up once."""

    def __init__(self, organization: Organization, found: Preview, by: User, at: datetime) -> None:
        self.organization, self.by, self.at = organization, by, at
        self.departments: dict[str, Department] = {
            name: department or add_department(organization, name, by=by, at=at)
            for name, department in found.departments.items()
        }
        made = introduce_companies(found.introduced, introduced_by=organization, by=by, at=at)
        known = [*contractors_known_to(organization), *made]
        # Of two names for one company, the one that was there first counts.
        self.companies = {company_key(each.name): each for each in reversed(known)}

    def make_all(self, entries: Sequence[Entry]) -> None:
        """Begin an engagement with what each row tells."""
        known = [self.known(entry) for entry in entries]
        works = begin_many(self.organization, known, by=self.by, at=self.at)
        rows = [
            LedgerRow(
                organization=self.organization,
                number=entry.text(LedgerField.NUMBER),
                engagement=work,
                told=dict(entry.told),
                taken_at=self.at,
            )
            for entry, work in zip(entries, works, strict=True)
        ]
        LedgerRow.objects.bulk_create(rows, batch_size=AT_ONCE)
        self.log("register.row-taken", zip(works, entries, strict=True))

    def change_all(self, changed: Sequence[Changed]) -> None:
        """Bring engagements that are still drafts up to what their rows tell now."""
        if not changed:
            return
        works = [(each.row.engagement, self.known(each.entry)) for each in changed]
        tell_many(works, at=self.at)
        for each in changed:
            each.row.told, each.row.taken_at = dict(each.entry.told), self.at
        rows = [each.row for each in changed]
        LedgerRow.objects.bulk_update(rows, ["told", "taken_at"], batch_size=AT_ONCE)
        self.log("register.row-updated", ((each.row.engagement, each.entry) for each in changed))

    def known(self, entry: Entry) -> Known:
        """Return what a row tells: for the wizard as if it had been typed, and for lists and sums."""
        company = self.company(entry)
        begun = bool(entry.contracted and entry.starts and entry.starts <= localdate(self.at))
        return Known(
            title=entry.text(LedgerField.TITLE),
            department=self.department(entry),
            contractor=company,
            typed=self.typed(entry, company),
            facts=facts_in(entry),
            figures={
                "starts_on": entry.starts,
                "ends_on": entry.ends,
                "people": entry.people,
                "contracted_on": entry.contracted,
                "started_on": entry.starts if begun else None,
            },
        )

    def typed(self, entry: Entry, company: Organization | None) -> dict[str, Any]:
        """Return the fields of the wizard that a row fills."""
        told: dict[str, Any] = {
            "title": entry.text(LedgerField.TITLE),
            "department": str(self.department(entry).pk),
            "contract_kind": entry.text(LedgerField.CONTRACT_KIND),
            "categories": entry.codes(LedgerField.CATEGORIES),
            "places": entry.codes(LedgerField.PLACES),
            "people": entry.text(LedgerField.PEOPLE),
            "start": entry.text(LedgerField.STARTS),
            "end": entry.text(LedgerField.ENDS),
            "procurement": entry.text(LedgerField.PROCUREMENT),
            "contractor": str(company.pk) if company else "",
        }
        return {name: value for name, value in told.items() if value}

    def department(self, entry: Entry) -> Department:
        """Return the department of a row."""
        return self.departments[entry.text(LedgerField.DEPARTMENT)]

    def company(self, entry: Entry) -> Organization | None:
        """Return the contractor of a row; None: the row names none."""
        name = entry.text(LedgerField.CONTRACTOR)
        return self.companies[company_key(name)] if name else None

    def log(self, code: str, rows: Iterable[tuple[Engagement, Entry]]) -> None:
        """Leave a line in the trail for each row."""
        told = (Happened(code, work, self.organization.pk, facts=_facts(entry)) for work, entry in rows)
        record_all(told, by=self.by, at=self.at)


def _facts(entry: Entry) -> dict[str, Any]:
    facts: dict[str, Any] = {"number": entry.text(LedgerField.NUMBER), "row": entry.row}
    if entry.contracted:
        facts["contracted_on"] = entry.contracted.isoformat()
    return facts


def facts_in(entry: Entry) -> list[str]:
    """Return the facts that a row tells, as the catalogue names them."""
    facts = [f"categories.{code}" for code in entry.codes(LedgerField.CATEGORIES)]
    facts += [f"places.{code}" for code in entry.codes(LedgerField.PLACES)]
    facts += [f"procurement.{code}" for code in entry.codes(LedgerField.PROCUREMENT)]
    if entry.codes(LedgerField.CATEGORIES) or entry.people:
        facts.append("personal_information")
    return facts
