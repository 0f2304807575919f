"""A survey's sample from the frame to the last reminder: through services and pages, owner and others beside each other."""

import io
import zipfile
from datetime import timedelta

import docx
import pytest
from django.conf import settings
from django.core import mail
from PIL import Image
from pypdfium2 import PdfDocument
from zxingcpp import read_barcode

from tests.apps import promised
from tests.apps.samples import asked
from tests.apps.surveys import kept as surveys
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.collecting.models import Way as CameBy
from yakusoku.apps.duties.queries import duties_of
from yakusoku.apps.flows.answered import answered, heard_of
from yakusoku.apps.flows.survey_mailing import send_mails
from yakusoku.apps.flows.surveying import remind_of_surveys
from yakusoku.apps.samples import frames, queries, respondents, services, writing
from yakusoku.apps.samples.access import works_of
from yakusoku.apps.samples.letters import letters_file
from yakusoku.apps.samples.models import Dispatch, Draw, LetterKind, Respondent, Unit, Way, Withdrawal
from yakusoku.apps.surveys import services as running
from yakusoku.apps.surveys import writing as forms
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.sampling.drawing import Drawable, draw
from yakusoku.domain.survey.sampling.reminding import days_to_remind
from yakusoku.domain.survey.sampling.sizes import DEFAULT


def refused(act):
    with pytest.raises(Refusal) as error:
        act()
    return error.value.code


def told(cast):
    return {"by": cast.owner, "at": NOW}


def page(cast, survey, rest="", who="owner"):
    return cast.client(getattr(cast, who)).get(f"/surveys/{survey.pk}/sample/{rest}")


def test_a_frame_is_read_looked_at_and_taken(cast):
    survey = asked.survey(cast)
    browser, base = cast.client(cast.owner), f"/surveys/{survey.pk}/sample/frame"
    wrong = asked.line(2, mail="どこか")
    upload = asked.csv(asked.line(1), wrong, asked.line(3, name="調査先1社", address="港町１番地"))
    assert browser.post(f"{base}/bring/", {"frame": upload}).status_code == 302
    columns = browser.get(f"{base}/columns/").content.decode()
    assert "J: 地域" in columns
    chosen = {"reference": 0, "name": 1, "postcode": 2, "address": 3, "person": 4, "mail": 5, "role": 6}
    answer = browser.post(f"{base}/columns/", {**chosen, "employees": 7, "industry": 8, "traits": [9]})
    assert answer["Location"].endswith("/preview/")
    shown = browser.get(f"{base}/preview/").content.decode()
    assert "メールアドレスとして読めません" in shown
    assert "名称と住所が同じ行が、前にもあります。（2行目）" in shown
    mark = shown.split('name="mark" value="')[1].split('"')[0]
    browser.post(f"{base}/take/", {"mark": "x", "rows": "right"})
    assert not Unit.objects.exists()
    browser.post(f"{base}/take/", {"mark": mark, "rows": "right"})
    unit = Unit.objects.get(survey=survey)
    traits = {"role": "委託先", "size": "中小規模", "industry": "情報通信業", "地域": "北"}
    assert (unit.reference, unit.traits, unit.employees) == ("A-1", traits, 50)
    for who in ("colleague", "contractor", "stranger"):
        assert page(cast, survey, "frame/", who).status_code in {403, 404}


def test_a_frame_that_comes_again_shows_what_differs(cast):
    survey = asked.framed(cast, units=3)
    again = asked.read(
        cast,
        survey,
        asked.line(1),
        asked.line(2, name="新社名"),
        asked.line(9, reference="B-9", name="調査先3社", address="港町3番地"),
    )
    found = cast.client(cast.owner).get(f"/surveys/{survey.pk}/sample/frame/preview/?part=changed")
    assert "新社名" not in found.content.decode()
    assert frames.take(again, only_right=False, **told(cast)) == 2
    assert Unit.objects.get(reference="A-2").name == "新社名"
    assert Unit.objects.count() == 4
    assert refused(lambda: frames.take(again, only_right=False, **told(cast))) == "sample.nothing-to-take"


