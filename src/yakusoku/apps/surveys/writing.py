"""Writing a questionnaire: its draft, one change at a time, each of which can be undone; then it is published.

What is published is never written again. The next change begins a new draft from it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.surveys.models import BroughtForm, Questionnaire, Survey
from yakusoku.apps.surveys.services import hold
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.questionnaire import editing
from yakusoku.domain.survey.questionnaire.checking import check_sheets, has_errors
from yakusoku.domain.survey.questionnaire.columns import languages_of, with_second_language, with_words
from yakusoku.domain.survey.questionnaire.drafts import Draft, draft_of, with_draft
from yakusoku.domain.survey.questionnaire.sheets import Sheets, sheets_from
from yakusoku.web.edits import mark_of, require_unchanged

MOST_ITEMS = 1500
MOST_LETTERS = 1_500_000


class NothingToUndo(Refusal):
    """There is no last change, or it is no longer the one that was seen."""

    code: ClassVar[str] = "questionnaire.nothing-to-undo"


class HasErrors(Refusal):
    """A questionnaire with errors is not published."""

    code: ClassVar[str] = "questionnaire.has-errors"


class NothingNew(Refusal):
    """There is no draft, or it says what the last version says."""

    code: ClassVar[str] = "questionnaire.nothing-new"


class TooLarge(Refusal):
    """The questionnaire is larger than anybody answers."""

    code: ClassVar[str] = "questionnaire.too-large"


def present(survey: Survey) -> Questionnaire | None:
    """Return the draft, else the version in force; None: nothing was written yet."""
    return survey.questionnaires.order_by("-number").first()


def sheets_now(survey: Survey) -> Sheets:
    """Return the sheets as they stand in the draft, else in the version in force."""
    found = present(survey)
    return sheets_from(found.sheets) if found else Sheets()


def mark_of_item(sheets: Sheets, name: str) -> str:
    """Return the mark of what a page shows of one item; of one that is not there, the mark of nothing."""
    return mark_of(draft_of(sheets, name)) if name else mark_of()


def put(
    survey: Survey,
    draft: Draft,
    *,
    old: str = "",
    after: str = "",
    seen: str | None = None,
    whole: str | None = None,
    by: User,
    at: datetime,
) -> str:
    """Write a question, battery or section; return its name.

    old      the name of what it replaces; empty: it is new and comes `after` an item
    seen     the mark of the item as the page showed it
    whole    the digest of the whole questionnaire, by a program that read it as one
    raises   NoSuchItem, NameTaken, NameUnusable, ChangedMeanwhile, TooLarge
    """
    written: list[str] = []

    def change(sheets: Sheets) -> Sheets:
        require_unchanged(seen if old else None, mark_of_item(sheets, old) if old else "")
        require_unchanged(whole, sheets.digest)
        changed, name = with_draft(sheets, draft, old=old, after=after)
        written.append(name)
        return changed

    _write(survey, "put" if old else "add", old or draft.name, change, by=by, at=at)
    return written[0]


def move(survey: Survey, name: str, *, up: bool, by: User, at: datetime) -> None:
    """Move an item one place up or down. Raises NoSuchItem."""
    _write(survey, "move", name, lambda sheets: editing.move(sheets, name, up=up), by=by, at=at)


def delete(survey: Survey, name: str, *, by: User, at: datetime) -> None:
    """Take an item away with what stands in it. Raises NoSuchItem, LookedAt."""
    _write(survey, "delete", name, lambda sheets: editing.delete(sheets, name), by=by, at=at)


def duplicate(survey: Survey, name: str, *, by: User, at: datetime) -> str:
    """Put a copy of an item after it; return the name of the copy. Raises NoSuchItem, TooLarge."""
    written: list[str] = []

    def change(sheets: Sheets) -> Sheets:
        changed, copy = editing.duplicate(sheets, name)
        written.append(copy)
        return changed

    _write(survey, "duplicate", name, change, by=by, at=at)
    return written[0]


def set_about(
    survey: Survey,
    title: Mapping[str, str],
    reference_on: str,
    second: str,
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> None:
    """Set title, reference day and second language ("": none) of the questionnaire. Raises ChangedMeanwhile."""

    def change(sheets: Sheets) -> Sheets:
        require_unchanged(seen, mark_of_about(sheets))
        known = languages_of(sheets)
        if second not in known and not (second == "" and len(known) < 2):
            sheets = with_second_language(sheets, second)
        settings = {**with_words(sheets.settings, sheets, "form_title", title), "reference_on": reference_on}
        return Sheets(sheets.survey, sheets.choices, {head: text for head, text in settings.items() if text})

    _write(survey, "about", "", change, by=by, at=at)


def mark_of_about(sheets: Sheets) -> str:
    """Return the mark of what is told of the questionnaire as a whole."""
    return mark_of(sorted(sheets.settings.items()), languages_of(sheets))


def replace(
    survey: Survey, sheets: Sheets, *, seen: str | None = None, by: User, at: datetime
) -> Questionnaire:
    """Put other sheets in the place of the draft.

    seen     the digest of the sheets that were there when the change was looked at
    raises   ChangedMeanwhile, TooLarge
    """

    def change(before: Sheets) -> Sheets:
        require_unchanged(seen, before.digest)
        return sheets.numbered()

    return _write(survey, "replace", "", change, by=by, at=at)


@transaction.atomic
def bring(survey: Survey, name: str, sheets: Sheets, *, by: User, at: datetime) -> BroughtForm:
    """Keep a questionnaire that was read from a file until it was looked at; an earlier one of this person goes."""
    kept = hold(survey)
    _require_size(sheets)
    BroughtForm.objects.filter(survey=kept, brought_by=by).delete()
    made = BroughtForm.objects.create(
        survey=kept, name=name[:200], sheets=sheets.told(), brought_by=by, brought_at=at
    )
    facts: dict[str, JSON] = {"digest": sheets.digest}
    record("questionnaire.brought", kept, by=by, at=at, organization=kept.organization_id, facts=facts)
    return made


@transaction.atomic
def drop_brought(brought: BroughtForm, *, by: User, at: datetime) -> None:
    """Leave a questionnaire that was brought; nothing is changed by it."""
    kept = hold(brought.survey)
    BroughtForm.objects.filter(pk=brought.pk).delete()
    record("questionnaire.dropped", kept, by=by, at=at, organization=kept.organization_id)


@transaction.atomic
def take_brought(brought: BroughtForm, *, seen: str, by: User, at: datetime) -> Questionnaire:
    """Put a questionnaire that was brought in the place of the draft. Raises ChangedMeanwhile, TooLarge."""
    written = replace(brought.survey, sheets_from(brought.sheets), seen=seen, by=by, at=at)
    BroughtForm.objects.filter(pk=brought.pk).delete()
    return written


@transaction.atomic
def undo(survey: Survey, *, seen: str | None = None, by: User, at: datetime) -> None:
    """Take back the last change of the draft; undone once more, it is there again.

    seen     the digest of the draft as the page showed it
    raises   NothingToUndo
    """
    kept = hold(survey)
    draft = kept.questionnaires.filter(published_at__isnull=True).first()
    if draft is None or draft.before is None or (seen is not None and seen != draft.digest):
        raise NothingToUndo()
    sheets = sheets_from(draft.before)
    draft.before, draft.act = draft.sheets, "undo"
    _save(draft, sheets, by=by, at=at)
    _log(kept, draft, "undo", "", by=by, at=at)


@transaction.atomic
def publish(
    survey: Survey,
    note: str,
    *,
    problems: Sequence[str] = (),
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Questionnaire:
    """Publish the draft: from then on it is what people are asked, and it does not change.

    note       what changed since the version before
    problems   why it becomes no form of other tools, found before: looking takes its time
    seen       the digest of the draft as the page showed it
    raises     NothingNew, HasErrors, ChangedMeanwhile
    """
    kept = hold(survey)
    rows = list(kept.questionnaires.order_by("-number")[:2])
    if not rows or rows[0].published_at is not None:
        raise NothingNew()
    draft, last = rows[0], rows[1] if len(rows) > 1 else None
    require_unchanged(seen, draft.digest)
    if last is not None and last.digest == draft.digest:
        raise NothingNew()
    findings = check_sheets(sheets_from(draft.sheets))
    if has_errors(findings) or problems:
        raise HasErrors(first=problems[0] if problems else findings[0].message)
    draft.note, draft.published_by, draft.published_at, draft.before, draft.act = (
        note.strip(),
        by,
        at,
        None,
        "",
    )
    draft.save(update_fields=["note", "published_by", "published_at", "before", "act"])
    facts: dict[str, JSON] = {"version": draft.number, "digest": draft.digest}
    record("questionnaire.published", kept, by=by, at=at, organization=kept.organization_id, facts=facts)
    return draft


@transaction.atomic
def discard(survey: Survey, *, seen: str | None = None, by: User, at: datetime) -> None:
    """Throw the draft away; the versions stay. Raises NothingNew, ChangedMeanwhile."""
    kept = hold(survey)
    draft = kept.questionnaires.filter(published_at__isnull=True).first()
    if draft is None:
        raise NothingNew()
    require_unchanged(seen, draft.digest)
    draft.delete()
    record("questionnaire.discarded", kept, by=by, at=at, organization=kept.organization_id)


@transaction.atomic
def _write(
    survey: Survey, act: str, name: str, change: Callable[[Sheets], Sheets], *, by: User, at: datetime
) -> Questionnaire:
    """Change the draft behind the lock of its survey; begin one if there is none. Return it."""
    kept = hold(survey)
    last = present(kept)
    before = sheets_from(last.sheets) if last else Sheets()
    after = change(before).numbered()
    _require_size(after)
    if last is not None and last.published_at is None:
        draft = last
    else:
        number = last.number + 1 if last else 1
        draft = Questionnaire(survey=kept, number=number, made_by=by, made_at=at)
    if draft.pk and draft.digest == after.digest:
        return draft
    draft.before, draft.act = before.told(), act
    _save(draft, after, by=by, at=at)
    _log(kept, draft, act, name, by=by, at=at)
    return draft


def _save(draft: Questionnaire, sheets: Sheets, *, by: User, at: datetime) -> None:
    draft.sheets, draft.digest = sheets.told(), sheets.digest
    draft.changed_by, draft.changed_at = by, at
    draft.save()


def _log(kept: Survey, draft: Questionnaire, act: str, name: str, *, by: User, at: datetime) -> None:
    facts: dict[str, JSON] = {"version": draft.number, "edit": act, "question": name, "digest": draft.digest}
    record("questionnaire.written", kept, by=by, at=at, organization=kept.organization_id, facts=facts)


def _require_size(sheets: Sheets) -> None:
    """Raise TooLarge if a questionnaire is larger than can be shown and checked at once."""
    letters = sum(len(text) for _, row in (*sheets.survey, *sheets.choices) for text in row.values())
    if max(len(sheets.survey), len(sheets.choices)) > MOST_ITEMS or letters > MOST_LETTERS:
        raise TooLarge(most=MOST_ITEMS)
