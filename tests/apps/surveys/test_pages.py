"""Pages of surveys: who sees them, how a questionnaire is written, brought, published and compared."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.apps.surveys import kept
from tests.cast import NOW
from yakusoku.adapters.xlsform import xlsform_file, xlsform_in
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.surveys import writing
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.questionnaire.drafts import Draft
from yakusoku.domain.survey.questionnaire.sheets import Sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(cast):
    return cast.client(cast.owner)


def address(name, survey, *more):
    return reverse(name, args=[survey.pk, *more])


def words(answer):
    return answer.content.decode()


def names(survey):
    return [row.get("name", "") for _line, row in writing.sheets_now(survey).survey]


OPTIONS = {
    "option-0-": "はい", "option-0-place": "2", "option-0-code": "1",
    "option-1-": "いいえ", "option-1-place": "1", "option-1-code": "2", "option-1-exclusive": "on",
    "option-0-net": "答えた人、 ある", "option-1-net": "答えた人", "option-1-score": "−１.5",
}  # fmt: skip


def test_a_survey_is_begun_written_question_by_question_and_published(cast, owner):
    sent = {
        "title": "新しい調査",
        "department": cast.water.pk,
        "opens_on": "2027-05-01",
        "closes_on": "2027-05-31",
        "remind_first": "2027-06-01",
    }
    assert "督促の日は、回答の始まりより後" in owner.post(reverse("survey-new"), sent).content.decode()
    sent["remind_first"] = "2027-05-20"
    page = owner.post(reverse("survey-new"), sent, follow=True)
    survey = Survey.objects.get()
    assert "調査票を書く" in words(page)
    new = address("question-new", survey)
    first = {
        "label-": "実施していますか",
        "name": "Q1",
        "asked_of": "everyone",
        "added": "わからない",
        **OPTIONS,
    }
    owner.post(f"{new}?kind=single", first)
    # A line more is asked for: what is typed stays, and nothing is written yet.
    typed = {"label-": "困ることは", "asked_of": "everyone", "term-0-question": "Q1", "term-0-what": "9", "more": "term", "option-0-": "費用", "added": "規程\n人手"}  # fmt: skip
    page = words(owner.post(f"{new}?kind=multiple&after=Q1", typed))
    assert all(said in page for said in ("困ることは", 'value="9"', "term-1-question", 'value="費用"'))
    page = words(owner.post(f"{new}?kind=multiple", {**typed, "more": "option"}))
    assert 'name="option-2-" value="人手"' in page
    page = words(owner.post(f"{new}?kind=multiple", {**typed, "more": "", "drop-term": "0"}))
    assert 'value="9"' not in page
    assert len(names(survey)) == 1
    second = {
        "label-": "困ることは", "name": "Q2", "asked_of": "plain", "joined": "and",
        "term-0-question": "Q1", "term-0-what": "２", "term-0-how": "any", "added": "費用\n規程\n人手", "most": "2",
    }  # fmt: skip
    page = owner.post(f"{new}?kind=multiple&after=Q1", second, follow=True)
    assert "問1で「2 はい」を選んだ方にお尋ねします" in words(page)
    sheets = writing.sheets_now(survey)
    assert [row["name"] for _line, row in sheets.choices if row["list_name"] == "Q1"] == ["2", "1", "3"]
    assert [row.get("net") for _line, row in sheets.choices][:3] == ["答えた人", "答えた人; ある", None]
    assert "答えた人：1・2" in words(page)
    assert sheets.choices[0][1]["score"] == "-1.5"
    assert sheets.survey[1][1]["relevant"] == "selected(${Q1}, '1')"
    assert "調査票を公開する" in words(page)
    page = owner.get(address("questionnaire-publish", survey))
    mark = writing.present(survey).digest
    page = owner.post(address("questionnaire-publish", survey), {"note": "", "mark": mark}, follow=True)
    assert "第1版" in words(page)
    codes = list(AuditEntry.objects.filter(subject=f"survey:{survey.pk}").values_list("code", flat=True))
    assert codes.count("questionnaire.written") == 2
    assert codes.count("questionnaire.published") == 1


def test_what_is_wrong_is_told_beside_the_question_and_stops_the_publication(cast, owner):
    survey = kept.written(
        cast, kept.sheets({"type": "text", "name": "Q5", "label": "x", "relevant": "${Q3} > 100000"})
    )
    page = words(owner.get(address("questionnaire", survey)))
    assert "「問3が100000より大きい」に当てはまる答え方がないので、だれにも尋ねられません" in page
    assert "だれにも尋ねられません" in words(owner.get(address("question", survey, "Q5")))
    assert "調査票を公開する" not in page
    mark = writing.present(survey).digest
    answer = owner.post(address("questionnaire-publish", survey), {"mark": mark})
    assert answer.status_code == 422
    assert writing.present(survey).published_at is None


def test_items_move_are_copied_deleted_and_what_was_done_last_is_undone(cast, owner):
    survey = kept.written(cast)
    owner.post(address("question-move", survey, "Q4"), {"way": "up"})
    assert names(survey)[-2:] == ["Q4", "Q3"]
    owner.post(address("question-copy", survey, "B1"))
    assert [name for name in names(survey) if name.startswith("B1_2")] == ["B1_2", "B1_2_1"]
    page = owner.post(address("question-delete", survey, "Q1"), follow=True)
    assert "ほかの設問（Q2）の条件に使われています" in words(page)
    before = names(survey)
    owner.post(address("question-delete", survey, "Q2"))
    assert "Q2" not in names(survey)
    owner.post(address("questionnaire-undo", survey), {"mark": writing.present(survey).digest})
    assert names(survey) == before


def test_a_line_more_does_not_hide_that_another_saved_meanwhile(cast, owner):
    survey = kept.written(cast)
    mark = writing.mark_of_item(writing.sheets_now(survey), "Q3")
    typed = {"label-": "従業者は何人", "name": "Q3", "asked_of": "everyone", "mark": mark}
    writing.put(survey, Draft("integer", "Q3", {"": "従業者数"}), old="Q3", by=cast.owner, at=NOW)
    page = words(owner.post(address("question", survey, "Q3"), {**typed, "more": "term"}))
    assert f'name="mark" value="{mark}"' in page
    assert owner.post(address("question", survey, "Q3"), typed).status_code == 422


def test_a_battery_keeps_its_lines_and_two_languages_stand_side_by_side(cast, owner):
    survey = kept.written(cast)
    mark = writing.mark_of_about(writing.sheets_now(survey))
    sent = {
        "title": "調査",
        "second": "en",
        "title_second": "Survey",
        "reference_on": "2027-04-01",
        "mark": mark,
    }
    owner.post(address("questionnaire-about", survey), sent)
    page = words(owner.get(address("question", survey, "B1")))
    assert 'name="line-0-en"' in page
    sent = {
        "label-ja": "それぞれ", "label-en": "Each", "name": "B1", "asked_of": "everyone",
        "line-0-ja": "暗号化", "line-0-en": "Encryption", "line-0-code": "B1_1", "line-0-place": "2",
        "line-1-ja": "記録", "line-1-en": "Records", "line-1-code": "B1_2", "line-1-place": "1",
        "option-0-ja": "はい", "option-0-en": "Yes", "option-0-code": "1",
        "option-1-ja": "いいえ", "option-1-en": "No", "option-1-code": "2",
    }  # fmt: skip
    answer = owner.post(address("question", survey, "B1"), sent)
    assert answer.status_code == 302
    assert names(survey)[5:7] == ["B1_2", "B1_1"]
    seen = words(owner.get(address("questionnaire-preview", survey) + "?language=en"))
    assert "Encryption" in seen
    assert 'name="B1_1"' in seen


def test_a_brought_xlsform_is_looked_at_before_it_is_taken(cast, owner):
    survey = kept.written(cast)
    content = xlsform_file(kept.sheets({"type": "text", "name": "Q5", "label": "ほかに"}))
    page = owner.post(
        address("questionnaire-bring", survey),
        {"upload": SimpleUploadedFile("票.xlsx", content)},
        follow=True,
    )
    assert "加わった設問" in words(page)
    assert "Q5" not in names(survey)
    mark = writing.sheets_now(survey).digest
    owner.post(address("question-move", survey, "Q4"), {"way": "up"})
    assert owner.post(address("questionnaire-brought", survey), {"mark": mark}).status_code == 422
    owner.post(address("questionnaire-brought", survey), {"mark": writing.sheets_now(survey).digest})
    assert "Q5" in names(survey)


def test_two_versions_side_by_side_say_what_breaks_a_comparison(cast, owner):
    survey = kept.published(cast)
    kept.changed(cast, survey)
    page = words(owner.get(address("questionnaire-comparison", survey)))
    assert "前後で比べられない設問が1問あります" in page
    assert "検討中" in page


def test_the_files_of_a_version_are_what_was_published(cast, owner):
    survey = kept.published(cast)
    book = owner.get(address("questionnaire-file", survey, 1, "xlsx"))
    assert xlsform_in(book.content, "f.xlsx").digest == kept.sheets().digest
    form = owner.get(address("questionnaire-file", survey, 1, "xml"))
    assert "count-selected(.) &lt;= 2" in words(form)
    assert owner.get(address("questionnaire-file", survey, 1, "pdf")).content[:4] == b"%PDF"


def test_whose_survey_it_is_nobody_else_writes_and_strangers_see_nothing(cast):
    survey = kept.published(cast)
    pages = ("survey", "questionnaire", "questionnaire-preview", "questionnaire-comparison")
    for name in pages:
        assert cast.client(cast.policy).get(address(name, survey)).status_code == 200
        for other in (cast.colleague, cast.stranger, cast.contractor):
            assert cast.client(other).get(address(name, survey)).status_code in (403, 404)
    move = address("question-move", survey, "Q4")
    assert cast.client(cast.auditor).post(move, {"way": "up"}).status_code == 403
    assert cast.client(cast.stranger).post(move, {"way": "up"}).status_code == 404


def test_answers_are_taken_from_the_publication_to_the_end(cast, owner):
    survey = kept.written(cast)
    page = owner.post(address("survey-open", survey), follow=True)
    assert "調査票がまだ公開されていません" in words(page)
    writing.publish(survey, "", by=cast.owner, at=NOW)
    owner.post(address("survey-open", survey))
    survey.refresh_from_db()
    assert survey.state == "open"
    owner.post(address("survey-close", survey))
    survey.refresh_from_db()
    assert survey.state == "closed"


def test_an_empty_questionnaire_says_how_to_begin(cast, owner):
    survey = kept.kept(cast)
    assert "まだ設問がありません" in words(owner.get(address("questionnaire", survey)))
    assert owner.get(address("questionnaire-draft-file", survey, "pdf")).status_code == 404
    assert writing.sheets_now(survey) == Sheets()
