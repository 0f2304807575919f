"""Contract review over HTTP."""

import pytest
from django.test import Client

from tests.apps import promised
from tests.apps.review.reading import COPYING, NEW, OLD, reviewed, text
from tests.cast import NOW
from yakusoku.apps.accounts.services import make_api_token
from yakusoku.apps.review.models import Correction


class Caller:
    """Calls the interface as one person."""

    def __init__(self, cast, user) -> None:
        home = cast.acting(user).organization
        self.token = make_api_token(user, home, "試し", at=NOW)[1]

    def call(self, method, path, body=None, **more):
        headers = {"Authorization": f"Bearer {self.token}"}
        return getattr(Client(), method)(f"/api/v1{path}", body, headers=headers, **more)


@pytest.fixture
def owner(cast):
    return Caller(cast, cast.owner)


def test_files_are_sent_and_everything_found_is_read(cast, owner):
    work = promised.described(cast)
    body = {"title": "送った契約書", "engagement": work.pk, "uploads": [text(), text(NEW, "新.txt")]}
    answer = owner.call("post", "/reviews", body)
    assert answer.status_code == 201, answer.content.decode()
    made = answer.json()
    assert (made["title"], made["engagement"], made["revision"]) == ("送った契約書", work.pk, 1)
    assert {"slug", "title", "status", "risk", "where"} == set(made["coverage"][0])
    assert owner.call("get", "/reviews").json()["count"] == 1
    assert owner.call("get", "/reviews?engagement=999999").json()["count"] == 0
    assert owner.call("get", f"/reviews/{made['id']}").json() == made
    documents = owner.call("get", f"/reviews/{made['id']}/documents").json()["items"]
    assert [each["name"] for each in documents] == ["契約書.txt", "新.txt"]
    one = owner.call("get", f"/reviews/{made['id']}/documents/{documents[0]['id']}").json()
    assert one["clauses"][COPYING]["requirements"][0]["evidence"]
    papers = owner.call("get", f"/reviews/{made['id']}/papers").json()["items"]
    first = owner.call("get", f"/reviews/{made['id']}/papers/{papers[0]['id']}")
    assert b"".join(first).startswith(b"%PDF-")
    pair = f"one={documents[0]['id']}&other={documents[1]['id']}"
    changes = [each["change"] for each in owner.call("get", f"/reviews/comparison?{pair}").json()["clauses"]]
    assert set(changes) == {"same", "changed", "added", "removed"}


def test_a_text_is_enough_and_nothing_is_refused(owner):
    answer = owner.call("post", "/reviews", {"text": OLD})
    assert answer.status_code == 201, answer.content.decode()
    answer = owner.call("post", "/reviews", {"title": "何もない"})
    assert (answer.status_code, answer.json()["code"]) == (409, "review.nothing-given")


def test_corrections_come_and_go(cast, owner):
    made = reviewed(cast)
    file = made.files.get()
    path = f"/reviews/{made.pk}/documents/{file.pk}/corrections"
    body = {"clause": COPYING, "slug": "copying", "action": "remove"}
    said = owner.call("post", path, body, content_type="application/json")
    assert said.status_code == 201
    assert owner.call("get", "/reviews/corrections").json()["items"] == [said.json()]
    assert owner.call("delete", f"/reviews/corrections/{said.json()['id']}").status_code == 204
    assert owner.call("get", "/reviews/corrections").json()["count"] == 0
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "seen", "again"),
    [
        ("colleague", 404, 404),
        ("auditor", 200, 403),
        ("board", 403, 403),
        ("contractor", 403, 403),
        ("stranger", 404, 404),
    ],
)
def test_doors_are_those_of_the_pages(cast, who, seen, again):
    made = reviewed(cast)
    caller = Caller(cast, getattr(cast, who))
    assert caller.call("get", f"/reviews/{made.pk}").status_code == seen
    assert caller.call("post", f"/reviews/{made.pk}/again").status_code == again
