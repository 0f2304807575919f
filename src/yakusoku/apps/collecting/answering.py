"""What a respondent does by web: saves, hands in, changes what was handed in.

What many send at once is kept in one short transaction; each is told only after it is on disk.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import ClassVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from yakusoku.adapters.turns import Turns
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import Happened, record_all
from yakusoku.apps.collecting.joining import measured_of, settle
from yakusoku.apps.collecting.models import Former, Record, Terms, Way
from yakusoku.apps.collecting.reading import paper_of
from yakusoku.apps.collecting.standing import NotAsked, require_taking, rules_in, terms_of
from yakusoku.apps.collecting.together import Together
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Questionnaire
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.answers import read_one
from yakusoku.domain.survey.collecting.ordering import Step, with_save
from yakusoku.domain.survey.collecting.walking import as_written, stand

# A text beyond this is no answer; what is longer than an answer may be is kept up to here, and told of.
MOST_KEPT = 20_000
RECEIPT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class HandedIn(Refusal):
    """The answers were handed in, and are not being changed."""

    code: ClassVar[str] = "answers.handed-in"


class NotReady(Refusal):
    """Something must be put right before the answers can be handed in."""

    code: ClassVar[str] = "answers.not-ready"


class NoChange(Refusal):
    """What was handed in cannot be changed by the respondent in this survey."""

    code: ClassVar[str] = "answers.no-change"


class UnknownCode(Refusal):
    """Nobody has this personal code."""

    code: ClassVar[str] = "answers.unknown-code"


@dataclass(frozen=True, slots=True)
class Sent:
    """What one respondent sends.

    person     their personal code, as it is kept
    written    {question: text or values}; an empty text takes an answer away. Other questions stay as they are
    whole      they do not: what is not sent has no answer
    hand_in    it is handed in with it
    section    the page on which the respondent is
    language   None: as before
    page       the page as it was shown once, and which save of it this is; None: it does not say
    by         who sends it for the respondent; None: the respondent
    """

    person: str
    written: Mapping[str, str | Sequence[str]]
    at: datetime
    whole: bool = False
    hand_in: bool = False
    section: int = 0
    language: str | None = None
    page: Step | None = None
    by: User | None = None


def send(sent: Sent) -> Record:
    """Keep what a respondent sends, together with what others send at the same moment; return the record.

    raises   NotReady when something must be put right before it can be handed in: nothing is kept then;
             UnknownCode, NotOpenYet, Over, Withdrawn, NotAsked, HandedIn
    """
    found = _TOGETHER(sent)
    if isinstance(found, Refusal):
        raise found
    return found


@transaction.atomic
def take(sent: Sequence[Sent]) -> list[Record | Refusal]:
    """Keep what several respondents sent, all in one transaction; return for each its record or why it is refused.

    sent   each of another respondent
    """
    people = Respondent.objects.select_related("survey__terms").filter(
        code__in=[each.person for each in sent]
    )
    held = {each.code: each for each in people.select_for_update(of=("self",), no_key=True).order_by("pk")}
    versions = _Versions({each.survey_id for each in held.values()})
    rows: dict[int, list[Record]] = {}
    for row in Record.objects.filter(respondent__in=[each.pk for each in held.values()]):
        row.questionnaire = versions.known[row.questionnaire_id]
        rows.setdefault(row.respondent_id, []).append(row)
    taking = [
        _Taking(each, held[each.person], rows.get(held[each.person].pk, []), versions)
        for each in sent
        if each.person in held
    ]
    _keep([each for each in taking if each.refusal is None])
    found = {each.sent.person: each.refusal or each.own for each in taking}
    return [found.get(each.person) or UnknownCode() for each in sent]


class _Versions:
    """The published versions of some surveys, without their rows: by their number, and the one that a survey asks now."""

    FIELDS = ("id", "survey_id", "number", "digest")

    def __init__(self, surveys: Collection[int]) -> None:
        rows = Questionnaire.objects.filter(survey__in=surveys, published_at__isnull=False).order_by("number")
        self.known: dict[int, Questionnaire] = {}
        self.latest: dict[int, Questionnaire] = {}
        for values in rows.values_list(*self.FIELDS):
            version = Questionnaire.from_db(None, self.FIELDS, values)
            self.known[version.pk] = self.latest[version.survey_id] = version


class _Taking:
    """What becomes of what one respondent sent: the record as it will stand, or a refusal."""

    def __init__(
        self,
        sent: Sent,
        respondent: Respondent,
        rows: list[Record],
        versions: _Versions,
    ) -> None:
        self.sent, self.respondent, self.rows = sent, respondent, rows
        self.refusal: Refusal | None = None
        self.former: Former | None = None
        self.own = next((row for row in rows if row.way == Way.WEB), Record())
        try:
            self._write(versions.latest.get(respondent.survey_id))
        except Refusal as refusal:
            self.refusal = refusal

    def _write(self, version: Questionnaire | None) -> None:
        sent = self.sent
        require_taking(self.respondent, localdate(sent.at))
        if self.own.pk is None:
            self.own = _new(self.respondent, version, sent.at)
        if self.own.submitted_at is not None and self.own.amending is None:
            raise HandedIn()
        if sent.page is not None:
            steps = with_save(self.own.steps, *sent.page)
            if steps is None:
                # What is kept was typed later: it stays, and is what the respondent is told.
                return
            self.own.steps = steps
        _write(self.own, sent)
        if sent.language is not None:
            self.own.language = sent.language
        self.own.section = sent.section
        if sent.hand_in:
            self._hand_in()

    def _hand_in(self) -> None:
        own, at = self.own, self.sent.at
        paper = paper_of(own.questionnaire)
        # Read once for both: what must be put right, and what counts.
        given = read_one(paper.form, own.written)
        wrong = stand(paper.form, own.written, given).wrong
        if wrong:
            raise NotReady(count=len(wrong))
        if own.submitted_at is not None:
            self.former = Former(
                record=own, answers=own.answers, submitted_at=own.submitted_at, replaced_at=at
            )
            own.answers, own.amending = own.amending, None
        own.answered, own.broken = measured_of(paper, rules_in(paper, self.terms), given)
        own.submitted_at = at
        own.receipt = own.receipt or "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(8))
        if not self.others:
            # Alone it counts at once, without a second look.
            own.chosen, own.lost = True, ""

    @property
    def terms(self) -> Terms:
        return terms_of(self.respondent.survey)

    @property
    def others(self) -> list[Record]:
        """Return what the respondent handed in another way."""
        return [row for row in self.rows if row is not self.own and row.submitted_at is not None]


def _keep(taking: Sequence[_Taking]) -> None:
    """Write what was sent, settle which records count, and tell the trail what was handed in."""
    Record.objects.bulk_create([each.own for each in taking if each.own.pk is None])
    for each in taking:
        if each.own in each.rows:
            each.own.save()
    Former.objects.bulk_create([each.former for each in taking if each.former is not None])
    handed_in = [each for each in taking if each.sent.hand_in]
    for each in handed_in:
        if each.others:
            settle([*each.others, each.own], each.terms)
    for by, own in groupby(sorted(handed_in, key=_number_of_sender), key=lambda one: one.sent.by):
        told = list(own)
        record_all([_happened(one) for one in told], by=by, at=told[-1].sent.at)


def _number_of_sender(taking: _Taking) -> int:
    return taking.sent.by.pk if taking.sent.by else 0


def _happened(each: _Taking) -> Happened:
    code = "answers.changed-by-respondent" if each.former else "answers.handed-in"
    if each.sent.by is not None:
        code = "answers.sent-in"
    return Happened(code, each.own, each.respondent.survey.organization_id, facts={"way": each.own.way})


@cache
def _turns() -> Turns:
    return Turns(settings.DATA / "answers.lock")


def _in_turn(sent: Sequence[Sent]) -> list[Record | Refusal]:
    """Take what gathered in this process. On SQLite, which has one writer, processes queue instead of asking again."""
    if connection.vendor != "sqlite":
        return take(sent)
    with _turns().taken():
        return take(sent)


_TOGETHER: Together[Sent, Record | Refusal] = Together(_in_turn, lambda sent: sent.person)


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
    people = Respondent.objects.select_related("survey__terms").select_for_update(of=("self",), no_key=True)
    held = people.get(pk=respondent.pk)
    require_taking(held, localdate(at))
    return held, list(_records([held.pk]))


def _records(respondents: Sequence[int]) -> "QuerySet[Record]":
    rows = Record.objects.filter(respondent__in=respondents).select_related("questionnaire")
    return rows.defer("questionnaire__sheets")


def _new(respondent: Respondent, version: Questionnaire | None, at: datetime) -> Record:
    """Return a record by web that is not kept yet. Raises NotAsked."""
    if version is None:
        raise NotAsked()
    return Record(
        survey=respondent.survey,
        questionnaire=version,
        respondent=respondent,
        way=Way.WEB,
        begun_at=at,
        saved_at=at,
    )


def _write(record: Record, sent: Sent) -> None:
    """Set answers on a draft; what is no question of the questionnaire is not kept."""
    questions = paper_of(record.questionnaire).form.questions
    merged = {} if sent.whole else dict(record.written)
    for name, given in sent.written.items():
        if name in questions:
            values = [given] if isinstance(given, str) else given
            merged[name] = as_written(questions[name], values).replace("\x00", "")[:MOST_KEPT]
    present = {name: text for name, text in merged.items() if text}
    if record.amending is None:
        record.answers = present
    else:
        record.amending = present
    record.saved_at = sent.at
