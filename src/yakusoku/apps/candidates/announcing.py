"""Telling everyone ahead of the tender what is demanded."""

import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.adapters.pdf import checksheet_pdf, press, specification_pdf
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.candidates import duties
from yakusoku.apps.candidates.models import Announcement
from yakusoku.apps.candidates.queries import contract_of, live_announcement, live_candidacy
from yakusoku.apps.candidates.services import AlreadyContracted, VersionMissing
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.services import keep_made
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import latest_version, pack_of
from yakusoku.domain.packs.model import Pack
from yakusoku.domain.packs.public import without_contractor
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import mark_of_row, require_unchanged

PAPERS: dict[str, Callable[[Pack], bytes]] = {
    "specification.pdf": specification_pdf,
    "checksheet.xlsx": check_sheet_xlsx,
    "checksheet.pdf": checksheet_pdf,
}


class LastDayPast(Refusal):
    """The last day of an announcement lies ahead."""

    code: ClassVar[str] = "announcement.last-day-past"


class NotAnnounced(Refusal):
    """Nothing is announced that could be withdrawn."""

    code: ClassVar[str] = "announcement.none"


@transaction.atomic
def announce(
    engagement: Engagement,
    *,
    last_day: date | None,
    today: date,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Announcement:
    """Show the latest version to everyone who has the link; announced again, the link stays.

    last_day   None: until it is withdrawn
    seen       the mark of the announcement that the page showed
    raises     VersionMissing, LastDayPast, AlreadyContracted, ChangedMeanwhile
    """
    present = Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    version = latest_version(present)
    if version is None:
        raise VersionMissing()
    if contract_of(present) is not None:
        raise AlreadyContracted()
    if last_day is not None and last_day < today:
        raise LastDayPast()
    found = live_announcement(present)
    require_unchanged(seen, mark_of_row(found))
    if found is None:
        found = _create(version, last_day, by, at)
    else:
        _renew(found, version, last_day, by, at)
    if live_candidacy(present) is None:
        duties.to_select(present, at=at)
    record(
        "announcement.published",
        present,
        by=by,
        at=at,
        organization=present.organization_id,
        facts={"version": version.number, "last_day": last_day.isoformat() if last_day else None},
    )
    return found


@transaction.atomic
def withdraw_announcement(engagement: Engagement, *, by: User, at: datetime) -> None:
    """Let the link show nothing any more. Raises NotAnnounced."""
    live = engagement.announcements.filter(withdrawn_at__isnull=True)
    if not live.update(withdrawn_at=at):
        raise NotAnnounced()
    record("announcement.withdrawn", engagement, by=by, at=at, organization=engagement.organization_id)


def _create(version: Version, last_day: date | None, by: User, at: datetime) -> Announcement:
    made = Announcement.objects.create(
        engagement=version.engagement,
        version=version,
        secret=secrets.token_urlsafe(32),
        last_day=last_day,
        announced_by=by,
        announced_at=at,
    )
    _print(made, by, at)
    return made


def _renew(found: Announcement, version: Version, last_day: date | None, by: User, at: datetime) -> None:
    newer = found.version_id != version.pk
    found.version, found.last_day = version, last_day
    if newer:
        found.replaced_at = at
    found.save(update_fields=["version", "last_day", "replaced_at"])
    if newer:
        found.papers.all().delete()
        _print(found, by, at)


def _print(announcement: Announcement, by: User, at: datetime) -> None:
    """Make the papers without the name of any contractor."""
    version = announcement.version
    pack = without_contractor(pack_of(version))
    owner = version.engagement.organization
    for name, render in PAPERS.items():
        title = f"{version.engagement.reference}-{version.number}-{name}"
        stored = keep_made(title, render(pack), organization=owner, by=by, at=at)
        announcement.papers.create(name=name, stored=stored)
    press().rest()
