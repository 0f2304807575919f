"""What a respondent does by web: saves, hands in, changes what was handed in. Each is one short transaction."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.timezone import localdate

from yakusoku.apps.audit.services import record as tell
from yakusoku.apps.collecting.access import respondents
from yakusoku.apps.collecting.joining import measured, settle
from yakusoku.apps.collecting.models import Former, Record, Terms, Way
from yakusoku.apps.collecting.reading import Paper, paper_of
from yakusoku.apps.collecting.standing import require_taking, rules_in, terms_of
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Questionnaire
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.collecting.walking import stand

RECEIPT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class NotAsked(Refusal):
    """No version of the questionnaire is published."""

    code: ClassVar[str] = "answers.nothing-asked"


class HandedIn(Refusal):
    """The answers were handed in, and are not being changed."""

    code: ClassVar[str] = "answers.handed-in"


class NotReady(Refusal):
    """Something must be put right before the answers can be handed in."""

    code: ClassVar[str] = "answers.not-ready"


class NoChange(Refusal):
    """What was handed in cannot be changed by the respondent in this survey."""

    code: ClassVar[str] = "answers.no-change"


def questionnaire_for(respondent: Respondent, record: Record | None) -> Questionnaire:
    """Return the version that a respondent answers: the one they began with. Raises NotAsked."""
    if record is not None:
        return record.questionnaire
    version = getattr(respondent, "version", None)
    if version is None:
        raise NotAsked()
    return Questionnaire.objects.defer("sheets").get(pk=version)


@transaction.atomic
def save(
    respondent: Respondent,
    written: Mapping[str, str],
    *,
    section: int = 0,
    language: str | None = None,
    at: datetime,
) -> Record:
    """Keep what was written so far, over what was written before; return the draft.

    written  {question: text}; an empty text takes an answer away. Other questions stay as they are
    raises   NotOpenYet, Over, Withdrawn, NotAsked, HandedIn
    """
    held, rows = _hold(respondent, at)
    draft = _own(held, rows, at)
    if draft.submitted_at is not None and draft.amending is None:
        raise HandedIn()
    _write(draft, written, at)
    draft.section = section
    if language is not None:
        draft.language = language
    draft.save()
    return draft


@transaction.atomic
def hand_in(respondent: Respondent, written: Mapping[str, str] | None = None, *, at: datetime) -> Record:
    """Hand in what was written, with `written` over it; return the record with its receipt.

    raises   NotReady when something must be put right: nothing is kept then;
             NotOpenYet, Over, Withdrawn, NotAsked, HandedIn
    """
    held, rows = _hold(respondent, at)
    own = _own(held, rows, at)
    again = own.submitted_at is not None
    if again and own.amending is None:
        raise HandedIn()
    _write(own, written or {}, at)
    paper, terms = paper_of(own.questionnaire), terms_of(held.survey)
    wrong = stand(paper.form, own.written).wrong
    if wrong:
        raise NotReady(count=len(wrong))
    if again:
        assert own.submitted_at is not None
        Former.objects.create(
            record=own, answers=own.answers, submitted_at=own.submitted_at, replaced_at=at
        )
        own.answers, own.amending = own.amending, None
    _receive(own, paper, terms, rows, at)
    code = "answers.changed-by-respondent" if again else "answers.handed-in"
    tell(code, own, by=None, at=at, organization=held.survey.organization_id, facts={"way": own.way})
    return own


@transaction.atomic
def begin_change(respondent: Respondent, *, at: datetime) -> Record:
    """Let a respondent change what they handed in; until it is handed in again, the former answers count.

    raises   NoChange, NotOpenYet, Over, Withdrawn
    """
    held, rows = _hold(respondent, at)
    own = next((row for row in rows if row.way == Way.WEB), None)
    if own is None or own.submitted_at is None or not terms_of(held.survey).amend:
        raise NoChange()
    if own.amending is None:
        own.amending, own.section = dict(own.answers), 0
        own.save(update_fields=["amending", "section"])
    return own


@transaction.atomic
def drop_change(respondent: Respondent, *, at: datetime) -> Record:
    """Leave what was handed in as it is. Raises NoChange, NotOpenYet, Over, Withdrawn."""
    _held, rows = _hold(respondent, at)
    own = next((row for row in rows if row.way == Way.WEB), None)
    if own is None or own.amending is None:
        raise NoChange()
    own.amending = None
    own.save(update_fields=["amending"])
    return own


def _hold(respondent: Respondent, at: datetime) -> tuple[Respondent, list[Record]]:
    """Lock a respondent and return them with their records as they stand. Raises as `require_taking`."""
    held = respondents().select_for_update(of=("self",), no_key=True).get(pk=respondent.pk)
    require_taking(held, localdate(at))
    rows = Record.objects.filter(respondent=held).select_related("questionnaire")
    return held, list(rows.defer("questionnaire__sheets"))


def _own(respondent: Respondent, rows: list[Record], at: datetime) -> Record:
    """Return the record by web, or a new one that is not kept yet. Raises NotAsked."""
    found = next((row for row in rows if row.way == Way.WEB), None)
    if found is not None:
        return found
    return Record(
        survey=respondent.survey,
        questionnaire=questionnaire_for(respondent, None),
        respondent=respondent,
        way=Way.WEB,
        begun_at=at,
        saved_at=at,
    )


def _write(record: Record, written: Mapping[str, str], at: datetime) -> None:
    """Set answers on a draft."""
    names = paper_of(record.questionnaire).form.questions
    merged = {**record.written, **{name: text for name, text in written.items() if name in names}}
    present = {name: text for name, text in merged.items() if text}
    if record.amending is None:
        record.answers = present
    else:
        record.amending = present
    record.saved_at = at


def _receive(record: Record, paper: Paper, terms: Terms, rows: list[Record], at: datetime) -> None:
    """Keep a record as handed in, and settle which record of the respondent counts."""
    record.answered, record.broken = measured(paper, rules_in(paper, terms), record.answers)
    record.submitted_at, record.section = at, 0
    record.receipt = record.receipt or "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(8))
    others = [row for row in rows if row.pk != record.pk and row.submitted_at is not None]
    # Alone it counts at once, without a second look.
    record.chosen, record.lost = (True, "") if not others else (record.chosen, record.lost)
    record.save()
    if others:
        settle([*others, record], terms)
