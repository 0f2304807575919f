"""What the clock brings to surveys: reminders that are due, and papers that wait."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from yakusoku.apps.collecting.duties import LISTS, papers_wait
from yakusoku.apps.collecting.models import Record, Way
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.services import owe, settle
from yakusoku.apps.flows.answered import heard_of
from yakusoku.apps.samples.models import Dispatch, LetterKind
from yakusoku.apps.samples.models import Way as SentBy
from yakusoku.apps.samples.writing import recipients
from yakusoku.apps.surveys.duties import REMIND
from yakusoku.apps.surveys.models import State, Survey
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.survey.sampling.reminding import days_to_remind


def remind_of_surveys(today: date, at: datetime) -> int:
    """Let reminders be due, and what was said of waiting papers be brought up to date; return what is new."""
    rows = Survey.objects.select_related("organization", "department", "owner", "terms")
    open_ones = rows.filter(state=State.OPEN)
    new = sum(_remind(survey, today, at) for survey in open_ones.order_by("pk"))
    waiting = Record.objects.filter(survey=OuterRef("pk"), way=Way.PAPER, submitted_at__isnull=True)
    said = Duty.objects.filter(kind__in=LISTS, done_at__isnull=True).values_list("subject", flat=True)
    named = [int(subject.partition(":")[2]) for subject in said]
    return new + sum(
        papers_wait(each, at=at) for each in rows.filter(Q(Exists(waiting)) | Q(pk__in=named)).order_by("pk")
    )


def _remind(survey: Survey, today: date, at: datetime) -> bool:
    """Let a reminder of a survey be due or done; return whether it is new."""
    last = Dispatch.objects.filter(survey=survey).order_by("-sent_on", "-number").first()
    days = days_to_remind(last.sent_on, survey.closes_on, survey.chosen_days) if last else []
    day = next(iter(days), None)
    silent = 0
    if day is not None and day <= today:
        silent = recipients(survey, LetterKind.REMINDER, SentBy.POST, heard_of(survey)).count()
    if day is None or not silent or survey.closes_on is None or survey.closes_on < today:
        settle(REMIND, survey, at=at)
        return False
    return owe(
        REMIND,
        survey,
        organization=survey.organization,
        department=survey.department,
        assignee=survey.owner,
        act=Act.RUN_SURVEYS,
        engagement=None,
        about=survey.title,
        href=reverse("survey-rates", args=[survey.pk]),
        left=silent,
        due_on=day,
        at=at,
    )
