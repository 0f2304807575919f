"""The pages and the interface of templates: who gets which, and one walk through them."""

import json

import pytest
from django.urls import reverse

from tests.apps.review.reading import NEW, OLD, text
from tests.apps.standards.kept import PLAIN, kept, revised, said, studied
from tests.cast import NOW
from tests.doors import statuses
from tests.doors import told as row
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.standards.models import Comment, Standard, StandardReview, StudySession


def page(cast, address, who="owner"):
    return cast.client(getattr(cast, who)).get(address)


def api(cast, who, method, address, body=None, **more):
    token = accounts.make_api_token(who, cast.acting(who).organization, "試す", at=NOW)[1]
    client = cast.client(None)
    told_as = {} if more else {"content_type": "application/json"}
    sent = more or json.dumps(body) if body is not None or more else None
    return getattr(client, method)(
        f"/api/v1{address}", sent, headers={"Authorization": f"Bearer {token}"}, **told_as
    )


#          owner coll pol legal board audit admin contr other sub strange visitor
READ = "200 200 200 200 200 200 200 403 403 403 404 302"
KEEP = "200 403 200 200 403 403 200 403 403 403 404 302"
MADE = "200 200 200 200 403 403 200 403 403 403 200 302"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("standard", READ, id="template"),
        pytest.param("standard-version", READ, id="version"),
        pytest.param("standard-file", READ, id="file"),
        pytest.param("standard-comparison", READ, id="comparison"),
        pytest.param("study", READ, id="study"),
        pytest.param("study-file", READ, id="study-file"),
        pytest.param("standard-change", KEEP, id="change"),
        pytest.param("standard-review", KEEP, id="review"),
        pytest.param("standards", READ.replace("404", "200"), id="list"),
        pytest.param("standard-calendar", READ.replace("404", "200"), id="calendar"),
        pytest.param("standard-new", MADE, id="new"),
        pytest.param("study-new", MADE, id="study-new"),
    ],
)
def test_the_whole_client_reads_whoever_answers_for_it_keeps_and_nobody_else_sees(cast, name, expected):
    made = kept(cast)
    revised(cast, made)
    study = studied(cast, made)
    arguments = {
        "standard-version": [made.pk, 1],
        "standard-file": [made.pk, 1],
        "study": [study.pk],
        "study-file": [study.pk, study.files.get().pk],
    }
    plain = name in {"standards", "standard-calendar", "standard-new", "study-new"}
    address = reverse(name, args=arguments.get(name, [] if plain else [made.pk]))
    assert statuses(cast, "get", address) == row(expected)


def test_who_may_say_something_and_who_answers(cast):
    made = kept(cast)
    address = reverse("standard-version", args=[made.pk, 1])
    said_by = "302 302 302 302 302 302 302 403 403 403 404 302"
    assert statuses(cast, "post", address, {"text": "使いにくい", "clause": "1"}) == row(said_by)
    assert Comment.objects.count() == 7
    answer = reverse("standard-answer", args=[Comment.objects.first().pk])
    assert statuses(cast, "post", answer, {"text": "直す"})["colleague"] == 403
    assert page(cast, made.get_absolute_url()).content.decode().count("答えを待っている") == 6
    # The second who answers is told, and what was typed stays.
    again = cast.client(cast.legal).post(answer, {"text": "もう一度直す"})
    assert (again.status_code, "ほかの人がもう答えています" in again.content.decode()) == (422, True)


def test_a_template_is_brought_reviewed_and_its_versions_laid_side_by_side(cast):
    browser = cast.client(cast.owner)
    given = {"title": "検針の契約書", "kind": "template", "department": cast.water.pk, "months": "6"}
    answer = browser.post("/standards/new/", {**given, "upload": text(OLD)})
    made = Standard.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    body = page(cast, made.get_absolute_url()).content.decode()
    assert "瑕疵担保責任から契約不適合責任へ" in body
    assert "今の版に古い法令のことばがある" in body
    assert 'class="mark-old"' in page(cast, made.versions.get().get_absolute_url()).content.decode()
    form = {"outcome": "revised", "reason": "民法に合わせた", "reviewed_on": "2026-01-01"}
    form |= {"reviewed_by": cast.owner.pk, "considered": ["defects-liability"]}
    assert browser.post(f"/standards/{made.pk}/review/", form).status_code == 422
    form["reviewed_on"] = made.reviewed_on.isoformat()
    answer = browser.post(f"/standards/{made.pk}/review/", {**form, "upload": text(NEW)})
    assert answer.status_code == 302
    assert StandardReview.objects.get().version.number == 2
    shown = page(cast, f"/standards/{made.pk}/comparison/").content.decode()
    assert "変わった条項が2件、加わった条項が1件、なくなった条項が1件あります。" in shown
    assert "のことばがなくなりました。" in shown
    assert page(cast, f"/standards/{made.pk}/comparison/?one=9&other=1").status_code == 404


def test_a_department_keeps_its_own_and_cannot_take_another(cast):
    given = {"title": "健康の契約書", "kind": "template", "department": cast.health.pk, "months": "6"}
    for department in (cast.health.pk, ""):
        sent = {**given, "department": department, "upload": text(PLAIN)}
        assert cast.client(cast.owner).post("/standards/new/", sent).status_code == 422
    whole = kept(cast, PLAIN, by=cast.legal, department=None, owner=cast.legal)
    assert statuses(cast, "get", reverse("standard-review", args=[whole.pk]))["owner"] == 403
    assert page(cast, reverse("standard-review", args=[whole.pk]), "legal").status_code == 200


