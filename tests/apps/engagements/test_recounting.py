"""Counting many works at once says of each what the work's own services say of it."""

from datetime import timedelta

import pytest

from tests.apps import promised
from tests.cast import NOW
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.duties import bring_up_to_date
from yakusoku.apps.engagements.models import Engagement, Fact
from yakusoku.apps.engagements.recounting import recount

LATER = NOW + timedelta(days=30)
CHANGE = "change: {copying: {variants: [{strength: controlled, summary: 記録した写しだけを認める}], parameters: {log_years: {value: 5}}}}"
FIGURES = ("pk", "undecided", "starts_on", "ends_on", "people")


@pytest.fixture
def works(cast):
    """Works in every state before and after their promise, under a catalogue that changed since."""
    promised.begun(cast, "書き始めた業務")
    promised.described(cast, "決めていない業務")
    promised.decided(cast, "発行していない業務")
    promised.published(cast, "発行した業務")
    promised.decline(cast, promised.published(cast, "決め直した業務").engagement)
    services.withdraw(promised.decided(cast, "取り消した業務"), "basic-duty", by=cast.owner, at=NOW)
    services.keep_overlay(cast.city, CHANGE, by=cast.policy, at=NOW)


def forget_the_counts(*, duties):
    """Bring the works to the moment after the catalogue changed; without duties, as they came from elsewhere."""
    Engagement.objects.update(undecided=None)
    if not duties:
        Duty.objects.filter(done_at__isnull=True).delete()


def figures():
    due = Duty.objects.filter(done_at__isnull=True).order_by("kind", "subject")
    return (
        list(Engagement.objects.order_by("pk").values_list(*FIGURES)),
        list(due.values_list("kind", "subject", "act", "department", "about", "href", "left")),
        list(Fact.objects.order_by("engagement", "name").values_list("engagement", "name")),
    )


@pytest.mark.parametrize("duties", [True, False])
def test_many_at_once_as_one_by_one(cast, works, duties):
    forget_the_counts(duties=duties)
    for work in Engagement.objects.all():
        bring_up_to_date(work, at=LATER)
    one_by_one = figures()
    assert {row[1] for row in one_by_one[0]} != {0}
    forget_the_counts(duties=duties)
    assert recount(at=LATER) == Engagement.objects.count()
    assert figures() == one_by_one
    assert recount(at=LATER) == 0


def test_facts_that_are_read_otherwise_now_are_kept_anew(cast, works):
    right = figures()[2]
    Fact.objects.filter(name__startswith="places.").delete()
    forget_the_counts(duties=True)
    recount(at=LATER)
    assert figures()[2] == right
