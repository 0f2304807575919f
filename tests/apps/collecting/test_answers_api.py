"""What came in, over HTTP: the same acts as on the pages, for who runs the survey and nobody else."""

import json

import pytest
from django.test import Client

from tests.apps.collecting.collected import WHOLE, opened
from tests.cast import NOW, member
from yakusoku.apps.accounts import services as accounts
from yakusoku.domain.accounts.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast):
    def ask(user, method, path, body=None, organization=None):
        _, secret = accounts.make_api_token(user, organization or cast.city, "試し", at=NOW)
        told = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {secret}"}}
        answer = getattr(Client(), method)(
            f"/api/v1/{path}", json.dumps(body or {}) if method != "get" else None, **told
        )
        return answer.status_code, json.loads(answer.content) if "json" in answer[
            "Content-Type"
        ] else answer.text

    return ask


def test_a_program_sends_answers_in_corrects_them_and_reads_what_counts(cast, call):
    survey = opened(cast)
    base = f"surveys/{survey.pk}/answers"
    status, web = call(cast.owner, "post", f"{base}/records", {"number": 1, "way": "web", "answers": WHOLE})
    assert (status, web["chosen"]) == (201, True)
    assert (
        call(cast.owner, "post", f"{base}/records", {"number": 2, "way": "web", "answers": {"Q1": "maybe"}})[
            1
        ]["code"]
        == "answers.not-ready"
    )
    sent = {"number": 1, "way": "paper", "answers": {"Q1": "no", "Q5a": "#two-marks"}}
    status, paper = call(cast.owner, "post", f"{base}/records", sent)
    assert (status, paper["chosen"], paper["lost"]) == (201, False, "later")
    assert call(cast.owner, "post", f"{base}/records", sent)[1]["code"] == "answers.already-keyed"
    told = {"question": "Q2", "answer": "７", "reason": "電話で確かめた", "before": "120"}
    status, made = call(cast.owner, "post", f"{base}/records/{web['id']}/corrections", told)
    assert (status, made["after"]) == (201, "7")
    listed = call(cast.owner, "get", f"{base}/records")[1]["items"]
    assert [(each["number"], each["answers"]["Q2"]) for each in listed] == [(1, "7")]
    terms = call(cast.owner, "get", f"{base}/terms")[1]
    changed = {**terms, "joining": "paper"}
    assert call(cast.owner, "put", f"{base}/terms", changed)[0] == 200
    assert call(cast.owner, "put", f"{base}/terms", changed)[1]["code"] == "edit.changed-meanwhile"
    assert call(cast.owner, "get", f"{base}/records")[1]["items"][0]["way"] == "paper"
    assert "paper" in call(cast.owner, "get", f"{base}/data")[1]
    assert call(cast.auditor, "get", base)[1]["answered"] == 1
    assert call(cast.auditor, "get", f"{base}/records")[0] == 403
    assert call(cast.contractor, "get", base, organization=cast.company)[0] in {403, 404}


def test_a_program_keys_paper_as_two_people_do(cast, call):
    survey = opened(cast)
    second = member("渡辺 水道", "second@city.example", cast.city, Role.DEPARTMENT, cast.water)
    base = f"surveys/{survey.pk}/answers/papers"
    paper = call(cast.owner, "post", base, {"number": 2})[1]["id"]
    assert (
        call(cast.owner, "post", f"{base}/{paper}/keyings", {"typed": {"Q1": "1"}, "finish": True})[0] == 200
    )
    again = {"typed": {"Q1": "2"}, "finish": True}
    assert call(cast.owner, "post", f"{base}/{paper}/keyings", again)[1]["code"] == "answers.same-typist"
    assert call(second, "post", f"{base}/{paper}/keyings", again)[0] == 200
    assert call(second, "get", f"{base}/{paper}/differences")[1]["differences"] == [
        {"question": "Q1", "first": "yes", "second": "no"}
    ]
    assert (
        call(second, "post", f"{base}/{paper}/settlements", {"settled": []})[1]["code"] == "answers.unsettled"
    )
    settled = {"settled": [{"question": "Q1", "answer": "yes", "reason": "紙を見た"}]}
    status, done = call(second, "post", f"{base}/{paper}/settlements", settled)
    assert (status, done["answers"], done["chosen"]) == (200, {"Q1": "yes"}, True)