def test_contractors_come_from_the_register(cast):
    work = promised.opened(cast).version.engagement
    survey = asked.survey(cast)
    works = works_of(cast.acting(cast.owner), survey)
    assert frames.take_contractors(survey, works, **told(cast)) == 1
    unit = Unit.objects.get()
    assert (unit.organization, unit.mail) == (work.contractor, cast.contractor.email)
    assert unit.traits == {"role": "委託先", "委託件数": "1件", "個人情報": "扱う", "委託した課": "水道課"}
    assert page(cast, survey, "frame/contractors/").status_code == 200
    assert refused(lambda: frames.take_contractors(survey, works, **told(cast))) == "sample.nothing-to-take"


def test_a_sample_is_seen_then_drawn_and_anyone_can_draw_it_again(cast):
    survey = asked.framed(cast)
    address = f"/surveys/{survey.pk}/sample/draw/"
    browser = cast.client(cast.owner)
    asking = {"method": "proportional", "n": 12, "least": 1, "seed": "くじ"}
    shown = browser.get(address, asking).content.decode()
    mark = shown.split('name="mark" value="')[1].split('"')[0]
    assert browser.post(address, {**asking, "mark": "x"}).status_code == 422
    assert browser.post(address, {**asking, "mark": mark}).status_code == 302
    made = Draw.objects.get()
    numbers = {row["stratum"]: row["drawn"] for row in made.allocation}
    frame = [Drawable(unit.reference, unit.stratum) for unit in Unit.objects.all()]
    people = list(Respondent.objects.values_list("unit__reference", flat=True))
    assert people == draw(frame, numbers, "くじ")
    assert (made.size, len(numbers), len({each.code for each in Respondent.objects.all()})) == (12, 4, 12)
    entry = AuditEntry.objects.filter(code="sample.drawn").get()
    assert (made.seed in entry.facts, people[0] in entry.facts) == (True, False)
    for act in (
        lambda: asked.draw(cast, survey),
        lambda: services.set_plan(survey, [], DEFAULT, **told(cast)),
        lambda: asked.read(cast, survey, asked.line(99)),
        lambda: frames.remove_unit(Unit.objects.all()[0], **told(cast)),
    ):
        assert refused(act) == "sample.already-drawn"


def test_a_draw_is_taken_back_only_while_nobody_was_asked(cast):
    survey = asked.drawn(cast)
    services.undo_draw(survey, **told(cast))
    assert (Respondent.objects.count(), Draw.objects.get().undone_at) == (0, NOW)
    asked.draw(cast, survey)
    asked.answered(cast, Respondent.objects.all()[0])
    assert refused(lambda: services.undo_draw(survey, **told(cast))) == "sample.in-use"
    assert Respondent.objects.count() == 12


def test_replacements_come_next_in_the_same_lottery(cast):
    survey = asked.drawn(cast)
    stratum = Respondent.objects.all()[0].stratum
    frame = queries.drawable(survey)
    first = [r.unit.reference for r in Respondent.objects.filter(stratum=stratum)]
    made = services.draw_more(survey, {stratum: 2}, "あて先不明", **told(cast))
    more = [r.unit.reference for r in made.respondents.all()]
    assert first + more == draw(frame, {stratum: len(first) + 2}, asked.SEED)
    assert (
        refused(lambda: services.draw_more(survey, {stratum: 99}, "x", **told(cast))) == "sample.nothing-left"
    )
    assert (
        refused(lambda: services.draw_more(survey, {stratum: 1}, " ", **told(cast)))
        == "sample.reason-missing"
    )
    row = next(each for each in queries.standing_of(survey, answered(survey)) if each.stratum == stratum)
    assert row.drawn == len(first) + 2


def test_whoever_was_asked_the_wave_before_is_not_drawn(cast):
    before = asked.drawn(cast)
    after = asked.framed(cast, title="次の回", previous=before)
    assert frames.leave_out_previous(after, **told(cast)) == 12
    made = asked.draw(cast, after)
    references = set(before.respondents.values_list("unit__reference", flat=True))
    assert not references & set(made.respondents.values_list("unit__reference", flat=True))
    assert sum(row["frame"] for row in made.allocation) == 18


