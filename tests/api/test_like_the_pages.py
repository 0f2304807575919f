"""What the pages take and show with an act, the interface takes and shows as well."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.test_api import Caller
from tests.apps import promised
from tests.apps.chain import chained
from tests.apps.chain.test_chain_api import BODY
from tests.apps.training import listed
from yakusoku.apps.chain.models import Hop
from yakusoku.domain.training.requirements import Audience


@pytest.fixture
def clerk(cast):
    return Caller(cast.owner, cast.city)


@pytest.fixture
def policy(cast):
    return Caller(cast.policy, cast.city)


@pytest.fixture
def contractor(cast):
    return Caller(cast.contractor, cast.company)


def paper(name="写し.txt"):
    return SimpleUploadedFile(name, "読みました".encode())


def test_a_question_is_asked_with_files(cast, clerk, contractor):
    work = promised.described(cast)
    path = f"/api/v1/engagements/{work.pk}/consultations/files"
    body = {"addressee": "policy", "title": "鍵", "text": "鞄の鍵は要りますか"}
    asked = clerk.client.post(path, body | {"uploads": [paper("一.txt"), paper("二.txt")]})
    assert asked.status_code == 200, asked.content.decode()
    (said,) = asked.json()["posts"]
    assert said["files"] == ["一.txt", "二.txt"]
    for caller, status in ((contractor, 403), (Caller(cast.colleague, cast.city), 404)):
        assert caller.client.post(path, body | {"uploads": [paper()]}).status_code == status
    bad = SimpleUploadedFile("呼出し.exe", b"MZ\x00")
    assert clerk.client.post(path, body | {"uploads": [bad]}).status_code == 409
    assert clerk.get("consultations").json()["count"] == 1


def test_the_own_staff_is_recorded_with_a_certificate_and_shown(cast, clerk, policy):
    everyone = {"name": "初任者研修", "audience": "own", "role": "department", "department": cast.water.pk}
    course = policy.post("courses", **everyone).json()
    assert (course["role"], course["department"]) == ("department", cast.water.pk)
    elsewhere = {"department": cast.stranger_department.pk}
    assert policy.post("courses", **everyone | {"name": "他"} | elsewhere).status_code == 404
    told = {"course": course["id"], "people": [cast.owner.pk], "completed_on": "2026-04-01"}
    path = "/api/v1/courses/staff/completions/file"
    assert clerk.client.post(path, told | {"certificate": paper()}).status_code == 403
    kept = policy.client.post(path, told | {"certificate": paper()})
    assert (kept.status_code, kept.json()) == (200, {"count": 1}), kept.content.decode()
    shown = {row["person"]: row["courses"][0] for row in policy.get("courses/staff").json()["items"]}
    assert shown[cast.colleague.pk]["completion"] is None
    number = shown[cast.owner.pk]["completion"]
    # One's own certificate is for oneself to read as well.
    for caller in (policy, clerk):
        answer = caller.get(f"completions/{number}/certificate")
        assert b"".join(answer.streaming_content).decode() == "読みました"
    assert Caller(cast.colleague, cast.city).get(f"completions/{number}/certificate").status_code == 404
    assert clerk.get("courses/staff").status_code == 403
    assert policy.client.delete(f"/api/v1/completions/{number}").status_code == 204


def test_the_contractors_people_are_recorded_for_several_with_one_certificate(cast, contractor):
    work = listed.contracted(cast)
    course = listed.course(cast, audience=Audience.STAFF)
    people = [listed.listed(cast, work, name).pk for name in ("一", "二")]
    told = {"course": course.pk, "people": people, "completed_on": "2026-04-01", "certificate": paper()}
    kept = contractor.client.post(f"/api/v1/engagements/{work.pk}/training/completions/file", told)
    assert kept.json() == {"count": 2}
    rows = contractor.get(f"engagements/{work.pk}/training").json()["staff"]
    assert all(row["courses"][0]["completion"] for row in rows)


def test_the_client_names_the_registered_company_and_tells_nobody_else(cast, clerk, contractor):
    work, named = chained.shared(cast), {"organization": cast.subcompany.pk}
    path = f"engagements/{work.pk}/chain/requests"
    assert contractor.post(path, **BODY, **named).status_code == 403
    assert clerk.post(path, **BODY, organization=cast.stranger_city.pk).status_code == 404
    below = Caller(cast.subcontractor, cast.subcompany)
    made = contractor.post(path, **BODY).json()["id"]
    assert below.get(f"hops/{made}").status_code == 404
    agreed = clerk.post(f"hops/{made}/consent", decided_on="2026-04-02", **named).json()
    assert agreed["organization"] == cast.subcompany.pk
    assert below.get(f"hops/{made}").json()["organization"] is None
    assert contractor.get(f"hops/{made}").json()["organization"] is None
    late = BODY | {"name": "有限会社いろは入力"}
    found = {key: late[key] for key in ("name", "place", "travels_by", "categories")}
    hop = clerk.post(f"engagements/{work.pk}/chain/undeclared", **found, **named).json()["hop"]
    assert Hop.objects.get(pk=hop).organization == cast.subcompany
    asked = clerk.post(f"hops/{hop}/request", **late, organization=cast.other_company.pk)
    assert asked.json()["organization"] == cast.other_company.pk


def test_companies_that_can_be_named_are_told_to_those_who_name_them(cast, clerk, contractor):
    known = {row["id"] for row in clerk.get("contractors").json()["items"]}
    assert {cast.company.pk, cast.subcompany.pk} <= known
    assert contractor.get("contractors").status_code == 403
    assert Caller(cast.stranger, cast.stranger_city).get("contractors").json()["count"] == 0
