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
    # Before the contract.
    ANNOUNCE_WORK = "announcement.publish"
    SELECT_CANDIDATE = "candidate.select"
    WRITE_PLAN = "plan.write"
    ENTER_CONTRACT = "contract.enter"
    OVERRIDE_BOARD = "contract.override"
    RUN_BOARD = "board.run"
    VOTE = "board.vote"
    ASK_ADVICE = "consultation.ask"
    GIVE_ADVICE = "consultation.advise"
    REVIEW_CONTRACT = "review.make"
    # Templates and framework contracts: read by the whole client's side, kept by whoever answers for them.
    READ_STANDARDS = "standard.read"
    KEEP_STANDARDS = "standard.keep"
    # Surveys: read by the whole client's side, run by whoever answers for them.
    READ_SURVEYS = "survey.read"
    RUN_SURVEYS = "survey.run"
    # The chain.
    REQUEST_SUBCONTRACT = "subcontract.request"
    CONSENT_SUBCONTRACT = "subcontract.consent"
    RECORD_CHAIN = "chain.record"
    HAND_OVER = "handover.record"
    # While the work runs.
    INSTRUCT_CORRECTION = "correction.instruct"
    REPLY_CORRECTION = "correction.reply"
    MANAGE_COURSES = "course.manage"
    RECORD_TRAINING = "training.record"
    START_WORK = "engagement.start"
    # The end.
    RECORD_COPY = "copy.record"
    PROVE_ERASURE = "erasure.prove"
    CONFIRM_ERASURE = "erasure.confirm"
    CLOSE_ENGAGEMENT = "engagement.close"
    REOPEN_ENGAGEMENT = "engagement.reopen"
    # The contractor's own side.
    KEEP_LIBRARY = "library.keep"
    # The whole.
    SEE_DASHBOARD = "dashboard.see"
    IMPORT_REGISTER = "register.import"
    RELEASE_PUBLICLY = "publicity.release"
    SET_RULES = "rules.set"
    MANAGE_EXCHANGE = "exchange.manage"


_SEE_ALL = frozenset(
    {
        Act.VIEW_ENGAGEMENT,
        Act.VIEW_ALL_ENGAGEMENTS,
        Act.SEE_DASHBOARD,
        Act.READ_STANDARDS,
        Act.READ_SURVEYS,
    }
)
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
        Act.ANNOUNCE_WORK,
        Act.SELECT_CANDIDATE,
        Act.WRITE_PLAN,
        Act.ENTER_CONTRACT,
        Act.ASK_ADVICE,
        Act.REVIEW_CONTRACT,
        Act.READ_STANDARDS,
        Act.KEEP_STANDARDS,
        Act.READ_SURVEYS,
        Act.RUN_SURVEYS,
        Act.CONSENT_SUBCONTRACT,
        Act.RECORD_CHAIN,
        Act.HAND_OVER,
        Act.INSTRUCT_CORRECTION,
        Act.RECORD_TRAINING,
        Act.START_WORK,
        Act.RECORD_COPY,
        Act.CONFIRM_ERASURE,
        Act.CLOSE_ENGAGEMENT,
    }
)
_GOVERN = frozenset(
    {
        Act.OVERLAY_CATALOGUE,
        Act.OVERRIDE_BOARD,
        Act.RUN_BOARD,
        Act.GIVE_ADVICE,
        Act.MANAGE_COURSES,
        Act.IMPORT_REGISTER,
        Act.RELEASE_PUBLICLY,
        Act.SET_RULES,
        Act.REOPEN_ENGAGEMENT,
    }
)
# What only the side that is entrusted does: whoever runs the client's side never acts in its place.
_KEEP_PROMISE = frozenset(
    {
        Act.WRITE_ANSWER,
        Act.SUBMIT_ANSWER,
        Act.REQUEST_SUBCONTRACT,
        Act.REPLY_CORRECTION,
        Act.PROVE_ERASURE,
        Act.KEEP_LIBRARY,
    }
)
_BOTH_SIDES = frozenset({Act.WRITE_PLAN, Act.HAND_OVER, Act.RECORD_TRAINING, Act.RECORD_COPY})

GRANTS: Mapping[Role, frozenset[Act]] = MappingProxyType(
    {
        Role.DEPARTMENT: _RUN,
        Role.POLICY: _RUN | _SEE_ALL | _GOVERN,
        Role.LEGAL: _SEE_ALL | {Act.GIVE_ADVICE, Act.REVIEW_CONTRACT, Act.KEEP_STANDARDS},
        Role.BOARD: _SEE_ALL | {Act.VOTE, Act.GIVE_ADVICE},
        Role.CONTRACTOR: _KEEP_PROMISE | _BOTH_SIDES | {Act.VIEW_ENGAGEMENT},
        Role.AUDITOR: _SEE_ALL | {Act.READ_AUDIT},
        Role.ADMINISTRATOR: frozenset(Act) - _KEEP_PROMISE - {Act.VOTE},
    }
)


def may(roles: Iterable[Role], act: Act) -> bool:
    """Return whether any of `roles` is granted `act`."""
    return any(act in GRANTS[role] for role in roles)


def acts_of(roles: Iterable[Role]) -> frozenset[Act]:
    """Return everything that `roles` together are granted."""
    return frozenset().union(*(GRANTS[role] for role in roles))
