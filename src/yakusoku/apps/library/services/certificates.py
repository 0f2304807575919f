"""Certificates: recorded, renewed, put away; their scope confirmed for a piece of work."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.duties.services import settle
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.services import keep
from yakusoku.apps.library.models import Certificate, ScopeConfirmation
from yakusoku.apps.library.queries import kinds
from yakusoku.apps.library.services.renewals import RENEW, owe_renewal
from yakusoku.domain.library.answers import AnswerChanged, KeptAlready, require_days
from yakusoku.domain.library.certificates import (
    CertificateExpired,
    CertificateWithdrawn,
    KindUnknown,
    expiry_of,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a certificate. `valid_until` None: it is counted from `counted_from`."""

    kind: str
    number: str
    scope: str
    counted_from: date | None
    valid_until: date | None

    def fields(self) -> dict[str, Any]:
        """Return the columns; raises KindUnknown, ExpiryMissing, DaysTurnedRound."""
        kind = kinds().get(self.kind)
        if kind is None:
            raise KindUnknown(kind=self.kind)
        until = expiry_of(kind, self.counted_from, self.valid_until)
        require_days(self.counted_from, until)
        return {
            "number": self.number.strip(),
            "scope": self.scope.strip(),
            "counted_from": self.counted_from,
            "valid_until": until,
        }


@transaction.atomic
def record_certificate(
    company: Organization,
    paper: Paper,
    upload: "UploadedFile[bytes] | None",
    *,
    by: User,
    at: datetime,
) -> Certificate:
    """Record a certificate. Raises KeptAlready, ExpiryMissing, DaysTurnedRound and refusals of uploads."""
    stored = keep(upload, organization=company, by=by, at=at) if upload else None
    try:
        with transaction.atomic():
            row = Certificate.objects.create(
                organization=company,
                kind=paper.kind,
                stored=stored,
                changed_by=by,
                changed_at=at,
                **paper.fields(),
            )
    except IntegrityError as error:
        raise KeptAlready() from error
    owe_renewal(row, at)
    _log("certificate.recorded", row, by, at)
    return row


@transaction.atomic
def change_certificate(
    row: Certificate,
    paper: Paper,
    upload: "UploadedFile[bytes] | None",
    *,
    revision: int,
    by: User,
    at: datetime,
) -> Certificate:
    """Bring a certificate up to date, as after a renewal; whether its scope covers a work is asked again.

    raises   AnswerChanged, KeptAlready, ExpiryMissing, DaysTurnedRound and refusals of uploads
    """
    fields = paper.fields()
    # Before the file is kept, and with it the trail: whoever withdraws it meanwhile waits here.
    Certificate.objects.select_for_update(no_key=True).get(pk=row.pk)
    if upload:
        fields["stored"] = keep(upload, organization=row.organization, by=by, at=at)
    rows = Certificate.objects.filter(pk=row.pk, revision=revision, withdrawn_at__isnull=True)
    try:
        with transaction.atomic():
            changed = rows.update(revision=revision + 1, changed_by=by, changed_at=at, **fields)
    except IntegrityError as error:
        raise KeptAlready() from error
    if not changed:
        raise AnswerChanged()
    row.refresh_from_db()
    row.confirmations.all().delete()
    settle(RENEW, row, at=at)
    owe_renewal(row, at)
    _log("certificate.changed", row, by, at)
    return row


@transaction.atomic
def withdraw_certificate(row: Certificate, *, revision: int, by: User, at: datetime) -> None:
    """Put a certificate away: it supports nothing any more. Raises AnswerChanged."""
    rows = Certificate.objects.filter(pk=row.pk, revision=revision, withdrawn_at__isnull=True)
    if not rows.update(revision=revision + 1, changed_by=by, changed_at=at, withdrawn_at=at):
        raise AnswerChanged()
    row.refresh_from_db()
    row.confirmations.all().delete()
    settle(RENEW, row, at=at)
    _log("certificate.withdrawn", row, by, at)


@transaction.atomic
def confirm_scope(row: Certificate, engagement: Engagement, *, by: User, at: datetime) -> None:
    """Say that the scope of a certificate covers an engagement. Raises CertificateWithdrawn, CertificateExpired."""
    present = Certificate.objects.select_for_update(no_key=True).get(pk=row.pk)
    if present.withdrawn_at is not None:
        raise CertificateWithdrawn()
    if present.valid_until < localdate(at):
        raise CertificateExpired(day=present.valid_until)
    _row, made = ScopeConfirmation.objects.get_or_create(
        certificate=present, engagement=engagement, defaults={"confirmed_by": by, "confirmed_at": at}
    )
    if made:
        _log("certificate.scope-confirmed", row, by, at, engagement=engagement.pk)


@transaction.atomic
def take_back_scope(row: Certificate, engagement: Engagement, *, by: User, at: datetime) -> None:
    """Say that the scope does not cover an engagement after all."""
    if row.confirmations.filter(engagement=engagement).delete()[0]:
        _log("certificate.scope-denied", row, by, at, engagement=engagement.pk)


def _log(code: str, row: Certificate, by: User, at: datetime, **facts: Any) -> None:
    told = {"kind": row.kind, "revision": row.revision, "until": row.valid_until.isoformat(), **facts}
    record(code, row, by=by, at=at, organization=row.organization_id, facts=told)
