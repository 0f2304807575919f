"""The life of an instruction: issued, replied to, sent back, closed; its letter and its deadline."""

import io
from datetime import date, timedelta

import docx
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps import promised
from tests.apps.engagements.work import PROFILE
from tests.apps.findings.corrected import DUE, LATER, another, found, instructed, measures, replied
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.models import Standing as HopStanding
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.files.services import content_of
from yakusoku.apps.findings import preparing, replying, services, verifying
from yakusoku.apps.findings.models import Asked, Finding, MeasureVerified, Outcome, Reply, Standing, State
from yakusoku.apps.findings.services import Demand
from yakusoku.apps.findings.verifying import Looked
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.findings.kinds import Remedy
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.refusal import Refusal

AFTER = NOW + timedelta(days=10)


def looked(instruction, outcome=Outcome.CONFIRMED, seen=""):
    return {item.pk: Looked(outcome, seen) for item in replying.open_items(instruction)}


def verify(cast, instruction, *args, due=None, at=LATER, **kwargs):
    return verifying.verify(instruction, looked(instruction, *args, **kwargs), due, by=cast.owner, at=at)


def code_of(act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    return caught.value.code


def owed():
    return set(Duty.objects.filter(done_at=None).values_list("kind", flat=True))


def hop_of(cast, work, company=None, standing=HopStanding.CONSENTED, parent=None):
    contractor, _ = Hop.objects.get_or_create(
        engagement=work,
        parent=None,
        defaults={
            "organization": cast.company,
            "name": cast.company.name,
            "place": "contractor_premises",
            "standing": HopStanding.CONSENTED,
        },
    )
    return Hop.objects.create(
        engagement=work,
        organization=company,
        name=company.name if company else "名前だけの会社",
        place="subcontractor",
        standing=standing,
        parent=parent or contractor,
    )


def test_an_instruction_reaches_the_contractor_with_its_letter(cast):
    instruction = instructed(cast)
    assert (instruction.recipient, instruction.number, instruction.round) == (cast.company, 1, 1)
    assert instruction.reference.endswith("-K01")
    assert Finding.objects.get().state == State.INSTRUCTED
    duty = Duty.objects.get(kind="correction.reply", done_at=None)
    assert (duty.organization, duty.department, duty.due_on) == (cast.company, None, DUE)
    assert "finding.instruct" not in owed()
    papers = {paper.name: content_of(paper.stored) for paper in instruction.papers.all()}
    words = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(papers["instruction.pdf"])
    ).replace(" ", "")
    assert "持ち出すたびに記録してください" in words
    assert "改善報告書" in words
    assert docx.Document(io.BytesIO(papers["instruction.docx"])).paragraphs


def test_several_findings_of_one_company_go_into_one_instruction(cast):
    first = found(cast, removal_2o=Answer.PARTIAL, copying_1a=Answer.NO)
    work = first.engagement
    findings = list(Finding.objects.filter(engagement=work))
    assert len(findings) == 2
    demands = {each.pk: Demand(Remedy.CHANGE_WORK, "直す") for each in findings}
    instruction = services.instruct(work, demands, DUE, by=cast.owner, at=NOW)
    assert instruction.items.count() == 2


def test_what_an_instruction_needs(cast):
    finding = found(cast)
    work, ask = finding.engagement, Demand(Remedy.ADDITIONAL_MEASURE, "直す")
    below = another(cast, work, hop=hop_of(cast, work, cast.subcompany))

    def instruct(demands, due=DUE):
        return code_of(services.instruct, work, demands, due, by=cast.owner, at=NOW)

    assert instruct({}) == "correction.nothing-chosen"
    assert instruct({finding.pk: ask, 999: ask}) == "correction.nothing-chosen"
    assert instruct({finding.pk: ask, below.pk: ask}) == "correction.several-companies"
    assert instruct({finding.pk: ask}, date(2027, 4, 1)) == "correction.deadline-past"
    assert instruct({finding.pk: Demand(Remedy.CHANGE_WORK, " ")}) == "correction.demand-missing"
    assert Finding.objects.filter(state=State.OPEN).count() == 2
    assert not work.instructions.exists()


def test_a_remedy_that_does_not_fit_is_refused(cast):
    finding = another(cast, promised.published(cast).engagement, remedies=[Remedy.CHANGE_WORK])
    asked = {finding.pk: Demand(Remedy.ADDITIONAL_MEASURE, "直す")}
    assert (
        code_of(services.instruct, finding.engagement, asked, DUE, by=cast.owner, at=NOW)
        == "correction.remedy-unfit"
    )


@pytest.mark.parametrize("registered", [True, False], ids=["registered", "only-a-name"])
def test_the_company_at_the_hop_replies_else_the_contractor(cast, registered):
    work = promised.published(cast).engagement
    finding = another(cast, work, hop=hop_of(cast, work, cast.subcompany if registered else None))
    instruction = instructed(cast, finding)
    assert instruction.recipient == (cast.subcompany if registered else cast.company)


