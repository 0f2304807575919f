"""Reviewing contracts: what is found, who sees it, and that it stays as it was found."""

import io
import re
from zipfile import ZipFile

import docx
import pytest
import typst
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.adapters.contracts.words import paragraph, parts, zipped
from tests.adapters.office_files import relation
from tests.apps import promised
from tests.apps.review.reading import NEW, OLD, reviewed, text
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.adapters.office_uploads import carried
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import content_of
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
    assert "禁止 委託先が守る" in text_page
    assert "契約が終わった後も続く定めです" in text_page
    assert "契約終了後５年間" in re.sub("<[^>]*>", "", text_page).split("期限・金額: ")[1]
    # A review of before says less, and is shown and written all the same.
    for clause in file.clauses:
        clause.pop("amounts")
        for label in clause["requirements"]:
            label.pop("binds")
    file.save()
    made.papers.all().delete()
    assert "委託先が守る" not in page(cast, file.get_absolute_url()).content.decode()
    services.write_papers(made, by=cast.owner, at=NOW)


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


def test_macros_and_links_are_told_of_and_go_no_further(cast):
    """The words are read; what swells or fetches while it is read is refused, macros beside it or not."""
    macros = {"word/vbaProject.bin": b"x"}
    link = {
        "word/_rels/settings.xml.rels": relation("attachedTemplate", "http://far.example/a.dotm", "External")
    }
    rows = "".join(paragraph(line) for line in OLD.splitlines())
    entity = b"<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    files = {
        "マクロ.docm": {**parts(rows), **macros, **link},
        "ひな形.docx": {**parts(rows), **link},
        "爆弾.docx": {**parts(" " * 20_000_000), **macros},
        "実体.docx": {
            **parts(rows),
            **macros,
            "word/document.xml": entity + parts(rows)["word/document.xml"],
        },
    }
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as sheets:
        sheets.add_worksheet("契約").write_column(0, 0, OLD.splitlines())
    with ZipFile(book, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    uploads = [SimpleUploadedFile(name, zipped(entries)) for name, entries in files.items()]
    uploads.append(SimpleUploadedFile("表.xlsm", book.getvalue()))
    # An action in an object that nothing points to: a reader that repairs would still find it.
    acting = (
        typst.compile("\n\n".join(OLD.splitlines()).encode()) + b"\n9 0 obj<</S/JavaScript/JS(x)>>endobj\n"
    )
    made = reviewed(cast, *uploads, SimpleUploadedFile("様式.pdf", acting))
    found = {each.name: each for each in made.files.all()}
    assert [name for name, each in found.items() if each.unreadable] == ["爆弾.docx", "実体.docx"]
    assert "マクロが入っています" in " ".join(found["マクロ.docm"].warnings)
    assert "外のファイルへのつながり" in " ".join(found["マクロ.docm"].warnings)
    assert "マクロが入っています" in " ".join(found["表.xlsm"].warnings)
    assert "自動で動くもの" in " ".join(found["様式.pdf"].warnings)
    assert "動かさずに、文だけを読みました" in page(cast, made.get_absolute_url()).content.decode()
    for paper in made.papers.filter(stored__name__endswith=".docx"):
        content = content_of(paper.stored)
        assert carried(paper.stored.name, content, "docx") == []
        assert (
            "契約終了後" in "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)
            or paper.stored.name == "supplement.docx"
        )


def test_nothing_is_kept_when_nothing_could_be_read(cast):
    before = StoredFile.objects.count()
    with pytest.raises(Refusal) as refused:
        reviewed(cast, SimpleUploadedFile("絵.txt", b"\x00\x01\x02"))
    assert refused.value.code == "review.nothing-readable"
    assert (Review.objects.count(), StoredFile.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("name", "kept", "encoding", "wrap"),
    [
        (
            "契約.html",
            "契約.html.txt",
            "utf-8",
            "<html><head><script>1</script></head><body><pre>{}</pre></body></html>",
        ),
        ("契約.htm", "契約.htm.txt", "euc_jp", "<!doctype html><pre>{}</pre>"),
        ("契約", "契約.txt", "euc_jp", "{}"),
        ("契約.pdf", "契約.pdf.txt", "iso2022_jp", "{}"),
    ],
)
def test_what_is_read_by_its_content_is_kept_as_what_it_is_and_never_served_as_a_page(
    cast, name, kept, encoding, wrap
):
    made = reviewed(cast, SimpleUploadedFile(name, wrap.format(OLD).encode(encoding)))
    file = made.files.get()
    assert (file.name, file.stored.name, file.stored.content_type) == (name, kept, "text/plain")
    assert states(made)["confidentiality"] == "promised"
    handed = page(cast, reverse("review-original", args=[file.pk]))
    assert handed["Content-Type"] == "text/plain"
    assert handed["Content-Disposition"].startswith("attachment")


def test_the_higher_document_decides_and_a_person_turns_the_order_round_in_a_new_review(cast):
    free = text("特記仕様書\n（複写）\n第１条　乙は、資料を自由に複写することができる。\n", "特記仕様書.txt")
    made = reviewed(cast, text(), free)
    assert states(made)["copying"] == "weak"
    body = page(cast, made.get_absolute_url()).content.decode()
    assert "特記仕様書の第１条が優先します（文書に定めがないので" in body
    assert ">業務委託契約書 第３条</a>" in body
    files = list(made.files.all())
    ranks = {f"rank-{file.pk}": place for place, file in enumerate(files, start=1)}
    cast.client(cast.owner).post(reverse("review-again", args=[made.pk]), {"order": "chosen", **ranks})
    turned = Review.objects.get(predecessor=made)
    assert states(turned)["copying"] == "promised"
    assert "人が選んだ順による" in page(cast, turned.get_absolute_url()).content.decode()
    # Again, it stays as it was chosen, until the documents are to say it themselves.
    assert states(services.review_again(turned, by=cast.owner, at=NOW))["copying"] == "promised"
    assert states(services.review_again(turned, [], by=cast.owner, at=NOW))["copying"] == "weak"
    made.refresh_from_db()
    assert states(made)["copying"] == "weak"


def test_a_long_contract_is_shown_in_pages_and_its_clauses_are_found_there(cast):
    long = "契約書\n" + "".join(f"第{n}条　乙は、費用を負担する。\n" for n in range(1, 61))
    made = reviewed(cast, text(long + "第61条　乙は、資料を複写し、又は複製してはならない。\n"))
    file = made.files.get()
    assert f'{file.get_absolute_url()}?page=3#c60"' in page(cast, made.get_absolute_url()).content.decode()
    first = page(cast, file.get_absolute_url()).content.decode()
    third = page(cast, f"{file.get_absolute_url()}?page=3").content.decode()
    assert ('id="c24"' in first, 'id="c25"' in first) == (True, False)
    assert ('id="c60"' in third, 'id="c49"' in third) == (True, False)


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
    # Begun from one document, the other is another.
    begun = page(cast, f"/reviews/comparison/?one={one.pk}").content.decode()
    assert begun.count(f'<option value="{one.pk}" selected>') == 1
    assert begun.split('name="other"')[1].index(f'"{other.pk}"') < begun.split('name="other"')[1].index(
        f'"{one.pk}"'
    )


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
