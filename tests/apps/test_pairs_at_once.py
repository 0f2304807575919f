"""Two different acts at the same moment: one of them wins, or both count; nothing is lost and nobody waits forever.

Each row prepares its ground and gives two acts with what may come of them: the codes with which one or the
other is refused. Afterwards the whole installation is sound (apps/flows/soundness).
"""

import pytest

from tests.apps import promised
from tests.apps.board import cases
from tests.apps.candidates import candidate
from tests.apps.chain import chained
from tests.apps.engagements.work import PROFILE
from tests.apps.erasure import ended
from tests.apps.findings import corrected
from tests.apps.library import shelf
from tests.apps.review import reading
from tests.apps.standards import kept
from tests.apps.survey_pairs import BOTH, SURVEY_PAIRS
from tests.apps.test_two_at_once import at_once, cast, refused
from tests.apps.training import listed
from tests.cast import NOW
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.accounts.models import Department, Membership
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.board import deliberation
from yakusoku.apps.board import services as board
from yakusoku.apps.board.models import Stage
from yakusoku.apps.candidates import contracts
from yakusoku.apps.candidates import services as candidates
from yakusoku.apps.candidates.models import Candidacy, Contract
from yakusoku.apps.chain import services as chain
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.services import Told
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import catalogue_for, undecided_in
from yakusoku.apps.erasure import services as erasure
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.findings import services as findings
from yakusoku.apps.findings.services import Demand
from yakusoku.apps.flows.closing import close
from yakusoku.apps.flows.renewing import renew
from yakusoku.apps.flows.soundness import flaws
from yakusoku.apps.flows.undeclared import report
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.models import Inspection, Visit
from yakusoku.apps.inspections.visits import Plan, assign, choose_method, mark_of_way, plan_visit
from yakusoku.apps.library.models import Certificate
from yakusoku.apps.library.services import certificates
from yakusoku.apps.review import services as reviews
from yakusoku.apps.review.models import Action, Correction, ReviewedFile
from yakusoku.apps.specifications.services import publish
from yakusoku.apps.standards import services as standards
from yakusoku.apps.training import services as training
from yakusoku.apps.training.models import Course
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.board.voting import Vote
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import Decision, Verdict
from yakusoku.domain.engagements.profile import Place
from yakusoku.domain.findings.kinds import Remedy
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.methods import Method
from yakusoku.domain.standards.due import Outcome
from yakusoku.web.edits import mark_of_row

__all__ = ["cast"]
pytestmark = pytest.mark.django_db(transaction=True)


def work_of(pk):
    return Engagement.objects.get(pk=pk)


def hand_in_or_answer(cast):
    sheet = promised.answered(cast)
    given = GivenAnswer("removal-2o", Answer.PARTIAL, "半分", ("記録簿.pdf",))
    yield lambda: inspections.submit(Inspection.objects.get(pk=sheet.pk), by=cast.contractor, at=NOW)
    yield lambda: inspections.answer(sheet, given, by=cast.contractor, at=NOW)


def answer_two_questions(cast):
    sheet = promised.opened(cast)
    for check in ("removal-2a", "removal-2o"):
        given = GivenAnswer(check, Answer.YES, "", ("記録簿.pdf",))
        yield lambda given=given: inspections.answer(sheet, given, by=cast.contractor, at=NOW)
    assert sheet.answers.count() == 2


def conclude_or_send_back(cast):
    sheet = promised.verified(cast)
    yield lambda: inspections.conclude(Inspection.objects.get(pk=sheet.pk), by=cast.owner, at=NOW)
    yield lambda: inspections.send_back(Inspection.objects.get(pk=sheet.pk), "直す", by=cast.owner, at=NOW)


def conclude_or_assign(cast):
    sheet = promised.verified(cast)
    yield lambda: inspections.conclude(Inspection.objects.get(pk=sheet.pk), by=cast.owner, at=NOW)
    yield lambda: assign(Inspection.objects.get(pk=sheet.pk), cast.owner, by=cast.owner, at=NOW)


