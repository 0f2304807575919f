import pytest
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from django.utils import translation
from django_htmx.middleware import HtmxDetails
from lxml import html

from yakusoku.web import views
from yakusoku.web.answers import render_part

urlpatterns = [path("", lambda request: HttpResponse(), name="home")]

ERRORS = ["400", "403", "403_csrf", "404", "429", "500"]


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


@pytest.fixture
def request_():
    def make(path="/", headers=None):
        request = RequestFactory().get(path, headers=headers)
        request.htmx = HtmxDetails(request)
        return request

    return make


@pytest.mark.parametrize("code", ERRORS)
@pytest.mark.urls(__name__)
def test_an_error_page_needs_no_context_and_shows_a_way_on(code):
    page = html.document_fromstring(render_to_string(f"{code}.html"))
    assert page.get("lang") == "ja"
    assert len(page.findall(".//h1")) == 1
    assert page.xpath("//a[contains(@class, 'button-primary')]/@href") == ["/"]


@pytest.mark.parametrize("code", [code for code in ERRORS if code != "500"])
@pytest.mark.urls(__name__)
def test_a_page_has_its_landmarks_and_a_skip_link(code):
    page = html.document_fromstring(render_to_string(f"{code}.html"))
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    assert len(page.xpath("//main[@id='main']")) == 1
    assert page.xpath("//*[@id='messages']/@aria-live") == ["polite"]
    assert page.find(".//title").text.strip()


@pytest.mark.urls(__name__)
def test_a_stranger_sees_no_menu():
    page = html.document_fromstring(render_to_string("404.html"))
    assert page.xpath("//details | //nav[@class='site-nav']") == []


@pytest.mark.urls(__name__)
def test_links_to_pages_that_are_not_there_are_left_out():
    person = type("Person", (), {"is_authenticated": True, "name": "佐藤"})()
    page = html.document_fromstring(render_to_string("404.html", {"user": person}))
    assert page.xpath("//header//ul//a/@href") == ["/"]


@pytest.mark.urls("yakusoku.web.urls")
def test_the_component_page_shows_only_while_developing(settings, request_):
    settings.DEBUG = True
    assert views.components(request_("/components/")).status_code == 200
    settings.DEBUG = False
    with pytest.raises(Http404):
        views.components(request_("/components/"))


@pytest.mark.urls("yakusoku.web.urls")
@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        pytest.param({}, True, id="without-script-the-whole-page"),
        pytest.param({"HX-Request": "true"}, False, id="htmx-gets-the-part"),
        pytest.param({"HX-Request": "true", "HX-Boosted": "true"}, True, id="boosted-gets-the-page"),
        pytest.param(
            {"HX-Request": "true", "HX-History-Restore-Request": "true"}, True, id="going-back-gets-the-page"
        ),
    ],
)
def test_render_part(request_, headers, whole):
    context = {"bound": None, "help": "助け", "bound_errors": ""}
    answer = render_part(request_(headers=headers), "components/field.html", "told", context, 422)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "HX-Request" in answer["Vary"]
    assert "助け" in text
    assert ("<label" in text) == whole
