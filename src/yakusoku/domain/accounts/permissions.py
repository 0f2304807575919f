"""Who may do what: one table."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is in an organisation."""

    DEPARTMENT = "department"
    POLICY = "policy"
    LEGAL = "legal"
    BOARD = "board"
    CONTRACTOR = "contractor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """Something that not everyone may do."""

    CREATE_ENGAGEMENT = "engagement.create"
    VIEW_ENGAGEMENT = "engagement.view"
    # The whole organisation, not only the own departments.
    VIEW_ALL_ENGAGEMENTS = "engagement.view_all"
    EDIT_PROFILE = "profile.edit"
    MAKE_DECISION = "decision.make"
    PUBLISH_SPECIFICATION = "specification.publish"
    OPEN_INSPECTION = "inspection.open"
    WRITE_ANSWER = "answer.write"
    SUBMIT_ANSWER = "answer.submit"
    WRITE_VERIFICATION = "verification.write"
    MANAGE_MEMBERS = "member.manage"
    SEND_INVITATION = "invitation.send"
    READ_AUDIT = "audit.read"
    OVERLAY_CATALOGUE = "catalogue.overlay"


_SEE_ALL = frozenset({Act.VIEW_ENGAGEMENT, Act.VIEW_ALL_ENGAGEMENTS})
_RUN = frozenset(
    {
        Act.CREATE_ENGAGEMENT,
        Act.VIEW_ENGAGEMENT,
        Act.EDIT_PROFILE,
        Act.MAKE_DECISION,
        Act.PUBLISH_SPECIFICATION,
        Act.OPEN_INSPECTION,
        Act.WRITE_VERIFICATION,
        Act.SEND_INVITATION,
    }
)
_ANSWER = frozenset({Act.WRITE_ANSWER, Act.SUBMIT_ANSWER})

GRANTS: Mapping[Role, frozenset[Act]] = MappingProxyType(
    {
        Role.DEPARTMENT: _RUN,
        Role.POLICY: _RUN | _SEE_ALL | {Act.OVERLAY_CATALOGUE},
        Role.LEGAL: _SEE_ALL,
        Role.BOARD: _SEE_ALL,
        Role.CONTRACTOR: _ANSWER | {Act.VIEW_ENGAGEMENT},
        Role.AUDITOR: _SEE_ALL | {Act.READ_AUDIT},
        # Whoever runs the organisation's side never answers in the contractor's place.
        Role.ADMINISTRATOR: frozenset(Act) - _ANSWER,
    }
)


def may(roles: Iterable[Role], act: Act) -> bool:
    """Return whether any of `roles` is granted `act`."""
    return any(act in GRANTS[role] for role in roles)
