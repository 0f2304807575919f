"""Writing what the field says of a template, what was done about it, and what study sessions learned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.files.services import keep
from yakusoku.apps.standards import duties
from yakusoku.apps.standards.models import Comment, Standard, StandardVersion, StudySession
from yakusoku.apps.standards.services import Retired
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class NothingSaid(Refusal):
    """A comment and an answer say something."""

    code: ClassVar[str] = "standard.nothing-said"


class NoSuchClause(Refusal):
    """The version has no such clause."""

    code: ClassVar[str] = "standard.no-such-clause"


class AlreadyAnswered(Refusal):
    """Somebody answered the comment."""

    code: ClassVar[str] = "standard.already-answered"


class StudyInFuture(Refusal):
    """A study session is recorded once it was held."""

    code: ClassVar[str] = "study.in-future"


class StandardElsewhere(Refusal):
    """The template is not of this organisation."""

    code: ClassVar[str] = "study.standard-elsewhere"


@transaction.atomic
def comment(
    version: StandardVersion, text: str, clause: int | None = None, *, by: User, at: datetime
) -> Comment:
    """Say something of a template, or of one clause of it.

    clause   its place in the version, from 0; None: of the whole
    raises   NothingSaid, NoSuchClause, Retired
    """
    if not text.strip():
        raise NothingSaid()
    standard = _hold(version.standard_id)
    if standard.retired_at is not None:
        raise Retired(title=standard.title)
    if clause is not None and version.clause(clause) is None:
        raise NoSuchClause()
    made = Comment.objects.create(
        standard=standard,
        version=version,
        clause=clause,
        clause_name=version.clause_name(clause) if clause is not None else "",
        text=text.strip(),
        made_by=by,
        made_at=at,
    )
    duties.comments(standard, at=at)
    facts: dict[str, JSON] = {"standard": standard.pk, "version": version.number, "clause": clause}
    record("standard.commented", made, by=by, at=at, organization=standard.organization_id, facts=facts)
    return made


@transaction.atomic
def answer(said: Comment, text: str, *, by: User, at: datetime) -> None:
    """Say what was done about a comment. Raises NothingSaid, AlreadyAnswered."""
    if not text.strip():
        raise NothingSaid()
    standard = _hold(said.standard_id)
    rows = Comment.objects.filter(pk=said.pk, answered_at__isnull=True)
    if not rows.update(answer=text.strip(), answered_by=by, answered_at=at):
        raise AlreadyAnswered()
    duties.comments(standard, at=at)
    facts: dict[str, JSON] = {"standard": standard.pk}
    record(
        "standard.comment-answered", said, by=by, at=at, organization=standard.organization_id, facts=facts
    )


@dataclass(frozen=True, slots=True)
class Study:
    """A study session as it is told: when, about what, who came, what was learned."""

    held_on: date
    title: str
    people: str
    learned: str


@transaction.atomic
def record_study(
    organization: Organization,
    told: Study,
    *,
    standards: Iterable[Standard] = (),
    files: "Iterable[UploadedFile[bytes]]" = (),
    by: User,
    at: datetime,
) -> StudySession:
    """Record a study session with its files.

    standards   the templates that it dealt with
    raises      StudyInFuture, StandardElsewhere and refusals of uploads
    """
    if told.held_on > localdate(at):
        raise StudyInFuture(day=told.held_on)
    about = list(standards)
    if any(each.organization_id != organization.pk for each in about):
        raise StandardElsewhere()
    made = StudySession.objects.create(
        organization=organization,
        held_on=told.held_on,
        title=told.title,
        people=told.people,
        learned=told.learned,
        recorded_by=by,
        recorded_at=at,
    )
    made.standards.set(about)
    kept = [keep(each, organization=organization, by=by, at=at) for each in files]
    for stored in kept:
        made.files.create(stored=stored)
    facts: dict[str, JSON] = {
        "day": told.held_on.isoformat(),
        "standards": [each.pk for each in about],
        "files": [each.pk for each in kept],
    }
    record("study.recorded", made, by=by, at=at, organization=organization.pk, facts=facts)
    return made


def _hold(pk: int) -> Standard:
    """Lock a template, so that of two at once the second counts what the first changed."""
    rows = Standard.objects.select_related("organization", "department", "owner")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
