"""Reading the audit trail: lists for an organisation, and the proof that nothing was changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from yakusoku.apps.audit.models import AuditEntry, AuditHead
from yakusoku.domain.audit.chain import BEGINNING, Break, BreakKind, Entry, Head, find_breaks

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; an empty value does not narrow. `since` and `until` are days, both included."""

    code: str = ""
    actor: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def entries_of(organization: int, wanted: Wanted | None = None) -> "QuerySet[AuditEntry]":
    """Return the entries of one organisation, the newest first."""
    rows = AuditEntry.objects.filter(organization=organization).order_by("-sequence")
    if wanted is None:
        return rows
    exact = {"code": wanted.code, "actor": wanted.actor, "subject": wanted.subject}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.since:
        rows = rows.filter(at__gte=_start(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_start(wanted.until + timedelta(days=1)))
    return rows


def one_by_one(rows: "QuerySet[AuditEntry]") -> Iterator[AuditEntry]:
    """Yield rows in order without holding them all."""
    return rows.iterator(chunk_size=CHUNK)


def head() -> Head:
    """Return the end of the chain. Kept elsewhere, it proves later what stood here now."""
    row = AuditHead.objects.filter(pk=1).values_list("count", "digest").first()
    return Head(*row) if row else Head(0, BEGINNING)


def verify(noted: Head | None = None) -> list[Break]:
    """Return where the trail was tampered with; empty: nowhere. Memory does not grow with the trail.

    noted   an end of the chain that was kept elsewhere, to be found again; None: nothing was kept
    """
    # Others go on writing meanwhile: what they add after this moment is not looked at.
    end = head()
    breaks = find_breaks(_stored(end.count), end, noted)
    # One statement, so that entries and end are seen at one moment. Without an end, all is surplus.
    count = Coalesce(Subquery(AuditHead.objects.filter(pk=1).values("count")), 0)
    surplus = AuditEntry.objects.filter(sequence__gt=count)
    last = surplus.order_by("-sequence").values_list("sequence", flat=True).first()
    if last is not None:
        breaks.append(Break(BreakKind.ADDED, end.count + 1, last))
    return breaks


def _stored(count: int) -> Iterator[tuple[Entry, str]]:
    rows = AuditEntry.objects.filter(sequence__lte=count).order_by("sequence")
    for row in rows.iterator(chunk_size=CHUNK):
        yield row.chained(), row.digest


def _start(day: date) -> datetime:
    """Return when a day starts for the reader."""
    return timezone.make_aware(datetime.combine(day, time.min))
