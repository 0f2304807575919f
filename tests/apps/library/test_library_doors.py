"""Who gets which page of the contractor's side."""

import pytest

from tests.apps import promised
from tests.apps.library import shelf
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.library.models import KeptAnswerRecord, KeptFile, Side
from yakusoku.apps.library.services import links

#        owner coll poli lega boar audi admi contr other subc stran visit
OWN = told("403 403 403 403 403 403 403 200 200 200 403 302")
MINE = told("403 403 403 403 403 403 403 200 404 404 403 302")
MINE_POST = told("403 403 403 403 403 403 403 302 404 404 403 302")
ANSWERS = told("403 403 403 403 403 403 403 200 404 404 403 302")
BOTH = told("200 404 200 200 200 200 200 200 404 404 404 302")
ACTING = told("200 404 200 403 403 403 200 200 404 404 404 302")


@pytest.fixture
def places(cast):
    """Return each address of a contractor that keeps answers of one sheet and answers another."""
    first = shelf.handed_in(cast)
    shelf.kept(cast, first)
    sheet = shelf.next_sheet(cast)
    paper = shelf.isms(cast)
    kept = KeptAnswerRecord.objects.filter(files__isnull=False).first()
    link, _secret = links.make_link(sheet, Side.CLIENT, "山田", "", 14, by=cast.owner, at=NOW)
    file = KeptFile.objects.get()
    work = f"/inspections/{sheet.pk}"
    return {
        "library": "/library/",
        "answers": "/library/answers/",
        "answer-new": "/library/answers/new/",
        "certificates": "/library/certificates/",
        "certificate-new": "/library/certificates/new/",
        "files": "/library/files/",
        "answer": f"/library/answers/{kept.pk}/",
        "file": f"/library/files/{file.stored_id}/",
        "certificate": f"/library/certificates/{paper.pk}/",
        "answer-file": f"/library/answers/{kept.pk}/files/",
        "file-remove": f"/library/answers/{kept.pk}/files/{file.pk}/remove/",
        "retire": f"/library/answers/{kept.pk}/retire/",
        "certificate-withdraw": f"/library/certificates/{paper.pk}/withdraw/",
        "reuse": f"{work}/reuse/",
        "scope": f"{work}/reuse/{paper.pk}/scope/",
        "keep": f"/inspections/{first.pk}/keep/",
        "grounds": f"{work}/grounds/",
        "package-file": f"{work}/package.zip",
        "package": f"{work}/package/",
        "package-take": f"{work}/package/take/",
        "links": f"{work}/links/",
        "withdraw": f"{work}/links/{link.pk}/withdraw/",
    }


PAGES = {
    "library": OWN,
    "answers": OWN,
    "answer-new": OWN,
    "certificates": OWN,
    "certificate-new": OWN,
    "files": OWN,
    "answer": MINE,
    "file": MINE,
    "certificate": MINE,
    "reuse": ANSWERS,
    "keep": ANSWERS,
    "grounds": BOTH,
    "package-file": BOTH,
    "package": BOTH,
    "links": ACTING,
}
POSTS = {
    "answer-new": told("403 403 403 403 403 403 403 422 422 422 403 302"),
    "answer": told("403 403 403 403 403 403 403 422 404 404 403 302"),
    "answer-file": told("403 403 403 403 403 403 403 422 404 404 403 302"),
    "file-remove": MINE_POST,
    "retire": MINE_POST,
    "certificate-new": told("403 403 403 403 403 403 403 422 422 422 403 302"),
    "certificate": told("403 403 403 403 403 403 403 422 404 404 403 302"),
    "certificate-withdraw": MINE_POST,
    "reuse": told("403 403 403 403 403 403 403 422 404 404 403 302"),
    "scope": MINE_POST,
    "keep": told("403 403 403 403 403 403 403 422 404 404 403 302"),
    "package": told("422 404 422 403 403 403 422 422 404 404 404 302"),
    "package-take": told("404 404 404 403 403 403 404 404 404 404 404 302"),
    "links": told("422 404 422 403 403 403 422 422 404 404 404 302"),
    "withdraw": told("302 404 302 403 403 403 302 302 404 404 404 302"),
}


def test_pages(cast, places):
    got = {name: statuses(cast, "get", places[name]) for name in PAGES}
    assert got == PAGES


def test_acts(cast, places):
    got = {name: statuses(cast, "post", places[name]) for name in POSTS}
    assert got == POSTS


def test_the_own_library_only(cast):
    shelf.kept(cast, shelf.handed_in(cast, "だれにも見せない文"))
    for who in (cast.other_contractor, cast.subcontractor):
        for path in ("/library/", "/library/answers/", "/library/files/", "/library/answers/?format=csv"):
            assert "だれにも見せない文" not in cast.client(who).get(path).content.decode()


def test_the_contractor_sees_the_sheets_of_every_client_and_no_client_another(cast):
    promised.opened(cast)
    shelf.sheet_of_another_client(cast)
    page = cast.client(cast.contractor).get("/library/").content.decode()
    assert "みなと市" in page
    assert "よその市" in page
    assert (
        cast.client(cast.contractor).get("/library/?format=csv").content.decode("utf-8-sig").count("市") >= 2
    )


def test_queries_do_not_grow_with_what_is_kept(cast, django_assert_max_num_queries):
    browser = cast.client(cast.contractor)
    shelf.kept(cast, shelf.handed_in(cast))
    sheet = shelf.next_sheet(cast)
    for path, most in (
        ("/library/", 8),
        ("/library/answers/", 8),
        (f"/library/answers/{KeptAnswerRecord.objects.first().pk}/", 12),
        ("/library/certificates/", 8),
        ("/library/files/", 10),
        (f"/inspections/{sheet.pk}/reuse/", 20),
        (f"/inspections/{sheet.pk}/package/", 12),
    ):
        with django_assert_max_num_queries(most):
            assert browser.get(path).status_code == 200
