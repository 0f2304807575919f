"""From the announcement to the contract."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.apps import promised
from tests.apps.candidates import candidate
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.candidates import announcing, contracts, planning, services
from yakusoku.apps.candidates.models import Announcement, Candidacy, Contract, ItemState, Outcome
from yakusoku.apps.candidates.planning import Written
from yakusoku.apps.candidates.queries import (
    assessment_of,
    briefs_of,
    overridden,
    plan_of,
    readiness_of,
    waiting_for_board,
)
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import BoardNeed, HouseRules
from yakusoku.apps.findings.models import Finding
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.models import State
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.candidates.plan import Way
from yakusoku.domain.engagements.decisions import Decision, Verdict
from yakusoku.domain.inspections.answers import Answer, Verification
from yakusoku.domain.refusal import Refusal

SIGNED = date(2027, 5, 20)


def due(organization):
    """Return the kinds of what is due on one side."""
    return set(
        Duty.objects.filter(organization=organization, done_at__isnull=True).values_list("kind", flat=True)
    )


def code_of(act):
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def test_each_side_is_led_from_step_to_step(cast):
    candidacy = candidate.held(cast)
    work = candidate.work_of(candidacy)
    assert work.contractor == cast.company
    assert due(cast.city) & {"candidate.select", "candidate.assess"} == {"candidate.assess"}
    assert due(cast.company) == {"candidate.name-responsible"}
    services.name_responsible(candidacy, "工藤 検針", "03-0000-0000", by=cast.contractor, at=NOW)
    assert due(cast.company) == set()
    services.open_pre_assessment(candidacy, candidate.DUE, by=cast.owner, at=NOW)
    assert due(cast.company) == {"inspection.answer"}
    assert "candidate.assess" not in due(cast.city)


def test_the_plan_leads_to_the_board_and_the_contract(cast):
    candidacy = candidate.short(cast)
    assert due(cast.company) == {"plan.write"}
    check = candidate.first_check(candidacy)
    planning.write_item(candidacy, check, candidate.MEASURE, edition=0, by=cast.contractor, at=NOW)
    assert due(cast.company) == set()
    assert "plan.agree" in due(cast.city)
    planning.agree(candidacy, by=cast.owner, at=NOW)
    assert "candidate.submit" in due(cast.city)
    services.submit_to_board(candidacy, by=cast.owner, at=NOW)
    assert not due(cast.city) & {"candidate.submit", "contract.enter", "plan.agree"}
    services.conclude(candidacy, Outcome.CONDITIONAL, by=cast.policy, at=NOW)
    assert "contract.enter" in due(cast.city)
    work = candidate.work_of(candidacy)
    contracts.enter_contract(work, SIGNED, "R9-12", by=cast.owner, at=NOW)
    assert candidate.work_of(candidacy).contracted_on == SIGNED
    assert "contract.enter" not in due(cast.city)
    carry = Duty.objects.get(kind="plan.carry-out", done_at__isnull=True)
    assert (carry.organization, carry.due_on) == (cast.company, candidate.BY_WHEN)
    assert verify() == []


def test_the_clock_brings_sheet_and_plan_together_once(cast):
    candidacy = candidate.short(cast)
    assert services.catch_up(at=NOW) == 0
    inspections.send_back(candidacy.pre_assessment, "証拠がない", by=cast.owner, at=NOW)
    assert "plan.write" in due(cast.company)
    assert services.catch_up(at=NOW) == 1
    assert "plan.write" not in due(cast.company)
    assert services.catch_up(at=NOW) == 0
    inspections.submit(candidacy.pre_assessment, by=cast.contractor, at=NOW)
    assert services.catch_up(at=NOW) == 1
    assert "plan.write" in due(cast.company)


def test_a_measure_is_reported_and_verified(cast):
    candidacy = candidate.approved(cast)
    contracts.enter_contract(candidate.work_of(candidacy), SIGNED, "", by=cast.owner, at=NOW)
    item = candidacy.plan_items.get()
    planning.report_done(item, "買いました", by=cast.contractor, at=NOW)
    assert "plan.verify" in due(cast.city)
    planning.verify_done(item, False, "鍵がない", by=cast.owner, at=NOW)
    assert due(cast.company) >= {"plan.carry-out"}
    planning.report_done(item, "鍵を付けました", by=cast.contractor, at=NOW)
    planning.verify_done(item, True, "見た", by=cast.owner, at=NOW)
    item.refresh_from_db()
    assert item.state == ItemState.VERIFIED
    assert not Duty.objects.filter(kind__startswith="plan.", done_at__isnull=True).exists()
    assert code_of(lambda: planning.report_done(item, "", by=cast.contractor, at=NOW)) == "plan.item-state"


@pytest.mark.parametrize(
    ("state", "missing"),
    [
        (
            candidate.held,
            ["個人情報保護責任者の届出", "調査票への回答", "セキュリティ計画の合意", "外部委託審査会の承認"],
        ),
        (candidate.named, ["調査票への回答", "セキュリティ計画の合意", "外部委託審査会の承認"]),
        (candidate.short, ["セキュリティ計画の合意", "外部委託審査会の承認"]),
        (candidate.agreed, ["外部委託審査会の承認"]),
        (candidate.submitted, ["外部委託審査会の承認"]),
    ],
    ids=["held", "named", "answered", "agreed", "before-the-board"],
)
def test_no_contract_before_everything_is_there(cast, state, missing):
    work = candidate.work_of(state(cast))
    with pytest.raises(Refusal) as caught:
        contracts.enter_contract(work, SIGNED, "", by=cast.owner, at=NOW)
    assert caught.value.code == "contract.refused"
    assert [str(each) for each in caught.value.facts["missing"]] == missing
    assert candidate.work_of(work.candidacies.get()).contracted_on is None
    assert not Contract.objects.exists()


@pytest.mark.parametrize(
    ("need", "passes"), [(BoardNeed.NEVER, True), (BoardNeed.ALWAYS, False), (BoardNeed.PERSONAL, False)]
)
def test_the_rules_of_the_house_ask_for_the_board(cast, need, passes):
    HouseRules.objects.create(organization=cast.city, board=need)
    work = candidate.work_of(candidate.agreed(cast))
    if passes:
        assert contracts.enter_contract(work, SIGNED, "", by=cast.owner, at=NOW).override_reason == ""
    else:
        refused = code_of(lambda: contracts.enter_contract(work, SIGNED, "", by=cast.owner, at=NOW))
        assert refused == "contract.refused"


def test_an_override_is_recorded_and_seen(cast):
    candidacy = candidate.submitted(cast)
    work = candidate.work_of(candidacy)
    contracts.enter_contract(work, SIGNED, "", override_reason="災害のため", by=cast.policy, at=NOW)
    entry = AuditEntry.objects.get(code="contract.overridden")
    assert entry.reason == "災害のため"
    page = cast.client(cast.owner).get(reverse("candidacy", args=[work.pk])).content.decode()
    assert "審査会の決定の前に契約しました" in page
    assert "災害のため" in page
    assert briefs_of([work.pk])[work.pk].override_reason == "災害のため"
    assert [contract.engagement_id for contract in overridden(cast.city.pk)] == [work.pk]
    assert [row.pk for row in waiting_for_board(cast.city.pk)] == [candidacy.pk]
    services.conclude(candidacy, Outcome.REJECTED, by=cast.policy, at=NOW)
    assert candidate.work_of(candidacy).contractor == cast.company


def test_only_those_who_may_override(cast):
    work = candidate.work_of(candidate.submitted(cast))
    path = reverse("contract-enter", args=[work.pk])
    body = {"signed_on": "2027-05-20", "override_reason": "急ぐため"}
    assert cast.client(cast.owner).post(path, body).status_code == 403
    assert not Contract.objects.exists()
    assert cast.client(cast.policy).post(path, body).status_code == 302


def test_the_day_of_the_contract_is_corrected_with_a_reason(cast):
    work = candidate.work_of(candidate.approved(cast))
    contract = contracts.enter_contract(work, SIGNED, "1", by=cast.owner, at=NOW)
    assert code_of(lambda: contracts.enter_contract(work, SIGNED, "", by=cast.owner, at=NOW)) == (
        "contract.entered"
    )
    client, path = cast.client(cast.owner), reverse("contract-correct", args=[work.pk])
    assert client.post(path, {"signed_on": "2027-05-21"}).status_code == 422
    body = {"signed_on": "2027-05-21", "number": "2", "reason": "書き間違い"}
    assert client.post(path, body).status_code == 302
    contract.refresh_from_db()
    work.refresh_from_db()
    assert contract.signed_on == work.contracted_on == date(2027, 5, 21)
    assert AuditEntry.objects.get(code="contract.corrected").reason == "書き間違い"


def test_one_candidate_at_a_time(cast):
    candidacy = candidate.held(cast)
    work = candidate.work_of(candidacy)
    again = lambda: services.select(work, cast.other_company, "別", by=cast.owner, at=NOW)  # noqa: E731
    assert code_of(again) == "candidate.already-held"
    services.withdraw(candidacy, "辞退した", by=cast.owner, at=NOW)
    assert candidate.work_of(candidacy).contractor is None
    assert again().company == cast.other_company
    assert candidate.work_of(candidacy).contractor == cast.other_company


def test_a_later_candidate_never_reads_what_a_former_one_answered(cast):
    candidacy = candidate.short(cast)
    sheet, work = candidacy.pre_assessment, candidate.work_of(candidacy)
    services.withdraw(candidacy, "辞退した", by=cast.owner, at=NOW)
    sheet.refresh_from_db()
    assert sheet.state == State.CONCLUDED
    assert not Finding.objects.exists()
    assert cast.client(cast.contractor).get(work.get_absolute_url()).status_code == 404
    assert cast.client(cast.contractor).get(sheet.get_absolute_url()).status_code == 404
    later = NOW + timedelta(days=1)
    rival = services.select(work, cast.other_company, "次点", by=cast.owner, at=later)
    services.open_pre_assessment(rival, candidate.DUE, by=cast.owner, at=later)
    reader = cast.client(cast.other_contractor)
    assert reader.get(rival.pre_assessment.get_absolute_url()).status_code == 200
    assert reader.get(sheet.get_absolute_url()).status_code == 404
    assert cast.client(cast.owner).get(sheet.get_absolute_url()).status_code == 200
    assert cast.client(cast.contractor).get(rival.get_absolute_url()).status_code == 404


def test_a_rejected_candidate_makes_room_for_another(cast):
    candidacy = candidate.approved(cast, Outcome.REJECTED)
    assert candidacy.over
    work = candidate.work_of(candidacy)
    assert work.contractor is None
    assert "candidate.select" in due(cast.city)
    assert due(cast.company) == set()
    assert code_of(lambda: services.conclude(candidacy, Outcome.APPROVED, by=cast.policy, at=NOW)) == (
        "candidate.not-before-board"
    )


def test_the_board_is_asked_only_when_everything_is_there(cast):
    candidacy = candidate.short(cast)
    assert (
        code_of(lambda: services.submit_to_board(candidacy, by=cast.owner, at=NOW)) == "candidate.not-ready"
    )
    assert code_of(lambda: services.conclude(candidacy, Outcome.APPROVED, by=cast.policy, at=NOW)) == (
        "candidate.not-before-board"
    )


def test_a_continued_case_is_planned_again_and_comes_back(cast):
    candidacy = candidate.approved(cast, Outcome.CONTINUED)
    planning.reopen(candidacy, "期限が遅い", by=cast.owner, at=NOW)
    item = candidacy.plan_items.get()
    sooner = Written(Way.MEASURE, "施錠できる鞄を買う", date(2027, 4, 10), "工藤 検針")
    planning.write_item(candidacy, item.key, sooner, edition=item.edition, by=cast.contractor, at=NOW)
    planning.agree(candidacy, by=cast.owner, at=NOW)
    services.submit_to_board(candidacy, by=cast.owner, at=NOW)
    services.conclude(candidacy, Outcome.APPROVED, by=cast.policy, at=NOW)
    candidacy.refresh_from_db()
    assert candidacy.outcome == Outcome.APPROVED
    assert code_of(lambda: planning.reopen(candidacy, "x", by=cast.owner, at=NOW)) == "plan.closed"


def test_nobody_loses_an_edit_of_the_plan(cast):
    candidacy = candidate.short(cast)
    key = candidate.first_check(candidacy)
    path = reverse("plan-write", args=[candidacy.pk, key])
    ours = {"edition": 0, "way": "measure", "measure": "鞄を買う", "by_when": "2027-05-31", "who": "工藤"}
    theirs = ours | {"measure": "金庫を置く"}
    assert cast.client(cast.contractor).post(path, ours).status_code == 302
    refused = cast.client(cast.owner).post(path, theirs)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "鞄を買う" in page
    assert "金庫を置く" in page
    assert "工藤 検針さんが" in page
    assert candidacy.plan_items.get().measure == "鞄を買う"
    # Having seen both, the second person saves over the edition that is shown now.
    assert cast.client(cast.owner).post(path, theirs | {"edition": 1}).status_code == 302
    assert candidacy.plan_items.get().measure == "金庫を置く"


def test_an_amended_requirement_is_published_before_the_contract(cast):
    candidacy = candidate.short(cast)
    check = candidate.first_check(candidacy)
    amend = Written(Way.AMEND, "この要件をやめる")
    planning.write_item(candidacy, check, amend, edition=0, by=cast.owner, at=NOW)
    planning.agree(candidacy, by=cast.owner, at=NOW)
    work = candidate.work_of(candidacy)
    assert readiness_of(work, candidacy).unpublished == 1
    slug = candidacy.pre_assessment.version and check.rpartition("-")[0]
    decision = Decision(slug, Verdict.DECLINE, None, "守れない", "水道課長")
    engagements.decide(work, decision, by=cast.owner, at=NOW + timedelta(days=1))
    publish(work, reason="改めた", by=cast.owner, at=NOW + timedelta(days=1))
    candidacy.refresh_from_db()
    assert readiness_of(work, candidacy).unpublished == 0


def test_another_change_is_no_amendment(cast):
    candidacy = candidate.short(cast)
    check = candidate.first_check(candidacy)
    planning.write_item(candidacy, check, Written(Way.AMEND, "やめる"), edition=0, by=cast.owner, at=NOW)
    work = candidate.work_of(candidacy)
    promised.decline(cast, work, "copying")
    publish(work, reason="複写をやめた", by=cast.owner, at=NOW + timedelta(days=2))
    candidacy.refresh_from_db()
    assert readiness_of(work, candidacy).unpublished == 1


def test_the_wizard_keeps_the_candidate(cast):
    work = candidate.work_of(candidate.held(cast))
    assert work.draft["contractor"] == str(cast.company.pk)
    assert work.profile["contractor"] == cast.company.name
    page = cast.client(cast.owner).get(work.get_absolute_url()).content.decode()
    assert "いまの内容が違います" not in page


def test_the_page_tells_what_the_candidate_cannot_keep(cast):
    candidacy = candidate.answered(cast, Answer.NO, Answer.NO, Answer.PARTIAL)
    page = cast.client(cast.owner).get(reverse("candidacy", args=[candidacy.engagement_id])).content.decode()
    assert "守れないこと、一部だけ守れること" in page
    plan = plan_of(candidacy, None)
    assert plan.rows == ()


def test_a_wrong_form_comes_back_filled(cast):
    work = candidate.tendered(cast).engagement
    body = {"company": cast.company.pk, "reason": " "}
    answer = cast.client(cast.owner).post(reverse("candidate-select", args=[work.pk]), body)
    assert answer.status_code == 422
    assert f'value="{cast.company.pk}" selected' in answer.content.decode()
    rival = {"company": cast.stranger_city.pk, "reason": "x"}
    assert cast.client(cast.owner).post(reverse("candidate-select", args=[work.pk]), rival).status_code == 422
    assert not Candidacy.objects.exists()


def test_withdrawing_says_why_and_not_after_the_contract(cast):
    candidacy = candidate.approved(cast)
    assert code_of(lambda: services.withdraw(candidacy, " ", by=cast.owner, at=NOW)) == (
        "candidate.reason-missing"
    )
    contracts.enter_contract(candidate.work_of(candidacy), SIGNED, "", by=cast.owner, at=NOW)
    assert code_of(lambda: services.withdraw(candidacy, "x", by=cast.owner, at=NOW)) == "candidate.contracted"


def test_announcing_again_keeps_the_link(cast):
    version = candidate.tendered(cast)
    work = version.engagement
    made = announcing.announce(work, last_day=None, today=NOW.date(), by=cast.owner, at=NOW)
    promised.decline(cast, work)
    second = publish(work, reason="公表の定め", by=cast.owner, at=NOW + timedelta(days=2))
    again = announcing.announce(work, last_day=None, today=NOW.date(), by=cast.owner, at=NOW)
    assert (again.pk, again.secret, again.version) == (made.pk, made.secret, second)
    assert again.papers.count() == 3
    assert Announcement.objects.count() == 1


def test_the_pages_ask_no_more_for_more(cast):
    few = candidate.short(cast)
    many = candidate.answered(cast, *[Answer.PARTIAL] * 12)
    for key in [row.key for row in plan_of(many, assessment_of(many)).rows]:
        planning.write_item(many, key, candidate.MEASURE, edition=0, by=cast.contractor, at=NOW)
    planning.write_item(
        few, candidate.first_check(few), candidate.MEASURE, edition=0, by=cast.contractor, at=NOW
    )
    browser = cast.client(cast.owner)

    def asks(path):
        browser.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        return len(asked)

    ways = [reverse("candidacy", args=[each.engagement_id]) for each in (few, many)]
    plans = [reverse("plan", args=[each.pk]) for each in (few, many)]
    assert asks(ways[0]) == asks(ways[1]) <= 32
    assert asks(plans[0]) == asks(plans[1]) <= 24


def test_what_a_candidate_cannot_keep_is_planned_and_is_no_finding(cast):
    candidacy = candidate.short(cast)
    sheet = candidacy.pre_assessment
    for check in checks_of(sheet):
        inspections.observe(sheet, check.id, Verification.CONFIRMED, "", by=cast.owner, at=NOW)
    assert inspections.conclude(sheet, by=cast.owner, at=NOW) == 0
    assert not Finding.objects.exists()
    assert len(plan_of(candidacy, assessment_of(candidacy)).rows) == 1
    page = cast.client(cast.owner).get(sheet.get_absolute_url()).content.decode()
    assert "sheet-findings" not in page
