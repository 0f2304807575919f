"""Links without an account: made, taken back, and what their holder does."""

import secrets
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from yakusoku.apps.accounts.access import digest_of
from yakusoku.apps.accounts.models import User
from yakusoku.apps.accounts.services import create_guest
from yakusoku.apps.audit.services import record
from yakusoku.apps.candidates.handing_in import hand_in
from yakusoku.apps.inspections import imports
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.models import EvidenceFile, Inspection, PendingImport, State
from yakusoku.apps.inspections.rounds import hold_round
from yakusoku.apps.library.models import AnswerLink, Side
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.inspections.answers import GivenAnswer
from yakusoku.domain.library.links import LinkClosed, expires_at, require_open


@transaction.atomic
def make_link(
    inspection: Inspection, side: Side, person: str, email: str, days: int, *, by: User, at: datetime
) -> tuple[AnswerLink, str]:
    """Make a link for one person and one sheet; return it and its secret, told here and never again.

    raises   LinkClosed when the sheet is not being answered
    """
    if hold_round(inspection).state != State.OPEN:
        raise LinkClosed()
    secret = secrets.token_urlsafe(32)
    holder = create_guest(_("%(name)s（回答のリンク）") % {"name": person}, by=by, at=at)
    link = AnswerLink.objects.create(
        inspection=inspection,
        person=person,
        email=email.strip().lower(),
        holder=holder,
        token_digest=digest_of(secret),
        side=side,
        made_by=by,
        created=at,
        expires_at=expires_at(at, days),
    )
    _log("link.made", link, by, at)
    return link, secret


@transaction.atomic
def withdraw_link(link: AnswerLink, *, by: User, at: datetime) -> None:
    """Take a link back. Raises LinkUsed, LinkWithdrawn, LinkExpired."""
    _stamp(link, at, withdrawn_at=at)
    _log("link.withdrawn", link, by, at)


@transaction.atomic
def note_opened(link: AnswerLink, *, at: datetime) -> None:
    """Remember when a link was opened for the first time."""
    if AnswerLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=at):
        _log("link.opened", link, link.holder, at)


@transaction.atomic
def answer_by(
    link: AnswerLink, given: GivenAnswer, *, asked: str = "", seen: str | None = None, at: datetime
) -> None:
    """Set one answer; `asked` and `seen` as in answering itself. Raises as `require_working` and answering."""
    require_working(link, at)
    inspections.answer(link.inspection, given, asked=asked, seen=seen, by=link.holder, at=at)


@transaction.atomic
def state_holders_by(
    link: AnswerLink, *, unchanged: bool, told: str, seen: str | None = None, at: datetime
) -> None:
    """Say who holds data now; `seen` as for whoever is asked."""
    require_working(link, at)
    state_holders(link.inspection, unchanged=unchanged, told=told, seen=seen, by=link.holder, at=at)


@transaction.atomic
def show_evidence_by(
    link: AnswerLink, check: str, upload: "UploadedFile[bytes]", *, at: datetime
) -> EvidenceFile:
    """Add a file to one check."""
    require_working(link, at)
    return inspections.show_evidence(link.inspection, check, upload, by=link.holder, at=at)


@transaction.atomic
def remove_evidence_by(link: AnswerLink, file: EvidenceFile, *, at: datetime) -> None:
    """Take a file away again."""
    require_working(link, at)
    inspections.remove_evidence(link.inspection, file, by=link.holder, at=at)


@transaction.atomic
def submit_by(link: AnswerLink, *, at: datetime) -> None:
    """Hand the answers in; the link has done its work."""
    require_working(link, at)
    hand_in(link.inspection, by=link.holder, at=at)
    _stamp(link, at, used_at=at)
    _log("link.used", link, link.holder, at)


@transaction.atomic
def receive_sheet_by(link: AnswerLink, upload: "UploadedFile[bytes]", *, at: datetime) -> PendingImport:
    """Keep a returned sheet to look at before it is taken."""
    require_working(link, at)
    return imports.receive(link.inspection, upload, by=link.holder, at=at)


@transaction.atomic
def take_sheet_by(
    link: AnswerLink, pending: PendingImport, *, seen: str = "", looked: str | None = None, at: datetime
) -> int:
    """Take the waiting sheet; return how many answers were set. Raises as `imports.take`."""
    require_working(link, at)
    return imports.take(link.inspection, pending, seen=seen, looked=looked, by=link.holder, at=at)


def require_working_now(link: AnswerLink, at: datetime) -> None:
    """Raise as `require_working`, for a look only: nothing is locked."""
    require_open(link.expires_at, link.used_at, link.withdrawn_at, at)
    if link.inspection.state != State.OPEN:
        raise LinkClosed()


def require_working(link: AnswerLink, at: datetime) -> None:
    """Raise LinkUsed, LinkWithdrawn, LinkExpired, or LinkClosed when the sheet was handed in elsewhere.

    The row is read again and locked: a link that is taken back meanwhile stops at once.
    """
    present = AnswerLink.objects.select_for_update(no_key=True, of=("self",)).get(pk=link.pk)
    require_open(present.expires_at, present.used_at, present.withdrawn_at, at)
    state = Inspection.objects.values_list("state", flat=True).get(pk=link.inspection_id)
    if state != State.OPEN:
        raise LinkClosed()


def _stamp(link: AnswerLink, at: datetime, **stamp: datetime) -> None:
    """Stamp a link if it still works; of two at once, one finds no row and is refused."""
    waiting = AnswerLink.objects.filter(
        pk=link.pk, used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    if not waiting.update(**stamp):
        link.refresh_from_db()
        require_open(link.expires_at, link.used_at, link.withdrawn_at, at)
    link.refresh_from_db()


def _log(code: str, link: AnswerLink, by: User, at: datetime) -> None:
    inspection = link.inspection
    owner = inspection.version.engagement.organization_id
    facts: dict[str, JSON] = {"inspection": inspection.pk, "side": str(link.side)}
    record(code, link, by=by, at=at, organization=owner, facts=facts)
