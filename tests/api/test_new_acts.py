"""Acts over HTTP that other programs lean on: beginning work, rules, duties, webhooks, plans, certificates."""

import json

import pytest

from tests.api.test_api import Caller
from tests.apps import promised
from tests.apps.board import cases
from tests.apps.candidates import candidate
from tests.apps.engagements.work import PROFILE
from yakusoku.domain.inspections.answers import Answer


class Free(Caller):
    """A caller of any method."""

    def send(self, method, path, body=None):
        answer = self.client.generic(
            method, f"/api/v1/{path}", json.dumps(body) if body is not None else "", "application/json"
        )
        return answer.status_code, answer.json() if answer.content else None


@pytest.fixture
def call(cast):
    """Call a route as somebody of the cast; return status and JSON."""

    def ask(who, method, path, body=None):
        user = getattr(cast, who)
        return Free(user, cast.acting(user).organization).send(method, path, body)

    return ask


def test_work_is_begun_described_and_decided(cast, call):
    status, made = call("owner", "POST", "engagements", {"title": "検針", "department": cast.water.pk})
    assert (status, made["described"]) == (201, False)
    body = {"profile": PROFILE, "department": cast.water.pk, "contractor": cast.company.pk}
    path = f"engagements/{made['id']}"
    assert call("colleague", "PUT", f"{path}/profile", body)[0] == 404
    assert call("contractor", "PUT", f"{path}/profile", body)[0] == 403
    assert call("owner", "PUT", f"{path}/profile", body)[1]["described"]
    wrong = body | {"profile": PROFILE | {"places": ["moon"]}}
    assert call("owner", "PUT", f"{path}/profile", wrong)[1]["code"] == "file.unreadable"
    assert call("contractor", "POST", f"{path}/decisions")[0] == 403
    adopted = call("owner", "POST", f"{path}/decisions")[1]["adopted"]
    assert adopted == call("owner", "GET", f"{path}/decisions")[1]["count"] > 0
    assert call("colleague", "DELETE", f"{path}/decisions/copying")[0] == 404
    assert call("owner", "DELETE", f"{path}/decisions/copying")[0] == 204
    assert call("owner", "POST", f"{path}/decisions")[1]["adopted"] == 1


def test_work_begins_only_in_a_department_of_ones_own(cast, call):
    for who, department in (("owner", cast.health), ("stranger", cast.water)):
        assert call(who, "POST", "engagements", {"title": "検針", "department": department.pk})[0] == 404
    assert call("contractor", "POST", "engagements", {"title": "検針", "department": 1})[0] == 403


def test_rules_are_read_and_settled_by_who_may(call):
    status, rules = call("policy", "GET", "rules")
    assert status == 200
    assert call("policy", "PUT", "rules", rules | {"lead_days": 21})[1]["lead_days"] == 21
    assert call("policy", "GET", "rules")[1]["lead_days"] == 21
    assert call("policy", "PUT", "rules", rules | {"lead_days": 91})[0] == 422
    assert call("stranger", "GET", "rules")[1]["lead_days"] == 14
    for who in ("owner", "contractor"):
        assert call(who, "GET", "rules")[0] == call(who, "PUT", "rules", rules)[0] == 403


def test_duties_are_those_of_the_home_page(cast, call):
    promised.opened(cast)
    (duty,) = [d for d in call("contractor", "GET", "duties")[1]["items"] if d["kind"] == "inspection.answer"]
    assert duty["what"]
    assert not duty["late"]
    assert call("stranger", "GET", "duties")[1]["count"] == 0
    assert call("other_contractor", "GET", "duties?elsewhere=true")[1]["count"] == 0


def test_the_number_of_queries_of_duties_is_fixed(cast, call, django_assert_num_queries):
    promised.opened(cast)
    caller = Free(cast.contractor, cast.company)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        caller.get("duties")
    promised.opened(cast, title="もう一つ")
    with django_assert_num_queries(len(few)):
        assert caller.get("duties").json()["count"] > 1


