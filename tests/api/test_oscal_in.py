"""OSCAL in: every kind is looked at first, then taken by one act; what went out comes back without a difference."""

import copy
import json

import pytest

from tests.api.test_api import Caller
from tests.apps import promised
from tests.apps.findings import corrected
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.engagements.queries import catalogue_for, records_that_count
from yakusoku.apps.engagements.services import keep_overlay, withdraw
from yakusoku.apps.exchange.models import Received
from yakusoku.apps.findings.models import MeasureDone
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import answers_given
from yakusoku.apps.library.models import KeptAnswerRecord
from yakusoku.domain.inspections.answers import Answer

NS = "https://yakusoku.invalid/ns/oscal"


@pytest.fixture
def clerk(cast):
    return Caller(cast.owner, cast.city)


@pytest.fixture
def policy(cast):
    return Caller(cast.policy, cast.city)


@pytest.fixture
def contractor(cast):
    return Caller(cast.contractor, cast.company)


@pytest.fixture
def stranger(cast):
    return Caller(cast.stranger, cast.stranger_city)


def brought(caller, document, **place):
    """Return what a caller is told about a document that is kept to be looked at."""
    answer = caller.post("oscal/documents", document=document, **place)
    assert answer.status_code == 201, answer.content
    return answer.json()


def take(caller, seen, **more):
    return caller.post(f"oscal/documents/{seen['id']}/take", edition=seen["edition"], **more)


def head(version="1.2.1"):
    return {"title": "よその文書", "oscal-version": version}


def test_what_went_out_comes_back_without_a_difference(cast, clerk, policy, contractor):
    instruction = corrected.replied(cast)
    work, done = instruction.engagement_id, Inspection.objects.get()
    out = {
        ("oscal/catalog", policy): {},
        (f"engagements/{work}/versions/1/oscal/profile", clerk): {"engagement": work},
        (f"engagements/{work}/versions/1/oscal/plan", clerk): {"engagement": work},
        (f"inspections/{done.pk}/oscal/claims", contractor): {"inspection": done.pk},
        (f"engagements/{work}/oscal/results", clerk): {"inspection": done.pk},
        (f"engagements/{work}/oscal/poam", contractor): {"engagement": work},
    }
    for (path, caller), place in out.items():
        seen = brought(caller, caller.get(path).json(), **place)
        assert (seen["changes"], seen["left"]) == ([], []), path
        if not seen["tasks"]:
            assert take(caller, seen).json()["code"] == "oscal.nothing-to-take"


def test_a_catalogue_becomes_additions_of_the_organisation(cast, policy, clerk, stranger):
    document = policy.get("oscal/catalog").json()
    control = next(c for c in document["catalog"]["controls"] if c["id"] == "copying")
    control["title"] = "写しを作ること"
    control["parts"][0]["parts"][0]["parts"][0]["prose"] = "{contractor}は、写しを作ってはならない。"
    foreign = {
        "id": "ac-1",
        "title": "Access control",
        "parts": [{"name": "statement", "prose": "Access is granted by need."}],
    }
    wrong = {"id": "AC-2", "title": "Upper", "parts": [{"name": "statement", "prose": "x"}]}
    loose = {
        "id": "ac-3",
        "title": "Insert",
        "parts": [{"name": "statement", "prose": "{{ insert: param, x }}"}],
    }
    document["catalog"]["groups"] = [{"controls": [foreign, wrong, loose, foreign]}]
    seen = brought(policy, document)
    told = {(c["subject"], c["field"]) for c in seen["changes"]}
    assert {("copying", "title"), ("ac-1", "new")} <= told
    assert {(x["subject"], x["why"]) for x in seen["left"]} == {
        ("AC-2", "wrong-id"),
        ("ac-3", "placeholder"),
        ("ac-1", "twice"),
    }
    assert clerk.post("oscal/documents", document=document).status_code == 403
    assert take(stranger, seen).status_code == 404
    assert take(policy, seen).json() == {"taken": 2}
    catalogue = catalogue_for(cast.city.pk)
    assert catalogue.requirement("copying").title == "写しを作ること"
    assert catalogue.requirement("ac-1").variants[0].clause[0].text == "Access is granted by need."
    assert AuditEntry.objects.filter(code="oscal.taken", organization=cast.city.pk).count() == 1
    assert brought(policy, policy.get("oscal/catalog").json())["changes"] == []


def test_a_requirement_that_was_left_out_on_purpose_does_not_come_back(cast, policy):
    document = policy.get("oscal/catalog").json()
    keep_overlay(cast.city, "leave_out: [publication]", by=cast.policy, at=NOW)
    seen = brought(policy, document)
    assert (seen["changes"], seen["left"]) == ([], [{"subject": "publication", "why": "left-out"}])


