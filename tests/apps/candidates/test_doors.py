"""Who gets through which door on the way to the contract."""

import pytest
from django.urls import reverse

from tests.apps.candidates import candidate
from tests.doors import statuses, told

#               own coll pol leg brd aud adm con oth sub str vis
PAGES = [
    ("candidacy", "200 404 200 200 200 200 200 404 404 404 404 302"),
    ("candidate", "302 404 302 302 302 302 302 200 404 404 404 302"),
    ("plan", "200 404 200 200 200 200 200 200 404 404 404 302"),
    ("announce", "405 405 405 405 405 405 405 405 405 405 405 302"),
]
POSTS = [
    ("announce", "302 404 302 403 403 403 302 403 403 403 404 302"),
    ("announcement-withdraw", "302 404 302 403 403 403 302 403 403 403 404 302"),
    ("candidate-select", "422 404 422 403 403 403 422 403 403 403 404 302"),
    ("contract-enter", "422 404 422 403 403 403 422 403 403 403 404 302"),
    ("contract-correct", "302 404 302 403 403 403 302 403 403 403 404 302"),
    ("candidate", "404 404 404 403 403 403 404 422 404 404 404 302"),
    ("candidate-withdraw", "422 404 422 403 403 403 422 403 403 403 404 302"),
    ("candidate-assess", "422 404 422 403 403 403 422 403 403 403 404 302"),
    ("candidate-submit", "302 404 302 403 403 403 302 403 403 403 404 302"),
    ("plan-agree", "302 404 302 403 403 403 302 404 404 404 404 302"),
    ("plan-reopen", "302 404 302 403 403 403 302 404 404 404 404 302"),
    ("plan-add", "422 404 422 403 403 403 422 422 404 404 404 302"),
    ("plan-write", "422 404 422 403 403 403 422 422 404 404 404 302"),
    ("plan-remove", "302 404 302 403 403 403 302 302 404 404 404 302"),
    ("plan-done", "404 404 404 403 403 403 404 302 404 404 404 302"),
    ("plan-verify", "302 404 302 403 403 403 302 403 403 403 404 302"),
]
OF_WORK = {
    "candidacy",
    "announce",
    "announcement-withdraw",
    "candidate-select",
    "contract-enter",
    "contract-correct",
}
OF_ITEM = {"plan-write", "plan-remove", "plan-done", "plan-verify"}


@pytest.fixture
def address(cast):
    candidacy = candidate.agreed(cast)
    key = candidacy.plan_items.get().key

    def of(name):
        if name in OF_WORK:
            return reverse(name, args=[candidacy.engagement_id])
        return reverse(name, args=[candidacy.pk, key] if name in OF_ITEM else [candidacy.pk])

    return of


@pytest.mark.parametrize(("page", "row"), PAGES, ids=[page for page, _ in PAGES])
def test_pages(cast, address, page, row):
    assert statuses(cast, "get", address(page)) == told(row)


@pytest.mark.parametrize(("act", "row"), POSTS, ids=[act for act, _ in POSTS])
def test_acts(cast, address, act, row):
    assert statuses(cast, "post", address(act)) == told(row)


def test_reading_everything_writes_nothing_in_another_department(cast):
    from tests.cast import NOW
    from yakusoku.apps.accounts import services as accounts
    from yakusoku.domain.accounts.permissions import Role

    accounts.add_member(cast.colleague, cast.city, Role.LEGAL, by=None, at=NOW)
    candidacy = candidate.agreed(cast)
    reader = cast.client(cast.colleague)
    assert reader.get(reverse("plan", args=[candidacy.pk])).status_code == 200
    key = candidacy.plan_items.get().key
    body = {"edition": 1, "way": "measure"}
    assert reader.post(reverse("plan-write", args=[candidacy.pk, key]), body).status_code == 403
    assert reader.post(reverse("candidate-withdraw", args=[candidacy.pk]), {"reason": "x"}).status_code == 403
