"""What is due: said, said again, done, seen by whom."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.cast import NOW, member
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.accounts.access import acting_as
from yakusoku.apps.accounts.models import User
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import (
    assigned_to,
    duties_around,
    duties_elsewhere,
    duties_of,
    escalated_to,
    shared_with,
)
from yakusoku.apps.duties.services import hand_over, owe, owe_each, settle, settle_all
from yakusoku.apps.flows.late import escalate_late, urge_late
from yakusoku.domain.accounts.permissions import Act, Role
from yakusoku.domain.refusal import Refusal

TODAY = date(2027, 7, 7)


def due(cast, kind="inspection.verify", subject="inspection:1", **changes):
    told = {
        "organization": cast.city,
        "department": cast.water,
        "act": Act.WRITE_VERIFICATION,
        "engagement": None,
        "about": "水道検針",
        "href": "/inspections/1/",
        "at": NOW,
    }
    owe(kind, subject, **{**told, **changes})


def seen(who, query=duties_of):
    return [duty.subject for duty in query(acting_as(who))]


def test_said_twice_it_is_due_once_and_brought_up_to_date(cast):
    due(cast)
    due(cast, due_on=TODAY, left=3)
    (duty,) = Duty.objects.all()
    assert (duty.due_on, duty.left) == (TODAY, 3)


def test_done_it_can_come_again(cast):
    due(cast)
    assert settle("inspection.verify", "inspection:1", at=NOW)
    assert not settle("inspection.verify", "inspection:1", at=NOW)
    due(cast)
    assert Duty.objects.filter(done_at__isnull=True).count() == 1
    assert settle_all("inspection:1", at=NOW) == 1


def test_the_department_sees_its_own_and_no_other_does(cast):
    due(cast)
    assert seen(cast.owner) == ["inspection:1"]
    assert seen(cast.colleague) == seen(cast.auditor) == seen(cast.contractor) == seen(cast.stranger) == []


def test_who_sees_all_finds_it_under_other_departments(cast):
    due(cast)
    assert seen(cast.policy) == []
    assert seen(cast.policy, duties_elsewhere) == ["inspection:1"]
    assert seen(cast.owner, duties_elsewhere) == seen(cast.auditor, duties_elsewhere) == []


def test_what_belongs_to_no_department_is_for_those_who_may(cast):
    due(cast, department=None, act=Act.GIVE_ADVICE)
    assert seen(cast.legal) == seen(cast.policy) == ["inspection:1"]
    assert seen(cast.owner) == []


def test_what_is_earlier_stands_first_and_what_has_no_day_last(cast):
    due(cast, subject="a:1")
    due(cast, subject="b:1", due_on=TODAY + timedelta(1))
    due(cast, subject="c:1", due_on=TODAY)
    assert seen(cast.owner) == ["c:1", "b:1", "a:1"]


def test_the_superior_is_told_after_the_days_that_are_settled(cast):
    accounts.name_superior(cast.water, cast.colleague, by=cast.administrator, at=NOW)
    due(cast, due_on=TODAY)
    assert escalate_late(TODAY + timedelta(6), NOW) == 0
    assert escalate_late(TODAY + timedelta(7), NOW) == 1
    assert escalate_late(TODAY + timedelta(8), NOW) == 0
    assert seen(cast.colleague, escalated_to) == ["inspection:1"]
    assert "あなたの課で遅れていること" in cast.client(cast.colleague).get("/").content.decode()


def test_only_a_member_can_be_named_superior(cast):
    with pytest.raises(Refusal) as refused:
        accounts.name_superior(cast.water, cast.stranger, by=cast.administrator, at=NOW)
    assert refused.value.code == "member.not-one"


def test_who_manages_members_names_the_superior_on_the_page(cast):
    address = f"/members/departments/{cast.water.pk}/"
    assert cast.client(cast.owner).get(address).status_code == 403
    assert cast.client(cast.stranger).get(address).status_code == 404
    cast.client(cast.administrator).post(address, {"superior": cast.policy.pk})
    cast.water.refresh_from_db()
    assert cast.water.superior == cast.policy
    assert cast.client(cast.administrator).post(address, {"superior": cast.stranger.pk}).status_code == 422


def test_a_company_that_is_late_is_asked_after_until_it_is_done(cast):
    from tests.apps.promised import opened

    inspection = opened(cast, due=TODAY)
    assert urge_late(TODAY, NOW) == 0
    late = TODAY + timedelta(1)
    assert (urge_late(late, NOW), urge_late(late, NOW)) == (1, 0)
    assert [d.kind for d in duties_of(acting_as(cast.owner))] == ["duty.urge"]
    settle("inspection.answer", inspection, at=NOW)
    assert seen(cast.owner) == []


def test_everything_due_can_be_searched_sorted_and_taken_along(cast):
    due(cast, subject="a:1", about="水道検針")
    due(cast, subject="b:1", about="水質検査")
    client = cast.client(cast.owner)
    assert "水道検針" not in client.get("/duties/?q=水質").content.decode()
    assert "水質検査" in client.get("/duties/?format=csv").content.decode("utf-8-sig")
    assert "水道検針" not in cast.client(cast.policy).get("/duties/").content.decode()
    assert "水道検針" in cast.client(cast.policy).get("/duties/?of=all").content.decode()
    assert "水道検針" not in cast.client(cast.colleague).get("/duties/?of=all").content.decode()


def test_the_list_asks_the_same_number_of_queries_for_more(cast, django_assert_max_num_queries):
    for number in range(30):
        due(cast, subject=f"a:{number}")
    client = cast.client(cast.owner)
    with django_assert_max_num_queries(7):
        client.get("/duties/")


def settled_on(cast, person, **changes):
    due(cast, assignee=person, **changes)
    return Duty.objects.get(subject=changes.get("subject", "inspection:1"))


def member_of_water(cast):
    return member("渡辺 水道", "second@city.example", cast.city, Role.DEPARTMENT, cast.water)


def test_what_is_assigned_stands_in_the_list_of_that_person_only(cast):
    second = member_of_water(cast)
    settled_on(cast, second)
    assert seen(second) == ["inspection:1"]
    assert seen(cast.owner) == []
    assert seen(cast.owner, duties_around) == ["inspection:1"]
    assert seen(cast.stranger, duties_around) == seen(cast.colleague, duties_around) == []


def test_who_is_assigned_from_outside_the_department_finds_it_first(cast):
    settled_on(cast, cast.policy)
    assert seen(cast.policy) == ["inspection:1"]
    assert seen(cast.policy, duties_elsewhere) == []


def test_given_to_another_it_moves_and_counts_as_new(cast):
    second = member_of_water(cast)
    settled_on(cast, cast.owner)
    later = NOW + timedelta(days=3)
    assert hand_over(["inspection.verify"], "inspection:1", second, at=later) == 1
    assert hand_over(["inspection.verify"], "inspection:1", second, at=later) == 0
    (duty,) = Duty.objects.all()
    assert (duty.assignee, duty.since) == (second, later)
    assert (seen(cast.owner), seen(second)) == ([], ["inspection:1"])
    hand_over(["inspection.verify"], "inspection:1", None, at=later)
    assert seen(cast.owner) == seen(second) == ["inspection:1"]


def gone(user):
    user.memberships.all().delete()


def deactivated(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def moved(user):
    other = user.memberships.get().organization.departments.get(name="健康課")
    user.memberships.update(department=other)


def without_the_right(user):
    user.memberships.update(role=Role.AUDITOR, department=None)


@pytest.mark.parametrize("happens", [gone, deactivated, moved, without_the_right])
def test_what_somebody_left_behind_is_everybodys_again(cast, happens):
    second = member_of_water(cast)
    settled_on(cast, second)
    assert seen(cast.owner) == []
    happens(second)
    assert seen(cast.owner) == ["inspection:1"]
    assert seen(cast.colleague) == seen(cast.stranger) == []
    if happens in (moved, without_the_right):
        assert seen(second) == []
    told = cast.client(cast.owner).get("/duties/").content.decode()
    assert "前は 渡辺 水道" in told


def test_each_owes_it_by_themselves_and_who_is_not_named_any_more_does_not(cast):
    second = member_of_water(cast)
    told = {
        "organization": cast.city,
        "act": Act.VIEW_ENGAGEMENT,
        "otherwise": Act.MANAGE_COURSES,
        "engagement": None,
        "about": "個人情報保護の基礎",
        "href": "/courses/mine/",
        "at": NOW,
    }
    assert owe_each("training.take", "course:1", [second.pk, cast.owner.pk], **told) == 2
    assert owe_each("training.take", "course:1", [second.pk], **told) == 0
    assert (seen(second), seen(cast.owner), seen(cast.policy)) == (["course:1"], [], [])
    gone(second)
    assert (seen(cast.owner), seen(cast.policy)) == ([], ["course:1"])
    assert owe_each("training.take", "course:1", [], **told) == 0
    assert not Duty.objects.filter(done_at__isnull=True).exists()


def test_home_shows_first_what_is_assigned_then_what_is_anyones(cast):
    second = member_of_water(cast)
    due(cast, subject="a:1", about="だれでも", due_on=TODAY)
    due(cast, subject="b:1", about="わたしの", assignee=cast.owner)
    due(cast, subject="c:1", about="同僚の", assignee=second)
    told = cast.client(cast.owner).get("/").content.decode()
    assert told.index("あなたに割り当てられたもの") < told.index("わたしの") < told.index("だれでも")
    assert "同僚の" not in told
    assert "今日すること 2件" in told
    assert "わたしの" not in cast.client(cast.colleague).get("/").content.decode()


def test_the_table_tells_whose_matter_it_is_and_is_narrowed_by_it(cast):
    second = member_of_water(cast)
    due(cast, subject="a:1", about="だれでも")
    due(cast, subject="b:1", about="わたしの分", assignee=cast.owner)
    due(cast, subject="c:1", about="同僚の分", assignee=second)
    client = cast.client(cast.owner)
    kept = {
        "": {"だれでも", "わたしの分", "同僚の分"},
        "me": {"わたしの分"},
        "none": {"だれでも"},
        "others": {"同僚の分"},
    }
    for asked, expected in kept.items():
        raw = client.get(f"/duties/?held={asked}&sort=holder&format=csv").content.decode("utf-8-sig")
        assert {line.split(",")[1] for line in raw.splitlines()[1:]} == expected
    assert "渡辺 水道" in client.get("/duties/?held=others").content.decode()
    assert "渡辺 水道" not in cast.client(cast.colleague).get("/duties/?held=others").content.decode()
    assert "見つかりません" in client.get("/duties/?q=ありえない").content.decode()


def test_the_superior_is_told_of_what_is_assigned_too(cast):
    accounts.name_superior(cast.water, cast.policy, by=cast.administrator, at=NOW)
    settled_on(cast, cast.owner, due_on=TODAY)
    assert escalate_late(TODAY + timedelta(7), NOW) == 1
    assert seen(cast.policy, escalated_to) == ["inspection:1"]


def test_the_lists_are_found_by_their_indexes(cast):
    """Ten thousand engagements stand on one home page: no list may read the whole table."""
    due(cast, assignee=cast.owner)
    who = acting_as(cast.owner)
    if connection.vendor != "sqlite":
        pytest.skip("the plan is told in the words of SQLite")
    for rows in (duties_of(who), assigned_to(who), shared_with(who), duties_around(who)):
        plan = rows.explain()
        assert "SCAN duties_duty" not in plan, plan
        found_by = {line.split("INDEX ")[1] for line in plan.splitlines() if "SEARCH duties_duty" in line}
        assert found_by <= {
            "duty_open (organization_id=? AND department_id=?)",
            "duty_by_assignee (assignee_id=?)",
        }, plan
