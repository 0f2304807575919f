from datetime import timedelta

import pytest
from django import forms
from django.http import QueryDict
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import timezone, translation
from lxml import html

from yakusoku.web.components import Knot, KnotState, Stage, Step, StepState, Thread
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.paging import Page
from yakusoku.web.showcase import Example

EVIL = '<script src="x"></script>"\'&'


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


def show(source, query="", **context):
    request = RequestFactory().get(f"/?{query}")
    text = engines["django"].from_string(source).render(context, request)
    return html.fragment_fromstring(text, create_parent="body")


def words(element):
    return " ".join(element.text_content().split())


def a_thread(*states):
    return Thread(
        [
            Stage("決める", [Knot("業務実態", KnotState.DONE)]),
            Stage("守る", [Knot("点検", s) for s in states]),
        ]
    )


@pytest.mark.parametrize(
    "source",
    [
        "{% notice heading=evil %}{{ evil }}{% endnotice %}",
        "{% card heading=evil id=evil %}{{ evil }}{% endcard %}",
        "{% why basis=evil label=evil %}{{ evil }}{% endwhy %}",
        "{% badge 'done' evil %}",
        "{% empty_state evil evil evil evil %}",
        "{% crumb evil evil %}",
        "{% search_box listing evil %}",
        "{% column listing 'name' evil %}",
        "{% pagination page evil %}",
        "{% thread line label=evil %}",
        "{% thread line compact=True label=evil %}",
        "{% progress_steps steps evil %}",
        "{% field form.title label=evil help_text=evil data_x=evil %}",
        "{% field form.kind label=evil help_text=evil data_x=evil %}",
    ],
)
def test_text_is_escaped(source):
    shown = show(
        source,
        query="q=%3Cscript+src%3E&x=%22%3E%3Cscript+src%3E",
        evil=EVIL,
        form=Example({"title": EVIL}),
        page=Page([], 1, 25, 60),
        listing=listing_from(QueryDict(mutable=True) | {"q": EVIL}, Columns(sorts={"name": "name"})),
        line=Thread([Stage(EVIL, [Knot(EVIL, KnotState.NEXT, href=EVIL)])]),
        steps=[Step(EVIL, StepState.NOW, EVIL)],
    )
    assert shown.findall(".//script") == []


def test_blocks_keep_their_markup():
    assert (
        show("{% notice %}<p>本文</p>{% endnotice %}").find(".//div[@class='notice-body']/p").text == "本文"
    )


@pytest.mark.parametrize("tone", ["info", "done", "warning", "danger"])
def test_a_notice_says_its_tone_in_words(tone):
    shown = show("{% notice tone=tone %}<p>本文</p>{% endnotice %}", tone=tone)
    assert words(shown.find(".//p[@class='notice-heading']"))
    assert bool(shown.xpath(".//*[@role='alert']")) == (tone == "danger")


@pytest.mark.parametrize("source", ["{% notice tone='pink' %}{% endnotice %}", "{% badge 'pink' %}"])
def test_an_unknown_tone_is_an_error(source):
    with pytest.raises(TemplateSyntaxError):
        show(source)


def test_why_is_folded_and_names_each_basis():
    shown = show("{% why basis=basis %}<p>理由</p>{% endwhy %}", basis=["法第66条", "事例"])
    assert shown.find(".//details").get("open") is None
    assert [dd.text for dd in shown.findall(".//dd")] == ["法第66条", "事例"]


def test_why_without_basis_shows_no_empty_heading():
    assert show("{% why %}<p>理由</p>{% endwhy %}").find(".//dl") is None


def described(shown, control):
    return [shown.get_element_by_id(name) for name in (control.get("aria-describedby") or "").split()]


@pytest.mark.parametrize("name", ["title", "people", "procurement", "start", "note", "agreed"])
def test_a_control_is_tied_to_its_label_help_and_error(name):
    form = Example({"kind": "no"})
    shown = show("{% field form_field %}", form_field=form[name])
    control = shown.get_element_by_id(f"id_{name}")
    assert shown.xpath(f".//label[@for='id_{name}']")
    told = [words(element) for element in described(shown, control)]
    errors = form.errors.get(name, [])
    expected = [str(form[name].help_text)] if form[name].help_text else []
    assert told == expected + [" ".join(errors)] * bool(errors)
    assert (control.get("aria-invalid") == "true") == bool(errors)


@pytest.mark.parametrize(("name", "kind"), [("kind", "radio"), ("categories", "checkbox")])
def test_choices_are_a_fieldset_with_a_legend(name, kind):
    form = Example({"categories": ["unknown"]})
    shown = show("{% field form_field hx_post='/save' %}", form_field=form[name])
    group = shown.find(".//fieldset")
    assert words(group.find("legend")).startswith(str(form[name].label))
    assert group.get("hx-post") == "/save"
    assert described(shown, group)
    controls = group.xpath(f".//input[@type='{kind}']")
    assert len(controls) == len(Example.base_fields[name].choices)
    assert all(shown.xpath(f".//label[@for='{control.get('id')}']") for control in controls)


def test_attributes_reach_the_control_in_the_spelling_of_htmx():
    shown = show("{% field f hx_post='/save' hx_trigger='change' %}", f=Example()["title"])
    control = shown.get_element_by_id("id_title")
    assert (control.get("hx-post"), control.get("hx-trigger")) == ("/save", "change")


