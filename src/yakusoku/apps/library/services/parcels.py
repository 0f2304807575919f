"""Packages of files: read, shown, then taken as a whole or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction

from yakusoku.adapters.packages import Entry, read_package
from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.candidates.handing_in import hand_in as hand_in_sheet
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import content_of, keep
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.imports import (
    Preview,
    look_into,
    read_for,
    require_seen,
    without_attached,
)
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.inspections.queries import asked_ever, check_of
from yakusoku.apps.inspections.rounds import InspectionClosed, hold_round
from yakusoku.apps.inspections.services import show_kept, take_answers
from yakusoku.apps.library.models import Parcel, ParcelFile, Side
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.files.acceptance import FileTooLarge
from yakusoku.domain.library.packages import Layout, PackageStale, SheetDamaged, sort_out
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.web.edits import require_unchanged


class PackageUnusable(Exception):
    """What is wrong with a package: every reason, so that it is put right at once."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        super().__init__("package")
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who brings a package. `handed_over_by`: from whom a clerk received it; else empty."""

    side: Side
    handed_over_by: str = ""


@transaction.atomic
def receive(
    inspection: Inspection,
    company: Organization,
    upload: "UploadedFile[bytes]",
    delivery: Delivery,
    *,
    by: User,
    at: datetime,
) -> Parcel:
    """Read a package and keep its files to look at; it replaces one that waits.

    raises   PackageUnusable with every reason, UnreadableFile when its sheet is not the one of this inspection
    """
    if inspection.state != State.OPEN:
        raise InspectionClosed(state=State(inspection.state).label)
    name = (upload.name or "")[:200]
    if (upload.size or 0) > settings.UPLOAD_BYTES:
        raise FileTooLarge(name=name, limit=settings.UPLOAD_BYTES // (1024 * 1024))
    entries = read_package(upload.read(), name)
    layout, problems = sort_out([e.path for e in entries], asked_ever(inspection))
    if layout is None or problems:
        raise PackageUnusable(problems)
    stored = _keep_all(entries, layout, company, by, at)
    sheet = stored[layout.sheet]
    read_for(inspection, content_of(sheet), sheet.name)
    inspection.parcels.filter(taken_at__isnull=True).delete()
    parcel = Parcel.objects.create(
        inspection=inspection,
        name=name,
        sheet=sheet,
        side=delivery.side,
        handed_over_by=delivery.handed_over_by.strip(),
        read_by=by,
        read_at=at,
    )
    ParcelFile.objects.bulk_create(
        ParcelFile(parcel=parcel, check_id=check, stored=stored[index]) for check, index in layout.evidence
    )
    _log("package.read", parcel, by, at, files=len(layout.evidence))
    return parcel


def preview(parcel: Parcel) -> Preview:
    """Return what taking a package would change now."""
    return look_into(parcel.inspection, content_of(parcel.sheet), parcel.sheet.name)


def files_to_show(parcel: Parcel) -> list[ParcelFile]:
    """Return the files of a package whose question is still asked, question by question."""
    files = parcel.files.select_related("stored").order_by("check_id", "pk")
    return [file for file in files if check_of(parcel.inspection, file.check_id) is not None]


@transaction.atomic
def take(
    parcel: Parcel,
    *,
    hand_in: bool,
    holders: str | None = None,
    seen: str = "",
    looked: str | None = None,
    by: User,
    at: datetime,
) -> int:
    """Take answers and files of a package, all of them; return how many answers changed.

    hand_in   the sheet is handed in with it: what a clerk received on paper terms counts as given
    holders   how those who hold data differ from what is declared; empty: they do not; None: it was not told
    seen      number of the version for which the preview was shown; empty: it is not known
    looked    the mark of the preview; None: nobody looked at one
    raises    PackageStale, SheetRenewed, PreviewChanged, SheetDamaged, and what answering and handing in raise: then nothing is taken
    """
    inspection = parcel.inspection
    require_seen(inspection, seen)
    waiting = Parcel.objects.filter(pk=parcel.pk, taken_at__isnull=True)
    if not waiting.update(taken_by=by, taken_at=at):
        raise PackageStale()
    # Whoever answers meanwhile waits: what is compared is what is overwritten.
    hold_round(inspection)
    found = preview(parcel)
    require_unchanged(looked, found.mark, PreviewChanged)
    if found.intake.damaged:
        raise SheetDamaged()
    answers, files = _take_over(parcel, found, by, at)
    if holders is not None:
        state_holders(inspection, unchanged=not holders.strip(), told=holders, by=by, at=at)
    if hand_in:
        hand_in_sheet(inspection, by=by, at=at)
    _log("package.taken", parcel, by, at, answers=answers, files=files)
    return answers


def _take_over(parcel: Parcel, found: Preview, by: User, at: datetime) -> tuple[int, int]:
    """Give the answers and show the files of a package; return how many of each."""
    inspection, files = parcel.inspection, files_to_show(parcel)
    shown = {(f.check_id, f.stored.name) for f in inspection.evidence.select_related("stored")}
    shown |= {(f.check_id, f.stored.name) for f in files}
    given = [without_attached(answer, shown) for answer in found.usable]
    if given:
        take_answers(inspection, given, by=by, at=at, code="answer.by-file")
    for file in files:
        show_kept(inspection, file.check_id, file.stored, by=by, at=at)
    Parcel.objects.filter(pk=parcel.pk).update(answers=len(given))
    return len(given), len(files)


@transaction.atomic
def drop(parcel: Parcel, *, by: User, at: datetime) -> None:
    """Forget a package that waits. Raises PackageStale."""
    name = f"parcel:{parcel.pk}"
    if not Parcel.objects.filter(pk=parcel.pk, taken_at__isnull=True).delete()[0]:
        raise PackageStale()
    owner = parcel.inspection.version.engagement.organization_id
    record("package.dropped", name, by=by, at=at, organization=owner)


def _keep_all(
    entries: tuple[Entry, ...], layout: Layout, company: Organization, by: User, at: datetime
) -> dict[int, StoredFile]:
    """Keep the sheet and the evidence; each is looked into like an upload. Raises PackageUnusable with every reason."""
    stored: dict[int, StoredFile] = {}
    wrong: list[Refusal] = []
    for index in (layout.sheet, *(index for _check, index in layout.evidence)):
        entry = entries[index]
        name = entry.path.replace("\\", "/").rpartition("/")[2]
        try:
            stored[index] = keep(SimpleUploadedFile(name, entry.content), organization=company, by=by, at=at)
        except Refusal as refusal:
            wrong.append(refusal)
    if wrong:
        raise PackageUnusable(wrong)
    return stored


def _log(code: str, parcel: Parcel, by: User, at: datetime, **facts: int) -> None:
    owner = parcel.inspection.version.engagement.organization_id
    told: dict[str, JSON] = {"inspection": parcel.inspection_id, "side": str(parcel.side), **facts}
    record(code, parcel, by=by, at=at, organization=owner, facts=told)