def test_the_list_is_searched_narrowed_and_handed_out(cast):
    kept(cast, reviewed_on=NOW.date())
    calm = kept(cast, PLAIN, title="静かな基本契約", months=60)
    said(cast, calm)

    def titles(query):
        body = page(cast, f"/standards/?format=csv&{query}").content.decode("utf-8-sig")
        return [line.split(",")[0] for line in body.splitlines()[1:]]

    assert titles("") == ["検針業務の委託契約書", "静かな基本契約"]
    assert titles("sort=-due") == ["静かな基本契約", "検針業務の委託契約書"]
    assert titles("q=静か") == titles("show=comments") == ["静かな基本契約"]
    assert titles("show=early") == ["検針業務の委託契約書"]
    assert titles("show=retired") == []
    assert page(cast, "/standards/?format=xlsx").content.startswith(b"PK")
    assert "当てはまるひな形はありません" in page(cast, "/standards/?q=ない").content.decode()
    assert "まだひな形がありません" in page(cast, "/standards/", "stranger").content.decode()
    assert "静かな基本契約" in page(cast, "/standards/calendar/?from=2032-01").content.decode()
    for wrong in ("2027-13", "0000-01", "x", "99999-01"):
        assert page(cast, f"/standards/calendar/?from={wrong}").status_code == 200


def test_what_people_write_is_never_run(cast):
    attack = "<script>alert(1)</script>"
    made = kept(cast, PLAIN, title=attack, about=attack)
    said(cast, made)
    Comment.objects.update(text=attack, answer=attack)
    study = studied(cast, made)
    StudySession.objects.update(title=attack, learned=attack)
    for address in (made, made.versions.get(), study):
        assert "<script>alert" not in page(cast, address.get_absolute_url()).content.decode()
    assert "<script>alert" not in page(cast, "/standards/calendar/").content.decode()


def test_a_study_session_is_recorded_with_its_files(cast):
    made = kept(cast, PLAIN)
    given = {
        "title": "民法",
        "held_on": "2026-01-10",
        "people": "法務2人",
        "learned": "瑕疵",
        "standards": made.pk,
    }
    answer = cast.client(cast.legal).post("/studies/new/", {**given, "uploads": [text("資料", "資料.txt")]})
    study = StudySession.objects.get()
    assert (answer["Location"], study.files.get().stored.name) == (study.get_absolute_url(), "資料.txt")
    assert "民法" in page(cast, made.get_absolute_url()).content.decode()
    assert "民法" in page(cast, "/studies/?format=csv", "colleague").content.decode("utf-8-sig")
    assert (
        cast.client(cast.legal).post("/studies/new/", {**given, "held_on": "2090-01-10"}).status_code == 422
    )


def test_the_same_acts_over_http(cast):
    made = api(cast, cast.legal, "post", "/standards", title="基本契約", kind="framework", upload=text(OLD))
    assert made.status_code == 201, made.content
    found = made.json()
    assert (found["version"], found["early"], found["comments_waiting"]) == (1, True, 0)
    assert "defects-liability" in {each["change"] for each in found["notices"]}
    address = f"/standards/{found['id']}"
    assert (
        api(cast, cast.owner, "post", f"{address}/comments", {"text": "長い", "clause": 1}).status_code == 201
    )
    comment = api(cast, cast.owner, "get", f"{address}/comments").json()["items"][0]
    assert comment["clause_name"] == "第２条（秘密の保持）"
    answer = f"/standards/comments/{comment['id']}/answer"
    assert api(cast, cast.owner, "post", answer, {"text": "直す"}).status_code == 403
    assert api(cast, cast.legal, "post", answer, {"text": "直す"}).status_code == 204
    laws = [each["change"] for each in found["notices"]]
    look = {"outcome": "revised", "reason": "直した", "considered": laws, "upload": text(NEW)}
    assert api(cast, cast.legal, "post", f"{address}/reviews", **look).json()["version"] == 2
    looks = api(cast, cast.owner, "get", f"{address}/reviews").json()["items"]
    assert [(each["outcome"], each["reviewed_by"]) for each in looks] == [("revised", cast.legal.pk)]
    after = api(cast, cast.legal, "get", address).json()
    assert (after["version"], after["early"], after["notices"]) == (2, False, [])
    pairs = api(cast, cast.owner, "get", f"{address}/comparison?one=1&other=2").json()
    assert {each["change"] for each in pairs["clauses"]} == {"same", "changed", "added", "removed"}
    changed = api(cast, cast.legal, "put", address, {"title": "新しい名", "months": 12})
    assert (changed.json()["title"], changed.json()["months"]) == ("新しい名", 12)
    assert (
        api(cast, cast.owner, "put", address, {"title": "x", "department": cast.water.pk}).status_code == 403
    )
    assert api(cast, cast.stranger, "get", address).status_code == 404
    assert api(cast, cast.contractor, "get", "/standards").status_code == 403
    assert api(cast, cast.legal, "delete", address).status_code == 204
    assert api(cast, cast.legal, "get", "/standards").json()["items"] == []
    without = api(cast, cast.owner, "post", "/standards", title="課のない", upload=text(PLAIN))
    assert without.json()["code"] == "standard.department-missing"
