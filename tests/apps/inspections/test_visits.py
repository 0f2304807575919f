"""How the client looks: who, in which way, going there, and the check of every year."""

from datetime import date, timedelta

import pytest

from tests.apps import promised
from tests.apps.inspections.rounds import answer_all, conclude, running
from tests.cast import NOW
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements.models import Engagement, HouseRules
from yakusoku.apps.inspections import visits
from yakusoku.apps.inspections.models import Visit
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.inspections.yearly import missing_visits, owe_yearly_visits, yearly_state
from yakusoku.domain.inspections.methods import Method
from yakusoku.domain.refusal import Refusal

IN_IT = date(2027, 9, 1)
BY = date(2027, 11, 30)


def plan(inspection, cast, day=IN_IT, at=NOW):
    chosen = visits.Plan(day, "港町1-1", "青木", (checks_of(inspection)[0].id,))
    return visits.plan_visit(inspection, chosen, by=cast.owner, at=at)


def went(inspection, cast, day=IN_IT):
    plan(inspection, cast, day)
    visits.record_visit(inspection, day, "青木", "工藤", by=cast.owner, at=NOW + timedelta(days=300))


def works():
    return Engagement.objects.all()


def test_a_visit_is_planned_recorded_and_then_stands(cast):
    inspection = promised.submitted(cast)
    owner = cast.client(cast.owner)
    told = owner.get(f"/inspections/{inspection.pk}/visit/").content.decode()
    assert "この年の現地確認がまだです" not in told
    check = checks_of(inspection)[0].id
    body = {"day": "2027-04-01", "place": "港町", "comers": "青木、井上", "checks": [check]}
    assert owner.post(f"/inspections/{inspection.pk}/visit/plan/", body).status_code == 302
    visit = Visit.objects.get()
    assert (visit.planned_for, visit.checks) == (date(2027, 4, 1), [check])
    inspection.refresh_from_db()
    assert inspection.method == Method.ON_SITE
    duty = Duty.objects.get(kind="inspection.visit")
    assert (duty.due_on, duty.done_at) == (date(2027, 4, 1), None)
    attended = {"held_on": "2026-04-01", "comers": "青木", "met": "工藤"}
    assert owner.post(f"/inspections/{inspection.pk}/visit/attend/", attended).status_code == 302
    visit.refresh_from_db()
    assert (visit.held_on, visit.met) == (date(2026, 4, 1), "工藤")
    duty.refresh_from_db()
    assert duty.done_at is not None
    for change in (
        lambda: plan(inspection, cast),
        lambda: visits.choose_method(inspection, Method.PAPER, "", by=cast.owner, at=NOW),
        lambda: visits.record_visit(inspection, date(2026, 4, 1), "x", "y", by=cast.owner, at=NOW),
    ):
        with pytest.raises(Refusal) as caught:
            change()
        assert caught.value.code == "visit.held"


def test_the_checks_to_look_at_are_proposed(cast):
    inspection = promised.submitted(cast)
    told = cast.client(cast.owner).get(f"/inspections/{inspection.pk}/visit/").content.decode()
    assert 0 < told.count('name="checks"') == len(checks_of(inspection))
    assert told.count("checked") >= 12


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param({"method": "remote", "reason": " "}, "遠隔で確かめる理由", id="afar-without-a-reason"),
        pytest.param({"method": "telepathy"}, "field-error", id="an-unknown-way"),
    ],
)
def test_a_way_that_does_not_hold_comes_back(cast, body, words):
    inspection = promised.submitted(cast)
    answer = cast.client(cast.owner).post(f"/inspections/{inspection.pk}/visit/method/", body)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    inspection.refresh_from_db()
    assert inspection.method == Method.PAPER


def test_looking_from_afar_calls_a_planned_visit_off(cast):
    inspection = promised.submitted(cast)
    plan(inspection, cast)
    visits.choose_method(inspection, Method.REMOTE, "離島のため", by=cast.owner, at=NOW)
    inspection.refresh_from_db()
    assert (inspection.method, inspection.remote_reason) == (Method.REMOTE, "離島のため")
    assert not Visit.objects.exists()
    assert not Duty.objects.filter(kind="inspection.visit", done_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"day": "2027-04-01", "comers": "青木"}, 422, id="nothing-to-look-at"),
        pytest.param(
            {"day": "2027-04-01", "comers": "青木", "checks": ["no-such-1a"]}, 422, id="unknown-check"
        ),
        pytest.param({"day": "いつか", "comers": "青木", "checks": ["removal-2a"]}, 422, id="no-day"),
    ],
)
def test_a_plan_that_does_not_hold_comes_back(cast, body, status):
    inspection = promised.submitted(cast)
    path = f"/inspections/{inspection.pk}/visit/plan/"
    assert cast.client(cast.owner).post(path, body).status_code == status
    assert not Visit.objects.exists()


