import pytest

from yakusoku.domain.accounts.permissions import GRANTS, Act, Role, may

# One line per act: who may. Everyone else may not.
WHO = {
    Act.CREATE_ENGAGEMENT: "department policy administrator",
    Act.VIEW_ENGAGEMENT: "department policy legal board contractor auditor administrator",
    Act.VIEW_ALL_ENGAGEMENTS: "policy legal board auditor administrator",
    Act.EDIT_PROFILE: "department policy administrator",
    Act.MAKE_DECISION: "department policy administrator",
    Act.PUBLISH_SPECIFICATION: "department policy administrator",
    Act.OPEN_INSPECTION: "department policy administrator",
    Act.WRITE_ANSWER: "contractor",
    Act.SUBMIT_ANSWER: "contractor",
    Act.WRITE_VERIFICATION: "department policy administrator",
    Act.MANAGE_MEMBERS: "administrator",
    Act.SEND_INVITATION: "department policy administrator",
    Act.READ_AUDIT: "auditor administrator",
    Act.OVERLAY_CATALOGUE: "policy administrator",
    Act.ANNOUNCE_WORK: "department policy administrator",
    Act.SELECT_CANDIDATE: "department policy administrator",
    Act.WRITE_PLAN: "department policy contractor administrator",
    Act.ENTER_CONTRACT: "department policy administrator",
    Act.OVERRIDE_BOARD: "policy administrator",
    Act.RUN_BOARD: "policy administrator",
    Act.VOTE: "board",
    Act.ASK_ADVICE: "department policy administrator",
    Act.GIVE_ADVICE: "policy legal board administrator",
    Act.REVIEW_CONTRACT: "department policy legal administrator",
    Act.READ_STANDARDS: "department policy legal board auditor administrator",
    Act.KEEP_STANDARDS: "department policy legal administrator",
    Act.READ_SURVEYS: "department policy legal board auditor administrator",
    Act.RUN_SURVEYS: "department policy administrator",
    Act.REQUEST_SUBCONTRACT: "contractor",
    Act.CONSENT_SUBCONTRACT: "department policy administrator",
    Act.RECORD_CHAIN: "department policy administrator",
    Act.HAND_OVER: "department policy contractor administrator",
    Act.INSTRUCT_CORRECTION: "department policy administrator",
    Act.REPLY_CORRECTION: "contractor",
    Act.MANAGE_COURSES: "policy administrator",
    Act.RECORD_TRAINING: "department policy contractor administrator",
    Act.START_WORK: "department policy administrator",
    Act.RECORD_COPY: "department policy contractor administrator",
    Act.PROVE_ERASURE: "contractor",
    Act.CONFIRM_ERASURE: "department policy administrator",
    Act.CLOSE_ENGAGEMENT: "department policy administrator",
    Act.REOPEN_ENGAGEMENT: "policy administrator",
    Act.KEEP_LIBRARY: "contractor",
    Act.SEE_DASHBOARD: "policy legal board auditor administrator",
    Act.IMPORT_REGISTER: "policy administrator",
    Act.RELEASE_PUBLICLY: "policy administrator",
    Act.SET_RULES: "policy administrator",
    Act.MANAGE_EXCHANGE: "administrator",
}


@pytest.mark.parametrize("act", Act, ids=str)
@pytest.mark.parametrize("role", Role, ids=str)
def test_a_role_may_exactly_what_the_table_says(role, act):
    assert may([role], act) is (role in WHO[act].split())


def test_every_role_and_every_act_stands_in_the_table():
    assert set(GRANTS) == set(Role)
    assert set(WHO) == set(Act)


def test_roles_add_up():
    assert may([Role.CONTRACTOR, Role.ADMINISTRATOR], Act.WRITE_ANSWER)
    assert may([Role.CONTRACTOR, Role.ADMINISTRATOR], Act.MANAGE_MEMBERS)


def test_without_a_role_nothing_is_allowed():
    assert not any(may([], act) for act in Act)


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        GRANTS[Role.BOARD] = frozenset(Act)
