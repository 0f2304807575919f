"""The next period: what was decided is carried over, what was learned is shown."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.board.models import Condition, ConditionState
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.apps.engagements.renewal import begin_next_period
from yakusoku.apps.findings.models import AddedCheck, Finding
from yakusoku.apps.findings.models import State as FindingState
from yakusoku.apps.findings.preparing import carry_checks
from yakusoku.apps.training.queries import training_of
from yakusoku.apps.training.words import missing_told
from yakusoku.domain.packs.labels import REMEDY_LABELS
from yakusoku.web.words import say

GRAVITY = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What fell short about one requirement in a period.

    found      findings, repeated: how many of them came again, open: not closed yet
    severity   of the gravest one
    remedies   ways that were open or taken, in words
    """

    slug: str
    title: str
    found: int
    repeated: int
    open: int
    severity: str
    remedies: tuple[str, ...]
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """More that was learned, told as lines under a heading: added checks, conditions, training."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a period taught."""

    lessons: tuple[Lesson, ...]
    notes: tuple[Notes, ...]

    @property
    def nothing(self) -> bool:
        """Return whether nothing fell short and nothing was added."""
        return not (self.lessons or self.notes)


def training_gaps(engagement: Engagement, day: date) -> Notes:
    """Return the courses that were missing on the last day of work, or on the day itself before it."""
    last = min(day, engagement.ends_on or day)
    missing = training_of(engagement, last).missing if engagement.contracted_on else ()
    return Notes(_("済んでいなかった研修"), tuple(missing_told(each) for each in missing))


def checks_added(engagement: Engagement, day: date) -> Notes:
    """Return the points that inspections ask beside the check sheet; the next period asks them too."""
    rows = AddedCheck.objects.filter(engagement=engagement, retired_at__isnull=True)
    return Notes(_("加えた確認項目（次の期間でも聞きます）"), tuple(rows.values_list("point", flat=True)))


def conditions_of(engagement: Engagement, day: date) -> Notes:
    """Return the conditions under which the board approved."""
    rows = Condition.objects.filter(item__candidacy__engagement=engagement).exclude(
        state__in=(ConditionState.PROPOSED, ConditionState.DROPPED)
    )
    return Notes(_("審査会の条件"), tuple(rows.values_list("text", flat=True)))


def carry_checks_over(before: Engagement, after: Engagement, by: User, at: datetime) -> None:
    """Let the next period ask what was added in this one."""
    carry_checks(before, after, by=by, at=at)


# Each returns notes, with no lines where there is nothing. Another capability adds one function here.
NoteSource = Callable[[Engagement, date], Notes]
NOTE_SOURCES: tuple[NoteSource, ...] = (checks_added, conditions_of, training_gaps)

# Each carries something into the next period: (engagement before, engagement after, by, at).
Carrier = Callable[[Engagement, Engagement, User, datetime], None]
CARRIERS: tuple[Carrier, ...] = (carry_checks_over,)


@transaction.atomic
def renew(engagement: Engagement, *, by: User, at: datetime) -> Engagement:
    """Make the engagement of the next period, carry over what holds, and return it.

    raises   AlreadyRenewed, NotRenewable
    """
    following = begin_next_period(engagement, by=by, at=at)
    for carry in CARRIERS:
        carry(engagement, following, by, at)
    return following


def learned_from(engagement: Engagement, day: date) -> Learned:
    """Return what a period taught: by requirement the gravest first, then what was added to it."""
    notes = tuple(note for source in NOTE_SOURCES if (note := source(engagement, day)).lines)
    return Learned(_lessons(engagement), notes)


def _lessons(engagement: Engagement) -> tuple[Lesson, ...]:
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in _stood(engagement.pk):
        grouped[finding.slug].append(finding)
    if not grouped:
        return ()
    again = _found_again(engagement)
    catalogue = catalogue_read(engagement.organization_id)
    lessons = []
    for slug, found in grouped.items():
        requirement = catalogue.requirement(slug)
        ways = {way for finding in found for way in finding.remedies}
        lessons.append(
            Lesson(
                slug if requirement else "",
                requirement.title if requirement else _("条文にないこと"),
                len(found),
                sum(1 for each in found if each.repeats_id is not None or each.pk in again),
                sum(1 for each in found if each.state != FindingState.CLOSED),
                min((each.severity for each in found), key=_gravity),
                tuple(say(REMEDY_LABELS[way]) for way in REMEDY_LABELS if way in ways),
                tuple(dict.fromkeys(each.seen for each in found if each.seen)),
            )
        )
    return tuple(sorted(lessons, key=lambda each: (_gravity(each.severity), -each.repeated, -each.found)))


def _found_again(engagement: Engagement) -> set[int]:
    """Return the findings whose check had fallen short in the period before, too."""
    if engagement.predecessor_id is None:
        return set()
    before = _stood(engagement.predecessor_id).exclude(check_id="")
    rows = _stood(engagement.pk).exclude(check_id="")
    return set(rows.filter(check_id__in=before.values("check_id")).values_list("pk", flat=True))


def _stood(engagement: int) -> "QuerySet[Finding]":
    """Return the findings of an engagement that were not struck off as mistaken."""
    return Finding.objects.filter(engagement=engagement, dismissed_because="")


def _gravity(severity: str) -> int:
    return GRAVITY.index(severity) if severity in GRAVITY else len(GRAVITY)
