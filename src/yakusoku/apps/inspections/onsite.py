"""What a tablet sends from the spot: kept once, whenever and however often it arrives."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.files.services import keep
from yakusoku.apps.inspections.models import (
    Arrival,
    Inspection,
    ObservationFile,
    ObservationRecord,
    State,
)
from yakusoku.apps.inspections.queries import check_of
from yakusoku.apps.inspections.rounds import log, need
from yakusoku.apps.inspections.services import MOST_FILES, CheckUnknown, TooManyFiles, observe
from yakusoku.domain.inspections.answers import Verification
from yakusoku.domain.refusal import Refusal

LONGEST_KEY = 64


class ItemUnusable(Refusal):
    """What arrived is not something that a tablet sends."""

    code: ClassVar[str] = "onsite.item-unusable"


class Outcome(StrEnum):
    """What became of something that arrived.

    KEPT      it is kept now
    KNOWN     it had arrived before; nothing changed
    CONFLICT  somebody else wrote at the same check meanwhile; nothing changed
    """

    KEPT = "kept"
    KNOWN = "known"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Noted:
    """What was seen at a check while there was no connection.

    key    the number the tablet gave it
    base   the stamp of the observation that the tablet showed then; empty: there was none
    force  write it although somebody else wrote meanwhile
    """

    key: str
    check: str
    verification: Verification
    seen: str
    base: str = ""
    force: bool = False


def stamp_of(record: ObservationRecord | None) -> str:
    """Return what tells two states of an observation apart; empty for none."""
    return record.stamp if record else ""


@transaction.atomic
def take_note(inspection: Inspection, noted: Noted, *, by: User, at: datetime) -> Outcome:
    """Keep what was seen at one check.

    raises   InspectionClosed, CheckUnknown, SeenMissing, ItemUnusable
    """
    need(inspection, State.SUBMITTED)
    if _arrived(inspection, noted.key):
        return Outcome.KNOWN
    present = ObservationRecord.objects.filter(inspection=inspection, check_id=noted.check).first()
    if stamp_of(present) != noted.base and not noted.force and not _says_the_same(present, noted):
        return Outcome.CONFLICT
    Arrival.objects.create(inspection=inspection, key=noted.key, arrived_at=at)
    observe(inspection, noted.check, noted.verification, noted.seen, by=by, at=at)
    return Outcome.KEPT


def _says_the_same(present: ObservationRecord | None, noted: Noted) -> bool:
    return present is not None and (present.verification, present.seen) == (
        noted.verification,
        noted.seen.strip(),
    )


@transaction.atomic
def take_photo(
    inspection: Inspection, key: str, check: str, upload: "UploadedFile[bytes]", *, by: User, at: datetime
) -> Outcome:
    """Keep a photo of one check; it is the client's file.

    raises   InspectionClosed, CheckUnknown, TooManyFiles, ItemUnusable and refusals of uploads
    """
    need(inspection, State.SUBMITTED)
    if _arrived(inspection, key):
        return Outcome.KNOWN
    if check_of(inspection, check) is None:
        raise CheckUnknown(check=check)
    if inspection.photos.filter(check_id=check).count() >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    client = inspection.version.engagement.organization
    stored = keep(upload, organization=client, by=by, at=at)
    ObservationFile.objects.create(inspection=inspection, check_id=check, stored=stored)
    Arrival.objects.create(inspection=inspection, key=key, arrived_at=at)
    log("photo.taken", inspection, by, at, facts={"check": check, "sha256": stored.sha256})
    return Outcome.KEPT


@transaction.atomic
def remove_photo(photo: ObservationFile, *, by: User, at: datetime) -> None:
    """Take a photo away while looking; the trail keeps its digest. Raises InspectionClosed."""
    inspection = photo.inspection
    need(inspection, State.SUBMITTED)
    facts = {"check": photo.check_id, "sha256": photo.stored.sha256}
    photo.delete()
    log("photo.removed", inspection, by, at, facts=facts)


def _arrived(inspection: Inspection, key: str) -> bool:
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise ItemUnusable()
    return Arrival.objects.filter(inspection=inspection, key=key).exists()
