"""What is due about the papers of a survey: to key, to key a second time, to settle."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from yakusoku.apps.collecting.models import Record, Way
from yakusoku.apps.collecting.standing import terms_of
from yakusoku.apps.duties.services import owe, settle
from yakusoku.apps.surveys.duties import KEY, KEY_AGAIN, SETTLE
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.accounts.permissions import Act

# The list of papers that shows what a kind is about.
LISTS = {KEY: "first", KEY_AGAIN: "second", SETTLE: "compare"}


def papers_wait(survey: Survey, *, at: datetime) -> int:
    """Let the papers that wait be due, or be done; return for how many kinds that is new.

    They are anyone's who runs the survey: the second keying is another person's than the first.
    """
    rows = Record.objects.filter(survey=survey, way=Way.PAPER, submitted_at__isnull=True).order_by()
    keyed = rows.annotate(done=Count("keyings", filter=Q(keyings__finished_at__isnull=False)))
    twice, waiting = terms_of(survey).twice, Counter[str]()
    for done in keyed.values_list("done", flat=True):
        waiting[SETTLE if done >= 2 else KEY_AGAIN if done and twice else KEY] += 1
    new = 0
    for kind, shown in LISTS.items():
        if not waiting[kind]:
            settle(kind, survey, at=at)
            continue
        new += owe(
            kind,
            survey,
            organization=survey.organization,
            department=survey.department,
            act=Act.RUN_SURVEYS,
            engagement=None,
            about=survey.title,
            href=f"{reverse('survey-papers', args=[survey.pk])}?show={shown}",
            left=waiting[kind],
            at=at,
        )
    return new
