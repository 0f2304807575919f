"""The contractor answers: saved at once, with and without script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.promised import answered, opened, submitted
from tests.cast import NOW, member
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.accounts.models import Kind
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.models import AnswerRecord, EvidenceFile, State
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.inspections.answers import Answer, Verification

CHECK = "removal-2a"
HTMX = {"HX-Request": "true"}


def url(inspection, act="answer", check=CHECK):
    return f"/inspections/{inspection.pk}/checks/{check}/{act}/"


def give(client, inspection, answer="yes", comment="", named="記録簿.pdf", check=CHECK, **extra):
    data = {"answer": answer, "comment": comment, "named_evidence": named}
    return client.post(url(inspection, check=check), data, **extra)


def show(client, inspection, name="kiroku.txt", raw=b"record\n", **extra):
    return client.post(url(inspection, "evidence"), {"upload": SimpleUploadedFile(name, raw)}, **extra)


def page(client, inspection, query=""):
    return client.get(f"/inspections/{inspection.pk}/{query}").content.decode()


def test_without_script_an_answer_is_saved_and_the_page_comes_back_to_the_question(cast):
    inspection = opened(cast)
    client = cast.client(cast.contractor)
    answer = give(client, inspection, "partial", "鞄は施錠、記録簿は7月から")
    assert answer["Location"] == f"/inspections/{inspection.pk}/#{CHECK}"
    record = AnswerRecord.objects.get()
    assert (record.check_id, record.answer, record.comment) == (CHECK, "partial", "鞄は施錠、記録簿は7月から")
    assert record.answered_by == cast.contractor
    assert "鞄は施錠、記録簿は7月から" in page(client, inspection)


def test_with_script_the_parts_that_change_come_back_and_the_form_stays(cast):
    inspection = opened(cast)
    answer = give(cast.client(cast.contractor), inspection, headers=HTMX)
    told = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in told
    assert 'id="sums" hx-swap-oob="true"' in told
    assert "<strong>1問</strong>" in told
    assert "<textarea" not in told


def test_an_answer_can_be_changed_until_it_is_handed_in(cast):
    inspection = opened(cast)
    client = cast.client(cast.contractor)
    give(client, inspection, "yes")
    give(client, inspection, "no", "まだない")
    assert AnswerRecord.objects.get().answer == "no"
    assert AuditEntry.objects.filter(code="answer.given").count() == 2


@pytest.mark.parametrize(
    ("answer", "comment", "words"),
    [
        pytest.param(
            "not_applicable", "", "理由をコメントに書いてください", id="not-applicable-without-a-reason"
        ),
        pytest.param("", "書きかけの説明", "回答を選んでください", id="comment-before-the-answer"),
    ],
)
def test_what_cannot_be_saved_is_said_at_the_question_and_nothing_typed_is_lost(cast, answer, comment, words):
    inspection = opened(cast)
    client = cast.client(cast.contractor)
    whole = give(client, inspection, answer, comment, named="台帳")
    assert whole.status_code == 422
    told = whole.content.decode()
    assert words in told
    assert "台帳</textarea>" in told
    assert f"{comment}</textarea>" in told
    part = give(client, inspection, answer, comment, headers=HTMX)
    assert part.status_code == 422
    assert "field-error" in part.content.decode()
    assert not AnswerRecord.objects.exists()


def test_a_question_that_is_not_asked_takes_no_answer(cast):
    assert give(cast.client(cast.contractor), opened(cast), check="unknown-9a").status_code == 422
    assert not AnswerRecord.objects.exists()


def test_a_yes_without_the_evidence_it_needs_is_hinted_at(cast):
    inspection = opened(cast)
    client = cast.client(cast.contractor)
    assert "証拠が要ります" in give(client, inspection, named="", headers=HTMX).content.decode()
    assert "証拠が要ります" not in give(client, inspection, named="台帳", headers=HTMX).content.decode()


def test_a_file_is_shown_downloaded_by_both_sides_and_taken_away(cast):
    inspection = opened(cast)
    client = cast.client(cast.contractor)
    assert show(client, inspection).status_code == 302
    file = EvidenceFile.objects.get()
    there = f"/inspections/{inspection.pk}/evidence/{file.pk}/"
    assert there in page(client, inspection)
    for user, status in (
        (cast.contractor, 200),
        (cast.owner, 200),
        (cast.colleague, 404),
        (cast.stranger, 404),
    ):
        assert cast.client(user).get(there).status_code == status
    assert cast.client(cast.owner).post(f"{there}remove/").status_code == 403
    client.post(f"{there}remove/")
    assert not EvidenceFile.objects.exists()
    assert AuditEntry.objects.filter(code="evidence.removed").exists()


def test_a_file_of_a_kind_that_is_not_taken_is_refused_at_the_question(cast):
    inspection = opened(cast)
    answer = show(cast.client(cast.contractor), inspection, "run.exe", b"MZ\x00", headers=HTMX)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not EvidenceFile.objects.exists()


def test_evidence_of_another_inspection_is_not_reached_through_an_own_one(cast):
    inspection = opened(cast)
    show(cast.client(cast.contractor), inspection)
    other = opened(cast, title="別の業務")
    file = EvidenceFile.objects.get()
    assert cast.client(cast.owner).get(f"/inspections/{other.pk}/evidence/{file.pk}/").status_code == 404


def test_handing_in_waits_for_every_answer(cast):
    inspection = opened(cast)
    client = cast.client(cast.contractor)
    told = client.post(f"/inspections/{inspection.pk}/submit/", follow=True).content.decode()
    assert "問に回答がありません" in told
    inspection.refresh_from_db()
    assert inspection.state == State.OPEN
    assert "次の未回答に答える" in told


def test_once_handed_in_the_answers_stand(cast):
    inspection = answered(cast)
    client = cast.client(cast.contractor)
    assert "回答を提出する" in page(client, inspection)
    client.post(f"/inspections/{inspection.pk}/submit/")
    inspection.refresh_from_db()
    assert inspection.state == State.SUBMITTED
    assert give(client, inspection, "no", "やはり").status_code == 422
    assert show(client, inspection, headers=HTMX).status_code == 422
    assert AnswerRecord.objects.get(check_id=CHECK).answer == "yes"
    assert "<textarea" not in page(client, inspection)


def test_nobody_but_the_contractor_answers(cast):
    inspection = opened(cast)
    tries = ((cast.owner, 403), (cast.administrator, 403), (cast.stranger, 403), (cast.auditor, 403))
    for user, status in tries:
        assert give(cast.client(user), inspection).status_code == status
    assert not AnswerRecord.objects.exists()
    assert cast.client(cast.stranger).get(f"/inspections/{inspection.pk}/").status_code == 404
    assert cast.client(cast.colleague).get(f"/inspections/{inspection.pk}/").status_code == 404


def test_another_contractor_neither_sees_nor_answers(cast):
    rival = accounts.create_organization("ほかの会社", Kind.COMPANY, by=None, at=NOW)
    person = member("競 争", "rival@rival.example", rival, Role.CONTRACTOR)
    inspection = opened(cast)
    assert cast.client(person).get(f"/inspections/{inspection.pk}/").status_code == 404
    assert give(cast.client(person), inspection).status_code == 404


def test_the_filter_leaves_the_questions_that_wait(cast):
    inspection = opened(cast)
    client = cast.client(cast.contractor)
    give(client, inspection, check="removal-2a")
    give(client, inspection, check="removal-2o")
    told = page(client, inspection, "?show=waiting")
    assert 'id="removal-2a"' not in told
    assert 'id="removal-3a"' in told


def test_a_contractor_does_not_read_findings_or_what_is_being_noted_before_the_end(cast):
    inspection = submitted(cast, removal_2o=Answer.NO)
    services.observe(inspection, CHECK, Verification.DIFFERENT, "記録がない", by=cast.owner, at=NOW)
    client = cast.client(cast.contractor)
    for query in ("", "?show=findings"):
        told = page(client, inspection, query)
        assert "記録がない" not in told
        assert "改善の道" not in told
        assert len(checks_of(inspection)) == told.count('class="check"')
