"""The pages of findings and instructions, as each side sees and uses them."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.apps import promised
from tests.apps.findings.corrected import CHECK, DUE, another, found, instructed, replied
from tests.cast import NOW
from yakusoku.apps.engagements.services import keep_overlay
from yakusoku.apps.findings import preparing, replying, services
from yakusoku.apps.findings.models import (
    AddedCheck,
    CorrectionEvidence,
    CorrectiveInstruction,
    Finding,
    Reply,
    Standing,
    State,
)
from yakusoku.apps.findings.queries import added_checks_for, open_findings, weak_checks
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import checks_of, sheet_of
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.findings.kinds import Remedy
from yakusoku.domain.inspections.schedule import InspectionKind

HTMX = {"HX-Request": "true"}


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def listed(finding):
    return f"/engagements/{finding.engagement_id}/findings/"


def told_to_instruct(finding, **changes):
    told = {
        f"chosen_{finding.pk}": "on",
        f"remedy_{finding.pk}": "additional-measure",
        f"demand_{finding.pk}": "持ち出すたびに記録してください。",
        "due_on": "2099-07-20",
        "note": "",
    }
    return {**told, **changes}


def test_the_findings_of_a_work_stand_in_groups_and_lead_to_the_instruction(cast):
    finding = found(cast)
    told = page(cast.client(cast.owner), listed(finding))
    assert "指示していない" in told
    assert "対策はあるが運用されていない" in told
    assert CHECK in told
    assert f"{listed(finding)}instruct/" in told
    nothing = page(cast.client(cast.owner), listed(finding) + "?severity=low")
    assert "当てはまる指摘はありません" in nothing


def test_a_reader_and_the_contractor_have_nothing_to_press(cast):
    finding = found(cast)
    for user in (cast.auditor, cast.contractor):
        told = page(cast.client(user), listed(finding))
        assert "対策はあるが運用されていない" in told
        assert "instruct/" not in told


def test_an_instruction_is_proposed_written_and_issued(cast):
    finding = found(cast)
    client = cast.client(cast.owner)
    asked = page(client, f"{listed(finding)}instruct/")
    assert "決めたとおりに行い" in asked
    assert "示すもの：" in asked
    answer = client.post(f"{listed(finding)}instruct/", told_to_instruct(finding), follow=True)
    assert "改善を指示しました" in answer.content.decode()
    instruction = CorrectiveInstruction.objects.get()
    assert instruction.due_on == DUE
    for name, start in (("instruction.pdf", b"%PDF"), ("instruction.docx", b"PK")):
        got = cast.client(cast.contractor).get(f"/instructions/{instruction.pk}/papers/{name}")
        assert b"".join(got.streaming_content).startswith(start)
    assert page(client, f"/instructions/{instruction.pk}/papers/secret.pdf", 404)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"due_on": ""}, "このフィールドは必須です", id="no-deadline"),
        pytest.param({"due_on": "2001-01-01"}, "明日より後", id="deadline-in-the-past"),
        pytest.param({"demand": " "}, "することを書いてください", id="nothing-to-do"),
        pytest.param({"chosen": ""}, "一つ以上選んで", id="nothing-chosen"),
        pytest.param({"remedy": "pay"}, "正しく選択", id="unknown-remedy"),
    ],
)
def test_a_wrong_instruction_comes_back_filled(cast, changes, words):
    finding = found(cast)
    told = {k if k in ("due_on", "note") else f"{k}_{finding.pk}": v for k, v in changes.items()}
    data = told_to_instruct(finding, note="急ぎません", **told)
    answer = cast.client(cast.owner).post(f"{listed(finding)}instruct/", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "急ぎません" in answer.content.decode()
    assert not CorrectiveInstruction.objects.exists()


def test_the_contractor_writes_keeps_shows_and_reports(cast):
    instruction = instructed(cast)
    (item,) = replying.open_items(instruction)
    client, path = cast.client(cast.contractor), f"/instructions/{instruction.pk}/"
    assert "改善して報告する" in page(client, path)
    draft = {"text": "担当が替わった", f"measure_{item.pk}": "書きかけの説明"}
    assert client.post(f"{path}reply/keep/", draft, headers=HTMX).status_code == 204
    told = page(client, path)
    assert "書きかけの説明</textarea>" in told
    assert "書きかけの説明" not in page(cast.client(cast.owner), path)
    upload = SimpleUploadedFile("記録簿.txt", "6月 1日".encode())
    assert client.post(f"{path}evidence/", {"upload": upload}).status_code == 302
    file = CorrectionEvidence.objects.get()
    assert cast.client(cast.owner).get(f"{path}evidence/{file.pk}/").status_code == 404
    missing = client.post(f"{path}reply/", {"text": "原因", f"measure_{item.pk}": ""})
    assert missing.status_code == 422
    assert "行ったことが書かれていません" in missing.content.decode()
    done = client.post(f"{path}reply/", draft, follow=True).content.decode()
    assert "改善を報告しました" in done
    assert cast.client(cast.owner).get(f"{path}evidence/{file.pk}/").status_code == 200
    assert client.post(f"{path}reply/keep/", draft, headers=HTMX).status_code == 409


def test_evidence_can_be_taken_away_and_a_bad_file_is_refused(cast):
    path = f"/instructions/{instructed(cast).pk}/"
    client = cast.client(cast.contractor)
    bad = client.post(f"{path}evidence/", {"upload": SimpleUploadedFile("x.exe", b"MZ")})
    assert bad.status_code == 422
    client.post(f"{path}evidence/", {"upload": SimpleUploadedFile("記録簿.txt", "6月".encode())})
    file = CorrectionEvidence.objects.get()
    assert client.post(f"{path}evidence/{file.pk}/remove/").status_code == 302
    assert not CorrectionEvidence.objects.exists()


def test_the_client_looks_and_sends_back_or_closes(cast):
    instruction = replied(cast)
    (item,) = replying.open_items(instruction)
    client, path = cast.client(cast.owner), f"/instructions/{instruction.pk}/"
    assert "記録簿を新しくした" in page(client, path)
    wrong = client.post(f"{path}verify/", {f"outcome_{item.pk}": "not-yet", f"seen_{item.pk}": ""})
    assert wrong.status_code == 422
    assert "何が足りないか" in wrong.content.decode()
    back = {f"outcome_{item.pk}": "not-yet", f"seen_{item.pk}": "6月分がない", "due_on": "2099-09-01"}
    assert client.post(f"{path}verify/", back).status_code == 302
    told = page(cast.client(cast.contractor), path)
    assert "もう一度の報告を求められました" in told
    assert "6月分がない" in told
    instruction.refresh_from_db()
    replied(cast, instruction)
    assert (
        "指示を終えました"
        in client.post(
            f"{path}verify/", {f"outcome_{item.pk}": "confirmed", f"seen_{item.pk}": ""}, follow=True
        ).content.decode()
    )
    assert Finding.objects.get().state == State.CLOSED


def test_more_time_is_asked_and_answered_on_the_page(cast):
    instruction = instructed(cast)
    path = f"/instructions/{instruction.pk}/"
    early = cast.client(cast.contractor).post(f"{path}extensions/", {"until": "2099-07-01", "reason": "x"})
    assert early.status_code == 422
    asked = {"until": "2099-08-20", "reason": "鞄の納品待ち"}
    assert cast.client(cast.contractor).post(f"{path}extensions/", asked).status_code == 302
    owner = cast.client(cast.owner)
    assert "鞄の納品待ち" in page(owner, path)
    extension = instruction.extensions.get()
    no = owner.post(f"{path}extensions/{extension.pk}/", {"granted": "no", "answer": ""})
    assert no.status_code == 422
    owner.post(f"{path}extensions/{extension.pk}/", {"granted": "yes", "answer": ""})
    instruction.refresh_from_db()
    assert str(instruction.due_on) == "2099-08-20"


def test_an_instruction_is_taken_back_on_the_page(cast):
    instruction = instructed(cast)
    path, client = f"/instructions/{instruction.pk}/", cast.client(cast.owner)
    assert client.post(f"{path}withdraw/", {"reason": ""}).status_code == 422
    told = client.post(f"{path}withdraw/", {"reason": "会社を間違えた"}, follow=True).content.decode()
    assert "取り消しました" in told
    assert "会社を間違えた" in page(cast.client(cast.contractor), path)


def test_a_finding_is_let_be_on_its_page(cast):
    finding = found(cast)
    path, client = f"{listed(finding)}{finding.pk}/", cast.client(cast.owner)
    assert client.post(f"{path}dismiss/", {"reason": ""}).status_code == 422
    assert client.post(f"{path}dismiss/", {"reason": "読み違い"}).status_code == 302
    assert "読み違い" in page(client, path)
    assert "読み違い" not in page(cast.client(cast.contractor), path)


def test_the_page_shows_the_difference_of_the_version_that_put_it_right(cast):
    work = promised.published(cast).engagement
    instruction = instructed(cast, another(cast, work, slug="removal"), Remedy.AMEND_SPECIFICATION)
    path = f"/instructions/{instruction.pk}/"
    told = page(cast.client(cast.owner), path)
    assert f"/engagements/{work.pk}/decisions/#removal" in told
    assert f"/engagements/{work.pk}/publish/" in told
    promised.decline(cast, work)
    publish(work, reason="実態に合わせた", by=cast.owner, at=NOW + timedelta(days=2))
    for user in (cast.owner, cast.contractor):
        assert f"/engagements/{work.pk}/versions/2/changes/" in page(cast.client(user), path)


def test_a_changed_work_leads_to_the_wizard(cast):
    work = promised.published(cast).engagement
    instruction = instructed(cast, another(cast, work), Remedy.CHANGE_WORK)
    told = page(cast.client(cast.owner), f"/instructions/{instruction.pk}/")
    assert f"/engagements/{work.pk}/profile/work/" in told
    told = page(cast.client(cast.contractor), f"/instructions/{instruction.pk}/")
    assert "profile/work/" not in told


CHECK_TOLD = {
    "slug": "removal",
    "point": "鞄の施錠",
    "arrangement": "鍵のある鞄がありますか。",
    "operation": "鍵をかけていますか。",
    "evidence": "鞄の写真",
    "evidence_required": "on",
}


def test_an_added_check_is_asked_answered_verified_and_found_wanting_like_the_others(cast):
    finding = found(cast)
    work = finding.engagement
    client = cast.client(cast.owner)
    path = f"{listed(finding)}{finding.pk}/check/"
    assert "removal" in page(client, path)
    nothing = {**CHECK_TOLD, "arrangement": "", "operation": ""}
    assert client.post(path, nothing).status_code == 422
    assert client.post(path, {**CHECK_TOLD, "slug": "unknown"}).status_code == 422
    assert client.post(path, CHECK_TOLD).status_code == 302
    added = AddedCheck.objects.get()
    inspection = inspections.open_inspection(
        work.versions.get(), InspectionKind.PERIODIC, DUE, by=cast.owner, at=NOW + timedelta(days=9)
    )
    ids = [check.id for check in checks_of(inspection)]
    assert {f"added_{added.pk}a", f"added_{added.pk}o"} <= set(ids)
    assert inspection.asked == len(ids)
    contractor = cast.client(cast.contractor)
    assert "鍵をかけていますか。" in page(contractor, f"/inspections/{inspection.pk}/")
    answered = f"/inspections/{inspection.pk}/checks/added_{added.pk}o/answer/"
    contractor.post(answered, {"answer": "no", "comment": "", "named_evidence": ""})
    row = sheet_of(inspection).row(f"added_{added.pk}o")
    assert [each.kind.value for each in row.findings] == ["not-operated"]
    workbook = contractor.get(f"/inspections/{inspection.pk}/sheet.xlsx").content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert any("鍵をかけていますか。" in row for row in cells)
    back = contractor.post(
        f"/inspections/{inspection.pk}/import/", {"sheet": SimpleUploadedFile("回答.xlsx", workbook)}
    )
    assert back.status_code == 302


def test_an_inspection_asks_what_was_added_when_it_was_opened(cast):
    finding = found(cast)
    work, at = finding.engagement, NOW + timedelta(days=1)
    told = {**CHECK_TOLD, "evidence_required": True}
    early = inspections.open_inspection(
        work.versions.get(), InspectionKind.PERIODIC, DUE, by=cast.owner, at=NOW
    )
    check = preparing.add_check(finding, told, by=cast.owner, at=at)
    assert not any(each.id.startswith("added_") for each in checks_of(early))
    assert len(added_checks_for(work, None, at)) == 2
    client = cast.client(cast.owner)
    assert client.post(f"{listed(finding)}checks/{check.pk}/retire/", {"reason": ""}).status_code == 302
    assert not AddedCheck.objects.get().retired_at
    client.post(f"{listed(finding)}checks/{check.pk}/retire/", {"reason": "定着した"})
    assert AddedCheck.objects.get().retired_because == "定着した"
    assert added_checks_for(work, None, AddedCheck.objects.get().retired_at) == ()


def test_the_list_of_an_organisation_is_searched_narrowed_sorted_and_saved(cast):
    finding = found(cast)
    other = another(cast, promised.described(cast, "別の業務"), slug="copying")
    client = cast.client(cast.policy)
    assert "別の業務" in page(client, "/findings/")
    for query, there, gone in (
        ("?q=別の", "別の業務", "水道検針"),
        ("?severity=high", "別の業務", '<td role="cell" data-label="業務">水道検針'),
        (f"?company={cast.company.pk}&slug=removal", "水道検針", "別の業務</td>"),
    ):
        told = page(client, "/findings/" + query)
        rows = re.findall('<tr role="row">.*?</tr>', told, re.S)[1:]
        assert there in "".join(rows)
        assert gone not in "".join(rows)
    told = page(client, "/findings/?sort=-severity")
    assert told.index(f"/findings/{other.pk}/") < told.index(f"/findings/{finding.pk}/")
    assert "当てはまる指摘はありません" in page(client, "/findings/?state=replied")
    csv = client.get("/findings/?format=csv&severity=high").content.decode("utf-8-sig")
    assert len(csv.splitlines()) == 2
    book = client.get(f"{listed(finding)}?format=xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[1][6] == CHECK


def test_the_list_says_what_was_asked_and_asks_no_more_of_the_database_for_more(cast):
    finding = found(cast)
    question = next(c.question for c in checks_of(Inspection.objects.get()) if c.id == CHECK)
    client = cast.client(cast.policy)
    with CaptureQueriesContext(connection) as few:
        told = page(client, "/findings/")
    assert question in told
    assert CHECK in told
    for number in range(5):
        another(cast, finding.engagement, source=f"hop:{number}", check_id=CHECK, slug="removal")
    with CaptureQueriesContext(connection) as many:
        assert page(client, "/findings/").count(question) >= 6
    assert len(many) == len(few)


def test_a_contractor_reads_what_was_published_and_not_what_the_client_is_still_writing(cast):
    found(cast)
    question = next(c.question for c in checks_of(Inspection.objects.get()) if c.id == CHECK)
    keep_overlay(cast.city, "leave_out: [removal]", by=cast.policy, at=NOW)
    assert question not in page(cast.client(cast.policy), "/findings/")
    assert question in page(cast.client(cast.contractor), "/findings/")


@pytest.mark.parametrize("query", ["?state=nonsense&slug=%00&company=-1&sort=x", "?department=99999999999"])
def test_a_hostile_filter_narrows_nothing(cast, query):
    found(cast)
    assert CHECK in page(cast.client(cast.policy), "/findings/" + query)


def test_open_and_weak_checks_are_told_to_others(cast):
    finding = found(cast)
    work = finding.engagement
    assert list(open_findings(work)) == [finding]
    assert weak_checks(work) == {CHECK}
    services.dismiss(finding, "読み違い", by=cast.owner, at=NOW)
    assert not open_findings(work).exists()
    assert weak_checks(work, at=NOW + timedelta(days=30)) == {CHECK}
    assert weak_checks(work, at=NOW + timedelta(days=300)) == frozenset()


def test_what_is_typed_is_shown_as_text(cast):
    finding = found(cast)
    hostile = "<script>alert(1)</script>"
    data = told_to_instruct(finding, note=hostile)
    cast.client(cast.owner).post(f"{listed(finding)}instruct/", data)
    told = page(cast.client(cast.contractor), f"/instructions/{CorrectiveInstruction.objects.get().pk}/")
    assert hostile not in told
    assert "&lt;script&gt;" in told


def test_what_is_gone_wrong_meanwhile_is_told_and_nothing_is_lost(cast):
    instruction = instructed(cast)
    (item,) = replying.open_items(instruction)
    services.withdraw(instruction, "取り消す", by=cast.owner, at=NOW)
    data = {"text": "長く書いた原因", f"measure_{item.pk}": "長く書いた対策"}
    answer = cast.client(cast.contractor).post(f"/instructions/{instruction.pk}/reply/", data)
    assert answer.status_code == 422
    assert "長く書いた対策" in answer.content.decode()
    assert not Reply.objects.exists()
    assert CorrectiveInstruction.objects.get().state == Standing.WITHDRAWN
