"""Reviewing contracts: what is found, who sees it, and that it stays as it was found."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.apps import promised
from tests.apps.review.reading import NEW, OLD, reviewed, text
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.review import services
from yakusoku.apps.review.models import Review
from yakusoku.domain.refusal import Refusal


def page(cast, address, who="owner"):
    return cast.client(getattr(cast, who)).get(address)


def states(review):
    return {row["slug"]: row["status"] for row in review.results["coverage"]}


def test_a_contract_is_read_judged_and_kept_with_its_papers(cast):
    work = promised.described(cast)
    made = reviewed(cast, engagement=work)
    assert states(made)["confidentiality"] == "promised"
    assert states(made)["subcontracting"] == "conditional"
    assert made.missing == list(states(made).values()).count("missing") > 0
    assert made.outdated >= 1
    assert made.profile == work.profile
    assert {each.stored.name for each in made.papers.all()} == {
        "report.pdf",
        "supplement.docx",
        "契約書.reviewed.docx",
    }
    entry = AuditEntry.objects.get(code="review.made")
    assert (entry.subject, entry.organization) == (f"review:{made.pk}", cast.city.pk)
    assert verify() == []


def test_the_page_says_in_one_sentence_what_is_wrong_and_leads_to_the_clause(cast):
    made = reviewed(cast)
    body = page(cast, made.get_absolute_url()).content.decode()
    assert f"足りない約束が{made.missing}件" in body
    file = made.files.get()
    assert f'{file.get_absolute_url()}#c1"' in body
    text_page = page(cast, file.get_absolute_url()).content.decode()
    assert 'id="c1"' in text_page
    assert 'class="mark-weak"' in text_page
    assert 'class="mark-old"' in text_page


@pytest.mark.parametrize("name", ["review", "document", "paper", "original"])
def test_only_the_own_department_and_those_who_oversee_see_it(cast, name):
    made = reviewed(cast)
    file = made.files.get()
    addresses = {
        "review": made.get_absolute_url(),
        "document": file.get_absolute_url(),
        "paper": reverse("review-paper", args=[made.pk, made.papers.all()[0].pk]),
        "original": reverse("review-original", args=[file.pk]),
    }
    #           owner coll pol legal board audit admin contr other sub strange visitor
    row = told("200 404 200 200 403 200 200 403 403 403 404 302")
    assert statuses(cast, "get", addresses[name]) == row


def test_only_those_who_review_may_do_it_again(cast):
    address = reverse("review-again", args=[reviewed(cast).pk])
    row = told("302 404 302 302 403 403 302 403 403 403 404 302")
    assert statuses(cast, "post", address) == row
    assert Review.objects.count() == 5


def test_a_list_shows_what_one_may_see(cast):
    reviewed(cast)
    assert "検針の契約書" in page(cast, "/reviews/").content.decode()
    assert "検針の契約書" in page(cast, "/reviews/", "legal").content.decode()
    assert "検針の契約書" not in page(cast, "/reviews/", "colleague").content.decode()
    assert "まだ点検した契約書はありません" in page(cast, "/reviews/", "colleague").content.decode()
    assert "検針の契約書" in page(cast, "/reviews/?format=csv&q=検針").content.decode("utf-8-sig")
    assert "当てはまる点検はありません" in page(cast, "/reviews/?q=ありません").content.decode()


def test_files_and_a_text_are_brought_on_the_page(cast):
    browser = cast.client(cast.owner)
    work = promised.described(cast)
    given = {"uploads": [text(), text(NEW, "特記仕様書.txt")], "text": "", "engagement": work.pk, "title": ""}
    answer = browser.post("/reviews/new/", given)
    made = Review.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert (made.title, made.department, made.engagement) == ("業務委託契約書", cast.water, work)
    assert made.files.count() == 2
    pasted = browser.post("/reviews/new/", {"text": OLD, "title": "貼った文"}, follow=True)
    assert "貼った文" in pasted.content.decode()


def test_nothing_given_is_said_and_what_was_typed_stays(cast):
    answer = cast.client(cast.owner).post("/reviews/new/", {"title": "題名だけ"})
    assert answer.status_code == 422
    assert "契約書のファイルを選ぶか" in answer.content.decode()
    assert "題名だけ" in answer.content.decode()


def test_a_work_of_others_cannot_be_chosen(cast):
    work = promised.described(cast)
    answer = cast.client(cast.colleague).post("/reviews/new/", {"text": OLD, "engagement": work.pk})
    assert answer.status_code == 422
    assert not Review.objects.exists()


def test_a_hostile_file_harms_no_other(cast):
    locked = SimpleUploadedFile("古い.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)
    liar = SimpleUploadedFile("うそ.docx", b"%PDF-1.4 nothing of the kind")
    made = reviewed(cast, locked, text(), liar)
    names = {each.name: bool(each.unreadable) for each in made.files.all()}
    assert names == {"契約書.txt": False, "古い.doc": True, "うそ.docx": True}
    body = page(cast, made.get_absolute_url()).content.decode()
    assert "読めなかったファイル" in body
    assert "うそ.docx" in body
    assert StoredFile.objects.filter(name__in=["古い.doc", "うそ.docx"]).count() == 0


def test_nothing_is_kept_when_nothing_could_be_read(cast):
    before = StoredFile.objects.count()
    with pytest.raises(Refusal) as refused:
        reviewed(cast, SimpleUploadedFile("絵.txt", b"\x00\x01\x02"))
    assert refused.value.code == "review.nothing-readable"
    assert (Review.objects.count(), StoredFile.objects.count()) == (0, before)


def test_a_page_of_the_web_is_read_and_kept_as_text(cast):
    html = f"<html><head><title>契約</title></head><body><pre>{OLD}</pre></body></html>"
    made = reviewed(cast, text(html, "契約.html"))
    file = made.files.get()
    assert (file.name, file.stored.name, file.stored.content_type) == (
        "契約.html",
        "契約.html.txt",
        "text/plain",
    )
    assert states(made)["confidentiality"] == "promised"


def test_what_a_contract_says_is_never_run(cast):
    attack = (
        '（秘密）\n第１条　乙は、秘密を<script>alert("x")</script>漏らしてはならない。<img src=x onerror=1>'
    )
    made = reviewed(cast, text(attack, '"><script>1<.txt'), title="<b>題</b>")
    for address in (made.get_absolute_url(), made.files.get().get_absolute_url(), "/reviews/"):
        body = page(cast, address).content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert "<b>題" not in body


def test_a_review_stays_as_it_was_and_again_makes_a_new_one(cast):
    work = promised.described(cast)
    made = reviewed(cast, engagement=work)
    kept = (made.results, made.files.get().clauses)
    facts = {**work.profile, "title": work.title, "needs": ["carry_out", "collect"]}
    engagements.describe(work, facts, department=cast.water, contractor=cast.company, by=cast.owner, at=NOW)
    work.refresh_from_db()
    made = Review.objects.get(pk=made.pk)
    again = services.review_again(made, by=cast.owner, at=NOW)
    made.refresh_from_db()
    assert (made.results, made.files.get().clauses) == kept
    assert (again.predecessor, again.revision) == (made, 2)
    assert again.files.get().stored == made.files.get().stored
    assert again.profile != made.profile
    assert "copying" in {row["slug"] for row in made.results["conflicts"]}
    assert "copying" not in {row["slug"] for row in again.results["conflicts"]}
    assert "前の点検との違い" in page(cast, again.get_absolute_url()).content.decode()


def test_two_documents_are_laid_side_by_side(cast):
    one, other = reviewed(cast).files.get(), reviewed(cast, text(NEW, "新.txt")).files.get()
    address = f"/reviews/comparison/?one={one.pk}&other={other.pk}"
    body = page(cast, address).content.decode()
    assert "変わった条項が2件、加わった条項が1件、なくなった条項が1件あります。" in body
    assert "<del>" in body
    assert "<ins>" in body
    assert statuses(cast, "get", address) == told("200 404 200 200 403 200 200 403 403 403 404 302")
    assert page(cast, "/reviews/comparison/", "colleague").status_code == 200


def test_a_work_shows_its_reviews_and_they_go_with_it(cast):
    work, other = promised.described(cast), promised.described(cast, "別の業務")
    assert (
        f'href="/reviews/new/?engagement={work.pk}"' in page(cast, work.get_absolute_url()).content.decode()
    )
    made = reviewed(cast, engagement=work, title="検針の契約書")
    assert made.get_absolute_url() in page(cast, work.get_absolute_url()).content.decode()
    assert made.get_absolute_url() not in page(cast, other.get_absolute_url()).content.decode()
    assert "検針の契約書" in page(cast, f"/reviews/?engagement={work.pk}").content.decode()
    assert "検針の契約書" not in page(cast, f"/reviews/?engagement={other.pk}").content.decode()
    assert page(cast, f"/reviews/?engagement={work.pk}", "stranger").status_code == 404
    # The work moves to another department: the review is theirs now.
    Engagement.objects.filter(pk=work.pk).update(department=cast.health)
    assert page(cast, made.get_absolute_url(), "colleague").status_code == 200
    assert page(cast, made.get_absolute_url()).status_code == 404