def test_webhooks_belong_to_one_organisation(call, settings):
    settings.WEBHOOK_HOSTS = ["log.example"]
    body = {"address": "https://log.example/yakusoku", "codes": "inspection."}
    status, made = call("administrator", "POST", "webhooks", body)
    assert (status, len(made["secret"])) == (201, 64)
    (row,) = call("administrator", "GET", "webhooks")[1]["items"]
    assert "secret" not in row
    assert call("administrator", "POST", f"webhooks/{made['id']}/resume")[1]["active"]
    assert call("stranger", "DELETE", f"webhooks/{made['id']}")[0] == 404
    assert call("owner", "DELETE", f"webhooks/{made['id']}")[0] == 403
    refused = call("administrator", "POST", "webhooks", {"address": "https://inside.example/"})
    assert refused[1]["code"] == "webhook.host-not-allowed"
    assert call("administrator", "POST", "webhooks", {"address": "file:///etc"})[0] == 422
    assert call("administrator", "DELETE", f"webhooks/{made['id']}")[0] == 204
    assert call("administrator", "GET", "webhooks")[1]["count"] == 0


def test_a_point_of_the_plan_is_added_and_taken_away_and_the_plan_reopened(cast, call):
    candidacy = candidate.agreed(cast)
    path = f"candidacies/{candidacy.pk}/plan"
    point = {"title": "鍵の管理", "measure": "台帳を付ける"}
    assert call("contractor", "POST", f"{path}/items", point)[1]["code"] == "plan.closed"
    assert call("contractor", "POST", f"{path}/reopen", {"reason": "x"})[0] in (403, 404)
    assert call("owner", "POST", f"{path}/reopen", {"reason": "鍵の話が抜けた"})[1]["plan_agreed_at"] is None
    assert call("stranger", "POST", f"{path}/items", point)[0] in (403, 404)
    status, items = call("contractor", "POST", f"{path}/items", point)
    (free,) = [row for row in items if row["key"].startswith("plus-")]
    assert (status, free["title"]) == (201, "鍵の管理")
    stale = call("contractor", "DELETE", f"{path}/items/{free['key']}?edition=9")
    assert (stale[0], stale[1]["code"]) == (409, "plan.changed")
    assert call("contractor", "DELETE", f"{path}/items/{free['key']}?edition={free['edition']}")[0] == 204
    assert call("contractor", "GET", path)[1]["count"] == len(items) - 1


def test_an_inspection_is_sent_back_and_concluded(cast, call):
    sheet = promised.verified(cast, copying_1a=Answer.NO)
    path = f"inspections/{sheet.pk}"
    for who, status in (("contractor", 403), ("colleague", 404), ("stranger", 404)):
        assert call(who, "POST", f"{path}/conclude")[0] == status
        assert call(who, "POST", f"{path}/send-back", {"reason": "写しがない"})[0] == status
    assert call("owner", "POST", f"{path}/send-back", {"reason": "写しがない"})[1]["state"] == "open"
    assert call("contractor", "POST", f"{path}/submit")[1]["state"] == "submitted"
    assert call("owner", "POST", f"{path}/conclude")[1]["state"] == "concluded"


def test_a_condition_is_reported_sent_back_and_met(cast, call):
    found = cases.conditional(cast)
    path = f"board/conditions/{found.pk}"
    assert call("stranger", "GET", path)[0] == 404
    assert call("policy", "GET", path)[1]["state"] == "open"
    company = "contractor"
    assert call(company, "POST", f"{path}/report", {"report": "改めた"})[1]["state"] == "reported"
    assert call(company, "POST", f"{path}/verify")[0] in (403, 404)
    assert call("policy", "POST", f"{path}/send-back", {"reason": "写しがない"})[1]["state"] == "open"
    assert call(company, "POST", f"{path}/report", {"report": "改めた"})[0] == 200
    assert call("policy", "POST", f"{path}/verify")[1]["state"] == "met"


def test_what_the_contractor_keeps_is_renewed_and_put_away(call):
    paper = {"number": "IS-9", "scope": "検針部", "valid_until": "2030-03-31"}
    row = call("contractor", "POST", "library/certificates", paper | {"kind": "isms"})[1]
    path = f"library/certificates/{row['id']}"
    renewed = paper | {"valid_until": "2033-03-31", "revision": row["revision"]}
    assert call("other_contractor", "PUT", path, renewed)[0] == 404
    told = call("contractor", "PUT", path, renewed)[1]
    assert told["valid_until"] == "2033-03-31"
    assert call("contractor", "DELETE", f"{path}?revision={row['revision']}")[0] == 409
    assert call("contractor", "DELETE", f"{path}?revision={told['revision']}")[0] == 204
    kept = call("contractor", "POST", "library/answers", {"question": "鍵は。", "answer": "yes"})[1]
    path = f"library/answers/{kept['id']}?revision={kept['revision']}"
    assert call("other_contractor", "DELETE", path)[0] == 404
    assert call("contractor", "DELETE", path)[0] == 204
    assert call("contractor", "GET", "library/answers")[1]["count"] == 0
