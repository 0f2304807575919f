"""Requests that no page of ours sends: none ends in an error of the server, and none gets further."""

import json

import pytest

from tests.apps import promised
from tests.cast import NOW
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.inspections.queries import checks_of

HUGE = "9" * 25


@pytest.mark.parametrize(
    "path",
    [
        f"/engagements/{HUGE}/",
        f"/engagements/{HUGE}/versions/1/",
        f"/engagements/{{pk}}/versions/{HUGE}/",
        "/engagements/{pk}/versions/0/changes/",
        f"/inspections/{HUGE}/",
        "/engagements/{pk}/versions/1/files/%00",
        "/invitation/%00/",
    ],
)
def test_an_address_of_nothing_is_not_found(cast, path):
    version = promised.published(cast)
    answer = cast.client(cast.owner).get(path.format(pk=version.engagement_id))
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/", "/members/", "/audit/"])
@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        f"page={HUGE}",
        "sort=%00",
        "until=9999-12-31",
        "since=0001-01-01",
        "subject=%00",
        "actor=%00",
        f"actor=user:{HUGE}",
    ],
)
def test_a_question_that_makes_no_sense_still_shows_the_list(cast, path, query):
    assert cast.client(cast.administrator).get(f"{path}?{query}").status_code == 200


def test_what_the_wizard_is_told_is_kept_without_what_no_database_holds(cast):
    work = promised.begun(cast)
    client = cast.client(cast.owner)
    typed = {"title": "水道\x00検針" + "x" * 5000, "department": HUGE, "contract_kind": "x"}
    assert client.post(f"/engagements/{work.pk}/profile/work/keep/", typed).status_code == 204
    assert client.post(f"/engagements/{work.pk}/profile/work/", typed).status_code == 422
    assert client.post(f"/engagements/{work.pk}/profile/needs/keep/", {"needs": "\x00"}).status_code == 204
    work.refresh_from_db()
    assert work.draft["title"].startswith("水道検針x")
    assert len(work.draft["title"]) == 2000


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_beyond_the_calendar_are_refused_by_every_form(cast, day):
    work = promised.published(cast).engagement
    client = cast.client(cast.owner)
    period = {"start": day, "end": day, "procurement": "proposal", "supervision_hours_per_year": "1"}
    answer = client.post(f"/engagements/{work.pk}/profile/period/", period)
    assert answer.status_code == 422
    assert "2149年まで" in answer.content.decode()
    client.post(f"/engagements/{work.pk}/inspections/send/", {"kind": "closing", "due_on": day})
    work.refresh_from_db()
    assert work.shared_at is None


@pytest.fixture
def call(cast):
    """Send JSON as the owner or the contractor; return the status."""

    def send(user, organization, path, body):
        _token, secret = accounts.make_api_token(user, organization, "x", at=NOW)
        raw = body if isinstance(body, str) else json.dumps(body)
        kind = {"content_type": "application/json", "HTTP_AUTHORIZATION": f"Bearer {secret}"}
        return cast.client(None).post(f"/api/v1{path}", raw, **kind).status_code

    return send


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"decision": "adopt", "reason": "\x00"}, id="nul"),
        pytest.param('{"decision": "adopt", "reason": "\\ud800"}', id="half-a-character"),
        pytest.param({"decision": "adopt", "reason": "x" * 2001}, id="a-reason-without-end"),
        pytest.param({"decision": "adopt", "decider": "x" * 201}, id="a-name-without-end"),
        pytest.param([], id="a-list"),
    ],
)
def test_a_decision_that_cannot_be_kept_is_misshapen(cast, call, body):
    work = promised.described(cast)
    before = AuditEntry.objects.filter(code__startswith="decision.").count()
    assert call(cast.owner, cast.city, f"/engagements/{work.pk}/decisions/copying", body) == 422
    assert AuditEntry.objects.filter(code__startswith="decision.").count() == before


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"answer": "yes", "comment": "\x00"}, id="nul"),
        pytest.param({"answer": "yes", "comment": "x" * 2001}, id="a-comment-without-end"),
        pytest.param({"answer": "yes", "evidence": ["x" * 201]}, id="a-name-without-end"),
        pytest.param({"answer": "yes", "evidence": ["x"] * 51}, id="names-without-end"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_misshapen(cast, call, body):
    inspection = promised.opened(cast)
    path = f"/inspections/{inspection.pk}/checks/{checks_of(inspection)[0].id}/answer"
    assert call(cast.contractor, cast.company, path, body) == 422
    assert not inspection.answers.exists()


def test_a_place_far_behind_the_end_of_a_list_is_empty(cast):
    _token, secret = accounts.make_api_token(cast.owner, cast.city, "x", at=NOW)
    answer = cast.client(None).get(
        "/api/v1/engagements?offset=1000000000", HTTP_AUTHORIZATION=f"Bearer {secret}"
    )
    assert (answer.status_code, answer.json()) == (200, {"items": [], "count": 0})


@pytest.mark.parametrize("slug", ["copying", "no-such-requirement", "z" * 300])
def test_taking_back_what_was_never_decided_changes_nothing(cast, slug):
    work = promised.described(cast)
    work.refresh_from_db()
    entries = AuditEntry.objects.count()
    cast.client(cast.owner).post(f"/engagements/{work.pk}/decisions/{slug}/withdraw/")
    changed = work.content_changed_at
    work.refresh_from_db()
    assert AuditEntry.objects.count() == entries
    assert not work.decisions.exists()
    assert work.content_changed_at == changed
