import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict

from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.paging import Page, page_of

pytestmark = pytest.mark.django_db

COLUMNS = Columns(sorts={"name": "name"}, searched=("name__icontains",), default="name")


@pytest.fixture
def sixty():
    Group.objects.bulk_create(Group(name=f"課{n:03}") for n in range(60))
    return Group.objects.order_by("name")


@pytest.mark.parametrize(
    ("query", "number", "size", "first", "last"),
    [
        pytest.param("", 1, 25, 1, 25, id="the-first-page"),
        pytest.param("page=3", 3, 25, 51, 60, id="the-last-page-is-short"),
        pytest.param("page=9", 3, 25, 51, 60, id="too-far-gives-the-last"),
        pytest.param("page=0", 1, 25, 1, 25, id="too-near-gives-the-first"),
        pytest.param("page=-2", 1, 25, 1, 25, id="negative-gives-the-first"),
        pytest.param("page=x&size=50", 1, 50, 1, 50, id="a-word-gives-the-first"),
        pytest.param("size=7", 1, 25, 1, 25, id="only-known-sizes"),
        pytest.param("size=100", 1, 100, 1, 60, id="one-page-is-enough"),
        pytest.param("page=" + "9" * 5000, 1, 25, 1, 25, id="absurd-numbers-are-ignored"),
        pytest.param("page=²", 1, 25, 1, 25, id="only-plain-digits"),
    ],
)
def test_page_of(sixty, query, number, size, first, last):
    page = page_of(sixty, QueryDict(query))
    assert (page.number, page.size, page.first, page.last) == (number, size, first, last)
    assert [group.name for group in page.rows] == [f"課{n:03}" for n in range(first - 1, last)]


def test_nothing_is_one_empty_page(db):
    page = page_of(Group.objects.order_by("pk"), QueryDict("page=4"))
    assert (page.number, page.pages, page.first, page.last, page.previous, page.next) == (
        1,
        1,
        0,
        0,
        None,
        None,
    )


def test_a_page_costs_two_queries(sixty, django_assert_num_queries):
    with django_assert_num_queries(2):
        page_of(sixty, QueryDict("page=2"))


def test_neighbours_of_a_middle_page():
    page = Page([], 2, 25, 60)
    assert (page.previous, page.next, page.pages) == (1, 3, 3)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("", ["Alpha", "Beta", "課"], id="the-default-sort"),
        pytest.param("sort=-name", ["課", "Beta", "Alpha"], id="turned-round"),
        pytest.param("sort=password", ["Alpha", "Beta", "課"], id="an-unknown-column-gives-the-default"),
        pytest.param("sort=permissions__name", ["Alpha", "Beta", "課"], id="no-way-through-relations"),
        pytest.param("sort=--name", ["Alpha", "Beta", "課"], id="a-doubled-sign-is-unknown"),
        pytest.param("q=ＡＬＰＨＡ", ["Alpha"], id="full-width-finds-half-width"),
        pytest.param("q=a+t", ["Beta"], id="every-word-must-fit"),
        pytest.param("q=%25", [], id="a-percent-sign-is-just-a-sign"),
    ],
)
def test_a_listing_sorts_and_searches(query, names):
    Group.objects.bulk_create(Group(name=name) for name in ("課", "Beta", "Alpha"))
    rows = listing_from(QueryDict(query), COLUMNS).apply(Group.objects.all())
    assert [group.name for group in rows] == names


def test_a_second_click_turns_the_sort_round():
    listing = listing_from(QueryDict("sort=name"), COLUMNS)
    assert (listing.direction("name"), listing.toggled("name")) == ("ascending", "-name")
    listing = listing_from(QueryDict("sort=-name"), COLUMNS)
    assert (listing.direction("name"), listing.toggled("name")) == ("descending", "name")
