"""Rules about members and invitations, and how they refuse."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.refusal import Refusal

INVITATION_LASTS = timedelta(days=14)


class DepartmentMissing(Refusal):
    """Someone of a department belongs to one."""

    code: ClassVar[str] = "member.department-missing"


class DepartmentNotNeeded(Refusal):
    """Only the role 主管課 has a department."""

    code: ClassVar[str] = "member.department-not-needed"


class DepartmentElsewhere(Refusal):
    """The department belongs to another organisation."""

    code: ClassVar[str] = "member.department-elsewhere"


class RoleElsewhere(Refusal):
    """A client has no contractor among its own people, and a contractor no clerk."""

    code: ClassVar[str] = "member.role-elsewhere"


class AlreadyMember(Refusal):
    """The person has this role already."""

    code: ClassVar[str] = "member.already"


class NotAMember(Refusal):
    """Only someone of the same organisation can be named."""

    code: ClassVar[str] = "member.not-one"


class LastAdministrator(Refusal):
    """An organisation keeps at least one administrator."""

    code: ClassVar[str] = "member.last-administrator"


class DepartmentExists(Refusal):
    """A department of this name exists already."""

    code: ClassVar[str] = "department.exists"


class EmailTaken(Refusal):
    """Someone with this e-mail address is registered already."""

    code: ClassVar[str] = "person.email-taken"


class InvitationExpired(Refusal):
    """The invitation was not taken up in time."""

    code: ClassVar[str] = "invitation.expired"


class InvitationUsed(Refusal):
    """The invitation was taken up already; it works once."""

    code: ClassVar[str] = "invitation.used"


class InvitationWithdrawn(Refusal):
    """The invitation was taken back."""

    code: ClassVar[str] = "invitation.withdrawn"


class SignInFirst(Refusal):
    """The invited person has an account: only they can take up the invitation."""

    code: ClassVar[str] = "invitation.sign-in-first"


class InvitedSomeoneElse(Refusal):
    """The invitation was sent to another e-mail address than that of the person signed in."""

    code: ClassVar[str] = "invitation.someone-else"


class CompanyHasMembers(Refusal):
    """A client invites only the first person of a contractor; then the contractor's administrator does."""

    code: ClassVar[str] = "invitation.company-has-members"


def require_place(role: Role, department: object | None) -> None:
    """Raise DepartmentMissing or DepartmentNotNeeded unless role and department fit."""
    if role is Role.DEPARTMENT and department is None:
        raise DepartmentMissing
    if role is not Role.DEPARTMENT and department is not None:
        raise DepartmentNotNeeded


def require_administrator(roles: Iterable[Role]) -> None:
    """Raise LastAdministrator unless one of the roles that would remain is an administrator's."""
    if Role.ADMINISTRATOR not in set(roles):
        raise LastAdministrator


def require_open(
    expires_at: datetime, used_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> None:
    """Raise InvitationUsed, InvitationWithdrawn or InvitationExpired unless an invitation can be taken up."""
    if used_at is not None:
        raise InvitationUsed
    if withdrawn_at is not None:
        raise InvitationWithdrawn
    if now >= expires_at:
        raise InvitationExpired