def test_letters_go_to_everyone_once_and_reminders_only_to_the_silent(cast):
    survey = asked.drawn(cast)
    assert refused(lambda: asked.sent(cast, survey, LetterKind.REMINDER)) == "sample.nobody-to-write-to"
    first = asked.sent(cast, survey)
    assert refused(lambda: asked.sent(cast, survey)) == "sample.nobody-to-write-to"
    one, two, three, four, *silent = Respondent.objects.all()
    asked.answered(cast, one)
    # Its paper lies there and waits to be keyed.
    waiting = asked.answered(cast, two, CameBy.PAPER)
    waiting.submitted_at, waiting.chosen = None, False
    waiting.save()
    respondents.withdraw(three, Withdrawal.CLOSED, "", **told(cast))
    sending = first.sendings.get(respondent=four)
    respondents.mark_undelivered(sending, NOW.date(), "あて先不明", **told(cast))
    second = asked.sent(cast, survey, LetterKind.REMINDER)
    assert list(second.sendings.values_list("respondent__number", flat=True)) == [r.number for r in silent]
    total = queries.whole(queries.standing_of(survey, answered(survey)))
    found = (total.frame, total.drawn, total.withdrawn, total.asked, total.sent, total.undelivered, total.web)
    assert found == (30, 12, 1, 11, 11, 1, 1)
    assert (total.paper, total.rate, total.reached_rate) == (0, "9.1", "10.0")
    assert page(cast, survey, "rates/", "auditor").status_code == 200
    assert "9.1%" in page(cast, survey, "rates/").content.decode()
    assert page(cast, survey, "respondents/", "auditor").status_code == 403


def test_a_reminder_is_due_half_way_while_somebody_is_silent(cast):
    survey = asked.drawn(cast)
    first = asked.sent(cast, survey)
    forms.replace(survey, surveys.sheets(), by=cast.owner, at=NOW)
    forms.publish(survey, "", by=cast.owner, at=NOW)
    running.open_survey(survey, **told(cast))
    (due,) = days_to_remind(first.sent_on, survey.closes_on)

    def waiting():
        return dict(duties_of(cast.acting(cast.owner)).values_list("kind", "left"))

    assert (remind_of_surveys(due - timedelta(days=1), NOW), waiting()) == (0, {})
    assert (remind_of_surveys(due, NOW), waiting()) == (1, {"survey.remind": 12})
    assert "督促状を作る" in page(cast, survey, "").content.decode()
    asked.answered(cast, Respondent.objects.all()[0])
    assert (remind_of_surveys(due, NOW), waiting()) == (0, {"survey.remind": 11})
    asked.sent(cast, survey, LetterKind.REMINDER)
    assert waiting() == {}
    assert (remind_of_surveys(survey.closes_on, NOW), waiting()) == (1, {"survey.remind": 11})
    # The owner chooses another day: until then nothing is due.
    chosen = survey.closes_on - timedelta(days=1)
    told_anew = {name: getattr(survey, name) for name in running.TOLD} | {"remind_days": [chosen]}
    running.change(survey, told_anew, **told(cast))
    assert "（選んだ日）" in page(cast, survey, "").content.decode()
    assert (remind_of_surveys(chosen - timedelta(days=1), NOW), waiting()) == (0, {})
    assert (remind_of_surveys(chosen, NOW), waiting()) == (1, {"survey.remind": 11})
    running.close_survey(survey, **told(cast))
    assert (remind_of_surveys(survey.closes_on, NOW), waiting()) == (0, {})


def test_letters_are_files_with_the_code_of_each(cast):
    survey = asked.drawn(cast)
    batch = asked.sent(cast, survey)
    one = Respondent.objects.all()[0]
    base = f"dispatches/{batch.number}/letters"
    paper = PdfDocument(page(cast, survey, f"{base}.pdf").content)
    words = paper[0].get_textpage().get_text_range().replace(" ", "")
    assert len(paper) == 12
    code = f"{one.code[:4]}-{one.code[4:8]}-{one.code[8:]}"
    assert (code in words, "令和9年" in words, "御中" in words) == (True, True, True)
    content = page(cast, survey, f"{base}.docx").content
    document = docx.Document(io.BytesIO(content))
    assert document.tables[1].rows[0].cells[0].text.splitlines()[1] == code
    word = zipfile.ZipFile(io.BytesIO(content))
    assert word.testzip() is None
    table = page(cast, survey, f"{base}.csv").content.decode("utf-8-sig")
    assert f"/s/{one.code}/" in table
    assert refused(lambda: letters_file(batch, "pdf", 2)) == "sample.no-such-part"
    papers = f"dispatches/{batch.number}/papers.pdf"
    assert page(cast, survey, papers).status_code == 302
    forms.replace(survey, surveys.sheets(), by=cast.owner, at=NOW)
    forms.publish(survey, "", by=cast.owner, at=NOW)
    both = PdfDocument(page(cast, survey, papers).content)
    assert (len(both) % 2, code in both[2].get_textpage().get_text_range()) == (0, True)
    # A telephone reads the codes: from the letter, the questionnaire behind it, and the picture in Word.
    seen = [read_barcode(page.render(scale=2).to_numpy()) for page in (paper[0], both[0], both[2])]
    picture = next(name for name in word.namelist() if name.endswith("image1.png"))
    seen.append(read_barcode(Image.open(io.BytesIO(word.read(picture))).convert("L")))
    assert {found and found.text for found in seen} == {f"{settings.ADDRESS}/s/{one.code}/"}
    for who in ("colleague", "stranger", "auditor"):
        assert page(cast, survey, f"{base}.csv", who).status_code in {403, 404}


