"""The reply form on the back of a letter: written in Word, brought back, looked at, taken."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.adapters.office_files import office
from tests.apps.findings import corrected
from tests.libreoffice import convert, needs_libreoffice
from yakusoku.apps.accounts.services import make_api_token
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.files.services import content_of
from yakusoku.apps.findings import services
from yakusoku.apps.findings.models import PendingReply, Reply, Standing

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letter(instruction):
    return content_of(instruction.papers.get(name="instruction.docx").stored)


def filled(raw, cause="記録のしかたを知らなかった", measures=("記録簿を新しくした",), evidence="記録簿.pdf"):
    """Return the letter with its form filled in, as somebody types into it."""
    document = docx.Document(BytesIO(raw))
    facts, table = document.tables[-2:]
    next(row for row in facts.rows if row.cells[0].text == "起きた原因").cells[1].text = cause
    for row, told in zip(table.rows[1:], measures, strict=True):
        row.cells[2].text, row.cells[3].text = told, evidence if told else ""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def upload(raw, name="改善報告書.docx"):
    return SimpleUploadedFile(name, raw, content_type=DOCX)


def send(cast, user, instruction, raw, name="改善報告書.docx"):
    return cast.client(user).post(f"/instructions/{instruction.pk}/reply/form/", {"form": upload(raw, name)})


def test_a_filled_in_form_is_shown_and_then_handed_in(cast):
    instruction = corrected.instructed(cast)
    answer = send(cast, cast.contractor, instruction, filled(letter(instruction)))
    assert answer.status_code == 302
    page = cast.client(cast.contractor).get(answer["Location"]).content.decode()
    assert "記録簿を新しくした" in page
    take = f"/instructions/{instruction.pk}/reply/form/take/"
    changed = cast.client(cast.contractor).post(take, {"mark": "of-another-draft"}, follow=True)
    assert "取り込むと変わるところが変わりました" in changed.text
    assert not Reply.objects.exists()
    cast.client(cast.contractor).post(take, {"mark": changed.context["preview"].mark})
    instruction.refresh_from_db()
    assert instruction.state == Standing.REPLIED
    reply = Reply.objects.get()
    assert reply.text == "記録のしかたを知らなかった"
    assert reply.measures.get().text == "記録簿を新しくした\n添える証拠: 記録簿.pdf"
    assert not PendingReply.objects.exists()
    codes = set(AuditEntry.objects.values_list("code", flat=True))
    assert {"correction.form-read", "correction.form-taken", "correction.replied"} <= codes


def test_only_who_replies_gets_a_form_in(cast):
    instruction = corrected.instructed(cast)
    raw = filled(letter(instruction))
    for user, status in ((cast.owner, 403), (cast.other_contractor, 404), (cast.stranger, 403)):
        assert send(cast, user, instruction, raw).status_code == status
    send(cast, cast.contractor, instruction, raw)
    for user in (cast.owner, cast.other_contractor, cast.stranger):
        for page in ("preview/", "take/"):
            address = f"/instructions/{instruction.pk}/reply/form/{page}"
            browser = cast.client(user)
            answer = browser.get(address) if page == "preview/" else browser.post(address)
            assert answer.status_code in (403, 404)
    assert PendingReply.objects.exists()
    assert not Reply.objects.exists()


def test_what_the_form_leaves_blank_stays_as_the_draft_says(cast):
    finding = corrected.found(cast)
    corrected.another(cast, finding.engagement)
    instruction = both(cast, finding)
    first, second = instruction.items.all()
    raw = filled(letter(instruction), measures=("", "台帳に書いた"), evidence="")
    send(cast, cast.contractor, instruction, raw)
    page = cast.client(cast.contractor).get(f"/instructions/{instruction.pk}/reply/form/preview/")
    assert "まだ報告できません" in page.content.decode()
    take = f"/instructions/{instruction.pk}/reply/form/take/"
    cast.client(cast.contractor).post(take)
    assert not Reply.objects.exists()
    assert PendingReply.objects.exists()
    cast.client(cast.contractor).post(take, {"draft": "1"})
    told = dict(Reply.objects.get().measures.values_list("item", "text"))
    assert told == {second.pk: "台帳に書いた"}
    assert first.pk not in told
    assert not PendingReply.objects.exists()


def both(cast, finding):
    demands = {
        row.pk: corrected.Demand(corrected.Remedy.ADDITIONAL_MEASURE, f"すること {row.pk}")
        for row in corrected.Finding.objects.filter(engagement=finding.engagement)
    }
    return services.instruct(finding.engagement, demands, corrected.DUE, by=cast.owner, at=corrected.NOW)


def test_a_form_that_waits_can_be_dropped(cast):
    instruction = corrected.instructed(cast)
    send(cast, cast.contractor, instruction, filled(letter(instruction)))
    cast.client(cast.contractor).post(f"/instructions/{instruction.pk}/reply/form/take/", {"drop": "1"})
    assert not PendingReply.objects.exists()
    assert not Reply.objects.exists()


def refused(cast, instruction, raw, name="改善報告書.docx"):
    answer = send(cast, cast.contractor, instruction, raw, name)
    assert answer.status_code == 422
    assert not PendingReply.objects.exists()
    return answer.content.decode()


def plain_word():
    out = BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def test_what_is_no_form_of_this_instruction_is_refused_in_a_sentence(cast):
    instruction = corrected.instructed(cast)
    other = corrected.instructed(cast, corrected.another(cast, instruction.engagement))
    assert "改善報告書として読めません" in refused(cast, instruction, plain_word())
    assert "改善報告書として読めません" in refused(cast, instruction, office("xlsx"), "報告.xlsx")
    assert "ほかの指示の報告書です" in refused(cast, instruction, filled(letter(other)))
    empty = filled(letter(instruction), cause="", measures=("",))
    assert "何も書かれていません" in refused(cast, instruction, empty)
    long = filled(letter(instruction), measures=("長" * 2001,))
    assert "字までです" in refused(cast, instruction, long)
    item = instruction.items.get()
    item.demand = "ほかのことをしてください。"
    item.save()
    assert "内容が合いません" in refused(cast, instruction, filled(letter(instruction)))


def test_a_hostile_file_is_refused_before_it_is_read(cast):
    instruction = corrected.instructed(cast)
    out = BytesIO(filled(letter(instruction)))
    with ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"macro")
    assert "マクロ" in refused(cast, instruction, out.getvalue())


def test_nothing_is_taken_once_the_instruction_is_over(cast):
    instruction = corrected.instructed(cast)
    raw = filled(letter(instruction))
    send(cast, cast.contractor, instruction, raw)
    services.withdraw(instruction, "誤り", by=cast.owner, at=corrected.LATER)
    address = f"/instructions/{instruction.pk}/reply/form/take/"
    told = cast.client(cast.contractor).post(address, follow=True).content.decode()
    assert "この操作はできません" in told
    assert not Reply.objects.exists()
    assert send(cast, cast.contractor, instruction, raw).status_code == 422


def test_text_under_tracked_changes_is_read_as_it_will_be(cast):
    instruction = corrected.instructed(cast)
    document = docx.Document(BytesIO(filled(letter(instruction), measures=("古い案",))))
    paragraph = document.tables[-1].rows[1].cells[2].paragraphs[0]._p
    old = paragraph.findall(qn("w:r"))[-1]
    gone, added = OxmlElement("w:moveFrom"), OxmlElement("w:ins")
    paragraph.replace(old, gone)
    gone.append(old)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "新しい記録簿"
    run.append(text)
    added.append(run)
    paragraph.append(added)
    out = BytesIO()
    document.save(out)
    send(cast, cast.contractor, instruction, out.getvalue())
    page = cast.client(cast.contractor).get(f"/instructions/{instruction.pk}/reply/form/preview/")
    assert "新しい記録簿" in page.content.decode()
    assert "古い案" not in page.content.decode()


@pytest.mark.libreoffice
@needs_libreoffice
def test_the_form_survives_being_saved_again_by_libreoffice(cast, tmp_path):
    instruction = corrected.instructed(cast)
    file = tmp_path / "form.docx"
    file.write_bytes(filled(letter(instruction)))
    saved = convert(file, "docx", tmp_path / "saved").read_bytes()
    assert send(cast, cast.contractor, instruction, saved).status_code == 302
    page = cast.client(cast.contractor).get(f"/instructions/{instruction.pk}/reply/form/preview/")
    assert "記録簿を新しくした" in page.content.decode()


def test_the_same_over_http(cast):
    instruction = corrected.instructed(cast)
    path = f"/api/v1/instructions/{instruction.pk}/reply-form"
    raw = filled(letter(instruction))
    for user in (cast.owner, cast.stranger, cast.other_contractor):
        assert called(cast, user).post(path, {"form": upload(raw)}).status_code in (403, 404)
    company = called(cast, cast.contractor)
    told = company.post(path, {"form": upload(raw)}).json()
    assert (told["cause"], told["missing"]) == ("記録のしかたを知らなかった", 0)
    assert company.get(path).json() == told
    assert company.post(path, {"form": upload(plain_word())}).json()["code"] == "reply-form.foreign"
    assert called(cast, cast.owner).delete(path).status_code in (403, 404)
    assert (company.delete(path).status_code, company.get(path).status_code) == (204, 404)
    company.post(path, {"form": upload(raw)})
    answer = company.post(f"{path}/take", {"hand_in": True}, content_type="application/json")
    assert answer.json() == {"id": instruction.pk, "state": "replied"}
    assert company.get(path).status_code == 404


def called(cast, user):
    organization = cast.acting(user).organization
    _token, secret = make_api_token(user, organization, "試験", at=corrected.NOW)
    return Client(headers={"Authorization": f"Bearer {secret}"})