def test_for_someone_who_was_never_declared_whoever_passed_the_data_on_replies(cast):
    work = promised.published(cast).engagement
    known = hop_of(cast, work, cast.subcompany)
    undeclared = hop_of(cast, work, cast.other_company, HopStanding.UNDECLARED)
    deeper = hop_of(cast, work, None, HopStanding.UNDECLARED, parent=known)
    by_contractor = another(cast, work, source="hop:1", hop=undeclared)
    below = another(cast, work, source="hop:2", hop=deeper)
    assert instructed(cast, by_contractor).recipient == cast.company
    assert instructed(cast, below).recipient == cast.subcompany
    assert below.repeats is None
    again = hop_of(cast, work, None, HopStanding.UNDECLARED)
    assert another(cast, work, source="hop:3", hop=again).repeats == by_contractor


def test_without_a_contractor_nobody_can_be_instructed(cast):
    finding = another(cast, promised.begun(cast))
    asked = {finding.pk: Demand(Remedy.ADDITIONAL_MEASURE, "直す")}
    assert (
        code_of(services.instruct, finding.engagement, asked, DUE, by=cast.owner, at=NOW)
        == "correction.recipient-missing"
    )


def test_a_draft_is_kept_and_a_reply_says_what_was_done_about_everything(cast):
    instruction = instructed(cast)
    (item,) = replying.open_items(instruction)
    replying.keep_reply(instruction, "書きかけ", {item.pk: ""}, by=cast.contractor, at=NOW)
    assert (
        code_of(replying.reply_to, instruction, "原因", {item.pk: " "}, by=cast.contractor, at=NOW)
        == "correction.measures-missing"
    )
    assert Reply.objects.get().submitted_at is None
    replied(cast, instruction)
    assert (instruction.state, instruction.late) == (Standing.REPLIED, False)
    assert Reply.objects.get().text == "記録のしかたを知らなかった"
    assert Finding.objects.get().state == State.REPLIED
    assert owed() == {"correction.verify"}
    assert (
        code_of(replying.keep_reply, instruction, "遅れて", {}, by=cast.contractor, at=NOW)
        == "finding.move-impossible"
    )


def test_a_reply_after_the_deadline_is_late_for_good(cast):
    instruction = instructed(cast, due=date(2027, 4, 2))
    replied(cast, instruction)
    assert instruction.late
    verify(cast, instruction)
    assert instruction.late


def test_what_is_seen_to_be_put_right_closes_the_instruction(cast):
    instruction = replied(cast)
    assert verify(cast, instruction, seen="記録簿を見た")
    assert instruction.state == Standing.CLOSED
    finding = Finding.objects.get()
    assert (finding.state, finding.closed_at) == (State.CLOSED, LATER)
    assert owed() == set()
    assert AuditEntry.objects.filter(code="correction.closed").count() == 1


def test_what_is_not_yet_right_goes_back_with_a_reason_and_the_history_stays(cast):
    instruction = replied(cast)
    assert code_of(verify, cast, instruction, Outcome.NOT_YET, due=DUE) == "correction.seen-missing"
    assert (
        code_of(verify, cast, instruction, Outcome.NOT_YET, seen="6月分がない")
        == "correction.new-deadline-missing"
    )
    assert not MeasureVerified.objects.exists()
    assert not verify(cast, instruction, Outcome.NOT_YET, seen="6月分がない", due=date(2099, 8, 3))
    assert (instruction.state, instruction.round, instruction.due_on) == (
        Standing.ISSUED,
        2,
        date(2099, 8, 3),
    )
    assert Finding.objects.get().state == State.INSTRUCTED
    assert "correction.reply" in owed()
    replied(cast, instruction)
    assert verify(cast, instruction)
    assert [reply.round for reply in instruction.replies.all()] == [1, 2]
    assert list(MeasureVerified.objects.values_list("outcome", flat=True)) == ["not-yet", "confirmed"]


def test_only_what_is_left_goes_into_the_next_round(cast):
    found(cast, removal_2o=Answer.PARTIAL, copying_1a=Answer.NO)
    findings = list(Finding.objects.all())
    demands = {each.pk: Demand(Remedy.ADDITIONAL_MEASURE, "直す") for each in findings}
    instruction = services.instruct(findings[0].engagement, demands, DUE, by=cast.owner, at=NOW)
    replied(cast, instruction)
    first, second = replying.open_items(instruction)
    told = {first.pk: Looked(Outcome.CONFIRMED), second.pk: Looked(Outcome.NOT_YET, "まだ写しがある")}
    assert (
        code_of(verifying.verify, instruction, {first.pk: told[first.pk]}, by=cast.owner, at=LATER)
        == "correction.outcomes-missing"
    )
    verifying.verify(instruction, told, DUE, by=cast.owner, at=LATER)
    assert replying.open_items(instruction) == [second]
    services.withdraw(instruction, "別に扱う", by=cast.owner, at=LATER)
    states = dict(Finding.objects.values_list("pk", "state"))
    assert states == {first.finding_id: State.CLOSED, second.finding_id: State.OPEN}