def test_the_text_of_a_letter_is_checked_and_kept_with_what_was_sent(cast):
    survey = asked.drawn(cast)
    address = f"/surveys/{survey.pk}/sample/letters/invitation/"
    browser = cast.client(cast.owner)
    answer = browser.post(address, {"title": "お願い", "body": "〔氏名〕様"})
    assert (answer.status_code, "〔氏名〕は置き換えられません" in answer.content.decode()) == (422, True)
    assert browser.post(address, {"title": "お願い", "body": "〔名称〕様"}).status_code == 302
    batch = asked.sent(cast, survey)
    writing.write_text(survey, LetterKind.INVITATION, "別", "別の文", **told(cast))
    assert Dispatch.objects.get(pk=batch.pk).body == "〔名称〕様"


def test_mails_go_out_once(cast, settings):
    survey = asked.drawn(cast)
    batch = asked.sent(cast, survey, way=Way.MAIL)
    assert refused(lambda: send_mails(batch, **told(cast))) == "sample.mail-not-set"
    settings.EMAIL_HOST = "mail.example"
    people = batch.sendings.count()
    assert send_mails(batch, **told(cast)) == people == len(mail.outbox)
    assert send_mails(batch, **told(cast)) == 0
    one = Respondent.objects.get(unit__mail=mail.outbox[0].to[0])
    assert f"/s/{one.code}/" in mail.outbox[0].body
    assert heard_of(survey).web.count() == 0


def test_a_lost_code_no_longer_opens(cast):
    survey = asked.drawn(cast)
    one = Respondent.objects.all()[0]
    base = f"/surveys/{survey.pk}/sample/respondents/{one.number}/"
    browser = cast.client(cast.owner)
    assert browser.post(f"{base}code/", {"reason": ""}).status_code == 422
    assert browser.post(f"{base}code/", {"reason": "紛失"}).status_code == 302
    fresh = Respondent.objects.get(pk=one.pk)
    assert fresh.code != one.code
    assert not AuditEntry.objects.filter(facts__contains=fresh.code).exists()
    assert browser.post(f"{base}withdraw/", {"why": "other", "note": ""}).status_code == 422
    assert browser.post(f"{base}withdraw/", {"why": "double", "note": ""}).status_code == 302
    assert (
        refused(lambda: respondents.withdraw(one, Withdrawal.MOVED, "", **told(cast)))
        == "sample.already-withdrawn"
    )
    respondents.ask_again(one, **told(cast))
    assert Respondent.objects.get(pk=one.pk).withdrawn_as == ""


def test_once_drawn_only_the_address_of_a_unit_is_put_right(cast):
    survey = asked.drawn(cast)
    unit = Unit.objects.get(reference="A-1")
    given = {
        name: getattr(unit, name) for name in ("name", "section", "person", "postcode", "mail", "employees")
    }
    moved = {**given, "address": "新町1", "traits": unit.traits}
    assert frames.change_unit(unit, moved, **told(cast)).address == "新町1"
    other = {**moved, "traits": {**unit.traits, "role": "委託元"}}
    assert refused(lambda: frames.change_unit(unit, other, **told(cast))) == "sample.already-drawn"
    assert page(cast, survey, f"frame/{unit.pk}/").status_code == 200
