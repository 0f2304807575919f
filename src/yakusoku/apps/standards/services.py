"""Writing templates, their versions and reviews. A version, once kept, is never written again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils.timezone import localdate

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.files.services import keep
from yakusoku.apps.standards import duties
from yakusoku.apps.standards.laws import Register, shipped_register, told
from yakusoku.apps.standards.models import LawNotice, Standard, StandardReview, StandardVersion
from yakusoku.apps.standards.reading import Text
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.standards.due import AHEAD, Outcome, calls, months_after, next_review, still_known
from yakusoku.web.edits import mark_of_row, require_unchanged


class NamedTwice(Refusal):
    """Two templates in use would have the same title."""

    code: ClassVar[str] = "standard.named-twice"


class DepartmentMissing(Refusal):
    """Whoever keeps the templates of a department only says of which."""

    code: ClassVar[str] = "standard.department-missing"


class Retired(Refusal):
    """The template is no longer in use."""

    code: ClassVar[str] = "standard.retired"


class ReviewInFuture(Refusal):
    """A review cannot have happened after today."""

    code: ClassVar[str] = "standard.review-in-future"


class ReviewBeforeLast(Refusal):
    """A review cannot have happened before the last one."""

    code: ClassVar[str] = "standard.review-before-last"


class RevisionNeedsVersion(Refusal):
    """A review that revised has a new version, and one that changed nothing has none."""

    code: ClassVar[str] = "standard.revision-needs-version"


class ReasonMissing(Refusal):
    """A review says why it ended as it did."""

    code: ClassVar[str] = "standard.reason-missing"


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at a template. `considered`: ids of the changes of the law that were looked at with it."""

    reviewed_on: date
    reviewed_by: User
    outcome: Outcome
    reason: str
    considered: Collection[str] = ()


@transaction.atomic
def register(
    organization: Organization,
    given: Mapping[str, Any],
    text: Text,
    *,
    laws: Register | None = None,
    by: User,
    at: datetime,
) -> Standard:
    """Add a template with its first version; return it.

    given    title, kind, about, department, owner, months, and reviewed_on: its last review; None: today
    text     read before (reading.read): others write in the meantime
    laws     None: the register that ships
    raises   NamedTwice, ReviewInFuture and refusals of uploads
    """
    laws = laws or shipped_register()
    _require_free_title(organization, given["title"])
    base = given.get("reviewed_on") or localdate(at)
    if base > localdate(at):
        raise ReviewInFuture(day=base)
    regular = months_after(base, given["months"])
    made = Standard.objects.create(
        organization=organization,
        **{name: given[name] for name in ("title", "kind", "about", "department", "owner", "months")},
        reviewed_on=base,
        regular_on=regular,
        due_on=regular,
        changed_by=by,
        changed_at=at,
    )
    version = _add_version(made, 1, text, laws, by=by, at=at)
    _bring_up_to_date(made, version, laws, None, at=at)
    facts: dict[str, JSON] = {"kind": made.kind, "months": made.months, "sha256": version.stored.sha256}
    record("standard.registered", made, by=by, at=at, organization=organization.pk, facts=facts)
    return made


@transaction.atomic
def change(
    standard: Standard, given: Mapping[str, Any], *, seen: str | None = None, by: User, at: datetime
) -> Standard:
    """Change what is told of a template in use, and when it is looked at again; return it.

    given    title, kind, about, department, owner, months
    seen     the mark of the row as the page showed it
    raises   NamedTwice, Retired, ChangedMeanwhile
    """
    _require_free_title(standard.organization, given["title"], standard.pk)
    kept = _hold(standard)
    require_unchanged(seen, mark_of_row(kept))
    for name in ("title", "kind", "about", "department", "owner", "months"):
        setattr(kept, name, given[name])
    kept.changed_by, kept.changed_at = by, at
    kept.save()
    _set_due(kept, at=at)
    duties.comments(kept, at=at)
    facts: dict[str, JSON] = {"months": kept.months, "owner": kept.owner_id, "department": kept.department_id}
    record("standard.changed", kept, by=by, at=at, organization=kept.organization_id, facts=facts)
    return kept


