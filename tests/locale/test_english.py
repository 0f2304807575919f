"""The English interface: complete, in step with the code, and without Japanese left over on any page."""

import ast
import re
from datetime import date, timedelta
from string import Formatter

import polib
import pytest
from django.urls import reverse
from django.utils import translation
from lxml import html
from scripts import messages

from tests.apps import promised
from tests.cast import NOW
from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.services import keep_overlay
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.queries import sheet_of
from yakusoku.apps.surveys.queries import findings_of
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.survey.questionnaire.sheets import sheets_from
from yakusoku.web import formats

ENGLISH = polib.pofile(str(messages.PO))
JAPANESE = re.compile(r"[ぁ-ゟァ-ヺー一-鿿々]")
# What people typed in these tests, and the name of the other language on the button that switches to it.
TYPED = (
    "水道検針",
    "水道課長",
    "公表は条例で定めている",
    "公表の定めが重なっていた",
    "記録簿",
    "準委任",
    "孫請け",
    "日本語",
)


def holes(text):
    """Return the places in a text that are filled: %(name)s, %d and {name}."""
    named = {name for _, name, _, _ in Formatter().parse(text.replace("%", "")) if name}
    return sorted([*re.findall(r"%\(\w+\)[sd]|%[sd]", text), *named])


def test_every_text_of_the_interface_is_in_the_catalogue():
    known = {(entry.msgid, entry.msgid_plural) for entry in ENGLISH}
    assert {(message.text, message.plural) for message in messages.collected()} == known


def bare_in_template(file):
    """Return the Japanese that a template says without asking for a translation."""
    text = re.sub(
        r"{% *blocktranslate.*?endblocktranslate *%}", "", file.read_text(encoding="utf-8"), flags=re.S
    )
    return JAPANESE.findall(re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text))


def bare_in_python(file):
    """Return the Japanese texts of a module that are neither documentation nor handed to gettext."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    quiet = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    asked = messages.ONE | messages.COUNTED
    quiet |= {
        id(text)
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in asked
        for text in call.args
    }
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [text.value for text in texts if id(text) not in quiet and JAPANESE.search(text.value)]


SHOWN = ("web", "apps", "api")
# Examples shown only while developing, the invented town, and what developers of other systems read.
OWN_WORDS = (
    "web/showcase.py",
    "web/templates/components.html",
    "apps/demo/",
    "api/",
    "apps/specifications/models.py",
    # Letters are written in Japanese, ledgers and articles are read in it.
    "apps/erasure/papers.py",
    "apps/register/ledger.py",
    "apps/candidates/queries.py",
    # What a new report says of its survey, in the language of the report.
    "apps/results/report_planning.py",
)


def test_no_page_says_anything_past_the_translation():
    files = [file for folder in SHOWN for file in (messages.SOURCE / folder).rglob("*.*")]
    said = {}
    for file in files:
        name = file.relative_to(messages.SOURCE).as_posix()
        if name.startswith(OWN_WORDS) or "/migrations/" in name or file.name.endswith("api.py"):
            continue
        if file.suffix == ".py":
            said[name] = bare_in_python(file)
        elif "templates" in file.parts and file.is_file():
            said[name] = bare_in_template(file)
    assert {name: texts for name, texts in said.items() if texts} == {}


def test_every_text_has_a_finished_translation():
    assert messages.untranslated(ENGLISH) == []
    assert [entry.msgid for entry in ENGLISH if entry.fuzzy or entry.obsolete] == []


def test_no_translation_has_japanese_in_it():
    said = [text for entry in ENGLISH for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in said if JAPANESE.search(text)] == []


def test_a_translation_is_filled_with_the_same_facts():
    wrong = [
        entry.msgid
        for entry in ENGLISH
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if text and holes(text) != holes(entry.msgid)
    ]
    assert wrong == []


def test_the_compiled_file_is_in_step_with_the_catalogue():
    assert messages.renewed(ENGLISH).to_binary() == messages.MO.read_bytes()


@pytest.fixture
def english(cast):
    """A browser that asks for English, for each person."""

    def walk_in(user):
        client = cast.client(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.9"
        return client

    return walk_in


def typed():
    """Return what people typed: names of people and organisations, and the texts of these tests."""
    named = [
        name
        for model in (User, Organization, Department)
        for name in model.objects.values_list("name", flat=True)
    ]
    return sorted((*TYPED, *named), key=len, reverse=True)


def left_over(page):
    """Return the Japanese on a page outside of what is marked as Japanese and what people typed."""
    known = typed()
    for marked in page.xpath("//*[@lang='ja'] | //script"):
        marked.drop_tree()
    texts = [*page.itertext(), *page.xpath("//@aria-label | //@placeholder | //@data-confirm | //@title")]
    found = []
    for text in texts:
        bare = text
        for words in known:
            bare = bare.replace(words, "")
        if JAPANESE.search(bare):
            found.append(text.strip())
    return found


def read(client, address):
    """Return a page as it reads in English; it must say that it does."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = html.document_fromstring(answer.content.decode())
    assert page.get("lang") == "en"
    return page


