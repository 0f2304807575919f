"""The register and the dashboard over HTTP."""

import pytest

from tests.api.test_api import Caller
from tests.apps.register.conftest import works  # noqa: F401  # a fixture


@pytest.fixture
def officer(cast):
    return Caller(cast.policy, cast.city)


def test_the_register_pages_and_narrows(officer, works):  # noqa: F811
    whole = officer.get("register").json()
    assert whole["count"] == len(works)
    assert len(whole["items"]) == len(works)
    part = officer.get("register?limit=2&offset=1&sort=title").json()
    assert part["count"] == len(works)
    assert [row["title"] for row in part["items"]] == sorted(w.title for w in works.values())[1:3]
    (row,) = officer.get("register?phase=keep").json()["items"]
    assert row["subcontractors"] == 2
    assert row["tiers"] == 2
    assert row["findings"] == {"high": 1, "low": 1}
    assert row["categories"] == ["identity", "sensitive"]


def test_a_contractor_learns_nothing_that_is_the_clients(cast, works):  # noqa: F811
    row = works["running"]
    type(row).objects.filter(pk=row.pk).update(shared_at=row.created_at)
    (told,) = Caller(cast.contractor, cast.company).get("register").json()["items"]
    assert told["title"] == row.title
    assert (told["people"], told["board"], told["findings"], told["phase"]) == (None, "", {}, "")


def test_the_dashboard_tells_its_figures(officer, works):  # noqa: F811
    told = officer.get("dashboard").json()
    assert sum(row["works"] for row in told["works"]) == len(works)
    assert told["findings"] == [{"requirement": "copying", "findings": {"high": 1, "low": 1}}]
    assert len(told["directives"]) == 10


def test_the_dashboard_is_not_for_everyone(cast):
    assert Caller(cast.owner, cast.city).get("dashboard").status_code == 403


@pytest.mark.parametrize("query", ["phase=nowhere", "limit=-1", "department=x"])
def test_a_wrong_value_is_told(officer, query):
    assert officer.get(f"register?{query}").status_code == 422