@transaction.atomic
def retire(standard: Standard, *, by: User, at: datetime) -> None:
    """Take a template out of use; its versions, reviews and comments stay. Raises Retired."""
    kept = _hold(standard)
    kept.retired_at, kept.changed_by, kept.changed_at = at, by, at
    kept.save(update_fields=["retired_at", "changed_by", "changed_at"])
    duties.review(kept, today=localdate(at), at=at)
    duties.comments(kept, at=at)
    record("standard.retired", kept, by=by, at=at, organization=kept.organization_id)


@transaction.atomic
def take_up(standard: Standard, *, by: User, at: datetime) -> Standard:
    """Take a template that was given up into use again; return it. Its next review is what it would have been.

    raises   NamedTwice if another one in use is called so by now
    """
    _require_free_title(standard.organization, standard.title, standard.pk)
    rows = Standard.objects.select_related("organization", "department", "owner")
    kept = rows.select_for_update(of=("self",), no_key=True).get(pk=standard.pk)
    if kept.retired_at is None:
        return kept
    kept.retired_at, kept.changed_by, kept.changed_at = None, by, at
    kept.save(update_fields=["retired_at", "changed_by", "changed_at"])
    _set_due(kept, at=at)
    duties.comments(kept, at=at)
    record("standard.taken-up", kept, by=by, at=at, organization=kept.organization_id)
    return kept


@transaction.atomic
def record_review(
    standard: Standard,
    looked: Looked,
    text: Text | None = None,
    *,
    seen: str | None = None,
    laws: Register | None = None,
    by: User,
    at: datetime,
) -> StandardReview:
    """Record a look at a template, with the new version if it was revised; the next date follows.

    text     the new version, read before; None: nothing was changed
    seen     the mark of the template as the page showed it
    raises   RevisionNeedsVersion, ReasonMissing, ReviewInFuture, ReviewBeforeLast, Retired, ChangedMeanwhile
             and refusals of uploads
    """
    _require_complete(looked, text, at)
    laws = laws or shipped_register()
    kept = _hold(standard)
    require_unchanged(seen, mark_of_row(kept))
    if looked.reviewed_on < kept.reviewed_on:
        raise ReviewBeforeLast(day=kept.reviewed_on)
    before = kept.versions.all()[0]
    version = _add_version(kept, before.number + 1, text, laws, by=by, at=at) if text else before
    made = _keep_review(kept, version, looked, by=by, at=at)
    gone = before.carried - version.carried
    waiting = kept.notices.filter(settled__isnull=True)
    waiting.filter(change__in={*looked.considered, *gone}).update(settled=made)
    kept.reviewed_on, kept.changed_by, kept.changed_at = looked.reviewed_on, by, at
    kept.save(update_fields=["reviewed_on", "changed_by", "changed_at"])
    _bring_up_to_date(kept, version, laws, before, at=at)
    facts: dict[str, JSON] = {
        "outcome": looked.outcome,
        "day": looked.reviewed_on.isoformat(),
        "version": version.number,
        "laws": sorted(made.notices.values_list("change", flat=True)),
    }
    record("standard.reviewed", kept, by=by, at=at, organization=kept.organization_id, facts=facts)
    return made


def catch_up(*, laws: Register | None = None, at: datetime) -> int:
    """Look up a newer register in the present versions, and let what is near be due; return how many are new.

    For the clock: what the services did in time is not done again.
    """
    known, today, count = laws or shipped_register(), localdate(at), 0
    for standard in Standard.objects.filter(retired_at__isnull=True).order_by("pk").iterator(chunk_size=200):
        count += _look_up(standard, known, at=at)
    near = Standard.objects.filter(retired_at__isnull=True, due_on__lte=today + AHEAD)
    for standard in near.select_related("organization", "department", "owner").order_by("pk"):
        count += duties.review(standard, today=today, at=at)
    return count