def test_a_profile_becomes_decisions(cast, clerk, stranger):
    work = promised.published(cast).engagement
    document = clerk.get(f"engagements/{work.pk}/versions/1/oscal/profile").json()
    withdraw(work, "copying", by=cast.owner, at=NOW)
    document["profile"]["imports"][0]["include-controls"][0]["with-ids"].append("ac-1")
    assert stranger.post("oscal/documents", document=document, engagement=work.pk).status_code == 404
    seen = brought(clerk, document, engagement=work.pk)
    assert [(c["subject"], c["field"], c["before"]) for c in seen["changes"]] == [("copying", "decision", "")]
    assert seen["left"] == [{"subject": "ac-1", "why": "unknown-control"}]
    assert take(clerk, seen).json() == {"taken": 1}
    assert "copying" in records_that_count(work)


def test_a_plan_shows_what_differs_and_opens_the_inspection_that_is_chosen(cast, clerk):
    work = promised.published(cast).engagement
    document = clerk.get(f"engagements/{work.pk}/versions/1/oscal/plan").json()
    document["assessment-plan"]["tasks"][0]["timing"]["on-date"]["date"] = "2099-12-01T00:00:00+09:00"
    seen = brought(clerk, document, engagement=work.pk)
    assert [c["after"] for c in seen["changes"] if c["after"]] == ["2099-12-01 periodic"]
    assert len(seen["changes"]) == 2
    assert take(clerk, seen, task="nothing").json()["code"] == "oscal.task-unknown"
    (new,) = [task["id"] for task in seen["tasks"] if task["new"]]
    assert take(clerk, seen, task=new).json() == {"taken": 1}
    assert Inspection.objects.get().due_on.isoformat() == "2099-12-01"


def test_results_bring_what_the_client_saw_and_answers_only_from_the_contractor(cast, clerk, contractor):
    done = promised.verified(cast, copying_1a=Answer.NO)
    services.conclude(done, by=cast.owner, at=NOW)
    document = clerk.get(f"engagements/{done.version.engagement_id}/oscal/results").json()
    target = services.open_inspection(
        done.version, promised.InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW
    )
    answers = brought(contractor, document, inspection=target.pk)
    seen = brought(clerk, document, inspection=target.pk)
    assert "answer-of-contractor" in {x["why"] for x in seen["left"]}
    assert take(clerk, seen).json()["code"] == "inspection.closed"
    assert not target.observations.exists()
    take(contractor, answers)
    assert answers_given(target) == answers_given(done)
    promised.state_holders(target, unchanged=True, by=cast.contractor, at=NOW)
    services.submit(target, by=cast.contractor, at=NOW)
    again = brought(clerk, document, inspection=target.pk)
    assert again["left"] == []
    assert take(clerk, again).json()["taken"] == target.observations.count()


def test_claims_become_entries_of_the_answer_library(cast, contractor, clerk):
    done = promised.submitted(cast)
    document = contractor.get(f"inspections/{done.pk}/oscal/claims").json()
    seen = brought(contractor, document)
    taken = take(contractor, seen).json()["taken"]
    assert taken == KeptAnswerRecord.objects.filter(organization=cast.company).count() > 100
    assert brought(contractor, document)["changes"] == []
    assert clerk.post("oscal/documents", document=document).status_code == 403
    assert clerk.post("oscal/documents", document=document, inspection=done.pk).status_code == 403


def test_a_plan_of_action_brings_replies_of_the_contractor(cast, contractor, clerk):
    instruction = corrected.instructed(cast)
    work = instruction.engagement_id
    document = contractor.get(f"engagements/{work}/oscal/poam").json()
    body = document["plan-of-action-and-milestones"]
    assert body["risks"][0]["deadline"].startswith(corrected.DUE.isoformat())
    done = {"uuid": "1", "lifecycle": "completed", "title": "した", "description": "記録簿を新しくした"}
    body["risks"][0]["remediations"] = [done]
    body["poam-items"][0]["props"][-2]["value"] = "closed"
    body["poam-items"].append({"uuid": "00000000-0000-4000-8000-000000000000", "title": "よその指摘"})
    seen = brought(contractor, document, engagement=work)
    assert [c["after"] for c in seen["changes"]] == ["記録簿を新しくした"]
    assert sorted(x["why"] for x in seen["left"]) == ["state-by-act", "unknown-finding"]
    assert clerk.post("oscal/documents", document=document, engagement=work).status_code == 403
    assert take(contractor, seen).json() == {"taken": 1}
    assert MeasureDone.objects.get().text == "記録簿を新しくした"
    instruction.refresh_from_db()
    assert instruction.state == "replied"


