import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW, person
from yakusoku.apps.accounts import services
from yakusoku.apps.accounts.models import Department, Membership, User
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.domain.accounts.membership import (
    AlreadyMember,
    DepartmentElsewhere,
    DepartmentExists,
    DepartmentMissing,
    DepartmentNotNeeded,
    EmailTaken,
    LastAdministrator,
)
from yakusoku.domain.accounts.permissions import Role

MEMBERS = "/members/"


def role_of(user):
    return user.memberships.get()


def test_an_email_address_is_registered_once_whatever_its_case(cast):
    with pytest.raises(EmailTaken):
        services.create_person("OWNER@City.example", "だれか", by=None, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Owner@city.example", name="だれか")


def test_a_person_is_found_by_email_whatever_its_case(cast):
    assert User.objects.get_by_natural_key("OWNER@city.EXAMPLE") == cast.owner


@pytest.mark.parametrize(
    ("role", "place", "refusal"),
    [
        pytest.param(Role.DEPARTMENT, None, DepartmentMissing, id="no-department"),
        pytest.param(Role.POLICY, "water", DepartmentNotNeeded, id="department-not-needed"),
        pytest.param(
            Role.DEPARTMENT, "stranger_department", DepartmentElsewhere, id="department-of-another-city"
        ),
    ],
)
def test_a_role_needs_its_place(cast, role, place, refusal):
    department = getattr(cast, place) if place else None
    with pytest.raises(refusal):
        services.add_member(person("新人", "new@city.example"), cast.city, role, department, by=None, at=NOW)


def test_the_database_itself_refuses_a_role_without_its_place(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=cast.owner, organization=cast.city, role="department")


def test_the_same_role_is_given_once(cast):
    with pytest.raises(AlreadyMember):
        services.add_member(cast.policy, cast.city, Role.POLICY, by=None, at=NOW)
    with pytest.raises(AlreadyMember):
        services.add_member(cast.owner, cast.city, Role.DEPARTMENT, cast.water, by=None, at=NOW)
    services.add_member(cast.owner, cast.city, Role.DEPARTMENT, cast.health, by=None, at=NOW)


def test_a_department_exists_once_in_an_organization(cast):
    with pytest.raises(DepartmentExists):
        services.add_department(cast.city, "水道課", by=None, at=NOW)
    assert Department.objects.filter(name="水道課").count() == 2


def test_the_last_administrator_stays(cast):
    member = role_of(cast.administrator)
    with pytest.raises(LastAdministrator):
        services.change_role(member, Role.POLICY, by=cast.administrator, at=NOW)
    with pytest.raises(LastAdministrator):
        services.remove_member(member, by=cast.administrator, at=NOW)
    services.add_member(cast.policy, cast.city, Role.ADMINISTRATOR, by=None, at=NOW)
    services.remove_member(member, by=cast.policy, at=NOW)
    assert not cast.administrator.memberships.exists()


def test_a_change_of_role_is_recorded_with_before_and_after(cast):
    services.change_role(role_of(cast.owner), Role.LEGAL, by=cast.administrator, at=NOW)
    entry = AuditEntry.objects.first()
    assert (entry.code, entry.subject) == ("member.role-changed", f"user:{cast.owner.pk}")
    assert entry.told == {
        "before": {"role": "department", "department": cast.water.pk},
        "after": {"role": "legal"},
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [
        pytest.param("administrator", 200, id="administrator"),
        pytest.param("owner", 403, id="owner"),
        pytest.param("policy", 403, id="policy"),
        pytest.param("auditor", 403, id="auditor"),
        pytest.param("contractor", 403, id="contractor"),
    ],
)
def test_only_administrators_see_the_members(cast, who, status):
    assert cast.client(getattr(cast, who)).get(MEMBERS).status_code == status


def test_a_visitor_is_sent_to_sign_in(cast):
    answer = cast.client(None).get(MEMBERS)
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_an_administrator_sees_their_own_organization_only(cast):
    page = cast.client(cast.stranger).get(MEMBERS).content.decode()
    assert "小林 他市" in page
    assert "青木 水道" not in page


@pytest.mark.parametrize("act", ["role", "remove"])
def test_a_stranger_does_not_find_a_member_of_another_city(cast, act):
    address = f"/members/{role_of(cast.owner).pk}/{act}/"
    stranger = cast.client(cast.stranger)
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"role": "legal"}).status_code == 404
    assert cast.client(cast.colleague).post(address, {"role": "legal"}).status_code == 403
    assert role_of(cast.owner).role == "department"


def test_an_administrator_changes_a_role(cast):
    address = f"/members/{role_of(cast.owner).pk}/role/"
    client = cast.client(cast.administrator)
    assert client.get(address).status_code == 200
    answer = client.post(address, {"role": "department", "department": cast.health.pk})
    assert answer.status_code == 302
    assert role_of(cast.owner).department == cast.health


def test_a_department_of_another_city_cannot_be_chosen(cast):
    address = f"/members/{role_of(cast.owner).pk}/role/"
    place = {"role": "department", "department": cast.stranger_department.pk}
    assert cast.client(cast.administrator).post(address, place).status_code == 422
    assert role_of(cast.owner).department == cast.water


def test_an_administrator_who_removes_themselves_as_the_last_is_told_why_not(cast):
    answer = cast.client(cast.administrator).post(f"/members/{role_of(cast.administrator).pk}/remove/")
    assert answer.status_code == 409
    assert "管理者がいなくなります" in answer.content.decode()


def test_a_removed_member_is_out_at_once(cast):
    inside = cast.client(cast.owner)
    assert inside.get("/account/tokens/").status_code == 200
    cast.client(cast.administrator).post(f"/members/{role_of(cast.owner).pk}/remove/")
    assert inside.get("/account/tokens/").status_code == 403


def test_an_administrator_adds_a_department(cast):
    client = cast.client(cast.administrator)
    assert client.post("/members/departments/", {"name": "税務課"}).status_code == 302
    assert cast.city.departments.filter(name="税務課").exists()
    answer = client.post("/members/departments/", {"name": "税務課"})
    assert answer.status_code == 422
    assert "すでにあります" in answer.content.decode()


def test_the_members_leave_as_a_file(cast):
    answer = cast.client(cast.administrator).get(MEMBERS, {"format": "csv"})
    assert "青木 水道" in answer.content.decode("utf-8-sig")


def test_the_page_of_members_costs_the_same_for_many(cast, django_assert_max_num_queries):
    client = cast.client(cast.administrator)
    for number in range(20):
        services.add_member(
            person(f"職員{number}", f"p{number}@city.example"), cast.city, Role.LEGAL, by=None, at=NOW
        )
    with django_assert_max_num_queries(9):
        client.get(MEMBERS)