def contract_or_withdraw(cast):
    candidacy = candidate.approved(cast)
    work = candidate.work_of(candidacy)
    yield lambda: contracts.enter_contract(work, candidate.BY_WHEN, "", by=cast.owner, at=NOW)
    found = Candidacy.objects.select_related("engagement").get(pk=candidacy.pk)
    yield lambda: candidates.withdraw(found, "別の会社にする", by=cast.owner, at=NOW)
    candidacy.refresh_from_db()
    assert Contract.objects.exists() != candidacy.over


def decide_or_withdraw(cast):
    item = cases.voted(cast, *[Vote.REJECT] * 3)
    candidacy = Candidacy.objects.select_related("engagement").get(pk=item.candidacy_id)
    yield lambda: deliberation.close_item(item, "", by=cast.policy, at=NOW)
    yield lambda: candidates.withdraw(candidacy, "別の会社にする", by=cast.owner, at=NOW)
    candidacy.refresh_from_db()
    assert candidacy.over
    assert work_of(candidacy.engagement_id).contractor is None


def decide_or_call_off(cast):
    item = cases.voted(cast, *[Vote.APPROVE] * 3)
    meeting = item.meeting
    yield lambda: deliberation.close_item(item, "", by=cast.policy, at=NOW)
    yield lambda: board.cancel_meeting(meeting, "台風", by=cast.policy, at=NOW)
    item.refresh_from_db()
    meeting.refresh_from_db()
    assert (item.state, meeting.stage) in (("closed", Stage.CALLED), ("dropped", Stage.CANCELLED))


def close_or_find(cast):
    work = ended.ended(cast)
    told = Told("はしけ印刷株式会社", Place.SUBCONTRACTOR.value)
    yield lambda: close(work_of(work.pk), by=cast.owner, at=NOW)
    yield lambda: report(work_of(work.pk), None, told, by=cast.owner, at=NOW)
    assert work.findings.exists()


def close_or_renew(cast):
    work = ended.ended(cast)
    yield lambda: close(work_of(work.pk), by=cast.owner, at=NOW)
    yield lambda: renew(work_of(work.pk), by=cast.owner, at=NOW)


def publish_or_take_back(cast):
    work = promised.decided(cast)
    yield lambda: publish(work, reason="", by=cast.owner, at=NOW)
    yield lambda: engagements.withdraw(work_of(work.pk), "publication", by=cast.owner, at=NOW)


def describe_and_decide(cast):
    work = promised.described(cast)
    facts = {**PROFILE, "title": "水道の検針", "contractor": cast.company.name, "needs": []}
    verdict = Decision("publication", Verdict.DECLINE, None, "条例で定めている", "水道課長")

    def describe():
        engagements.describe(
            work_of(work.pk), facts, department=cast.water, contractor=cast.company, by=cast.owner, at=NOW
        )

    yield describe
    # This one looks at a row that is older than the description.
    yield lambda: engagements.decide(work, verdict, by=cast.owner, at=NOW)
    present = work_of(work.pk)
    assert present.undecided == undecided_in(present)
    assert Duty.objects.get(kind="decision.make", done_at=None).about == "水道の検針"


def instruct_and_dismiss(cast):
    finding = corrected.found(cast)
    other = corrected.another(cast, finding.engagement)
    asked = {finding.pk: Demand(Remedy.CHANGE_WORK, "直す")}
    work = work_of(finding.engagement_id)
    yield lambda: findings.instruct(work, asked, corrected.DUE, by=cast.owner, at=NOW)
    yield lambda: findings.dismiss(other, "読み違い", by=cast.owner, at=NOW)
    assert not Duty.objects.filter(kind="finding.instruct", done_at=None).exists()


def confirm_two_copies(cast):
    work = ended.contracted(cast)
    copies = [ended.proven(cast, work), ended.proven(cast, work)]
    for copy in copies:
        found = Copy.objects.select_related("engagement", "hop").get(pk=copy.pk)
        yield lambda found=found: erasure.confirm(found, by=cast.owner, at=NOW)
    # Each counted what was left: the second after the first.
    assert not Duty.objects.filter(kind="copy.confirm", done_at=None).exists()


