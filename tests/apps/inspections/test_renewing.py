"""A sheet that is being answered is moved onto a newer version: what stays, what is asked again, who is told."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from tests.apps import promised
from tests.apps.inspections import renewal as sheets
from tests.apps.inspections import rounds
from tests.apps.inspections.renewal import LATER, NEW, QUESTION, REMOVED, REWORDED, STAYED
from tests.apps.inspections.test_import import fill, give_back, preview, sent, take
from tests.apps.library import shelf
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.accounts.access import acting_as
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.duties.queries import duties_of
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.models import EvidenceFile, RenewedCheck, State
from yakusoku.apps.inspections.queries import checks_of, sheet_of
from yakusoku.apps.inspections.renewing import SheetCurrent, renew_sheet
from yakusoku.apps.inspections.rounds import SheetRenewed
from yakusoku.apps.library.models import Side
from yakusoku.apps.library.services import links
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.schedule import InspectionKind


def page(cast, who, sheet):
    return cast.client(who).get(f"/inspections/{sheet.pk}/").content.decode()


def answered_checks(sheet):
    return set(sheet.answers.values_list("check_id", flat=True))


def duty_left(who):
    return {duty.kind: duty.left for duty in duties_of(acting_as(who))}


def test_answers_to_what_is_asked_as_before_stay_and_the_rest_is_asked_again(cast):
    sheet = sheets.begun(cast)
    done = sheets.renewed(cast, sheet)
    assert (done.number, done.published, len(done.sheets)) == (2, True, 1)
    assert sheet.version.number == 2
    assert sheet.asked == len(checks_of(sheet))
    kept = answered_checks(sheet)
    assert STAYED in kept
    assert not {REWORDED, NEW, REMOVED} & kept
    assert {check.id for check in checks_of(sheet)} - kept == {REWORDED, NEW, "copying-99o"}
    former = RenewedCheck.objects.get(check_id=REWORDED)
    assert (former.answer, former.named_evidence, former.answered_by) == (
        "yes",
        "記録簿.pdf",
        cast.contractor,
    )
    assert QUESTION in former.after
    assert RenewedCheck.objects.get(check_id=REMOVED).answer == "yes"
    facts = json.loads(AuditEntry.objects.get(code="inspection.renewed").facts)
    assert (facts["before"], facts["after"], facts["new"], facts["reworded"]) == (1, 2, 2, [REWORDED])


def test_the_contractor_is_told_and_sees_the_difference(cast):
    sheet = sheets.begun(cast)
    assert "inspection.renewed" not in duty_left(cast.contractor)
    sheets.renewed(cast, sheet)
    assert duty_left(cast.contractor)["inspection.renewed"] == 3
    home = cast.client(cast.contractor).get("/").content.decode()
    assert "新しい質問と変わった質問に答える" in home
    shown = page(cast, cast.contractor, sheet)
    assert "この確認表は、新しい版に改まりました" in shown
    assert "新しい質問2問、変わった質問1問、聞かなくなった質問4問" in shown
    assert "もう一度答えてください" in shown
    assert "<del>" in shown
    assert "<ins>" in shown
    services.answer(sheet, GivenAnswer(REWORDED, Answer.YES), by=cast.contractor, at=LATER)
    assert duty_left(cast.contractor)["inspection.renewed"] == 2
    given = [GivenAnswer(id, Answer.YES) for id in (NEW, "copying-99o")]
    services.take_answers(sheet, given, by=cast.contractor, at=LATER)
    assert "inspection.renewed" not in duty_left(cast.contractor)
    services.submit(sheet, by=cast.contractor, at=LATER)
    assert "inspection.answer" not in duty_left(cast.contractor)


def test_a_question_is_not_answered_by_who_read_its_old_words(cast):
    sheet = sheets.begun(cast)
    read = sheet_of(sheet).row(REWORDED).wording
    same = sheet_of(sheet).row(STAYED).wording
    sheets.renewed(cast, sheet)
    browser = cast.client(cast.contractor)
    refused = browser.post(
        f"/inspections/{sheet.pk}/checks/{REWORDED}/answer/", {"answer": "yes", "asked": read}
    )
    assert refused.status_code == 422
    assert "見ていた間に変わりました" in refused.content.decode()
    assert REWORDED not in answered_checks(sheet)
    kept = browser.post(f"/inspections/{sheet.pk}/checks/{STAYED}/answer/", {"answer": "no", "asked": same})
    assert kept.status_code == 302
    now_asked = sheet_of(sheet).row(REWORDED).wording
    browser.post(f"/inspections/{sheet.pk}/checks/{REWORDED}/answer/", {"answer": "no", "asked": now_asked})
    assert sheet.answers.get(check_id=REWORDED).answer == "no"


def test_a_sheet_that_was_handed_in_is_never_touched_and_says_so(cast):
    sheet = promised.submitted(cast)
    before = answered_checks(sheet)
    done = sheets.renewed(cast, sheet)
    assert done.sheets == ()
    assert (sheet.version.number, sheet.state, answered_checks(sheet)) == (1, State.SUBMITTED, before)
    for who in (cast.owner, cast.contractor):
        assert "この版の後に条文が変わりました" in page(cast, who, sheet)


def test_a_sheet_that_is_sent_back_stays_behind_and_is_moved_by_hand(cast):
    sheet = promised.submitted(cast)
    sheets.renewed(cast, sheet)
    services.send_back(sheet, "足りません", by=cast.owner, at=LATER)
    assert "この確認表を第2版に改める" in page(cast, cast.owner, sheet)
    assert "この確認表を第2版に改める" not in page(cast, cast.contractor, sheet)
    assert cast.client(cast.owner).post(f"/inspections/{sheet.pk}/renew/").status_code == 302
    sheet.refresh_from_db()
    assert sheet.version.number == 2
    with pytest.raises(SheetCurrent):
        renew_sheet(sheet, sheet.version, by=cast.owner, at=LATER)


def test_the_questionnaire_and_the_sheet_of_a_subcontractor_come_along(cast):
    below = rounds.asked_below(cast)
    kind = InspectionKind.PRE_ASSESSMENT
    before = services.open_inspection(below.version, kind, promised.DUE, by=cast.owner, at=NOW)
    done = sheets.renewed(cast, below)
    assert {renewal.inspection_id for renewal in done.sheets} == {below.pk, before.pk}
    before.refresh_from_db()
    assert (below.version.number, before.version.number) == (2, 2)
    assert duty_left(cast.subcontractor)["inspection.renewed"] == 3
    assert duty_left(cast.contractor)["inspection.renewed"] == 3


def test_evidence_stays_where_it_was_shown(cast):
    sheet = sheets.begun(cast)
    for check in (REWORDED, REMOVED):
        services.show_evidence(sheet, check, shelf.text(), by=cast.contractor, at=NOW)
    sheets.renewed(cast, sheet)
    assert set(EvidenceFile.objects.values_list("check_id", flat=True)) == {REWORDED, REMOVED}
    assert "記録簿.txt" in page(cast, cast.contractor, sheet)


def test_what_was_looked_at_before_the_renewal_is_refused(cast):
    sheet = sheets.begun(cast)
    looked_at = type(sheet).objects.select_related("version").get(pk=sheet.pk)
    sheets.renewed(cast, sheet)
    with pytest.raises(SheetRenewed):
        services.submit(looked_at, by=cast.contractor, at=LATER)
    with pytest.raises(SheetRenewed):
        services.answer(looked_at, GivenAnswer(REMOVED, Answer.YES), by=cast.contractor, at=LATER)


def test_a_file_of_the_old_version_shows_what_fits_and_takes_only_that(cast):
    sheet = promised.opened(cast)
    book, table = sent(cast, sheet)
    for row in range(8, 8 + len(checks_of(sheet))):
        fill(table, row)
    sheets.renewed(cast, sheet)
    assert give_back(cast, sheet, book).status_code == 302
    shown = preview(cast, sheet).content.decode()
    assert "改まる前の版の表です" in shown
    assert "取り込まない回答 5件" in shown
    assert QUESTION in shown
    assert not sheet.answers.exists()
    take(cast, sheet)
    assert {check.id for check in checks_of(sheet)} - answered_checks(sheet) == {
        REWORDED,
        NEW,
        "copying-99o",
    }


def test_a_preview_of_before_the_renewal_is_not_taken(cast):
    sheet = promised.opened(cast)
    book, table = sent(cast, sheet)
    fill(table)
    give_back(cast, sheet, book)
    assert 'name="version" value="1"' in preview(cast, sheet).content.decode()
    sheets.renewed(cast, sheet)
    assert "新しい版に改まりました" in take(cast, sheet, version="1")
    assert not sheet.answers.exists()
    take(cast, sheet, version="2")
    assert sheet.answers.exists()


def test_a_file_of_another_work_is_still_refused(cast):
    sheet = promised.opened(cast)
    other = promised.opened(cast, title="ほかの業務")
    sheets.renewed(cast, sheet)
    book, _table = sent(cast, other)
    refused = give_back(cast, sheet, book)
    assert refused.status_code == 422
    assert "この点検の表ではありません" in refused.content.decode()


def test_a_link_without_an_account_goes_on(cast):
    sheet = sheets.begun(cast)
    _link, secret = links.make_link(sheet, Side.CLIENT, "山田 花子", "", 14, by=cast.owner, at=now())
    sheets.renewed(cast, sheet)
    visitor = Client()
    shown = visitor.get(f"/answer/{secret}/").content.decode()
    assert QUESTION in shown
    assert "この確認表は、新しい版に改まりました" in shown
    for check in (REWORDED, NEW, "copying-99o"):
        assert visitor.post(f"/answer/{secret}/checks/{check}/", {"answer": "yes"}).status_code == 302
    raw = visitor.get(f"/answer/{secret}/sheet.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(raw))
    saved = io.BytesIO()
    book.save(saved)
    upload = SimpleUploadedFile("表.xlsx", saved.getvalue(), "application/octet-stream")
    assert visitor.post(f"/answer/{secret}/import/", {"sheet": upload}).status_code == 302
    assert "ありがとうございました" in visitor.post(f"/answer/{secret}/submit/").content.decode()


@pytest.mark.parametrize(
    ("method", "address", "row"),
    [
        #                             owner coll pol legal board audit admin contr other sub strange visitor
        ("post", "/inspections/{}/renew/", "302 404 302 403 403 403 302 403 403 403 404 302"),
    ],
)
def test_doors(cast, method, address, row):
    sheet = promised.opened(cast)
    assert statuses(cast, method, address.format(sheet.pk)) == told(row)
