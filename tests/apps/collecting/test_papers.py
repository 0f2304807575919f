"""Paper and corrections over HTTP: two people key, a third settles; the answer that counts and the one that does not."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.adapters.office_files import office
from tests.apps.collecting.collected import WHOLE, code_of, opened
from tests.cast import member
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.collecting import importing
from yakusoku.apps.collecting.models import Correction, PendingPapers, Record, Settlement, Terms
from yakusoku.apps.collecting.queries import responses_for
from yakusoku.apps.duties.queries import duties_of
from yakusoku.domain.accounts.permissions import Role
from yakusoku.web.edits import mark_of_row

pytestmark = pytest.mark.django_db
TYPED = {"Q1": "1", "Q2": "120", "Q3": "40", "Q4": "1 3", "Q5a": "4", "Q5b": "*", "Q6": "特になし"}


@pytest.fixture
def survey(cast):
    return opened(cast)


@pytest.fixture
def second(cast):
    return member("渡辺 水道", "second@city.example", cast.city, Role.DEPARTMENT, cast.water)


def at(survey, path=""):
    return f"/surveys/{survey.pk}/answers/{path}"


def open_duties(who):
    return dict(duties_of(who).filter(kind__startswith="survey.").values_list("kind", "left"))


def arrived(cast, survey, number=1):
    answer = cast.client(cast.owner).post(at(survey, "papers/"), {"number": number})
    return Record.objects.get(respondent__number=number, survey=survey, way="paper"), answer


def test_a_paper_is_keyed_by_two_people_and_a_difference_is_settled(cast, survey, second):
    record, answer = arrived(cast, survey)
    page = at(survey, f"papers/{record.pk}/")
    assert answer["Location"] == page
    one, other = cast.client(cast.owner), cast.client(second)
    assert "一度目の入力です" in one.get(page).text
    assert open_duties(cast.acting(second)) == {"survey.key": 1}
    assert open_duties(cast.acting(cast.colleague)) == {}
    assert one.post(page, TYPED)["Location"] == page
    assert 'value="1 3"' in one.get(page).text
    # Of two saves of one page that arrive turned round the later stays.
    assert re.search(r'name="-page" value="[0-9a-f]{12}"', one.get(page).text)
    for step, employees in (("3000", "121"), ("2000", "1")):
        saved = {**TYPED, "Q2": employees, "-page": "a1", "-step": step}
        assert one.post(page, saved, headers={"HX-Request": "true"}).status_code == 204
    assert record.keyings.get().answers["Q2"] == "121"
    assert (
        "ほかの人が入力しているところです" in other.get(at(survey, "papers/")).text
        or other.get(page).status_code == 302
    )
    one.post(page, {**TYPED, "-finish": "1"})
    # Whoever keyed first does not key second, and who does sees nothing of the first.
    assert one.get(page)["Location"] == at(survey, "papers/")
    assert open_duties(cast.acting(second)) == {"survey.key-again": 1}
    shown = other.get(page).text
    assert "二度目の入力です" in shown
    assert "特になし" not in shown
    other.post(page, {**TYPED, "Q2": "210", "Q4": "3,1", "-finish": "1"})
    assert open_duties(cast.acting(cast.owner)) == {"survey.settle": 1}
    compare = at(survey, f"papers/{record.pk}/compare/")
    told = one.get(compare).text
    assert all(words in told for words in ("120", "210", "違うところが1か所"))
    assert one.post(compare, {"-settled-Q2": "second"}).status_code == 422
    one.post(compare, {"-settled-Q2": "other", "-otherwise-Q2": "１２１", "-reason-Q2": "紙を見直した"})
    assert open_duties(cast.acting(cast.owner)) == {}
    record.refresh_from_db()
    assert record.answers == {**{k: v for k, v in WHOLE.items() if k != "Q5b"}, "Q2": "121"}
    assert (record.marks, record.chosen, record.answered) == ({"Q5b": "two-marks"}, True, 6)
    settled = Settlement.objects.get()
    assert (settled.first, settled.second, settled.settled, settled.settled_by) == (
        "120",
        "210",
        "121",
        cast.owner,
    )
    assert "二つ以上に印" in one.get(record.get_absolute_url()).text


def test_papers_that_were_keyed_once_count_when_no_second_keying_is_asked_any_longer(cast, survey):
    record, _ = arrived(cast, survey)
    arrived(cast, survey, 2)
    clerk = cast.client(cast.owner)
    clerk.post(at(survey, f"papers/{record.pk}/"), {**TYPED, "-finish": "1"})
    assert open_duties(cast.acting(cast.owner)) == {"survey.key": 1, "survey.key-again": 1}
    assert "紙の入力" in clerk.get(survey.get_absolute_url()).text
    clerk.post(at(survey, "terms/"), {"joining": "first", "amend": "on", "mark": mark_of_row(None)})
    record.refresh_from_db()
    assert (record.chosen, record.answers["Q2"]) == (True, "120")
    assert open_duties(cast.acting(cast.owner)) == {"survey.key": 1}


def test_mail_and_web_of_one_respondent_become_one_row_and_the_other_stays(cast, survey):
    Terms.objects.create(survey=survey, twice=False, joining="web")
    record, _ = arrived(cast, survey)
    clerk = cast.client(cast.owner)
    clerk.post(at(survey, f"papers/{record.pk}/"), {**TYPED, "-finish": "1"})
    Client().post(f"/s/{code_of(survey, 1)}/all/", {**WHOLE, "Q4": ["a", "c"], "Q2": "99"})
    assert [(row[0], row[1], row[4]) for row in responses_for(survey).rows] == [("1", "web", "99")]
    record.refresh_from_db()
    assert (record.chosen, record.lost) == (False, "other-way")
    assert "この回答は使いません" in clerk.get(record.get_absolute_url()).text
    assert "二つ届いた人" in clerk.get(at(survey)).text
    changed = {"joining": "paper", "amend": "on", "rules": "R1 | ${Q2} < 100 | 大きすぎます"}
    clerk.post(at(survey, "terms/"), {**changed, "mark": ""})
    assert Record.objects.get(chosen=True).way == "web"
    clerk.post(at(survey, "terms/"), {**changed, "mark": mark_of_row(Terms.objects.get())})
    assert [(row[1], row[4]) for row in responses_for(survey).rows] == [("paper", "120")]
    assert "大きすぎます" in clerk.get(record.get_absolute_url()).text
    wrong = clerk.post(
        at(survey, "terms/"),
        {**changed, "rules": "R1 | ${Q99} > 1 | 文", "mark": mark_of_row(Terms.objects.get())},
    )
    assert wrong.status_code == 422


def test_a_correction_is_kept_with_who_why_before_and_after(cast, survey):
    Client().post(f"/s/{code_of(survey, 1)}/all/", {**WHOLE, "Q4": ["a", "c"]})
    record, clerk = Record.objects.get(), cast.client(cast.owner)
    path = at(survey, f"records/{record.pk}/correct/")
    assert "答えを訂正する" in clerk.get(f"{record.get_absolute_url()}?correct=Q3").text
    assert clerk.post(path, {"question": "Q3", "typed": "400", "mark": "40"}).status_code == 422
    assert (
        clerk.post(path, {"question": "Q3", "typed": "400", "reason": "電話", "mark": "41"}).status_code
        == 422
    )
    clerk.post(path, {"question": "Q3", "typed": "400", "reason": "電話で確かめた", "mark": "40"})
    record.refresh_from_db()
    assert (record.answers["Q3"], record.broken) == ("400", ["Q3"])
    made = Correction.objects.get()
    assert (made.before, made.after, made.corrected_by) == ("40", "400", cast.owner)
    assert AuditEntry.objects.get(code="answers.corrected").reason == "電話で確かめた"
    assert "従業員数を超えています" in clerk.get(record.get_absolute_url()).text


def test_a_file_keyed_elsewhere_is_looked_at_before_it_is_taken(cast, survey):
    clerk = cast.client(cast.owner)
    raw = "番号,Q1,Q2,Q4/a,Q4/c,Q5b,Q6\n1,yes,=1,1,1,*,はい\n1,no,2,,,,\n3,no,7,,,,\n2,no,8.5,,,,\n99,no,1,,,,\n"
    Client().post(f"/s/{code_of(survey, 2)}/all/", {**WHOLE, "Q4": ["a", "c"]})
    brought = SimpleUploadedFile("k.csv", raw.encode("cp932"), "text/csv")
    assert clerk.post(at(survey, "import/"), {"file": brought})["Location"] == at(survey, "import/")
    page = clerk.get(at(survey, "import/")).text
    assert all(words in page for words in ("2件を取り込みます", "同じ番号が二行", "この番号の人はいません"))
    assert "Q2「8.5」（整数でない）" in page
    mark = importing.mark_of_preview(importing.preview(PendingPapers.objects.get()))
    assert clerk.post(at(survey, "import/take/"), {"mark": "another"}).status_code == 409
    clerk.post(at(survey, "import/take/"), {"mark": mark})
    taken = Record.objects.filter(way="paper").order_by("respondent__number")
    assert [(row.answers, row.chosen, row.lost) for row in taken] == [
        ({"Q1": "no", "Q2": "8.5"}, False, "later"),
        ({"Q1": "no", "Q2": "7"}, True, ""),
    ]
    assert clerk.post(at(survey, "import/take/"), {"mark": mark}).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("k.csv", b"a,b\n1,2\n", "番号の列", id="no-number"),
        pytest.param("k.xlsx", office("xlsx", {"xl/vbaProject.bin": "x"}), "マクロ", id="macro"),
        pytest.param("k.xlsx", office("xlsx"), "開けません", id="no-sheet"),
        pytest.param("k.csv", "番号,Q1\n".encode() + b"1,1\n" * 20_001, "20000行まで", id="long"),
        pytest.param("k.exe", b"MZ", "k.exe", id="program"),
    ],
)
def test_a_hostile_or_foreign_file_of_papers_is_refused_in_words(cast, survey, name, content, words):
    answer = cast.client(cast.owner).post(at(survey, "import/"), {"file": SimpleUploadedFile(name, content)})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert not PendingPapers.objects.exists()


def test_the_file_of_the_data_holds_what_is_tabulated_and_runs_nothing(cast, survey):
    evil = {**WHOLE, "Q4": ["a", "c"], "Q6": "=1+1"}
    Client().post(f"/s/{code_of(survey, 1)}/all/", evil)
    answer = cast.client(cast.owner).get(at(survey, "data.csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["respondent", "way", "stratum", "Q1", "Q2", "Q3", "Q4", "Q5a", "Q5b", "Q6"]
    assert rows[1] == ["1", "web", "大", "yes", "120", "40", "a c", "4", "2", "'=1+1"]


def test_how_a_survey_stands_is_read_by_the_house_and_answers_by_who_runs_it(cast, survey):
    Client().post(f"/s/{code_of(survey, 1)}/all/", {**WHOLE, "Q4": ["a", "c"]})
    record = Record.objects.get()
    paths = [at(survey, p) for p in ("", "list/", "data.csv", "terms/", "papers/", "import/")]
    paths.append(record.get_absolute_url())
    for path in paths:
        assert cast.client(cast.owner).get(path).status_code == 200, path
        for nobody in (cast.colleague, cast.contractor, cast.stranger):
            assert cast.client(nobody).get(path).status_code in {403, 404}, path
        assert cast.client(None).get(path).status_code == 302
    auditor = cast.client(cast.auditor)
    whole = auditor.get(at(survey)).text
    assert "お願いした3のうち、1から回答がありました（回収率 33.3%）" in whole
    assert auditor.get(record.get_absolute_url()).status_code == 403