def renew_or_put_away_a_certificate(cast):
    row = shelf.isms(cast)
    paper = certificates.Paper("isms", "IS-2", "検針部", None, shelf.UNTIL)
    renewed, put_away = Certificate.objects.get(pk=row.pk), Certificate.objects.get(pk=row.pk)
    yield lambda: certificates.change_certificate(
        renewed, paper, shelf.text("新しい登録証.txt"), revision=1, by=cast.contractor, at=NOW
    )
    yield lambda: certificates.withdraw_certificate(put_away, revision=1, by=cast.contractor, at=NOW)


def move_or_remove_a_member(cast):
    first, second = (Membership.objects.get(user=cast.legal) for _ in range(2))
    yield lambda: accounts.change_role(first, Role.AUDITOR, by=cast.administrator, at=NOW)
    yield lambda: accounts.remove_member(second, by=cast.administrator, at=NOW)
    assert not Membership.objects.filter(user=cast.legal).exists()


def change_or_retire_a_course(cast):
    course = listed.course(cast)
    told = {**listed.COURSE, "repeat_months": 24}
    found = [Course.objects.get(pk=course.pk) for _ in range(2)]
    yield lambda: training.keep_course(found[0], cast.city, told, by=cast.policy, at=NOW)
    yield lambda: training.retire_course(found[1], by=cast.policy, at=NOW)
    assert Course.objects.get(pk=course.pk).retired_at is not None


def take_the_same_member_away(cast):
    for found in [Membership.objects.get(user=cast.legal) for _ in range(2)]:
        yield lambda found=found: accounts.remove_member(found, by=cast.administrator, at=NOW)


def correct_the_same_label(cast):
    file = reading.reviewed(cast).files.get()
    slug = next(iter(missing_labels(file)))
    for strength, by in ((Strength.DUTY, cast.owner), (Strength.EFFORT, cast.policy)):
        found = ReviewedFile.objects.select_related("review").get(pk=file.pk)
        yield lambda found=found, strength=strength, by=by: reviews.correct(
            found, reading.COPYING, slug, Action.ADD, strength=strength, by=by, at=NOW
        )
    said = Correction.objects.get()
    assert (said.strength, said.made_by) in (("duty", cast.owner), ("effort", cast.policy))


def missing_labels(file):
    """Return requirements with which the third clause does not deal."""
    told = {label["slug"] for label in file.clause(reading.COPYING)["requirements"]}
    return [
        each.slug for each in catalogue_for(file.review.organization_id).requirements if each.slug not in told
    ]


def take_back_or_say_again(cast):
    file = reading.reviewed(cast).files.get()
    said = reading.corrected(cast, file)
    yield lambda: reviews.undo(Correction.objects.get(pk=said.pk), by=cast.policy, at=NOW)
    yield lambda: reading.corrected(cast, file)
    said.refresh_from_db()
    assert said.undone_by == cast.policy
    told = AuditEntry.objects.filter(code="review.corrected").count()
    assert Correction.objects.count() == told


def correct_the_contract(cast):
    work = candidate.work_of(candidate.approved(cast))
    contract = contracts.enter_contract(work, candidate.BY_WHEN, "", by=cast.owner, at=NOW)
    seen = mark_of_row(Contract.objects.get())
    for number in ("第11号", "第22号"):
        found = Contract.objects.select_related("engagement").get(pk=contract.pk)
        yield lambda found=found, number=number: contracts.correct_contract(
            found, candidate.BY_WHEN, number, "書き誤り", seen=seen, by=cast.owner, at=NOW
        )
    assert Contract.objects.get().number in ("第11号", "第22号")


