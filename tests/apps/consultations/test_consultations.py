"""Asking, advising, and an expert outside who answers once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from tests.apps import promised
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.consultations import services
from yakusoku.apps.consultations.models import Addressee, Consultation, ConsultationState, ExpertLink
from yakusoku.apps.consultations.queries import about_words, local_address
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import duties_of
from yakusoku.domain.refusal import Refusal


def asked(cast, addressee=Addressee.POLICY, title="持出しを認めてよいか"):
    work = promised.described(cast, title=f"{title}の業務")
    return services.ask(work, addressee, title, "鞄の鍵は要りますか", by=cast.owner, at=NOW)


def kinds(cast, user):
    return set(duties_of(cast.acting(user)).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("addressee", "reached"),
    [
        (Addressee.POLICY, {"policy"}),
        (Addressee.BOARD, {"board"}),
        (Addressee.LEGAL, {"legal", "policy", "board"}),
        (Addressee.EXPERT, set()),
    ],
)
def test_the_question_reaches_those_who_are_asked(cast, addressee, reached):
    asked(cast, addressee)
    people = {
        name
        for name in ("policy", "legal", "board")
        if "consultation.advise" in kinds(cast, getattr(cast, name))
    }
    assert people == reached
    assert "consultation.advise" not in kinds(cast, cast.owner)


def test_question_and_advice_go_to_and_fro_and_stay(cast):
    found = asked(cast)
    services.advise(found, "要ります", by=cast.policy, at=NOW)
    assert "consultation.advise" not in kinds(cast, cast.policy)
    assert "consultation.read" in kinds(cast, cast.owner)
    services.ask_on(found, "どんな鍵ですか", by=cast.owner, at=NOW)
    assert "consultation.advise" in kinds(cast, cast.policy)
    services.advise(found, "番号錠", by=cast.policy, at=NOW)
    services.close(found, by=cast.owner, at=NOW)
    assert not Duty.objects.filter(kind__startswith="consultation.", done_at__isnull=True).exists()
    page = cast.client(cast.owner).get(found.get_absolute_url()).content.decode()
    assert all(text in page for text in ("鞄の鍵は要りますか", "要ります", "どんな鍵ですか", "番号錠"))
    with pytest.raises(Refusal) as caught:
        services.advise(found, "もう一つ", by=cast.policy, at=NOW)
    assert caught.value.code == "consultation.closed"
    assert verify() == []


def test_a_question_keeps_the_page_it_came_from_and_its_files(cast):
    work = promised.described(cast)
    client, path = cast.client(cast.owner), reverse("consultations", args=[work.pk])
    about = f"/engagements/{work.pk}/decisions/#copying"
    page = client.get(path, {"about": about}).content.decode()
    assert "複写" in page
    body = {
        "addressee": "policy",
        "title": "複写",
        "text": "減らせますか",
        "about": about,
        "uploads": [SimpleUploadedFile("メモ.txt", "手順".encode())],
    }
    assert client.post(path, body).status_code == 302
    found = Consultation.objects.get()
    assert found.about == about
    file = found.posts.get().files.get()
    got = cast.client(cast.policy).get(reverse("consultation-file", args=[found.pk, file.pk]))
    assert b"".join(got.streaming_content) == "手順".encode()


def test_the_page_one_came_from_is_taken_from_the_browser(cast):
    work = promised.described(cast)
    path = reverse("consultations", args=[work.pk])
    decisions = reverse("decisions", args=[work.pk])
    page = cast.client(cast.owner).get(path, headers={"referer": f"http://testserver{decisions}"})
    assert f'href="{decisions}"' in page.content.decode()
    elsewhere = cast.client(cast.owner).get(path, headers={"referer": f"http://evil.example{decisions}"})
    assert f'name="about" value="{decisions}"' not in elsewhere.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "//evil.example/",
        "/\\evil.example/",
        "https://evil.example/",
        "javascript:alert(1)",
        "/engagements/1/\x00",
        "/nowhere/",
        "/" + "a" * 400,
        "",
    ],
)
def test_a_question_never_links_elsewhere(db, text):
    assert local_address(text) == ""


def test_an_address_reads_as_words(db):
    assert about_words("", 1) == ""
    assert about_words("/engagements/1/decisions/", 1) == "採否"
    assert about_words("/nowhere/", 1) == ""


def test_a_wrong_form_comes_back_filled(cast):
    work = promised.described(cast)
    body = {"addressee": "policy", "title": "件名だけ", "text": ""}
    answer = cast.client(cast.owner).post(reverse("consultations", args=[work.pk]), body)
    assert answer.status_code == 422
    assert "件名だけ" in answer.content.decode()
    assert not Consultation.objects.exists()


def test_a_bad_file_leaves_nothing_half_written(cast):
    work = promised.described(cast)
    body = {
        "addressee": "policy",
        "title": "件名",
        "text": "内容",
        "uploads": [SimpleUploadedFile("x.exe", b"MZ")],
    }
    answer = cast.client(cast.owner).post(reverse("consultations", args=[work.pk]), body)
    assert answer.status_code == 422
    assert not Consultation.objects.exists()
    assert not Duty.objects.filter(kind="consultation.advise").exists()


def link_for(cast, found, name="山田太郎（弁護士）"):
    path = reverse("consultation-let-in", args=[found.pk])
    page = cast.client(cast.owner).post(path, {"name": name}).content.decode()
    start = page.index("/advice/")
    return page[start : page.index('"', start)]


def test_an_expert_answers_once_without_an_account(cast):
    found = asked(cast, Addressee.EXPERT)
    link = link_for(cast, found)
    assert "consultation.await" in kinds(cast, cast.owner)
    visitor = cast.client(None)
    page = visitor.get(link)
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "鞄の鍵は要りますか" in page.content.decode()
    upload = SimpleUploadedFile("意見.txt", "番号錠で足ります".encode())
    assert visitor.post(link, {"text": "足ります", "uploads": [upload]}).status_code == 200
    found.refresh_from_db()
    assert found.state == ConsultationState.ANSWERED
    post = found.posts.last()
    assert (post.author, post.by_name, post.files.count()) == (None, "山田太郎（弁護士）", 1)
    assert kinds(cast, cast.owner) & {"consultation.read", "consultation.await"} == {"consultation.read"}
    assert visitor.get(link).status_code == 410
    assert visitor.post(link, {"text": "もう一度"}).status_code == 410
    entry = AuditEntry.objects.get(code="consultation.advised-by-link")
    assert entry.actor == "system"
    assert "山田" not in entry.facts


def test_an_expert_sees_nothing_else(cast):
    found, other = asked(cast, Addressee.EXPERT), asked(cast, Addressee.POLICY, "ほかの相談")
    services.advise(
        other,
        "添付",
        files=[SimpleUploadedFile("x.txt", b"x")],
        by=cast.policy,
        at=NOW,
    )
    link, visitor = link_for(cast, found), cast.client(None)
    assert "ほかの相談" not in visitor.get(link).content.decode()
    foreign = other.posts.last().files.get()
    assert visitor.get(f"{link}files/{foreign.pk}/").status_code == 404
    assert visitor.get(found.get_absolute_url()).status_code == 302


def test_a_question_inside_the_house_is_never_shown_outside(cast):
    found = asked(cast)
    path = reverse("consultation-let-in", args=[found.pk])
    answer = cast.client(cast.owner).post(path, {"name": "山田"})
    assert answer.status_code == 422
    assert not ExpertLink.objects.exists()


def test_only_a_digest_is_kept_and_an_older_link_ends(cast):
    found = asked(cast, Addressee.EXPERT)
    first = link_for(cast, found)
    second = link_for(cast, found)
    visitor = cast.client(None)
    assert visitor.get(first).status_code == 410
    assert visitor.get(second).status_code == 200
    secret = second.split("/")[2]
    assert not ExpertLink.objects.filter(token_digest=secret).exists()


def test_an_old_link_is_told_from_an_unknown_one(cast):
    found = asked(cast, Addressee.EXPERT)
    link = link_for(cast, found)
    found.links.update(expires_at=now() - timedelta(days=1))
    visitor = cast.client(None)
    answer = visitor.get(link)
    assert answer.status_code == 410
    assert "期限が過ぎました" in answer.content.decode()
    assert visitor.post(link, {"text": "遅れて"}).status_code == 410
    assert visitor.get("/advice/unknown/").status_code == 404
    assert visitor.get("/advice/%00/").status_code == 404


def test_a_closed_question_opens_for_nobody(cast):
    found = asked(cast, Addressee.EXPERT)
    link = link_for(cast, found)
    services.close(found, by=cast.owner, at=now())
    answer = cast.client(None).get(link)
    assert answer.status_code == 410
    assert "取り消しました" in answer.content.decode()


def test_answers_are_not_sent_without_end(cast):
    visitor = cast.client(None)
    got = [visitor.post("/advice/unknown/", {"text": "x"}).status_code for _ in range(12)]
    assert got == [404] * 10 + [429] * 2


def test_the_list_is_searched_and_taken_away(cast):
    asked(cast)
    asked(cast, Addressee.LEGAL, "再委託の条文")
    reader = cast.client(cast.legal)
    path = reverse("consultation-list")
    assert "再委託の条文" in reader.get(path).content.decode()
    found = reader.get(path, {"q": "再委託の条文"}).content.decode()
    assert "再委託の条文" in found
    assert "持出しを認めてよいか" not in found
    assert reader.get(path, {"q": "鞄の鍵"}).content.decode().count("持出しを認めてよいか</a>") == 1
    rows = reader.get(path, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "持出しを認めてよいか</a>" not in cast.client(cast.colleague).get(path).content.decode()
    assert "持出しを認めてよいか</a>" in cast.client(cast.owner).get(path).content.decode()


def test_the_list_asks_no_more_for_more(cast, django_assert_max_num_queries):
    reader = cast.client(cast.legal)
    asked(cast)
    reader.get(reverse("consultation-list"))
    with django_assert_max_num_queries(8):
        reader.get(reverse("consultation-list"))
    for number in range(5):
        asked(cast, title=f"件名{number}")
    with django_assert_max_num_queries(8):
        reader.get(reverse("consultation-list"))


#                       own coll pol leg brd aud adm con oth sub str vis
PAGES = [
    ("consultations", "200 404 200 200 200 200 200 403 403 403 404 302"),
    ("consultation", "200 404 200 200 200 200 200 403 403 403 404 302"),
    ("consultation-list", "200 200 200 200 200 200 200 403 403 403 200 302"),
]
POSTS = [
    ("consultations", "422 404 422 403 403 403 422 403 403 403 404 302"),
    ("consultation-advise", "403 403 422 422 422 403 422 403 403 403 404 302"),
    ("consultation-ask-on", "422 404 422 403 403 403 422 403 403 403 404 302"),
    ("consultation-let-in", "422 404 422 403 403 403 422 403 403 403 404 302"),
    ("consultation-close", "302 404 302 403 403 403 302 403 403 403 404 302"),
]


def address(found, name):
    if name == "consultation-list":
        return reverse(name)
    return reverse(name, args=[found.engagement_id if name == "consultations" else found.pk])


@pytest.mark.parametrize(("page", "row"), PAGES, ids=[page for page, _ in PAGES])
def test_pages(cast, page, row):
    assert statuses(cast, "get", address(asked(cast), page)) == told(row)


@pytest.mark.parametrize(("act", "row"), POSTS, ids=[act for act, _ in POSTS])
def test_acts(cast, act, row):
    assert statuses(cast, "post", address(asked(cast, Addressee.EXPERT), act)) == told(row)
