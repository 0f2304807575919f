"""Staff lists that come as a file: kept, read beside the list as it stands, and taken only after a look."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yakusoku.adapters.staff_list import read_rows
from yakusoku.apps.accounts.models import User
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.life import need_open
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.services import content_of, keep
from yakusoku.apps.training.models import PendingList, Worker
from yakusoku.apps.training.queries import companies_in
from yakusoku.apps.training.services import take_list
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.domain.training.requirements import Part
from yakusoku.domain.training.roster import Entry, Roster, read_roster, tidied
from yakusoku.web.edits import mark_of, require_unchanged


class ListFaulty(Refusal):
    """The list has faults: nothing of it is taken until they are put right."""

    code: ClassVar[str] = "staff.list-faulty"


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the list would do. `before` None: the person is new."""

    entry: Entry
    hop: Hop | None
    before: Worker | None

    @property
    def changes(self) -> bool:
        """Return whether the list as it stands would become another."""
        return self.stands != (self.entry.part, self.entry.since, self.entry.until)

    @property
    def stands(self) -> tuple[str, date | None, date | None] | None:
        """Return what the list as it stands says of the person; None: nothing."""
        before = self.before
        return (before.part, before.since, before.until) if before else None

    @property
    def told(self) -> dict[str, str | Part | date | Hop | None]:
        """Return the line as the service takes it."""
        entry = self.entry
        return {
            "name": entry.name,
            "part": entry.part,
            "since": entry.since,
            "until": entry.until,
            "hop": self.hop,
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking the waiting list would change, and what is wrong with it."""

    roster: Roster
    lines: tuple[Line, ...]

    @property
    def usable(self) -> tuple[Line, ...]:
        """Return the lines that would be written; none while the list has a fault."""
        return () if self.roster.faults else tuple(line for line in self.lines if line.changes)

    @property
    def mark(self) -> str:
        """Return a mark of what taking the list would change."""
        lines = ((line.told | {"hop": line.hop and line.hop.pk}, line.stands) for line in self.lines)
        return mark_of(list(lines))

    @property
    def unchanged(self) -> int:
        """Return how many lines say what stands already."""
        return sum(1 for line in self.lines if not line.changes)


@transaction.atomic
def receive(engagement: Engagement, upload: "UploadedFile[bytes]", *, by: User, at: datetime) -> PendingList:
    """Keep a staff list to look at before it is taken; it replaces one that waits.

    raises   refusals of uploads, and UnreadableFile when it is no table
    """
    stored = keep(upload, organization=engagement.contractor or engagement.organization, by=by, at=at)
    read_rows(content_of(stored), stored.name)
    pending, _ = PendingList.objects.update_or_create(
        engagement=engagement, defaults={"stored": stored, "read_by": by, "read_at": at}
    )
    return pending


def preview(engagement: Engagement, pending: PendingList) -> Preview:
    """Return what taking the waiting list would change now."""
    hops = {hop.name: hop for hop in companies_in(engagement)}
    roster = read_roster(read_rows(content_of(pending.stored), pending.stored.name), hops)
    standing = {(row.hop_id, row.name): row for row in engagement.workers.all()}
    tidy = {tidied(name): hop for name, hop in hops.items()}
    lines = []
    for entry in roster.entries:
        hop = tidy.get(entry.company)
        lines.append(Line(entry, hop, standing.get((hop.pk if hop else None, entry.name))))
    return Preview(roster, tuple(lines))


@transaction.atomic
def take(
    engagement: Engagement, pending: PendingList, *, looked: str | None = None, by: User, at: datetime
) -> int:
    """Take the waiting list whole; return how many lines were written.

    looked   the mark of the preview; None: nobody looked at one
    raises   ListFaulty, PreviewChanged, EngagementClosed
    """
    # Whoever changes the list meanwhile waits: what is compared is what is overwritten.
    need_open(engagement.pk)
    found = preview(engagement, pending)
    if found.roster.faults:
        raise ListFaulty(count=len(found.roster.faults))
    require_unchanged(looked, found.mark, PreviewChanged)
    pending.delete()
    return take_list(engagement, [line.told for line in found.usable], by=by, at=at)


@transaction.atomic
def drop(pending: PendingList) -> None:
    """Forget the waiting list; the file stays in the store."""
    pending.delete()
