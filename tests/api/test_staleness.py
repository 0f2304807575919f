"""What a change of the catalogue reaches, and bringing it up to date, over HTTP."""

import json

import pytest

from tests.apps import promised
from tests.apps.inspections import renewal
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.inspections.queries import sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client, cast):
    """Return a function that asks as one of the cast."""

    def ask(who, method, path, body=None):
        organization = who.memberships.get().organization
        _token, secret = accounts.make_api_token(who, organization, "試す", at=renewal.LATER)
        headers = {"Authorization": f"Bearer {secret}"}
        return client.generic(
            method, f"/api/v1{path}", json.dumps(body or {}), "application/json", headers=headers
        )

    return ask


def test_a_system_finds_what_is_behind_and_brings_it_up_to_date(cast, call):
    sheet = promised.answered(cast)
    read = sheet_of(sheet).row(renewal.REWORDED).wording
    renewal.change(cast)
    reaches = call(cast.policy, "GET", "/catalogue-changes").json()["items"]
    assert {each["requirement"] for each in reaches} == {"copying", "publication"}
    assert all(each["open_sheets"] == 1 and each["answers"] for each in reaches)
    assert call(cast.owner, "GET", "/catalogue-changes").status_code == 403
    body = {"reason": "目録の変更"}
    batch = call(cast.policy, "POST", "/catalogue-changes/renew", body).json()
    (done,) = batch["done"]
    assert (done["version"], done["sheets"], done["behind"], batch["left"]) == (2, [sheet.pk], None, 0)
    address = f"/inspections/{sheet.pk}/checks/{renewal.REWORDED}/answer"
    refused = call(cast.contractor, "POST", address, {"answer": "yes", "asked": read})
    assert (refused.status_code, refused.json()["code"]) == (409, "answer.question-changed")
    assert call(cast.contractor, "POST", address, {"answer": "yes"}).status_code == 200


def test_one_sheet_is_moved_by_who_may_send_it(cast, call):
    sheet = promised.opened(cast)
    current = call(cast.owner, "POST", f"/inspections/{sheet.pk}/renew")
    assert (current.status_code, current.json()["code"]) == (409, "inspection.current")
    assert call(cast.contractor, "POST", f"/inspections/{sheet.pk}/renew").status_code == 403
    assert call(cast.stranger, "POST", f"/inspections/{sheet.pk}/renew").status_code == 404
