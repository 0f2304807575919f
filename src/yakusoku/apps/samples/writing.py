"""The texts of letters, and batches of them: who was written to, what, and when."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Max, QuerySet

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.duties.services import settle
from yakusoku.apps.samples.letters import text_of
from yakusoku.apps.samples.models import Dispatch, LetterKind, LetterText, Respondent, Sending, Way
from yakusoku.apps.samples.queries import Answered, open_respondents, sample_of, undelivered_last
from yakusoku.apps.samples.services import AT_ONCE, NotDrawn, held
from yakusoku.apps.surveys.duties import REMIND
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.sampling.wording import Place, require_places
from yakusoku.web.edits import mark_of_row, require_unchanged


class TextEmpty(Refusal):
    """A letter says nothing."""

    code: ClassVar[str] = "sample.text-empty"


class NobodyToWriteTo(Refusal):
    """Nobody is left who is to get this letter."""

    code: ClassVar[str] = "sample.nobody-to-write-to"


class AddressMissing(Refusal):
    """Some to whom a letter goes by post have no address."""

    code: ClassVar[str] = "sample.address-missing"


class DayMissing(Refusal):
    """The letter names a day that the survey does not have."""

    code: ClassVar[str] = "sample.day-missing"


@transaction.atomic
def write_text(
    survey: Survey,
    kind: LetterKind,
    title: str,
    body: str,
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> LetterText:
    """Keep the text of a letter. Raises TextEmpty, PlaceUnknown, PlaceOpen, ChangedMeanwhile."""
    survey = held(survey)
    before = LetterText.objects.filter(survey=survey, kind=kind).first()
    require_unchanged(seen, mark_of_row(before))
    title, body = " ".join(title.split()), body.strip()
    if not title or not body:
        raise TextEmpty()
    require_places(title)
    require_places(body)
    told = {"title": title, "body": body, "changed_by": by, "changed_at": at}
    row, _created = LetterText.objects.update_or_create(survey=survey, kind=kind, defaults=told)
    facts = {"kind": kind.value}
    record("sample.letter-written", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return row


def recipients(survey: Survey, kind: LetterKind, way: Way, answered: Answered) -> "QuerySet[Respondent]":
    """Return who would get a letter or mail now.

    An invitation goes to those to whom nothing went, a reminder to those to whom something went, that did not come
    back, and who have not answered; a mail only to those with a mail address.
    """
    rows = open_respondents(survey, never_sent=kind == LetterKind.INVITATION, answered=answered)
    if kind == LetterKind.REMINDER:
        rows = undelivered_last(rows)
    return rows.exclude(unit__mail="") if way == Way.MAIL else rows


@transaction.atomic
def dispatch(
    survey: Survey,
    kind: LetterKind,
    way: Way,
    sent_on: date,
    answered: Answered,
    *,
    numbers: Sequence[int] | None = None,
    by: User,
    at: datetime,
) -> Dispatch:
    """Make a batch: the text as it stands now, for everyone who is to get it; return it.

    answered  who has answered: they get no reminder
    numbers   only respondents of these numbers; None: all
    raises    NotDrawn, NobodyToWriteTo, AddressMissing, DayMissing, PlaceUnknown, PlaceOpen
    """
    survey = held(survey)
    if sample_of(survey) is None:
        raise NotDrawn()
    title, body = _text_ready(survey, kind)
    rows = recipients(survey, kind, way, answered)
    people = list(rows if numbers is None else rows.filter(number__in=numbers))
    if not people:
        raise NobodyToWriteTo()
    if way == Way.POST:
        _require_addresses(people)
    number = (Dispatch.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0) + 1
    told = {"number": number, "kind": kind, "way": way, "title": title, "body": body, "sent_on": sent_on}
    made = Dispatch.objects.create(survey=survey, **told, made_by=by, made_at=at)
    Sending.objects.bulk_create(
        [Sending(dispatch=made, respondent=each) for each in people], batch_size=AT_ONCE
    )
    facts: dict[str, JSON] = {"kind": kind.value, "way": way.value, "people": len(people), "number": number}
    settle(REMIND, survey, at=at)
    record("sample.dispatched", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return made


def _text_ready(survey: Survey, kind: LetterKind) -> tuple[str, str]:
    """Return title and body of a letter that can be filled. Raises PlaceUnknown, PlaceOpen, DayMissing."""
    title, body = text_of(survey, kind)
    require_places(title + body)
    _require_days(survey, title + body)
    return title, body


def _require_days(survey: Survey, text: str) -> None:
    for place, day in ((Place.DEADLINE, survey.closes_on), (Place.REFERENCE_DAY, survey.reference_on)):
        if day is None and f"〔{place.value}〕" in text:
            raise DayMissing(place=place.value)


def _require_addresses(people: Sequence[Respondent]) -> None:
    lacking = [each.number for each in people if each.unit is not None and not each.unit.address]
    if lacking:
        shown = "、".join(map(str, lacking[:10]))
        raise AddressMissing(n=len(lacking), numbers=shown)


@transaction.atomic
def mark_mailed(dispatch: Dispatch, respondents: Sequence[int], *, at: datetime) -> int:
    """Note that the mail server took the mails to these respondents (numbers of rows); return of how many anew."""
    rows = Sending.objects.filter(dispatch=dispatch, respondent__in=respondents, mailed_at__isnull=True)
    return rows.update(mailed_at=at)
