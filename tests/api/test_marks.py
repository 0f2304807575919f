"""Two programs read the same: who replaces it second, with the mark of what was there before, is refused."""

import pytest

from tests.api.replaced import CASES
from tests.api.test_api import Caller
from tests.apps.test_two_at_one_form import colleague_of


def mark_in(told, names):
    """Return the mark that lies under the names; of a row in a list the name is its number or slug. None: empty."""
    for name in names:
        if isinstance(told, list):
            told = next(each for each in told if name in (each.get("id"), each.get("slug")))
        else:
            told = told and told[name]
    return told or ""


def send(caller, at, body, mark):
    """Send what replaces something, with its mark: in the body, or in the address where there is none."""
    method, path = at
    address = f"/api/v1/{path}" if body is not None else f"/api/v1/{path}?mark={mark}"
    told = {"mark": mark, **(body or {})}
    return getattr(caller.client, method)(address, told, content_type="application/json")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_changed_since_it_was_read_is_not_replaced(cast, case):
    replaced = case(cast)
    other = replaced.user if replaced.alone else colleague_of(cast, replaced.user)
    home = replaced.user.memberships.get().organization
    first, second = Caller(other, home), Caller(replaced.user, home)
    opened = second.get(replaced.read).json()
    stale = mark_in(opened, replaced.name)
    if callable(replaced.by):
        replaced.by()
    else:
        written = send(first, replaced.by or replaced.at, replaced.one, None if replaced.by else stale)
        assert written.status_code < 300, written.content.decode()
    there = second.get(replaced.read).json()
    assert there != opened
    refused = send(second, replaced.at, replaced.two, stale)
    assert (refused.status_code, refused.json()["code"]) == (409, replaced.code), refused.content.decode()
    assert second.get(replaced.read).json() == there
    again = send(second, replaced.at, replaced.two, mark_in(there, replaced.name))
    assert again.status_code < 300, again.content.decode()