@pytest.mark.parametrize("address", ["account_login", "account_logout", "account_reset_password"])
def test_a_visitor_reads_english(english, address, cast):
    client = english(cast.owner if address == "account_logout" else None)
    assert left_over(read(client, reverse(address))) == []


OWN_PAGES = {
    "owner": ["home", "engagement-new", "catalogue", "api-tokens", "organization", "mfa_index"],
    "administrator": ["members", "member-invite", "audit-trail"],
    "policy": ["home", "catalogue-overlay", "contractor-invite"],
}


@pytest.mark.parametrize(("who", "name"), [(who, name) for who, names in OWN_PAGES.items() for name in names])
def test_a_page_of_ones_own_reads_in_english(english, cast, who, name):
    promised.published(cast)
    assert left_over(read(english(getattr(cast, who)), reverse(name))) == []


@pytest.mark.parametrize("slug", ["copying", "subcontracting", "incident-response"])
def test_a_requirement_reads_in_english(english, cast, slug):
    assert left_over(read(english(cast.owner), reverse("requirement", args=[slug]))) == []


@pytest.mark.parametrize("step", ["work", "information", "places", "needs", "period"])
def test_the_wizard_reads_in_english(english, cast, step):
    work = promised.described(cast)
    assert left_over(read(english(cast.owner), reverse("profile-step", args=[work.pk, step]))) == []


@pytest.mark.parametrize("made", [promised.described, promised.decided], ids=["undecided", "decided"])
def test_the_decisions_read_in_english(english, cast, made):
    work = made(cast)
    promised.decline(cast, work)
    for name in ("decisions", "publish", "engagement"):
        assert left_over(read(english(cast.owner), reverse(name, args=[work.pk]))) == []


def test_a_published_version_reads_in_english_around_its_text(english, cast):
    version = promised.published_again(cast)
    work = version.engagement.pk
    for name in ("version", "handbook", "version-changes"):
        page = read(english(cast.owner), reverse(name, args=[work, version.number]))
        assert "language of the contract" in page.text_content()
        assert left_over(page) == []


def test_who_holds_data_reads_in_english(english, cast):
    work: Engagement = promised.published(cast).engagement
    first = Hop.objects.create(
        engagement=work, name="みなと検針株式会社", place="contractor_premises", standing="consented"
    )
    home = {"name": "孫請け", "place": "home", "travels_by": "courier", "standing": "undeclared"}
    Hop.objects.create(engagement=work, parent=first, **home)
    assert left_over(read(english(cast.owner), reverse("engagement", args=[work.pk]))) == []


@pytest.mark.parametrize(
    ("made", "who"),
    [
        pytest.param(promised.opened, "contractor", id="to-be-answered"),
        pytest.param(promised.submitted, "owner", id="to-be-verified"),
        pytest.param(promised.submitted, "contractor", id="while-the-client-looks"),
    ],
)
def test_a_check_sheet_reads_in_english(english, cast, made, who):
    found = made(cast)
    client = english(getattr(cast, who))
    for address in (reverse("inspection", args=[found.pk]), reverse("home")):
        assert left_over(read(client, address)) == []
    page = read(client, reverse("engagement", args=[found.version.engagement_id]))
    assert left_over(page) == []