def test_a_document_is_taken_as_it_was_looked_at_or_not_at_all(cast, contractor):
    target = promised.opened(cast)
    said = {"statement-id": "copying-1a", "props": [{"name": "answer", "ns": NS, "value": "yes"}]}
    body = {
        "metadata": head("1.0.4"),
        "components": [
            {
                "control-implementations": [
                    {"implemented-requirements": [{"statements": [said]}, {"control-id": "ac-1"}]}
                ]
            }
        ],
    }
    seen = brought(contractor, {"component-definition": body}, inspection=target.pk)
    assert seen["left"] == [{"subject": "ac-1", "why": "unknown-check"}]
    given = promised.GivenAnswer("copying-1a", Answer.PARTIAL, "", ())
    services.answer(target, given, by=cast.contractor, at=NOW)
    assert take(contractor, seen).json()["code"] == "oscal.changed-meanwhile"
    assert answers_given(target)["copying-1a"].answer is Answer.PARTIAL
    pk = seen["id"]
    now = contractor.get(f"oscal/documents/{pk}").json()
    assert (now["changes"][0]["before"], now["changes"][0]["after"]) == ("partial", "yes")
    assert contractor.get("oscal/documents").json()["count"] == 1
    assert contractor.client.delete(f"/api/v1/oscal/documents/{pk}").status_code == 204
    assert contractor.get(f"oscal/documents/{pk}").status_code == 404


@pytest.mark.parametrize(
    ("document", "code"),
    [
        pytest.param({}, "oscal.unknown", id="nothing"),
        pytest.param({"catalog": {}, "profile": {}}, "oscal.unknown", id="two-at-once"),
        pytest.param({"system-security-plan": {"metadata": {}}}, "oscal.unknown", id="another-kind"),
        pytest.param({"catalog": {"metadata": head("2.0.0")}}, "oscal.version", id="edition"),
        pytest.param({"catalog": {"metadata": {"oscal-version": 1}}}, "oscal.version", id="no-edition"),
        pytest.param({"profile": {"metadata": head()}}, "oscal.wrong-place", id="needs-a-work"),
        pytest.param({"catalog": {"metadata": head(), "x": "\x00"}}, "oscal.unsound", id="nul"),
        pytest.param({"catalog": {"metadata": head(), "x": 2**60}}, "oscal.unsound", id="number"),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(cast, policy, document, code):
    answer = policy.post("oscal/documents", document=document)
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        pytest.param(
            '{"document": {"catalog": {"metadata": {"oscal-version": "1.2.0"}, "x": NaN}}}', 409, id="nan"
        ),
        pytest.param('{"document": {"catalog": ' + '{"a":' * 500 + "1" + "}" * 500 + "}}", 409, id="deep"),
        pytest.param("[" * 200_000, 400, id="deeper"),
        pytest.param('{"document": {"x": "' + "a" * 3_000_000 + '"}}', 400, id="large"),
        pytest.param('{"document": []}', 422, id="no-object"),
    ],
)
def test_hostile_text_is_a_problem_and_never_an_error(cast, policy, raw, status):
    answer = policy.client.post("/api/v1/oscal/documents", raw, content_type="application/json")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_a_profile_that_is_nested_without_end_is_a_problem_too(cast, clerk):
    work = promised.begun(cast)
    deep = '{"a":' * 900 + "1" + "}" * 900
    body = f'{{"department": {cast.water.pk}, "profile": {deep}}}'
    path = f"/api/v1/engagements/{work.pk}/profile"
    assert clerk.client.put(path, body, content_type="application/json").status_code in {400, 422}


def test_the_same_on_the_page(cast):
    browser, work = cast.client(cast.owner), promised.published(cast).engagement
    document = Caller(cast.owner, cast.city).get(f"engagements/{work.pk}/versions/1/oscal/profile").json()
    withdraw(work, "copying", by=cast.owner, at=NOW)
    page = f"/engagements/{work.pk}/oscal/"
    assert cast.client(cast.stranger).get(page).status_code == 404
    bad = sent(browser, page, copy.deepcopy(document) | {"catalog": {}})
    assert (bad.status_code, "どれか一つ" in bad.content.decode()) == (422, True)
    shown = sent(browser, page, document, follow=True)
    told = shown.content.decode()
    assert "この文書を取り込む" in told
    assert "採否" in told
    (waiting,) = Received.objects.all()
    assert cast.client(cast.policy).get(f"/oscal/{waiting.pk}/").status_code == 404
    take_at = f"/oscal/{waiting.pk}/take/"
    browser.post(take_at, {"edition": "old"})
    assert "copying" not in records_that_count(work)
    browser.post(take_at, {"edition": shown.context["edition"]})
    assert "copying" in records_that_count(work)
    assert not Received.objects.exists()


def sent(browser, page, document, **more):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("profile.json", json.dumps(document).encode())
    return browser.post(page, {"document": file}, **more)