def test_an_instruction_is_taken_back_before_the_reply_only(cast):
    instruction = instructed(cast)
    replying.ask_extension(instruction, date(2099, 8, 1), "部品待ち", by=cast.contractor, at=NOW)
    services.withdraw(instruction, "会社を間違えた", by=cast.owner, at=NOW)
    assert Finding.objects.get().state == State.OPEN
    assert owed() == {"finding.instruct"}
    again = instructed(cast, Finding.objects.get())
    assert again.number == 2
    replied(cast, again)
    assert code_of(services.withdraw, again, "やはり", by=cast.owner, at=NOW) == "finding.move-impossible"


def test_more_time_is_asked_for_and_granted(cast):
    instruction = instructed(cast)
    ask = {"by": cast.contractor, "at": NOW}
    assert code_of(replying.ask_extension, instruction, DUE, "理由", **ask) == "correction.not-later"
    assert code_of(replying.ask_extension, instruction, date(2099, 8, 1), " ", **ask) == (
        "correction.reason-missing"
    )
    extension = replying.ask_extension(instruction, date(2099, 8, 1), "鞄の納品待ち", **ask)
    assert code_of(replying.ask_extension, instruction, date(2099, 9, 1), "もっと", **ask) == (
        "correction.extension-waits"
    )
    assert "correction.extension" in owed()
    replying.answer_extension(extension, granted=True, by=cast.owner, at=NOW)
    instruction.refresh_from_db()
    assert instruction.due_on == date(2099, 8, 1)
    assert Duty.objects.get(kind="correction.reply", done_at=None).due_on == date(2099, 8, 1)
    assert "correction.extension" not in owed()
    assert code_of(replying.answer_extension, extension, granted=True, by=cast.owner, at=NOW) == (
        "correction.extension-answered"
    )


def test_more_time_is_refused_with_a_reason_and_is_moot_after_the_reply(cast):
    instruction = instructed(cast)
    ask = {"by": cast.contractor, "at": NOW}
    extension = replying.ask_extension(instruction, date(2099, 8, 1), "忙しい", **ask)
    assert code_of(replying.answer_extension, extension, granted=False, by=cast.owner, at=NOW) == (
        "correction.reason-missing"
    )
    replying.answer_extension(extension, granted=False, answer="急ぎます", by=cast.owner, at=NOW)
    waiting = replying.ask_extension(instruction, date(2099, 8, 1), "もう一度", **ask)
    replied(cast, instruction)
    waiting.refresh_from_db()
    assert waiting.state == Asked.LAPSED
    assert owed() == {"correction.verify"}


def test_evidence_hangs_on_the_reply_until_it_is_in(cast):
    instruction = instructed(cast)
    upload = SimpleUploadedFile("記録簿.txt", "6月 1日 持出し".encode())
    file = replying.show_evidence(instruction, upload, by=cast.contractor, at=NOW)
    assert file.stored.organization == cast.company
    replying.remove_evidence(instruction, file, by=cast.contractor, at=NOW)
    upload = SimpleUploadedFile("記録簿.txt", "7月 1日 持出し".encode())
    kept = replying.show_evidence(instruction, upload, by=cast.contractor, at=NOW)
    replied(cast, instruction)
    assert (
        code_of(replying.remove_evidence, instruction, kept, by=cast.contractor, at=NOW)
        == "finding.move-impossible"
    )


def test_an_amended_specification_is_published_before_the_finding_closes(cast):
    work = promised.published(cast).engagement
    finding = another(cast, work, slug="removal")
    instruction = instructed(cast, finding, Remedy.AMEND_SPECIFICATION)
    assert "correction.prepare" in owed()
    replied(cast, instruction)
    assert code_of(verify, cast, instruction) == "correction.version-not-newer"
    promised.decline(cast, work)
    publish(work, reason="実態に合わせた", by=cast.owner, at=AFTER)
    preparing.measures_taken(work, at=AFTER)
    assert "correction.prepare" not in owed()
    assert verify(cast, instruction, at=AFTER)


def test_a_changed_work_is_described_anew_before_the_finding_closes(cast):
    work = promised.published(cast).engagement
    instruction = instructed(cast, another(cast, work), Remedy.CHANGE_WORK)
    replied(cast, instruction)
    assert code_of(verify, cast, instruction) == "correction.profile-not-anew"
    facts = {**PROFILE, "title": work.title, "contractor": cast.company.name}
    engagements.describe(work, facts, department=cast.water, contractor=cast.company, by=cast.owner, at=AFTER)
    assert preparing.all_measures_taken(at=AFTER) == 1
    assert "correction.prepare" not in owed()
    assert verify(cast, instruction, at=AFTER)


def test_a_measure_is_asked_about_before_a_finding_without_a_check_closes(cast):
    work = promised.published(cast).engagement
    finding = another(cast, work)
    instruction = instructed(cast, finding)
    replied(cast, instruction)
    assert code_of(verify, cast, instruction) == "correction.check-not-added"
    asked = {
        "slug": "removal",
        "point": "鞄の施錠",
        "arrangement": "",
        "operation": "鍵をかけていますか。",
        "evidence": "",
        "evidence_required": False,
    }
    preparing.add_check(finding, asked, by=cast.owner, at=AFTER)
    assert verify(cast, instruction, at=AFTER)
    assert measures(instruction) == {}
