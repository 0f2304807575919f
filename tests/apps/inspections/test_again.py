"""A later round asks first what changed or was weak, and lets the rest be confirmed, never silently."""

from datetime import timedelta

from tests.apps import promised
from tests.apps.inspections.rounds import below, second_round
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.inspections.again import again
from yakusoku.apps.inspections.models import AnswerRecord, EvidenceFile
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.inspections.services import open_inspection
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.inspections.delta import Reason
from yakusoku.domain.inspections.schedule import InspectionKind

WEAK = "removal-2o"


def page(client, inspection):
    return client.get(f"/inspections/{inspection.pk}/").content.decode()


def confirm(client, inspection, slug):
    return client.post(f"/inspections/{inspection.pk}/same/{slug}/", follow=True)


def test_the_first_round_asks_everything_alike(cast):
    inspection = promised.opened(cast)
    assert again(inspection) is None
    assert "変わったこと・弱かったところ" not in page(cast.client(cast.contractor), inspection)


def test_what_was_weak_comes_first_with_its_reason(cast):
    inspection = second_round(cast, removal_2o=Answer.PARTIAL)
    told = page(cast.client(cast.contractor), inspection)
    first = told[told.index("変わったこと・弱かったところ") : told.index("前回から変わらないところ")]
    assert f'id="{WEAK}"' in first
    assert "前回は「はい」ではなかった" in first
    assert "指摘があった" in first
    assert 'id="removal-3a"' not in first


def test_nothing_is_answered_before_somebody_confirms_it(cast):
    inspection = second_round(cast, removal_2o=Answer.PARTIAL)
    page(cast.client(cast.contractor), inspection)
    assert not inspection.answers.exists()


def test_an_article_is_confirmed_with_its_source(cast):
    inspection = second_round(cast, removal_2o=Answer.PARTIAL)
    before = again(inspection).before
    told = confirm(cast.client(cast.contractor), inspection, "removal").content.decode()
    assert "前回と同じと答えました" in told
    taken = AnswerRecord.objects.filter(inspection=inspection)
    assert taken
    for record in taken:
        assert record.same_as == before
        assert record.answer == before.answers.get(check_id=record.check_id).answer
        assert record.named_evidence == "記録簿.pdf"
    assert WEAK not in set(taken.values_list("check_id", flat=True))
    entry = AuditEntry.objects.get(code="answer.confirmed")
    assert entry.told["as"] == f"inspection:{before.pk}"


def test_evidence_comes_along_as_it_was_shown(cast):
    inspection = promised.answered(cast)
    shown = cast.client(cast.contractor).post(
        f"/inspections/{inspection.pk}/checks/removal-3a/evidence/", {"upload": paper()}
    )
    assert shown.status_code == 302
    promised.inspections.submit(inspection, by=cast.contractor, at=NOW)
    for check in checks_of(inspection):
        promised.inspections.observe(
            inspection, check.id, promised.Verification.CONFIRMED, "", by=cast.owner, at=NOW
        )
    promised.inspections.conclude(inspection, by=cast.owner, at=NOW)
    second = open_inspection(
        inspection.version, InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW + timedelta(days=90)
    )
    confirm(cast.client(cast.contractor), second, "removal")
    kept = EvidenceFile.objects.filter(inspection=second)
    assert [file.stored for file in kept] == [file.stored for file in inspection.evidence.all()]


def paper():
    """Return a small text as an upload."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("記録.txt", "7月の記録".encode())


def test_what_was_answered_anew_is_not_written_over(cast):
    inspection = second_round(cast)
    contractor = cast.client(cast.contractor)
    contractor.post(
        f"/inspections/{inspection.pk}/checks/removal-3a/answer/", {"answer": "no", "comment": "やめました"}
    )
    confirm(contractor, inspection, "removal")
    assert inspection.answers.get(check_id="removal-3a").answer == "no"
    told = confirm(contractor, inspection, "removal").content.decode()
    assert "前回と同じとして答えられる質問は残っていません" in told


def test_an_answer_that_was_confirmed_and_then_changed_has_no_source_any_more(cast):
    inspection = second_round(cast)
    contractor = cast.client(cast.contractor)
    confirm(contractor, inspection, "removal")
    contractor.post(f"/inspections/{inspection.pk}/checks/removal-3a/answer/", {"answer": "yes"})
    assert inspection.answers.get(check_id="removal-3a").same_as is None


def test_a_reworded_clause_is_asked_anew(cast):
    first = promised.verified(cast)
    promised.inspections.conclude(first, by=cast.owner, at=NOW)
    work = first.version.engagement
    from yakusoku.apps.engagements.services import decide
    from yakusoku.domain.catalogue.strength import Strength
    from yakusoku.domain.engagements.decisions import Decision, Verdict

    chosen = Decision("copying", Verdict.ALTERNATIVE, Strength.CONSENT, "承諾で足りる", "水道課長")
    decide(work, chosen, by=cast.owner, at=NOW + timedelta(days=1))
    version = publish(work, reason="複写の扱いを改めた", by=cast.owner, at=NOW + timedelta(days=2))
    second = open_inspection(
        version, InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW + timedelta(days=3)
    )
    found = {each.check.slug for each in again(second).delta.first if Reason.CLAUSE_CHANGED in each.reasons}
    assert "copying" in found


def test_who_holds_data_now_brings_back_the_questions_about_the_chain(cast):
    inspection = second_round(cast)
    assert again(inspection).delta.first == ()
    hop = below(cast, inspection.version.engagement)
    hop.since = NOW.date() + timedelta(days=30)
    hop.save()
    assert {r for each in again(inspection).delta.first for r in each.reasons} == {Reason.HOLDERS_CHANGED}


def test_the_client_sees_what_was_confirmed_as_last_time(cast):
    inspection = second_round(cast)
    confirm(cast.client(cast.contractor), inspection, "removal")
    assert "前回の点検と同じと確かめた回答です" in page(cast.client(cast.owner), inspection)


def test_the_closing_check_asks_everything_anew(cast):
    first = promised.verified(cast)
    promised.inspections.conclude(first, by=cast.owner, at=NOW)
    closing = open_inspection(first.version, InspectionKind.CLOSING, promised.DUE, by=cast.owner, at=NOW)
    assert again(closing) is None
