"""What a contractor has to renew: certificates and kept answers that end soon."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.duties.services import owe, settle
from yakusoku.apps.library.models import Certificate, KeptAnswerRecord
from yakusoku.apps.library.queries import kind_name
from yakusoku.domain.accounts.permissions import Act

RENEW, REVIEW = "library.renew-certificate", "library.review-answers"
# A renewal takes months; an answer takes a look.
BEFORE_CERTIFICATE, BEFORE_ANSWERS = timedelta(days=90), timedelta(days=30)


def owe_renewals(*, at: datetime) -> int:
    """Let every certificate and answer that ends soon be due; return how many are new. For `tick`."""
    ending = Certificate.objects.filter(
        withdrawn_at__isnull=True, valid_until__lte=localdate(at) + BEFORE_CERTIFICATE
    ).select_related("organization")
    count = 0
    for row in ending.iterator(chunk_size=500):
        count += owe_renewal(row, at)
    soon = KeptAnswerRecord.objects.filter(
        retired_at__isnull=True, valid_until__lte=localdate(at) + BEFORE_ANSWERS
    )
    left: dict[int, list[date]] = {}
    for owner, day in soon.values_list("organization", "valid_until").iterator():
        if day is not None:
            left.setdefault(owner, []).append(day)
    for company in Organization.objects.filter(pk__in=left):
        count += _owe_review(company, left[company.pk], at)
    return count


@transaction.atomic
def settle_reviews(company: Organization, *, at: datetime) -> None:
    """Bring up to date how many kept answers of a company end soon."""
    # Of two at once, the second counts what the first changed.
    Organization.objects.select_for_update(no_key=True).get(pk=company.pk)
    ending = KeptAnswerRecord.objects.filter(
        organization=company, retired_at__isnull=True, valid_until__lte=localdate(at) + BEFORE_ANSWERS
    )
    days = [day for day in ending.values_list("valid_until", flat=True) if day]
    if days:
        _owe_review(company, days, at)
    else:
        settle(REVIEW, company, at=at)


def owe_renewal(row: Certificate, at: datetime) -> bool:
    """Let the renewal of a certificate be due, if it ends soon; return whether that is new."""
    if row.valid_until > localdate(at) + BEFORE_CERTIFICATE:
        return False
    return owe(
        RENEW,
        row,
        organization=row.organization,
        act=Act.KEEP_LIBRARY,
        engagement=None,
        about=f"{kind_name(row.kind)} {row.number}",
        href=row.get_absolute_url(),
        due_on=row.valid_until,
        at=at,
    )


def _owe_review(company: Organization, days: list[date], at: datetime) -> bool:
    return owe(
        REVIEW,
        company,
        organization=company,
        act=Act.KEEP_LIBRARY,
        engagement=None,
        about=company.name,
        href=f"{reverse('library-answers')}?show=ending",
        due_on=min(days),
        left=len(days),
        at=at,
    )
