"""Findings that inspections kept before this app existed move in, and wait to be instructed."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps as present

from tests.apps import promised
from tests.cast import NOW
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.findings.models import Finding

MOVING = import_module("yakusoku.apps.inspections.migrations.0003_findings_have_an_app")


class Rows(list):
    """Rows of a table that is no more, as the migration asks for them."""

    def select_related(self, *_names):
        return self

    defer = order_by = select_related

    def iterator(self, **_options):
        return iter(self)


class Before:
    """The models as they stood before the move: the table of records is played by a list."""

    def __init__(self, records):
        self.records = type("FindingRecord", (), {"objects": Rows(records)})

    def get_model(self, app, name):
        return self.records if name == "FindingRecord" else present.get_model(app, name)


def record(inspection, check="removal-2o"):
    told = {"check_id": check, "slug": "removal", "kind": "not-operated", "severity": "medium"}
    return type("Row", (), {**told, "inspection": inspection, "remedies": ["change-work"]})()


@pytest.fixture
def inspections(cast):
    first = promised.submitted(cast)
    work = first.version.engagement
    later = type(first)(version=first.version, kind="periodic", due_on=promised.DUE, asked=1)
    later.opened_by, later.opened_at, later.concluded_by = cast.owner, NOW, cast.owner
    later.concluded_at = NOW + timedelta(days=90)
    later.save()
    return work, first, later


def test_what_was_found_moves_in_with_its_repetitions_and_one_duty(inspections):
    work, first, later = inspections
    MOVING.move_findings(Before([record(first), record(first), record(later)]), None)
    one, same, again = Finding.objects.order_by("pk")
    assert (one.source, one.state, one.organization_id) == (
        f"inspection:{first.pk}",
        "open",
        work.organization_id,
    )
    assert (one.repeats, same.repeats, again.repeats) == (None, None, same)
    duty = Duty.objects.get(kind="finding.instruct")
    assert (duty.left, duty.engagement, duty.department) == (3, work.pk, work.department)
    assert duty.due_on > NOW.date()


def test_the_duty_is_the_one_that_this_app_knows(inspections):
    from yakusoku.apps.findings import duties

    work, first, _later = inspections
    MOVING.move_findings(Before([record(first)]), None)
    duties.to_instruct(work, at=NOW)
    assert Duty.objects.filter(kind=duties.INSTRUCT, done_at=None).count() == 1
