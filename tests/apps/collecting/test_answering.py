"""The web form, walked through over HTTP without script, and what its holder must never reach."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.apps.collecting.collected import WHOLE, code_of, opened, respondent
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.collecting.models import Former, Record, Terms
from yakusoku.apps.surveys.models import State

pytestmark = pytest.mark.django_db
FIRST = {"Q1": "yes", "Q2": "120", "Q3": "40"}


@pytest.fixture
def survey(cast):
    return opened(cast)


@pytest.fixture
def browser():
    return Client()


def at(survey, path="", number=1):
    return f"/s/{code_of(survey, number)}/{path}"


def test_a_respondent_answers_page_by_page_and_gets_a_receipt(survey, browser):
    assert "回答を始める" in browser.get(at(survey)).text
    first = browser.get(at(survey, "1/")).text
    assert "会社について" in first
    assert "委託について" not in first
    gone_on = browser.post(at(survey, "1/"), FIRST)
    assert gone_on["Location"] == at(survey, "2/")
    gone_on = browser.post(at(survey, "2/"), {"Q4": ["a", "c"], "Q5a": "4", "Q5b": "2"})
    assert gone_on["Location"] == at(survey, "3/")
    assert browser.post(at(survey, "3/"), {"Q6": "特になし"})["Location"] == at(survey, "review/")
    review = browser.get(at(survey, "review/")).text
    assert all(words in review for words in ("はい", "120", "a、c", "特になし", "まだ提出していません"))
    assert browser.post(at(survey, "review/"))["Location"] == at(survey, "thanks/")
    record = Record.objects.get()
    assert (record.answers, record.chosen, record.answered, record.broken) == (WHOLE, True, 7, [])
    assert record.receipt in browser.get(at(survey, "thanks/")).text
    assert AuditEntry.objects.get(code="answers.handed-in").subject == f"record:{record.pk}"


def test_a_draft_is_there_when_one_comes_back_and_nothing_typed_is_lost(survey, browser):
    wrong = browser.post(at(survey, "1/"), {"Q2": "約百人", "Q3": "40"})
    assert wrong.status_code == 422
    assert all(
        words in wrong.text for words in ("答えを入れてください。", "数字で入れてください。", "約百人")
    )
    again = Client().get(at(survey))
    assert "続きから答える" in again.text
    assert "約百人" in Client().get(at(survey, "1/")).text
    # Going back is always free, and keeps what stands there.
    back = browser.post(at(survey, "1/"), {"Q1": "no", "Q2": "0", "-go": "back"})
    assert back["Location"] == at(survey)
    assert Record.objects.get().answers == {"Q1": "no", "Q2": "0"}
    assert browser.post(at(survey, "review/")).status_code == 422
    assert Record.objects.get().submitted_at is None


def test_a_filter_passes_over_what_is_not_asked(survey, browser):
    assert browser.post(at(survey, "1/"), {"Q1": "no"})["Location"] == at(survey, "3/")
    assert browser.get(at(survey, "2/"))["Location"] == at(survey, "3/")
    assert browser.post(at(survey, "3/"), {"-go": "back"})["Location"] == at(survey, "1/")
    assert browser.post(at(survey, "review/"))["Location"] == at(survey, "thanks/")


def test_what_saves_itself_says_what_is_asked_now(survey, browser):
    saved = browser.post(at(survey, "1/"), {"Q1": "yes"}, headers={"HX-Request": "true"})
    assert saved.text.strip() == '<span data-shown="q-Q1 q-Q2 q-Q3"></span>'
    assert Record.objects.get().answers == {"Q1": "yes"}


def test_of_two_saves_that_arrive_turned_round_the_later_stays_and_without_script_nothing_is_lost(
    survey, browser
):
    def save(step, page="a1", **written):
        script = {"HX-Request": "true"} if step else {}
        told = {"Q1": "yes", **written, "-page": page, "-step": step}
        return browser.post(at(survey, "1/"), told, headers=script)

    assert re.search(r'name="-page" value="[0-9a-f]{12}"', browser.get(at(survey, "1/")).text)
    save("1000", Q2="1")
    save("3000", Q2="120", Q3="40")
    late = save("2000", Q2="12")
    assert (late.status_code, "q-Q1" in late.text) == (200, True)
    assert Record.objects.get().answers == {"Q1": "yes", "Q2": "120", "Q3": "40"}
    # Another page that was open meanwhile, and a browser without script, count as they arrive.
    save("500", page="b2", Q2="130", Q3="40")
    assert save("2999", Q2="12").status_code == 200
    assert Record.objects.get().answers["Q2"] == "130"
    assert save("", Q2="140", Q3="50")["Location"] == at(survey, "2/")
    assert Record.objects.get().answers == {"Q1": "yes", "Q2": "140", "Q3": "50"}


def test_what_was_handed_in_counts_until_what_is_written_anew_is_handed_in(survey, browser):
    browser.post(at(survey, "all/"), {**WHOLE, "Q4": ["a", "c"]})
    assert browser.post(at(survey, "1/"), {"Q1": "no"})["Location"] == at(survey)
    assert "いま送られたものは、加えていません" in browser.get(at(survey)).text
    late = browser.post(at(survey, "1/"), {"Q1": "no"}, headers={"HX-Request": "true"})
    assert late.status_code == 409
    assert browser.post(at(survey, "change/"))["Location"] == at(survey, "1/")
    browser.post(at(survey, "1/"), {"Q1": "no"})
    record = Record.objects.get()
    assert (record.answers["Q1"], record.amending["Q1"]) == ("yes", "no")
    browser.post(at(survey, "review/"))
    record.refresh_from_db()
    assert (record.answers["Q1"], record.amending, record.chosen) == ("no", None, True)
    assert Former.objects.get().answers == WHOLE
    Terms.objects.create(survey=survey, amend=False)
    assert browser.post(at(survey, "change/"))["Location"] == at(survey)
    assert "回答を直す" not in browser.get(at(survey)).text


@pytest.mark.parametrize(
    "changes",
    [
        {"state": State.CLOSED},
        {"state": State.DRAFT},
        {"closes_on": date(2001, 1, 1)},
        {"opens_on": date(2099, 1, 1)},
    ],
)
def test_a_survey_that_takes_no_answers_says_so_and_keeps_none(cast, browser, changes):
    survey = opened(cast, **changes)
    for answer in (
        browser.get(at(survey)),
        browser.get(at(survey, "1/")),
        browser.post(at(survey, "1/"), FIRST),
        browser.post(at(survey, "review/")),
    ):
        assert answer.status_code == 410
    assert not Record.objects.exists()


def test_a_withdrawn_code_opens_nothing_and_a_code_opens_only_its_own(survey, browser):
    nobody = browser.get("/s/K99999B99999/")
    assert (nobody.status_code, "手紙のコードを、もう一度確かめて" in nobody.text) == (404, True)
    gone = respondent(survey, 2)
    gone.withdrawn_at = NOW
    gone.save()
    assert browser.get(at(survey, number=2)).status_code == 410
    browser.post(at(survey, "1/"), {"Q1": "yes", "Q2": "7777"})
    assert 'value="7777"' not in browser.get(at(survey, "1/", number=3)).text
    assert browser.get(at(survey, "9/")).status_code == 404


def test_whoever_guesses_codes_must_wait_and_a_company_that_answers_need_not(survey, browser):
    for _ in range(40):
        assert browser.get(at(survey)).status_code == 200
    found = {browser.get(f"/s/NOBODY{n:06d}/").status_code for n in range(25)}
    assert found == {404, 429}
    assert browser.get(at(survey)).status_code == 429
    assert browser.post("/s/", {"code": code_of(survey, 1)}).status_code == 429


def test_a_code_is_taken_as_people_type_it(survey, browser):
    typed = code_of(survey, 1).lower()
    answer = browser.post("/s/", {"code": f" {typed[:4]}-{typed[4:8]} ｋ"[:-2] + typed[8:]})
    assert answer["Location"] == at(survey)
    assert browser.post("/s/", {"code": "ちがう"}).status_code == 422


def test_a_respondent_chooses_a_language(survey, browser):
    assert browser.post(at(survey, "language/"), {"language": "en"})["Location"] == at(survey)
    page = browser.get(at(survey, "1/")).text
    assert "About you" in page
    assert browser.post(at(survey, "language/"), {"language": "fr"}).status_code == 404


def test_no_log_tells_a_code():
    from yakusoku.web.logs import SECRET

    assert SECRET.sub(r"\1…", "GET /s/K00001B00001/1/ 404") == "GET /s/…/1/ 404"
