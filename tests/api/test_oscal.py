"""OSCAL out, held against the published schema and the models of compliance-trestle, and in again."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from trestle.oscal.assessment_plan import AssessmentPlan
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.catalog import Catalog
from trestle.oscal.component import ComponentDefinition
from trestle.oscal.poam import PlanOfActionAndMilestones
from trestle.oscal.profile import Profile

from tests.api.test_api import Caller
from tests.apps import promised
from tests.apps.inspections import renewal
from tests.cast import NOW
from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.queries import answers_given
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.oscal.profile_reading import included

MODELS = {
    "catalog": Catalog,
    "profile": Profile,
    "assessment-plan": AssessmentPlan,
    "component-definition": ComponentDefinition,
    "assessment-results": AssessmentResults,
    "plan-of-action-and-milestones": PlanOfActionAndMilestones,
}


@pytest.fixture
def done(cast):
    """A concluded inspection with something that fell short."""
    inspection = promised.verified(cast, copying_1a=Answer.NO, removal_1o=Answer.PARTIAL)
    services.conclude(inspection, by=cast.owner, at=NOW)
    return inspection


@pytest.fixture
def clerk(cast):
    return Caller(cast.owner, cast.city)


@cache
def published():
    """Return the schema that NIST publishes for every kind of document; its classes of letters in words of re."""
    text = Path(__file__).with_name("oscal_complete_schema.json").read_text()
    return Draft7Validator(json.loads(text.replace(r"\\p{L}", r"[^\\W\\d_]").replace(r"\\p{N}", r"\\d")))


def held(document):
    """Return the document, which fits the schema, read by the model of its kind, which refuses what it does not know."""
    ((kind, body),) = document.items()
    assert [error.message for error in published().iter_errors(document)] == []
    return MODELS[kind].model_validate(body)


@pytest.mark.parametrize(
    "path",
    [
        "oscal/catalog",
        "engagements/{work}/versions/1/oscal/profile",
        "engagements/{work}/versions/1/oscal/plan",
        "inspections/{inspection}/oscal/claims",
        "engagements/{work}/oscal/results",
        "engagements/{work}/oscal/poam",
    ],
)
def test_each_document_fits_the_published_model_and_is_the_same_when_asked_again(done, clerk, path):
    path = path.format(work=done.version.engagement_id, inspection=done.pk)
    document = clerk.get(path).json()
    assert held(document)
    again = clerk.get(path).json()
    ((_, first),), ((_, second),) = document.items(), again.items()
    assert first["uuid"] == second["uuid"]


def test_the_profile_names_exactly_what_is_promised(done, clerk):
    document = clerk.get(f"engagements/{done.version.engagement_id}/versions/1/oscal/profile").json()
    promised_slugs = [a["slug"] for a in json.loads(done.version.snapshot)["requirements"]]
    assert list(included(document["profile"], shipped_catalogue())) == promised_slugs


def test_results_tell_the_findings_and_the_plan_of_action_what_is_open(done, clerk):
    work = done.version.engagement_id
    (result,) = clerk.get(f"engagements/{work}/oscal/results").json()["assessment-results"]["results"]
    targets = {finding["target"]["target-id"] for finding in result["findings"]}
    assert "copying-1a" in targets
    keys = {observation["uuid"] for observation in result["observations"]}
    for finding in result["findings"]:
        assert {each["observation-uuid"] for each in finding["related-observations"]} <= keys


def test_an_engagement_without_inspections_still_gives_documents(cast, clerk):
    work = promised.published(cast).engagement_id
    assert held(clerk.get(f"engagements/{work}/oscal/poam").json())


def test_claims_come_back_in_without_loss(cast, done, clerk):
    claims = clerk.get(f"inspections/{done.pk}/oscal/claims").json()
    before = answers_given(done)
    target = services.open_inspection(
        done.version, promised.InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW
    )
    contractor = Caller(cast.contractor, cast.company)
    taken = contractor.post(f"inspections/{target.pk}/oscal", **claims).json()
    assert taken == {"taken": len(before), "unread": []}
    assert answers_given(target) == before


def test_a_document_of_before_a_renewal_answers_no_reworded_question(cast, clerk):
    sheet = promised.answered(cast)
    claims = clerk.get(f"inspections/{sheet.pk}/oscal/claims").json()
    renewal.renewed(cast, sheet)
    contractor = Caller(cast.contractor, cast.company)
    told = contractor.post(f"inspections/{sheet.pk}/oscal", **claims).json()["unread"]
    assert {"statement": renewal.REWORDED, "why": "reworded-check"} in told
    assert not sheet.answers.filter(check_id=renewal.REWORDED).exists()
    claims["component-definition"]["metadata"]["version"] = "2.0"
    contractor.post(f"inspections/{sheet.pk}/oscal", **claims)
    assert sheet.answers.filter(check_id=renewal.REWORDED).exists()


def test_results_come_back_in_as_well(cast, done, clerk):
    document = clerk.get(f"engagements/{done.version.engagement_id}/oscal/results").json()
    target = services.open_inspection(
        done.version, promised.InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW
    )
    contractor = Caller(cast.contractor, cast.company)
    assert contractor.post(f"inspections/{target.pk}/oscal", **document).json()["unread"] == []
    assert answers_given(target) == answers_given(done)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param({}, "oscal.unknown", id="nothing"),
        pytest.param({"catalog": {}}, "oscal.unknown", id="another-kind"),
        pytest.param({"component-definition": []}, "oscal.unknown", id="no-document"),
        pytest.param(
            {"component-definition": {"metadata": {"oscal-version": "2.0.0"}}}, "oscal.version", id="edition"
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(cast, body, code):
    inspection = promised.opened(cast)
    answer = Caller(cast.contractor, cast.company).post(f"inspections/{inspection.pk}/oscal", **body)
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_what_is_not_told_in_our_words_is_listed_and_not_guessed(cast):
    inspection = promised.opened(cast)
    ns = "https://yakusoku.invalid/ns/oscal"
    statements = [
        {"statement-id": "copying-1a", "props": [{"name": "answer", "ns": ns, "value": "yes"}]},
        {"statement-id": "copying-1a", "props": [{"name": "answer", "ns": ns, "value": "no"}]},
        {"statement-id": "copying-1o", "props": [{"name": "answer", "ns": ns, "value": "maybe"}]},
        {"statement-id": "copying-1o", "props": [{"name": "answer", "value": "yes"}]},
        {"statement-id": "unknown-9z", "props": []},
        "nonsense",
    ]
    body = {
        "component-definition": {
            "metadata": {"oscal-version": "1.2.1"},
            "components": [
                {"control-implementations": [{"implemented-requirements": [{"statements": statements}]}]}
            ],
        }
    }
    taken = Caller(cast.contractor, cast.company).post(f"inspections/{inspection.pk}/oscal", **body).json()
    assert taken["taken"] == 1
    assert [each["why"] for each in taken["unread"]] == [
        "twice",
        "unknown-answer",
        "unknown-answer",
        "unknown-check",
    ]


def test_only_the_contractor_puts_answers_in_and_strangers_read_nothing(cast, done):
    work = done.version.engagement_id
    stranger = Caller(cast.stranger, cast.stranger_city)
    for path in (f"engagements/{work}/oscal/results", f"inspections/{done.pk}/oscal/claims"):
        assert stranger.get(path).status_code == 404
    assert Caller(cast.owner, cast.city).post(f"inspections/{done.pk}/oscal").status_code == 403
    assert (
        Caller(cast.other_contractor, cast.other_company).post(f"inspections/{done.pk}/oscal").status_code
        == 404
    )