def name_who_is_responsible(cast):
    candidacy = candidate.named(cast)
    seen = candidates.mark_of_responsible(candidacy)
    for name in ("一人目", "二人目"):
        found = Candidacy.objects.select_related("engagement").get(pk=candidacy.pk)
        yield lambda found=found, name=name: candidates.name_responsible(
            found, name, "03-0000-0000", seen=seen, by=cast.contractor, at=NOW
        )


def plan_a_visit_or_choose_another_way(cast):
    sheet = promised.submitted(cast)
    seen = mark_of_way(sheet, None)
    plan = Plan(NOW.date(), "港町", "青木", ())
    first, second = (Inspection.objects.get(pk=sheet.pk) for _ in range(2))
    yield lambda: plan_visit(first, plan, seen=seen, by=cast.owner, at=NOW)
    yield lambda: choose_method(second, Method.REMOTE, "離島", seen=seen, by=cast.policy, at=NOW)
    sheet.refresh_from_db()
    assert (sheet.method == Method.ON_SITE) == Visit.objects.exists()


def put_a_place_right(cast):
    hop = chained.consented(cast)
    seen = chain.mark_of_record(hop)
    for site in ("港町1-1", "港町2-2"):
        found = Hop.objects.select_related("engagement").get(pk=hop.pk)
        yield lambda found=found, site=site: chain.amend(
            found, {"site": site}, seen=seen, by=cast.owner, at=NOW
        )


def name_a_superior(cast):
    seen = mark_of_row(Department.objects.get(pk=cast.water.pk))
    for person in (cast.owner, cast.policy):
        found = Department.objects.get(pk=cast.water.pk)
        yield lambda found=found, person=person: accounts.name_superior(
            found, person, seen=seen, by=cast.administrator, at=NOW
        )


def look_at_or_retire_a_template(cast):
    made = kept.kept(cast)
    looked = standards.Looked(kept.TODAY, cast.owner, Outcome.UNCHANGED, "勉強会で確かめた")
    yield lambda: standards.record_review(made, looked, by=cast.owner, at=NOW)
    yield lambda: standards.retire(made, by=cast.policy, at=NOW)
    assert not Duty.objects.filter(kind="standard.review", done_at__isnull=True).exists()


TOLD = ("edit.changed-meanwhile",)
PAIRS = {
    **SURVEY_PAIRS,
    hand_in_or_answer: (BOTH, "inspection.closed"),
    answer_two_questions: (BOTH,),
    conclude_or_send_back: ("inspection.closed",),
    conclude_or_assign: (BOTH, "inspection.closed"),
    contract_or_withdraw: ("contract.refused", "candidate.contracted"),
    decide_or_withdraw: ("candidate.not-before-board", "candidate.not-live"),
    decide_or_call_off: ("board.item-closed", "board.meeting-not-open"),
    close_or_find: (BOTH, "closing.matters-open"),
    close_or_renew: (BOTH,),
    publish_or_take_back: (BOTH, "publication.undecided"),
    describe_and_decide: (BOTH,),
    instruct_and_dismiss: (BOTH,),
    confirm_two_copies: (BOTH,),
    renew_or_put_away_a_certificate: ("library.changed",),
    move_or_remove_a_member: (BOTH, "member.not-one"),
    change_or_retire_a_course: (BOTH, "course.retired"),
    take_the_same_member_away: ("member.not-one",),
    correct_the_same_label: ("review.already-corrected",),
    take_back_or_say_again: (BOTH, "review.already-corrected"),
    correct_the_contract: TOLD,
    name_who_is_responsible: TOLD,
    plan_a_visit_or_choose_another_way: TOLD,
    put_a_place_right: TOLD,
    name_a_superior: TOLD,
    look_at_or_retire_a_template: (BOTH, "standard.retired"),
}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.__name__)
def test_of_two_acts_one_wins_or_both_count(cast, pair):
    steps = pair(cast)
    acts = iter([next(steps), next(steps)])

    def act():
        chosen = next(acts)
        return chosen()

    results = at_once(act)
    assert ",".join(refused(results)) in PAIRS[pair]
    assert list(steps) == []
    assert list(flaws()) == []