def test_nobody_was_there_tomorrow(cast):
    inspection = promised.submitted(cast)
    plan(inspection, cast)
    with pytest.raises(Refusal) as caught:
        visits.record_visit(inspection, NOW.date() + timedelta(days=1), "青木", "工藤", by=cast.owner, at=NOW)
    assert caught.value.code == "visit.ahead"


def test_a_person_of_the_department_is_assigned(cast):
    inspection = promised.submitted(cast)
    plan(inspection, cast)
    path = f"/inspections/{inspection.pk}/visit/assign/"
    owner = cast.client(cast.owner)
    assert owner.post(path, {"person": cast.owner.pk}).status_code == 302
    assert assignees(inspection) == {cast.owner.pk}
    for unfit in (cast.colleague, cast.contractor, cast.stranger, cast.legal):
        assert owner.post(path, {"person": unfit.pk}).status_code == 422
    assert assignees(inspection) == {cast.owner.pk}
    assert owner.post(path, {"person": cast.policy.pk}).status_code == 302
    assert assignees(inspection) == {cast.policy.pk}
    assert owner.post(path, {"person": ""}).status_code == 302
    assert assignees(inspection) == {None}


def test_whoever_was_assigned_before_the_answers_came_gets_them(cast):
    inspection = promised.opened(cast)
    visits.assign(inspection, cast.owner, by=cast.policy, at=NOW)
    answer_all(inspection, cast)
    assert assignees(inspection) == {cast.owner.pk}
    assert Duty.objects.get(kind="inspection.answer").assignee is None


def assignees(inspection):
    waiting = Duty.objects.filter(subject=f"inspection:{inspection.pk}", done_at__isnull=True)
    return set(waiting.values_list("assignee", flat=True))


def test_a_work_of_a_public_body_misses_its_visit_until_somebody_was_there(cast):
    work = running(cast)
    state = missing_visits(works(), IN_IT)[work.pk]
    assert (state.year.by, state.planned_for, state.near) == (BY, None, True)
    inspection = promised.inspections.open_inspection(
        work.versions.get(), promised.InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW
    )
    plan(inspection, cast)
    assert missing_visits(works(), IN_IT)[work.pk].planned_for == IN_IT
    went(inspection, cast)
    assert missing_visits(works(), IN_IT) == {}
    assert yearly_state(work, IN_IT).kept.day == IN_IT


def test_looking_from_afar_keeps_it_when_the_round_ends_with_its_reason(cast):
    work = running(cast)
    inspection = promised.inspections.open_inspection(
        work.versions.get(), promised.InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW
    )
    visits.choose_method(inspection, Method.REMOTE, "離島のため", by=cast.owner, at=NOW)
    assert work.pk in missing_visits(works(), IN_IT)
    from tests.apps.inspections.rounds import answer_all

    answer_all(inspection, cast)
    conclude(inspection, cast, at=NOW.replace(month=9))
    assert missing_visits(works(), IN_IT) == {}


@pytest.mark.parametrize(
    "ease",
    [
        pytest.param(
            lambda c, w: HouseRules.objects.create(organization=c.city, yearly_visit=False), id="rule"
        ),
        pytest.param(
            lambda c, w: w.facts.filter(name="personal_information").delete(), id="no-personal-data"
        ),
        pytest.param(
            lambda c, w: Organization.objects.filter(pk=c.city.pk).update(kind="company"), id="company"
        ),
    ],
)
def test_who_has_no_such_duty_is_left_alone(cast, ease):
    work = running(cast)
    ease(cast, work)
    assert missing_visits(works(), IN_IT) == {}


def test_the_department_is_told_once_and_the_duty_ends_when_somebody_was_there(cast):
    work = running(cast)
    assert owe_yearly_visits(date(2027, 7, 1), NOW) == 0
    assert owe_yearly_visits(IN_IT, NOW) == 1
    assert owe_yearly_visits(IN_IT, NOW) == 0
    duty = Duty.objects.get(kind="inspection.yearly")
    assert (duty.department, duty.due_on) == (cast.water, BY)
    inspection = promised.inspections.open_inspection(
        work.versions.get(), promised.InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW
    )
    went(inspection, cast)
    duty.refresh_from_db()
    assert duty.done_at is not None
    assert owe_yearly_visits(IN_IT, NOW) == 0