def _keep_review(
    standard: Standard, version: StandardVersion, looked: Looked, *, by: User, at: datetime
) -> StandardReview:
    return StandardReview.objects.create(
        standard=standard,
        version=version,
        reviewed_on=looked.reviewed_on,
        reviewed_by=looked.reviewed_by,
        outcome=looked.outcome,
        reason=looked.reason.strip(),
        was_due_on=standard.due_on,
        recorded_by=by,
        recorded_at=at,
    )


def _require_complete(looked: Looked, text: Text | None, at: datetime) -> None:
    """Raise a refusal if a look at a template is told in part, or of a day to come."""
    if (text is not None) != (looked.outcome is Outcome.REVISED):
        raise RevisionNeedsVersion()
    if not looked.reason.strip():
        raise ReasonMissing()
    if looked.reviewed_on > localdate(at):
        raise ReviewInFuture(day=looked.reviewed_on)


@transaction.atomic
def _look_up(standard: Standard, laws: Register, *, at: datetime) -> int:
    """Look up the register in the present version, unless that was done; return how many changes are new."""
    rows = StandardVersion.objects.filter(standard=standard).defer("clauses", "warnings")
    if rows[0].register == laws.digest:
        return 0
    kept = _hold(standard)
    version = kept.versions.all()[0]
    version.laws, version.register = laws.shown_by(version.clauses), laws.digest
    version.save(update_fields=["laws", "register"])
    return _bring_up_to_date(kept, version, laws, None, at=at)


def _bring_up_to_date(
    standard: Standard,
    version: StandardVersion,
    laws: Register,
    before: StandardVersion | None,
    *,
    at: datetime,
) -> int:
    """Note the changes of the law that call for a look, and when it is; return how many are new.

    before   the version that this one replaces; None: none, or the same
    """
    known: Collection[str] = set(standard.notices.values_list("change", flat=True))
    if before is not None:
        known = still_known(known, before.carried, version.carried)
    waiting = set(standard.notices.filter(settled__isnull=True).values_list("change", flat=True))
    found = calls(
        laws.changes,
        version.carried,
        {*known, *waiting},
        reviewed_on=standard.reviewed_on,
        noticed_on=localdate(at),
    )
    for each in found:
        LawNotice.objects.create(
            standard=standard,
            change=each.change.id,
            trigger=each.trigger,
            told=told(each.change),
            noticed_on=localdate(at),
            due_on=each.due_on,
        )
    _set_due(standard, at=at)
    return len(found)


def _set_due(standard: Standard, *, at: datetime) -> None:
    called = standard.notices.filter(settled__isnull=True).values_list("due_on", flat=True)
    found = next_review(standard.reviewed_on, standard.months, called)
    standard.due_on, standard.regular_on = found.due_on, found.regular
    standard.save(update_fields=["due_on", "regular_on"])
    duties.review(standard, today=localdate(at), at=at)


def _add_version(
    standard: Standard, number: int, text: Text, laws: Register, *, by: User, at: datetime
) -> StandardVersion:
    return StandardVersion.objects.create(
        standard=standard,
        number=number,
        stored=keep(text.upload, organization=standard.organization, by=by, at=at),
        title=text.title,
        clauses=list(text.clauses),
        warnings=list(text.warnings),
        laws=laws.shown_by(text.clauses),
        register=laws.digest,
        added_by=by,
        added_at=at,
    )


def _hold(standard: Standard) -> Standard:
    """Lock a template and return it as it stands. Raises Retired."""
    rows = Standard.objects.select_related("organization", "department", "owner")
    present = rows.select_for_update(of=("self",), no_key=True).get(pk=standard.pk)
    if present.retired_at is not None:
        raise Retired(title=present.title)
    return present


def _require_free_title(organization: Organization, title: str, own: int = 0) -> None:
    """Raise NamedTwice if another template in use is called so; of two at once, the second is told."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    rows = Standard.objects.filter(organization=organization, title=title, retired_at__isnull=True)
    if rows.exclude(pk=own).exists():
        raise NamedTwice(title=title)