def test_findings_read_in_english(english, cast):
    found = promised.verified(cast, copying_1a=Answer.NO)
    inspections.conclude(found, by=cast.owner, at=NOW + timedelta(days=1))
    page = read(english(cast.owner), reverse("inspection", args=[found.pk]))
    assert "No arrangement" in page.text_content()
    assert left_over(page) == []


def test_the_choice_of_language_is_kept(cast):
    client = cast.client(cast.owner)
    assert html.document_fromstring(client.get("/").content.decode()).get("lang") == "ja"
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = html.document_fromstring(client.get("/", headers={"accept-language": "ja"}).content.decode())
    assert page.get("lang") == "en"
    assert "Home" in page.find(".//title").text


def test_a_refusal_is_told_in_english(english, cast):
    work = promised.described(cast)
    answer = english(cast.owner).post(
        reverse("decide", args=[work.pk, "copying"]), {"verdict": "decline", "reason": "", "decider": ""}
    )
    assert answer.status_code == 422
    assert "Declining or weakening a requirement needs a reason." in answer.content.decode()


def test_japanese_stays_the_source():
    with translation.override("ja"):
        assert [entry.msgid for entry in ENGLISH if translation.gettext(entry.msgid) != entry.msgid] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(lambda: formats.jdate(date(2027, 4, 1)), "1 April 2027", id="a-day"),
        pytest.param(
            lambda: formats.jdate_era(date(2027, 4, 1)), "1 April 2027 (Reiwa 9)", id="with-the-era"
        ),
        pytest.param(
            lambda: formats.jdate_era(date(2019, 5, 1)), "1 May 2019 (Reiwa 1)", id="the-first-year"
        ),
        pytest.param(
            lambda: formats.days_left(date(2027, 4, 2), date(2027, 4, 1)),
            "1 day left (Fri 2 April)",
            id="tomorrow",
        ),
        pytest.param(
            lambda: formats.days_left(date(2027, 3, 29), date(2027, 4, 1)),
            "3 days overdue (Mon 29 March)",
            id="overdue",
        ),
        pytest.param(
            lambda: formats.days_left(date(2028, 1, 3), date(2027, 12, 31)),
            "3 days left (Mon 3 January 2028)",
            id="next-year",
        ),
        pytest.param(lambda: formats.yen(12000), "¥12,000", id="money"),
        pytest.param(lambda: formats.hours_range((1, 3)), "1–3 h", id="hours"),
    ],
)
def test_days_and_amounts_read_in_english(words, expected):
    with translation.override("en"):
        assert words() == expected


def test_a_page_that_is_missing_says_so_in_english(english, cast):
    answer = english(cast.owner).get("/engagements/999999/")
    assert answer.status_code == 404
    assert left_over(html.document_fromstring(answer.content.decode())) == []


def test_an_organisations_own_wording_stays_as_it_wrote_it(english, cast):
    text = "change:\n  copying:\n    purpose: 市の決まりでは、複写は一部に限る。\n"
    keep_overlay(cast.city, text, by=cast.policy, at=NOW)
    page = read(english(cast.owner), reverse("requirement", args=["copying"]))
    assert "市の決まりでは、複写は一部に限る。" in page.text_content()


def test_a_question_that_the_catalogue_no_longer_asks_is_shown_as_it_was_published(english, cast):
    found = promised.opened(cast)
    question = sheet_of(found).row("copying-1a").check.question
    address = reverse("inspection", args=[found.pk])
    assert question not in read(english(cast.contractor), address).text_content()
    keep_overlay(cast.city, "leave_out:\n  - copying\n", by=cast.policy, at=NOW)
    assert question in read(english(cast.contractor), address).text_content()


def test_a_row_of_a_questionnaire_that_cannot_be_read_is_told_with_its_names():
    rows = [{"type": "text", "name": "Q1", "label": "設問"}] * 2
    with translation.override("en"):
        (found,) = findings_of(sheets_from({"survey": rows, "choices": [], "settings": []}))
    assert found.message == "There are two questions named “Q1”."
