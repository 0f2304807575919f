from datetime import UTC, datetime, timedelta

import pytest

from yakusoku.domain.accounts.membership import (
    DepartmentMissing,
    DepartmentNotNeeded,
    InvitationExpired,
    InvitationUsed,
    InvitationWithdrawn,
    LastAdministrator,
    require_administrator,
    require_open,
    require_place,
)
from yakusoku.domain.accounts.permissions import Role

NOW = datetime(2027, 4, 1, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)


def test_a_person_of_a_department_needs_one():
    require_place(Role.DEPARTMENT, "水道課")
    with pytest.raises(DepartmentMissing):
        require_place(Role.DEPARTMENT, None)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DEPARTMENT}), ids=str)
def test_no_other_role_has_a_department(role):
    require_place(role, None)
    with pytest.raises(DepartmentNotNeeded):
        require_place(role, "水道課")


def test_an_administrator_must_remain():
    require_administrator([Role.POLICY, Role.ADMINISTRATOR])
    with pytest.raises(LastAdministrator):
        require_administrator([Role.POLICY])
    with pytest.raises(LastAdministrator):
        require_administrator([])


def test_an_invitation_is_open_until_the_moment_it_expires():
    require_open(LATER, None, None, NOW)
    with pytest.raises(InvitationExpired):
        require_open(NOW, None, None, NOW)


@pytest.mark.parametrize(
    ("used", "withdrawn", "refusal"),
    [
        pytest.param(NOW, None, InvitationUsed, id="used"),
        pytest.param(None, NOW, InvitationWithdrawn, id="withdrawn"),
    ],
)
def test_an_invitation_that_is_closed_stays_closed(used, withdrawn, refusal):
    with pytest.raises(refusal):
        require_open(LATER, used, withdrawn, NOW)
