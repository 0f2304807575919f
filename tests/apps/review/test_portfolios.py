"""Portfolios: many contracts are brought, read one by one whatever happens in between, and seen side by side."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from tests.apps.review.reading import NEW, OLD, stock, text, zipped
from tests.apps.review.test_api import Caller
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.flows.tick import tick
from yakusoku.apps.review import portfolio_reading, portfolios, services
from yakusoku.apps.review.models import OldLaw, Portfolio, Review
from yakusoku.domain.refusal import Refusal

BROKEN = SimpleUploadedFile("壊れた.pdf", b"%PDF-1.7 nothing follows")


def bundle():
    return zipped(
        {
            "令和5年度/古い契約.txt": OLD.encode("cp932"),
            "令和9年度/新しい契約.txt": NEW.encode(),
            "__MACOSX/._x.txt": b"x",
            "写真.exe": b"MZ\x00\x01",
        }
    )


@pytest.fixture
def read(cast):
    return stock(cast, bundle(), text(name="三つ目.txt"), BROKEN)


def waiting(cast, *uploads):
    subject = services.Subject(cast.city, cast.water, "水道の契約")
    return portfolios.begin(subject, uploads or [bundle()], by=cast.owner, at=NOW)


def page(cast, address, who="owner"):
    return cast.client(getattr(cast, who)).get(address).content.decode()


def test_each_file_of_a_zip_is_a_contract_and_each_contract_an_ordinary_review(cast, read):
    each_is_an_ordinary_review(cast, read)
    the_page_says_what_is_missing_where_and_what_to_renegotiate_first(cast, read)


def each_is_an_ordinary_review(cast, read):
    assert read.finished_at is not None
    by_name = {each.name: each for each in read.contracts.all()}
    assert list(by_name) == [
        "令和5年度/古い契約.txt",
        "令和9年度/新しい契約.txt",
        "写真.exe",
        "三つ目.txt",
        "壊れた.pdf",
    ]
    assert by_name["写真.exe"].unreadable
    assert by_name["壊れた.pdf"].unreadable
    old, new = by_name["令和5年度/古い契約.txt"], by_name["令和9年度/新しい契約.txt"]
    assert old.points > new.points
    assert old.points == sum(old.reckoned.values())
    assert OldLaw.objects.filter(contract=old).exists()
    assert not OldLaw.objects.filter(contract=new).exists()
    assert 'class="mark-old"' in page(cast, old.review.files.get().get_absolute_url())
    assert read.get_absolute_url() in page(cast, old.review.get_absolute_url())
    browser = cast.client(cast.owner)
    assert not old.review.papers.exists()
    browser.post(reverse("review-papers", args=[old.review.pk]))
    # As they come with a contract that is reviewed by itself.
    papers = {"report.pdf", "supplement.docx", "古い契約.reviewed.docx"}
    assert {each.stored.name for each in old.review.papers.all()} == papers
    with pytest.raises(Refusal) as refused:
        services.write_papers(old.review, by=cast.owner, at=NOW)
    assert refused.value.code == "review.papers-there"
    assert verify() == []


def the_page_says_what_is_missing_where_and_what_to_renegotiate_first(cast, read):
    body = page(cast, read.get_absolute_url())
    assert "3件の契約のうち" in body
    assert "壊れた.pdf" in body
    assert body.index("古い契約.txt") < body.index("新しい契約.txt")
    only = page(cast, f"{read.get_absolute_url()}?slug=copying&status=missing")
    assert "新しい契約.txt" not in only.split("読めなかったファイル")[0]
    law = OldLaw.objects.all()[0].change
    narrowed = page(cast, f"{read.get_absolute_url()}?law={law}")
    assert "古い契約.txt" in narrowed
    assert "新しい契約.txt" not in narrowed
    table = page(cast, reverse("portfolio-matrix", args=[read.pk]))
    review = read.contracts.get(name="三つ目.txt").review
    assert f'{review.get_absolute_url()}#m-copying"' in table
    # What was asked for can be changed where nothing stands so.
    nothing = page(cast, f"{reverse('portfolio-matrix', args=[read.pk])}?q=&slug=copying&status=conditional")
    assert "当てはまる契約はありません" in nothing
    assert 'name="slug"' in nothing
    assert review.get_absolute_url() not in page(cast, "/reviews/")
    assert review.get_absolute_url() in page(cast, "/reviews/?show=all")
    rows = cast.client(cast.owner).get(f"{read.get_absolute_url()}?format=csv").content.decode("utf-8-sig")
    assert len(rows.strip().splitlines()) == 6
    assert "定めなし" in rows
    assert "壊れた.pdf" in rows


def test_whoever_is_stopped_in_the_middle_loses_nothing(cast):
    made = waiting(cast, text())
    assert portfolio_reading.go_on(made.pk) == 1
    first = made.contracts.first()
    # Two more come, one of them no contract: only they are read, and then there is nothing to do.
    portfolios.add(made, [bundle()], by=cast.owner, at=NOW)
    assert portfolio_reading.go_on(made.pk) == 3
    assert portfolio_reading.go_on(made.pk) == 0
    # Another who had read the same contract before keeps nothing a second time.
    read = Review.objects.count()
    assert not portfolios.keep_unread(first, "遅れて来た", NOW)
    assert Review.objects.count() == read == 3


def test_nobody_reads_while_somebody_does_and_the_tick_goes_on_for_who_is_gone(cast):
    made = waiting(cast)
    Portfolio.objects.filter(pk=made.pk).update(held_until=now() + timedelta(minutes=1))
    assert portfolio_reading.go_on(made.pk) == 0
    assert portfolio_reading.catch_up() == 0
    assert "読んでいます" in page(cast, made.get_absolute_url())
    Portfolio.objects.filter(pk=made.pk).update(held_until=now() - timedelta(seconds=1))
    assert dict(tick(NOW.date(), NOW))["contracts"] == 3
    made.refresh_from_db()
    assert (made.finished_at is not None, made.held_until) == (True, None)


def test_who_was_silent_for_too_long_stops_where_another_reads(cast):
    made = waiting(cast, text(), text(NEW, "二つ目.txt"))
    rows = Portfolio.objects.filter(pk=made.pk)
    slow = portfolio_reading.Held.taken(made.pk)
    rows.update(held_until=now() - timedelta(seconds=1))
    assert portfolio_reading.go_on(made.pk) == 2
    # The slow one awakes when others have come and gone, and when another holds it.
    held = portfolio_reading.Held(made.pk, now() - portfolio_reading.QUIET)
    for until in (None, now() + timedelta(seconds=20)):
        rows.update(held_until=until)
        for each in (slow, held):
            each.let_go()
        with pytest.raises(portfolio_reading.Lost):
            held.hold_on()
        assert rows.get().held_until == until
    assert Review.objects.count() == 2


def test_a_file_at_which_every_reader_falls_is_given_up(cast):
    made = waiting(cast, text())
    made.contracts.update(tries=portfolio_reading.MOST_TRIES)
    portfolio_reading.go_on(made.pk)
    assert "読む仕組みが止まりました" in made.contracts.get().unreadable


def test_progress_is_asked_for_alone_and_ends_in_the_whole_page(cast):
    made = waiting(cast, text())
    browser = cast.client(cast.owner)
    asked = browser.get(made.get_absolute_url(), headers={"HX-Request": "true"})
    assert asked.content.decode().lstrip().startswith("<section")
    assert "HX-Refresh" not in asked
    Portfolio.objects.update(finished_at=NOW)
    asked = browser.get(made.get_absolute_url(), headers={"HX-Request": "true"})
    assert asked["HX-Refresh"] == "true"


def test_contracts_are_brought_on_the_page_and_more_later(cast):
    browser = cast.client(cast.owner)
    empty = SimpleUploadedFile("空.docx", b"")
    folder = bundle()
    given = {"uploads": [text(), folder, empty], "title": "棚卸し", "level": "basic"}
    answer = browser.post(reverse("portfolio-new"), given)
    made = Portfolio.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    browser.post(reverse("portfolio-add", args=[made.pk]), {"uploads": [text(NEW, "後から.txt")]})
    portfolio_reading.go_on(made.pk)
    assert made.contracts.get(name="後から.txt").review.level == "basic"
    assert made.contracts.count() == 6
    assert "「空.docx」は中身が空です" in made.contracts.get(name="空.docx").unreadable
    # The same file: one that is made anew tells another time, and is another.
    folder.seek(0)
    again = {"uploads": [text(), folder, text(OLD, "もう一つ.txt")]}
    told = browser.post(reverse("portfolio-add", args=[made.pk]), again, follow=True).content.decode()
    assert "1件の契約を加えました。読めなかった1件を、もう一度読みます。同じものがある3件は" in told
    assert made.contracts.filter(read_at__isnull=True).count() == 2
    portfolio_reading.go_on(made.pk)
    told = browser.post(
        reverse("portfolio-add", args=[made.pk]), {"uploads": [text()]}, follow=True
    ).content.decode()
    assert "もうこの棚卸しに入っています" in told
    assert made.contracts.count() == 7
    assert browser.post(reverse("portfolio-new"), {"title": "何もない"}).status_code == 422


def test_only_the_own_department_and_those_who_oversee_see_it_and_only_those_who_review_add(cast):
    made = waiting(cast)
    #           owner coll pol legal board audit admin contr other sub strange visitor
    row = told("200 404 200 200 403 200 200 403 403 403 404 302")
    for name in ("portfolio", "portfolio-matrix"):
        assert statuses(cast, "get", reverse(name, args=[made.pk])) == row
    row = told("302 404 302 302 403 403 302 403 403 403 404 302")
    assert statuses(cast, "post", reverse("portfolio-add", args=[made.pk])) == row


def test_the_interface_does_what_the_pages_do(cast):
    owner = Caller(cast, cast.owner)
    body = {"title": "送った契約", "level": "標準", "uploads": [bundle()]}
    answer = owner.call("post", "/reviews/portfolios", body)
    assert answer.status_code == 201, answer.content.decode()
    made = answer.json()
    assert (made["total"], made["read"], made["level"], made["finished_at"]) == (3, 0, "standard", None)
    portfolio_reading.go_on(made["id"])
    found = owner.call("get", f"/reviews/portfolios/{made['id']}").json()
    assert (found["read"], found["unreadable"]) == (3, 1)
    assert any(row["missing"] for row in found["items"])
    assert found["laws"]
    asked = f"/reviews/portfolios/{made['id']}/contracts?law={found['laws'][0]['change']}"
    rows = owner.call("get", asked).json()["items"]
    assert [row["name"] for row in rows] == ["令和5年度/古い契約.txt"]
    more = owner.call("post", f"/reviews/portfolios/{made['id']}/contracts", {"uploads": [text()]})
    assert more.json()["total"] == 4
    assert owner.call("get", "/reviews/portfolios").json()["count"] == 1
    assert Caller(cast, cast.colleague).call("get", f"/reviews/portfolios/{made['id']}").status_code == 404
    wrong = owner.call("post", "/reviews/portfolios", {"level": "最強", "uploads": [text()]})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "review.no-such-level")
