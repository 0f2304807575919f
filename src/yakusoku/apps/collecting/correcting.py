"""Changing an answer after it came in: who, why, from what to what."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record as tell
from yakusoku.apps.collecting.joining import settle
from yakusoku.apps.collecting.models import Correction, Record
from yakusoku.apps.collecting.papers import ReasonMissing, hold, remeasure
from yakusoku.apps.collecting.reading import paper_of
from yakusoku.apps.collecting.standing import terms_of
from yakusoku.domain.refusal import ChangedMeanwhile, Refusal
from yakusoku.domain.survey.collecting.keying import agreed, keyed


class UnknownQuestion(Refusal):
    """The questionnaire has no such question."""

    code: ClassVar[str] = "answers.unknown-question"


class NotHandedIn(Refusal):
    """A draft is its respondent's: nobody else writes in it."""

    code: ClassVar[str] = "answers.not-handed-in"


class NothingChanged(Refusal):
    """The answer is what it was."""

    code: ClassVar[str] = "answers.nothing-changed"


@transaction.atomic
def correct(
    record: Record, question: str, typed: str, reason: str, *, seen: str | None = None, by: User, at: datetime
) -> Correction:
    """Set one answer anew, as a typist writes it; return the line of the log.

    typed   numbers or codes of options, `*` two marks, `+` too many, `?` unreadable, or nothing
    seen    the answer as the page showed it, as a cell
    raises  UnknownQuestion, NotHandedIn, NothingChanged, ReasonMissing, ChangedMeanwhile
    """
    if not reason.strip():
        raise ReasonMissing()
    held, rows = hold(record.respondent_id)
    kept = next(row for row in rows if row.pk == record.pk)
    paper = paper_of(kept.questionnaire)
    if question not in paper.names:
        raise UnknownQuestion(name=question)
    if kept.submitted_at is None:
        raise NotHandedIn()
    before = kept.cells.get(question, "")
    if seen is not None and seen != before:
        raise ChangedMeanwhile()
    after = keyed(paper.form, {question: typed}).cell(question)
    if after == before:
        raise NothingChanged()
    made = Correction.objects.create(
        record=kept,
        question=question,
        before=before,
        after=after,
        reason=reason.strip(),
        corrected_by=by,
        corrected_at=at,
    )
    _write(kept, {**kept.cells, question: after})
    settle(rows, terms_of(held.survey))
    facts = {"question": question}
    tell(
        "answers.corrected", kept, by=by, at=at, organization=held.survey.organization_id, reason=made.reason, facts=facts
    )  # fmt: skip
    return made


def _write(record: Record, cells: Mapping[str, str]) -> None:
    """Keep the answers of a record as cells tell them."""
    form = paper_of(record.questionnaire).form
    found = agreed(form, keyed(form, {}), cells)
    record.answers, record.marks = dict(found.answers), dict(found.marks)
    remeasure(record)
    record.save(update_fields=["answers", "marks", "answered", "broken"])