def test_a_hidden_field_shows_nothing_but_itself():
    class Hidden(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    shown = show("{% field f %}", f=Hidden()["token"])
    assert [child.tag for child in shown] == ["input"]


def test_errors_link_to_their_fields():
    form = Example({"kind": "no", "people": "1", "procurement": "open", "start": "2027-04-01"})
    shown = show("{% form_errors form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    links = [a.get("href")[1:] for a in shown.xpath(".//div[@role='alert']//a")]
    assert links == ["id_title", "id_agreed"]
    assert all(shown.get_element_by_id(name) is not None for name in links)


def test_a_form_without_errors_says_nothing():
    assert words(show("{% form_errors form %}", form=Example())) == ""


def test_the_thread_tells_each_state_in_words():
    line = a_thread(KnotState.OVERDUE, KnotState.NEXT, KnotState.LATER)
    knots = show("{% thread line %}", line=line).findall(".//li")
    told = [words(knot) for knot in knots]
    assert [any(state.label in text for state in KnotState) for text in told] == [True] * 4
    assert [knot.get("aria-current") for knot in knots] == [None, "step", "step", None]
    assert "守る" in told[3]


def test_an_overdue_knot_says_by_how_much():
    knot = Knot("点検", KnotState.OVERDUE, timezone.localdate() - timedelta(days=3))
    assert "3日過ぎています" in words(show("{% thread line %}", line=Thread([Stage("守る", [knot])])))


def test_the_strand_is_broken_only_before_what_is_overdue():
    shown = show("{% thread line %}", line=a_thread(KnotState.OVERDUE, KnotState.LATER))
    assert [len(knot.xpath(".//*[@class='frayed']")) > 0 for knot in shown.findall(".//li")] == [
        False,
        True,
        False,
    ]


def test_what_is_next_is_not_called_late_when_its_day_has_passed():
    # The work ended on that day; closing it is not yet overdue.
    past = timezone.localdate() - timedelta(days=18)
    shown = words(
        show("{% thread line %}", line=Thread([Stage("守る", [Knot("終了", KnotState.NEXT, past)])]))
    )
    assert "次にすること" in shown
    assert "過ぎています" not in shown
    assert f"{past.year}年" in shown


def test_a_day_of_the_thread_breaks_after_its_year_only():
    knot = Knot("契約", KnotState.DONE, timezone.datetime(2027, 4, 1).date())
    after = show("{% thread line %}", line=Thread([Stage("交わす", [knot])])).find(".//wbr")
    assert words(after.getparent()) == "済み 2027年4月1日"
    # This parser takes what follows for what stands inside.
    assert (after.text or after.tail).strip() == "4月1日"


def test_the_small_thread_is_a_picture_with_words():
    shown = show("{% thread line compact=True label='水道検針' %}", line=a_thread(KnotState.OVERDUE))
    assert (
        shown.find(".//svg").get("aria-label")
        == "水道検針：2段のうち1段が済みました。期限を過ぎています：点検。"
    )


def test_a_thread_without_knots_is_still_drawn():
    assert show("{% thread line %}{% thread line compact=True %}", line=Thread([])) is not None


def test_what_is_overdue_comes_before_what_is_next():
    assert a_thread(KnotState.NEXT, KnotState.OVERDUE).waiting.state is KnotState.OVERDUE


def test_steps_name_the_current_one_and_link_only_what_can_be_opened():
    steps = [
        Step("業務", StepState.DONE, "/1"),
        Step("情報", StepState.NOW, "/2"),
        Step("場所", StepState.LATER),
    ]
    shown = show("{% progress_steps steps %}", steps=steps)
    assert [li.get("aria-current") for li in shown.findall(".//li")] == [None, "step", None]
    assert [a.get("href") for a in shown.findall(".//a")] == ["/1", "/2"]


def test_a_sort_keeps_the_query_and_starts_over():
    listing = listing_from(QueryDict("sort=name"), Columns(sorts={"name": "name"}))
    shown = show(
        "<table><tr>{% column listing 'name' '名前' %}</tr></table>",
        "q=水道&page=3&sort=name",
        listing=listing,
    )
    assert shown.find(".//th").get("aria-sort") == "ascending"
    assert QueryDict(shown.find(".//a").get("href")[1:]).dict() == {"q": "水道", "sort": "-name"}


def test_pages_keep_the_query():
    shown = show("{% pagination page %}", "q=水道&page=2", page=Page([], 2, 25, 60))
    assert QueryDict(shown.find(".//a[@rel='next']").get("href")[1:]).dict() == {"q": "水道", "page": "3"}
    assert "60件のうち 26〜50" in words(shown)


def test_a_short_list_needs_no_way_to_other_pages():
    assert show("{% pagination page %}", page=Page([], 1, 25, 3)).findall(".//a") == []


def test_a_search_keeps_the_sort_and_forgets_the_page():
    listing = listing_from(QueryDict("q=水道"), Columns(sorts={}))
    shown = show("{% search_box listing %}", "q=水道&sort=name&page=3", listing=listing)
    kept = {(i.get("name"), i.get("value")) for i in shown.xpath(".//input[@type='hidden']")}
    assert kept == {("sort", "name")}
    assert shown.get_element_by_id("search-words").get("value") == "水道"


@pytest.mark.parametrize(("days", "over"), [(-1, True), (0, False), (1, False)])
def test_a_deadline_is_marked_only_when_it_has_passed(days, over):
    day = timezone.localdate() + timedelta(days=days)
    shown = show("{% due day %}", day=day).find(".//time")
    assert (shown.get("datetime"), "due-over" in shown.get("class")) == (day.isoformat(), over)


def test_no_deadline_shows_nothing():
    assert len(show("{% due day %}", day=None)) == 0
