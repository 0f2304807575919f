"""Who gets which page: one table of address, person and status."""

import pytest

from tests.apps import promised

PEOPLE = (
    "owner",
    "colleague",
    "policy",
    "legal",
    "auditor",
    "administrator",
    "contractor",
    "stranger",
    "visitor",
)
LOGIN = 302

PAGES = [
    #  page            owner coll policy legal audit admin contr strange visitor
    ("home", (200, 200, 200, 200, 200, 200, 200, 200, LOGIN)),
    ("engagement-new", (200, 200, 200, 403, 403, 200, 403, 200, LOGIN)),
    ("overview", (200, 404, 200, 200, 200, 200, 200, 404, LOGIN)),
    ("profile", (200, 404, 200, 403, 403, 200, 403, 404, LOGIN)),
    ("decisions", (200, 404, 200, 200, 200, 200, 404, 404, LOGIN)),
    ("decision-paper", (200, 404, 200, 200, 200, 200, 404, 404, LOGIN)),
    ("publish", (200, 404, 200, 403, 403, 200, 403, 404, LOGIN)),
    ("version", (200, 404, 200, 200, 200, 200, 200, 404, LOGIN)),
    ("specification", (200, 404, 200, 200, 200, 200, 200, 404, LOGIN)),
    ("decisions-file", (200, 404, 200, 200, 200, 200, 404, 404, LOGIN)),
    ("handbook", (200, 404, 200, 200, 200, 200, 200, 404, LOGIN)),
    ("inspection", (200, 404, 200, 200, 200, 200, 200, 404, LOGIN)),
    ("sheet", (200, 404, 200, 200, 200, 200, 200, 404, LOGIN)),
    ("catalogue", (200, 200, 200, 200, 200, 200, 200, 200, LOGIN)),
    ("overlay", (403, 403, 200, 403, 403, 200, 403, 200, LOGIN)),
    ("audit", (403, 403, 403, 403, 200, 200, 403, 200, LOGIN)),
    ("members", (403, 403, 403, 403, 403, 200, 403, 200, LOGIN)),
]

POSTS = [
    ("decide", (302, 404, 302, 403, 403, 302, 403, 404, LOGIN)),
    ("send", (302, 404, 302, 403, 403, 302, 403, 404, LOGIN)),
    ("answer", (403, 403, 403, 403, 403, 403, 302, 403, LOGIN)),
    ("observe", (422, 404, 422, 403, 403, 422, 403, 404, LOGIN)),
    ("conclude", (302, 404, 302, 403, 403, 302, 403, 404, LOGIN)),
]


@pytest.fixture
def addresses(cast):
    """Return the address of each page for an engagement of the owner's department that is being answered."""
    inspection = promised.opened(cast)
    work = f"/engagements/{inspection.version.engagement_id}"
    check = f"/inspections/{inspection.pk}/checks/basic-duty-1a"
    return {
        "home": "/",
        "engagement-new": "/engagements/new/",
        "overview": f"{work}/",
        "profile": f"{work}/profile/work/",
        "decisions": f"{work}/decisions/",
        "decision-paper": f"{work}/decisions.pdf",
        "publish": f"{work}/publish/",
        "version": f"{work}/versions/1/",
        "specification": f"{work}/versions/1/files/specification.docx",
        "decisions-file": f"{work}/versions/1/files/decisions.pdf",
        "handbook": f"{work}/versions/1/handbook/",
        "inspection": f"/inspections/{inspection.pk}/",
        "sheet": f"/inspections/{inspection.pk}/sheet.xlsx",
        "catalogue": "/catalogue/",
        "overlay": "/catalogue/overlay/",
        "audit": "/audit/",
        "members": "/members/",
        "decide": f"{work}/decisions/copying/",
        "send": f"{work}/inspections/send/",
        "answer": f"{check}/answer/",
        "observe": f"{check}/observe/",
        "conclude": f"/inspections/{inspection.pk}/conclude/",
    }


BODIES = {
    "decide": {"verdict": "adopt"},
    "answer": {"answer": "yes"},
    "observe": {"verification": "confirmed"},
}


def walk_in(cast, who):
    return cast.client(getattr(cast, who, None))


@pytest.mark.parametrize(("page", "statuses"), PAGES, ids=[page for page, _ in PAGES])
def test_pages(cast, addresses, page, statuses):
    got = tuple(walk_in(cast, who).get(addresses[page]).status_code for who in PEOPLE)
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, statuses, strict=True))


@pytest.mark.parametrize(("act", "statuses"), POSTS, ids=[act for act, _ in POSTS])
def test_acts(cast, addresses, act, statuses):
    body = BODIES.get(act, {})
    got = tuple(walk_in(cast, who).post(addresses[act], body).status_code for who in PEOPLE)
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, statuses, strict=True))
