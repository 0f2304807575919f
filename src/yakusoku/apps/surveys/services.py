"""Writing surveys: what they are about, and whether they take answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.duties.services import settle
from yakusoku.apps.surveys.duties import REMIND
from yakusoku.apps.surveys.models import State, Survey
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.sampling.reminding import MOST_REMINDERS
from yakusoku.web.edits import mark_of_row, require_unchanged

TOLD = (
    "title", "purpose", "contact", "return_to", "department", "owner", "reference_on", "opens_on", "closes_on",
    "remind_days", "population", "previous",
)  # fmt: skip


class NamedTwice(Refusal):
    """Two surveys of an organisation would have the same title."""

    code: ClassVar[str] = "survey.named-twice"


class DepartmentMissing(Refusal):
    """Whoever runs the surveys of a department only says of which."""

    code: ClassVar[str] = "survey.department-missing"


class ClosesBeforeItOpens(Refusal):
    """The last day of answering is not before the first."""

    code: ClassVar[str] = "survey.closes-before-it-opens"


class RemindersOutside(Refusal):
    """Reminders go out after the first day of answering and not after the last, and not many times."""

    code: ClassVar[str] = "survey.reminders-outside"


class FollowsItself(Refusal):
    """A survey is no wave before itself."""

    code: ClassVar[str] = "survey.follows-itself"


class NothingPublished(Refusal):
    """Nobody can answer a questionnaire that was never published."""

    code: ClassVar[str] = "survey.nothing-published"


class DaysMissing(Refusal):
    """A survey that takes answers says from when to when."""

    code: ClassVar[str] = "survey.days-missing"


class StandsOtherwise(Refusal):
    """The survey is no longer in the state from which this leads."""

    code: ClassVar[str] = "survey.stands-otherwise"


@transaction.atomic
def register(organization: Organization, given: Mapping[str, Any], *, by: User, at: datetime) -> Survey:
    """Add a survey; return it. Raises NamedTwice, ClosesBeforeItOpens, RemindersOutside.

    given   what TOLD names; without `remind_days` they are reckoned
    """
    _require_free_title(organization, given["title"])
    given = {**given, "remind_days": _require_days(given)}
    made = Survey.objects.create(
        organization=organization, **{name: given[name] for name in TOLD}, changed_by=by, changed_at=at
    )
    _log("survey.registered", made, by=by, at=at)
    return made


@transaction.atomic
def change(
    survey: Survey, given: Mapping[str, Any], *, seen: str | None = None, by: User, at: datetime
) -> Survey:
    """Change what is told of a survey; return it.

    seen     the mark of the row as the page showed it
    raises   NamedTwice, ClosesBeforeItOpens, RemindersOutside, FollowsItself, DaysMissing, ChangedMeanwhile
    """
    _require_free_title(survey.organization, given["title"], survey.pk)
    given = {**given, "remind_days": _require_days(given)}
    kept = hold(survey)
    require_unchanged(seen, mark_of_row(kept))
    if kept.state == State.OPEN and not (given["opens_on"] and given["closes_on"]):
        raise DaysMissing(title=kept.title)
    _require_no_circle(kept, given["previous"])
    for name in TOLD:
        setattr(kept, name, given[name])
    kept.changed_by, kept.changed_at = by, at
    kept.save()
    _log("survey.changed", kept, by=by, at=at)
    return kept


@transaction.atomic
def open_survey(survey: Survey, *, by: User, at: datetime) -> Survey:
    """Let a survey take answers from its first day to its last. Raises NothingPublished, DaysMissing, StandsOtherwise."""
    kept = hold(survey)
    if kept.state == State.OPEN:
        raise StandsOtherwise(title=kept.title, state=str(kept.get_state_display()))
    if not kept.questionnaires.filter(published_at__isnull=False).exists():
        raise NothingPublished(title=kept.title)
    if not (kept.opens_on and kept.closes_on):
        raise DaysMissing(title=kept.title)
    return _set_state(kept, State.OPEN, "survey.opened", by=by, at=at)


@transaction.atomic
def close_survey(survey: Survey, *, by: User, at: datetime) -> Survey:
    """Let a survey take no more answers. Raises StandsOtherwise."""
    kept = hold(survey)
    if kept.state != State.OPEN:
        raise StandsOtherwise(title=kept.title, state=str(kept.get_state_display()))
    settle(REMIND, kept, at=at)
    return _set_state(kept, State.CLOSED, "survey.closed", by=by, at=at)


def hold(survey: Survey) -> Survey:
    """Lock a survey and return it as it stands: whatever belongs to it is written behind this lock."""
    rows = Survey.objects.select_related("organization", "department", "owner")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=survey.pk)


def _set_state(kept: Survey, state: State, code: str, *, by: User, at: datetime) -> Survey:
    kept.state, kept.changed_by, kept.changed_at = state, by, at
    kept.save(update_fields=["state", "changed_by", "changed_at"])
    record(code, kept, by=by, at=at, organization=kept.organization_id)
    return kept


def _log(code: str, kept: Survey, *, by: User, at: datetime) -> None:
    facts: dict[str, JSON] = {
        "owner": kept.owner_id,
        "department": kept.department_id,
        "previous": kept.previous_id,
    }
    record(code, kept, by=by, at=at, organization=kept.organization_id, facts=facts)


def _require_days(given: Mapping[str, Any]) -> list[str]:
    """Return the days of reminders as they are kept. Raises ClosesBeforeItOpens, RemindersOutside."""
    opens, closes = given["opens_on"], given["closes_on"]
    if opens and closes and closes < opens:
        raise ClosesBeforeItOpens(opens=opens, closes=closes)
    days = sorted(set(given.get("remind_days", ())))
    outside = [day for day in days if (opens and day <= opens) or (closes and day > closes)]
    if outside or len(days) > MOST_REMINDERS:
        raise RemindersOutside(most=MOST_REMINDERS)
    return [day.isoformat() for day in days]


def _require_no_circle(survey: Survey, previous: Survey | None) -> None:
    """Raise FollowsItself if a survey would come before itself, by whatever way."""
    seen, place = {survey.pk}, previous
    while place is not None:
        if place.pk in seen:
            raise FollowsItself(title=survey.title)
        seen.add(place.pk)
        place = place.previous


def _require_free_title(organization: Organization, title: str, own: int = 0) -> None:
    """Raise NamedTwice if another survey is called so; of two at once, the second is told."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    if Survey.objects.filter(organization=organization, title=title).exclude(pk=own).exists():
        raise NamedTwice(title=title)
