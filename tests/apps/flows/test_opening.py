"""Inspections begin by themselves: for the contractor and below, once, and only where a promise runs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps import promised
from tests.apps.inspections.rounds import CLOSING, NEAR, PLANNED, answer_all, below, conclude, running
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.chain.models import Standing
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements.models import Engagement, HouseRules
from yakusoku.apps.flows.opening import open_due_inspections
from yakusoku.apps.flows.sending import send
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.models import Inspection
from yakusoku.domain.inspections.schedule import InspectionKind


def told():
    """Return who is asked what for which day of the plan, in order."""
    rows = Inspection.objects.order_by("pk").values_list("hop__name", "kind", "planned_on", "due_on")
    return [(name or "", kind, planned, due) for name, kind, planned, due in rows]


def test_when_the_day_is_near_the_contractor_is_asked_and_told(cast):
    work = running(cast)
    assert open_due_inspections(date(2027, 8, 16), NOW) == 0
    assert open_due_inspections(date(2027, 8, 17), NOW) == 1
    assert told() == [("", "periodic", PLANNED, PLANNED)]
    inspection = Inspection.objects.get()
    assert inspection.opened_by is None
    assert inspection.asked == len(services.pack_of(inspection.version).checks)
    duty = Duty.objects.get(kind="inspection.answer", done_at__isnull=True)
    assert (duty.organization, duty.due_on, duty.href) == (
        cast.company,
        PLANNED,
        inspection.get_absolute_url(),
    )
    entry = AuditEntry.objects.get(code="inspection.opened")
    assert (entry.actor, entry.organization, entry.subject) == (
        "system",
        cast.city.pk,
        f"inspection:{inspection.pk}",
    )
    assert verify() == []
    work.refresh_from_db()
    assert work.shared_at == NOW
    assert cast.client(cast.contractor).get(inspection.get_absolute_url()).status_code == 200


def test_called_again_it_opens_nothing_twice(cast):
    below(cast, running(cast))
    assert open_due_inspections(NEAR, NOW) == 2
    for day in range(20):
        assert open_due_inspections(NEAR + timedelta(days=day), NOW) == 0


def test_everyone_who_holds_data_on_that_day_is_asked(cast):
    work = running(cast)
    below(cast, work)
    below(cast, work, registered=False)
    below(cast, work, name="まだの会社", since=date(2027, 9, 1))
    below(cast, work, name="返した会社", until=date(2027, 7, 1))
    below(cast, work, name="承諾待ち", standing=Standing.REQUESTED)
    assert open_due_inspections(NEAR, NOW) == 3
    assert [name for name, *_ in told()] == ["", cast.subcompany.name, "内職の家"]
    asked = Duty.objects.filter(kind="inspection.answer").values_list("organization", flat=True)
    assert sorted(asked) == sorted([cast.company.pk, cast.subcompany.pk, cast.company.pk])


def test_the_closing_check_does_not_wait_for_a_round_that_is_still_open(cast):
    running(cast)
    open_due_inspections(NEAR, NOW)
    assert open_due_inspections(date(2027, 11, 20), NOW) == 1
    assert told()[-1] == ("", "closing", CLOSING, CLOSING)
    assert open_due_inspections(date(2027, 12, 20), NOW) == 0


def test_a_sheet_sent_by_hand_stands_for_the_planned_one(cast):
    work = running(cast)
    opened = send(work.versions.get(), InspectionKind.PERIODIC, PLANNED, by=cast.owner, at=NOW)
    assert opened.planned_on == PLANNED
    answer_all(opened, cast)
    conclude(opened, cast)
    assert open_due_inspections(NEAR, NOW) == 0


def test_the_plan_follows_the_rules_of_the_organisation(cast):
    running(cast)
    HouseRules.objects.create(organization=cast.city, lead_days=30)
    assert open_due_inspections(date(2027, 8, 1), NOW) == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"contractor": None}, id="nobody-entrusted"),
        pytest.param({"closed_at": NOW}, id="closed"),
        pytest.param({"contracted_on": None}, id="neither-contracted-nor-shared"),
    ],
)
def test_where_no_promise_runs_nothing_begins(cast, change):
    work = running(cast)
    Engagement.objects.filter(pk=work.pk).update(**change)
    assert open_due_inspections(NEAR, NOW) == 0


def test_a_work_that_was_shared_and_has_begun_counts_without_a_contract_day(cast):
    work = running(cast)
    Engagement.objects.filter(pk=work.pk).update(contracted_on=None, shared_at=NOW)
    assert open_due_inspections(NEAR, NOW) == 1


def test_without_a_published_version_nothing_begins(cast):
    work = promised.decided(cast)
    Engagement.objects.filter(pk=work.pk).update(contracted_on=date(2027, 5, 20))
    assert open_due_inspections(NEAR, NOW) == 0


def test_a_limit_is_kept_and_the_next_call_goes_on(cast):
    for number in range(3):
        running(cast, f"業務{number}")
    assert [open_due_inspections(NEAR, NOW, most=2) for _ in range(3)] == [2, 1, 0]


def test_many_are_opened_in_as_few_queries_as_one(cast):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            open_due_inspections(NEAR, NOW)
        return len(queries)

    running(cast)
    one = asked()
    for number in range(4):
        below(cast, running(cast, f"業務{number}"))
    assert asked() == one
    assert Inspection.objects.count() == 9
    assert verify() == []
