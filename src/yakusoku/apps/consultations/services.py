"""Writing consultations: asking, advising, asking on, closing, and letting an expert in by a link."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from yakusoku.apps.accounts.access import digest_of
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.consultations import duties
from yakusoku.apps.consultations.models import (
    Addressee,
    Consultation,
    ConsultationState,
    ExpertLink,
    Kind,
    Post,
)
from yakusoku.apps.engagements.life import hold
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.services import keep
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal

LINK_LASTS = timedelta(days=14)
MOST_FILES = 10
Files = Iterable["UploadedFile[bytes]"]


class TextMissing(Refusal):
    """A post says something."""

    code: ClassVar[str] = "consultation.text-missing"


class ConsultationClosed(Refusal):
    """The consultation is closed; another can be begun."""

    code: ClassVar[str] = "consultation.closed"


class TooManyFiles(Refusal):
    """A post holds as many files as it may."""

    code: ClassVar[str] = "consultation.too-many-files"


class NotForExperts(Refusal):
    """The thread was asked inside the house: what was said there was not meant for others."""

    code: ClassVar[str] = "consultation.not-for-experts"


class LinkOver(Refusal):
    """The link was used, withdrawn or is too old."""

    code: ClassVar[str] = "consultation.link-over"


@transaction.atomic
def ask(
    engagement: Engagement,
    addressee: Addressee,
    title: str,
    text: str,
    *,
    about: str = "",
    files: Files = (),
    by: User,
    at: datetime,
) -> Consultation:
    """Ask for advice and return the new consultation.

    about    an address of this site, as `queries.local_address` lets through
    raises   TextMissing, TooManyFiles and refusals of uploads
    """
    hold(engagement.pk)
    consultation = Consultation.objects.create(
        engagement=engagement,
        addressee=addressee,
        title=title.strip(),
        about=about,
        asked_by=by,
        asked_at=at,
        changed_at=at,
    )
    _post(consultation, Kind.QUESTION, text, files, by=by, at=at)
    duties.to_advise(consultation, at=at)
    _log("consultation.asked", consultation, by, at, facts={"addressee": str(addressee)})
    return consultation


@transaction.atomic
def advise(consultation: Consultation, text: str, *, files: Files = (), by: User, at: datetime) -> Post:
    """Give advice. Raises ConsultationClosed, TextMissing, TooManyFiles and refusals of uploads."""
    _move(consultation, ConsultationState.ANSWERED, at)
    post = _post(consultation, Kind.ADVICE, text, files, by=by, at=at)
    duties.to_read(consultation, at=at)
    _log("consultation.advised", consultation, by, at)
    return post


@transaction.atomic
def ask_on(consultation: Consultation, text: str, *, files: Files = (), by: User, at: datetime) -> Post:
    """Ask further. Raises as `advise`."""
    _move(consultation, ConsultationState.OPEN, at)
    post = _post(consultation, Kind.FOLLOW_UP, text, files, by=by, at=at)
    duties.to_advise(consultation, at=at)
    _log("consultation.asked-on", consultation, by, at)
    return post


@transaction.atomic
def close(consultation: Consultation, *, by: User, at: datetime) -> None:
    """Let the consultation be over; what was said stays with the case. Raises ConsultationClosed."""
    _move(consultation, ConsultationState.CLOSED, at, closed_at=at)
    _waiting(consultation, at).update(withdrawn_at=at)
    duties.closed(consultation, at=at)
    _log("consultation.closed", consultation, by, at)


@transaction.atomic
def let_in(consultation: Consultation, name: str, *, by: User, at: datetime) -> tuple[ExpertLink, str]:
    """Return a link for an expert and its secret, which is told here and never again; earlier links end.

    raises   NotForExperts, ConsultationClosed
    """
    if consultation.addressee != Addressee.EXPERT:
        raise NotForExperts()
    _move(consultation, ConsultationState.OPEN, at)
    _waiting(consultation, at).update(withdrawn_at=at)
    secret = secrets.token_urlsafe(32)
    link = consultation.links.create(
        name=name.strip(),
        token_digest=digest_of(secret),
        made_by=by,
        made_at=at,
        expires_at=at + LINK_LASTS,
    )
    duties.to_await(link, at=at)
    _log("consultation.link-made", consultation, by, at, facts={"link": link.pk})
    return link, secret


@transaction.atomic
def withdraw_link(link: ExpertLink, *, by: User, at: datetime) -> None:
    """Let a link open nothing any more. Raises LinkOver."""
    if not _waiting(link.consultation, at).filter(pk=link.pk).update(withdrawn_at=at):
        raise LinkOver()
    _log("consultation.link-withdrawn", link.consultation, by, at, facts={"link": link.pk})


@transaction.atomic
def advise_by_link(link: ExpertLink, text: str, *, files: Files = (), at: datetime) -> Post:
    """Take the answer of an expert; the link is used up. Raises LinkOver and what `advise` raises."""
    hold(link.consultation.engagement_id)
    if not _waiting(link.consultation, at).filter(pk=link.pk).update(used_at=at):
        raise LinkOver()
    consultation = link.consultation
    _move(consultation, ConsultationState.ANSWERED, at)
    post = _post(consultation, Kind.ADVICE, text, files, by=None, by_name=link.name, at=at)
    duties.to_read(consultation, at=at)
    _log("consultation.advised-by-link", consultation, None, at, facts={"link": link.pk})
    return post


def _waiting(consultation: Consultation, at: datetime) -> "QuerySet[ExpertLink]":
    return consultation.links.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)


def _post(
    consultation: Consultation,
    kind: Kind,
    text: str,
    files: Files,
    *,
    by: User | None,
    at: datetime,
    by_name: str = "",
) -> Post:
    if not text.strip():
        raise TextMissing()
    given = list(files)
    if len(given) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    post = consultation.posts.create(kind=kind, text=text.strip(), author=by, by_name=by_name, written_at=at)
    for upload in given:
        stored = keep(upload, organization=consultation.engagement.organization, by=by, at=at)
        post.files.create(stored=stored)
    return post


def _move(consultation: Consultation, state: ConsultationState, at: datetime, **fields: object) -> None:
    hold(consultation.engagement_id)
    rows = Consultation.objects.filter(pk=consultation.pk).exclude(state=ConsultationState.CLOSED)
    if not rows.update(state=state, changed_at=at, **fields):
        raise ConsultationClosed()
    consultation.refresh_from_db(fields=["state", "changed_at", "closed_at"])


def _log(
    code: str,
    consultation: Consultation,
    by: User | None,
    at: datetime,
    *,
    facts: Mapping[str, JSON] | None = None,
) -> None:
    organization = consultation.engagement.organization_id
    record(code, consultation, by=by, at=at, organization=organization, facts=facts or {})
