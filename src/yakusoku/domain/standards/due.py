"""When a template is looked at again: every so many months, earlier where the law moved (docs/rules/template-review.md)."""

import calendar
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from yakusoku.domain.review.law import ChangeKind, LawChange

MONTHS = 6
MOST_MONTHS = 60
# How long there is for a change of the law that was noticed after it took effect.
NOTICE = timedelta(days=30)
# From when on a review stands among what somebody has to do.
AHEAD = timedelta(days=30)


class Trigger(StrEnum):
    """Why a change of the law calls for a look: it takes effect after the last one, or the text carries old words."""

    TAKES_EFFECT = "takes-effect"
    OLD_WORDS = "old-words"


TRIGGER_LABELS: Mapping[Trigger, str] = {
    Trigger.TAKES_EFFECT: "前の見直しより後に変わった法令",
    Trigger.OLD_WORDS: "今の版に古い法令のことばがある",
}


class Outcome(StrEnum):
    """What a review ended with."""

    UNCHANGED = "unchanged"
    REVISED = "revised"


OUTCOME_LABELS: Mapping[Outcome, str] = {Outcome.UNCHANGED: "変更なし", Outcome.REVISED: "改訂"}


@dataclass(frozen=True, slots=True)
class Call:
    """That a change of the law calls for a look: why, and until when."""

    change: LawChange
    trigger: Trigger
    due_on: date


@dataclass(frozen=True, slots=True)
class Next:
    """When a template is looked at next. `regular`: by its months alone; the law only ever makes it earlier."""

    due_on: date
    regular: date

    @property
    def early(self) -> bool:
        """Return whether the law made it earlier."""
        return self.due_on < self.regular


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; where that month has no such day, its last.

    months   > 0
    source   as people count a half year: from 31 August to 28 February, from 28 February to 28 August
    """
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def effective(change: LawChange) -> date:
    """Return the day from which a change counts."""
    return date.fromisoformat(change.since)


def trigger_of(change: LawChange, *, carried: bool, reviewed_on: date) -> Trigger | None:
    """Return why a change calls for a look at a text that was last looked at on a day; None: it does not.

    carried   whether the words of the text show the change
    """
    old = change.kind is ChangeKind.OLD
    if carried and old:
        return Trigger.OLD_WORDS
    # What is lawful and may not be wise concerns a text only if it says so.
    if effective(change) > reviewed_on and (old or carried):
        return Trigger.TAKES_EFFECT
    return None


def until(change: LawChange, noticed_on: date) -> date:
    """Return by when a text is looked at because of a change: the day it takes effect, if that is still to come."""
    starts = effective(change)
    return starts if starts > noticed_on else noticed_on + NOTICE


def calls(
    changes: Iterable[LawChange],
    carried: Collection[str],
    known: Collection[str],
    *,
    reviewed_on: date,
    noticed_on: date,
) -> tuple[Call, ...]:
    """Return the changes that call for a look, other than those that were told of it before.

    carried   ids of the changes that the text shows
    known     ids of the changes that a look was called for because of before, whether it was taken or not
    """
    found = []
    for change in changes:
        trigger = trigger_of(change, carried=change.id in carried, reviewed_on=reviewed_on)
        if trigger is not None and change.id not in known:
            found.append(Call(change, trigger, until(change, noticed_on)))
    return tuple(found)


def still_known(known: Collection[str], before: Collection[str], after: Collection[str]) -> frozenset[str]:
    """Return which changes need no new call once a text was replaced: old words that come in anew do.

    known           ids of the changes that a look was called for because of
    before, after   ids of the changes that the text showed and shows now
    """
    return frozenset(known) - (frozenset(after) - frozenset(before))


def next_review(reviewed_on: date, months: int, called: Iterable[date]) -> Next:
    """Return when a template is looked at next. `called`: until when the law calls for it, each change its day."""
    regular = months_after(reviewed_on, months)
    return Next(min([regular, *called]), regular)


def is_due(due_on: date, today: date) -> bool:
    """Return whether a review stands among what somebody has to do."""
    return due_on <= today + AHEAD
