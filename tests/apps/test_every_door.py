"""Every address of the site, pages and API, knocked at by everyone who must not get in, and by everyone who may.

The work of tests/apps/life.py has everything that an address can name. An address whose arguments are not told
here fails: whoever adds a page says what it opens. What each person gets is kept in every_door.json and reviewed
like code; WRITE_DOORS=1 writes it anew.
"""

import json
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.apps.life import MARKS
from tests.cast import NOW
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.audit.models import AuditEntry

# All of them knock at one work.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("doors")]
TABLE = Path(__file__).with_name("every_door.json")
OUTSIDE = ("stranger", "other_contractor", "visitor")
INSIDE = ("owner", "colleague", "policy", "board", "contractor", "subcontractor")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")

REPORT = {"number": "=1", "version": "=1", "kind": "=html"}
# Which thing an argument names, by how the address begins; the first that fits counts.
THINGS: tuple[tuple[str, dict[str, str]], ...] = (
    ("members/departments/", {"pk": "department"}),
    ("members/invitations/", {"pk": "invitation"}),
    ("members/", {"pk": "membership"}),
    ("invitation/", {"secret": "invited"}),
    ("account/tokens/", {"pk": "token"}),
    ("engagements/<int:pk>/findings/checks/", {"pk": "engagement", "check": "added"}),
    ("engagements/<pk>/checks/", {"pk": "engagement", "check": "added"}),
    ("engagements/<pk>/ledger/declaration/", {"pk": "engagement", "hop": "hop"}),
    ("engagements/", {"pk": "engagement", "finding": "finding", "number": "=1", "slug": "=copying"}),
    ("catalogue/", {"slug": "=copying"}),
    ("inspections/<int:pk>/links/", {"pk": "below", "link": "link"}),
    ("inspections/<pk>/links", {"pk": "below", "link": "link"}),
    ("inspections/<int:pk>/photos/", {"pk": "inspection", "file": "photo"}),
    ("inspections/<pk>/photos/", {"pk": "inspection", "file": "photo"}),
    ("inspections/<int:pk>/reuse/", {"pk": "inspection", "certificate": "certificate"}),
    ("inspections/<pk>/certificates/", {"pk": "inspection", "certificate": "certificate"}),
    ("inspections/", {"pk": "inspection", "check": "check", "file": "evidence", "slug": "=copying"}),
    ("hops/", {"pk": "hop", "kind": "=pdf"}),
    ("handovers/", {"pk": "handover"}),
    ("instructions/<pk>/papers/", {"pk": "instruction", "name": "paper"}),
    ("instructions/<int:pk>/papers/", {"pk": "instruction", "name": "paper"}),
    ("instructions/", {"pk": "instruction", "file": "correction", "extension": "extension"}),
    ("reviews/portfolios/", {"pk": "portfolio"}),
    ("reviews/documents/", {"file": "reviewed-file"}),
    ("reviews/corrections/", {"correction": "review-correction"}),
    ("reviews/", {"pk": "review", "file": "reviewed-file", "paper": "review-paper"}),
    ("standards/comments/", {"comment": "standard-comment"}),
    ("standards/", {"pk": "standard", "number": "=1"}),
    ("studies/", {"pk": "study", "file": "study-file"}),
    ("surveys/<int:pk>/reports/", {"pk": "resulted", "place": "=r1b1", "excuse": "excuse", **REPORT}),
    ("surveys/<pk>/reports", {"pk": "resulted", "excuse": "excuse", **REPORT}),
    ("surveys/<int:pk>/results/", {"pk": "resulted", "number": "=1", "view": "table-view", "kind": "=csv"}),
    ("surveys/<pk>/results", {"pk": "resulted", "number": "=1", "view": "table-view", "kind": "=csv"}),
    ("surveys/<int:pk>/answers/papers/", {"pk": "answered-survey", "record": "survey-paper"}),
    ("surveys/<pk>/answers/papers/", {"pk": "answered-survey", "record": "survey-paper"}),
    ("surveys/<int:pk>/answers/", {"pk": "answered-survey", "record": "survey-record"}),
    ("surveys/<pk>/answers", {"pk": "answered-survey", "record": "survey-record"}),
    ("s/<str:code>/", {"code": "survey-code", "number": "=1"}),
    ("surveys/<int:pk>/sample/respondents/", {"pk": "survey", "number": "respondent"}),
    ("surveys/<pk>/sample/respondents/", {"pk": "survey", "number": "respondent"}),
    ("surveys/<int:pk>/sample/dispatches/", {"pk": "survey", "number": "dispatch", "kind": "=pdf"}),
    (
        "surveys/<pk>/sample/dispatches/",
        {"pk": "survey", "number": "dispatch", "kind": "=pdf", "respondent": "respondent"},
    ),
    ("surveys/<int:pk>/sample/letters/", {"pk": "survey", "kind": "=invitation"}),
    ("surveys/<pk>/sample/letters/", {"pk": "survey", "kind": "=invitation"}),
    ("surveys/<int:pk>/sample/", {"pk": "survey", "unit": "unit"}),
    ("surveys/<pk>/sample/", {"pk": "survey", "unit": "unit"}),
    ("surveys/", {"pk": "survey", "number": "=1", "name": "=Q4", "kind": "=xlsx"}),
    ("consultations/", {"pk": "consultation", "file": "consultation-file", "link": "expert-link"}),
    ("advice/", {"secret": "advice", "file": "consultation-file"}),
    ("tenders/", {"secret": "announcement", "name": "=specification.pdf"}),
    ("candidacies/", {"pk": "candidacy", "key": "key"}),
    ("board/conditions/", {"pk": "condition"}),
    ("board/meetings/<pk>/", {"pk": "meeting", "version": "minutes"}),
    ("board/meetings/<meeting>/items/", {"meeting": "meeting", "pk": "item", "condition": "condition"}),
    ("board/<int:meeting>/", {"meeting": "meeting", "pk": "item", "condition": "condition"}),
    ("board/<int:pk>/minutes/", {"pk": "meeting", "version": "minutes", "kind": "=pdf"}),
    ("board/", {"pk": "meeting", "candidacy": "candidacy"}),
    ("conditions/", {"pk": "condition"}),
    ("library/answers/", {"pk": "kept", "file": "kept-file"}),
    ("library/certificates/", {"pk": "certificate"}),
    ("library/files/", {"pk": "library-file"}),
    ("answer/", {"secret": "answer", "check": "check", "file": "answer-file"}),
    ("courses/", {"pk": "course"}),
    ("workers/", {"pk": "worker"}),
    ("completions/", {"pk": "completion"}),
    ("copies/", {"pk": "copy"}),
    ("calendar/", {"secret": "calendar"}),
    ("register/views/", {"pk": "view"}),
    ("public/", {"slug": "page", "pk": "=1"}),
    ("webhooks/", {"pk": "webhook"}),
    ("oscal/", {"pk": "document"}),
    ("invitations/", {"pk": "invitation"}),
    ("departments/", {"pk": "department"}),
)
FIXED = {
    "step": "work",
    "name": "specification.pdf",
    "kind": "pdf",
    "ending": "pdf",
    "key": "secret-key",
    "uidb36": "1",
    "provider_id": "nobody",
}
# Whoever has the secret is let in, and only as far as its own tests say.
BY_SECRET = ("invitation/", "advice/", "tenders/", "answer/", "calendar/", "s/")
# What stands at these is no thing of the work: the catalogue, the public page, signing in.
NO_THING = ("catalogue/", "public/", "account/^", "account/oidc/")
# A chosen language sends back to where one was; these open for everyone and tell nothing of anyone.
OPEN = ("language/", "account/login/", "account/logout/")
# Whoever works with a template may say something of it, of whichever department.
FOR_COLLEAGUES = ("standards/<int:pk>/versions/<int:number>/",)


def patterns() -> Iterator[str]:
    """Yield how every address of the site is written."""

    def below(resolver: object, before: str) -> Iterator[str]:
        for each in resolver.url_patterns:
            written = before + str(each.pattern)
            if hasattr(each, "url_patterns"):
                yield from below(each, written)
            else:
                yield written

    yield from sorted(set(below(get_resolver(), "")))


# The API looks at the body before it looks at the thing: an empty one tells nothing of it.
UNREAD = frozenset({400, 422})
PATTERNS = tuple(patterns())


def bare(pattern: str) -> str:
    """Return a pattern without where the API begins: pages and API name the same things."""
    return pattern.removeprefix("api/v1/")


def address(pattern: str, values: dict[str, object]) -> str:
    """Return the address of the thing that a pattern names. Raises KeyError for an argument nobody told."""
    told = next((names for start, names in THINGS if bare(pattern).startswith(start)), {})

    def thing(found: re.Match[str]) -> str:
        name = found[1]
        key = told.get(name)
        if key is None:
            return FIXED[name]
        return key[1:] if key.startswith("=") else str(values[key])

    plain = re.sub(r"\(\?P(<\w+>)(?:[^()]|\[[^]]*\])*\)", r"\1", pattern)
    return "/" + ARGUMENT.sub(thing, plain).replace("^", "").replace("$", "")


def names_a_thing(pattern: str) -> bool:
    """Return whether an address leads to something of the work."""
    return bool(ARGUMENT.search(pattern)) and not pattern.startswith((*BY_SECRET, *NO_THING))


class Knocking:
    """Knocks at the doors of one work as one person after the other."""

    def __init__(self, cast, life) -> None:
        self.cast, self.values = cast, life.values
        self.people = {name: getattr(cast, name, None) for name in (*OUTSIDE, *INSIDE)}
        self.tokens = {
            name: accounts.make_api_token(
                user, accounts.Membership.objects.get(user=user).organization, "探る", at=NOW
            )[1]
            for name, user in self.people.items()
            if user is not None
        }
        self.browsers: dict[str, Client] = {}
        # It keeps nothing from call to call: who calls is told by the token alone.
        self.program = Client(raise_request_exception=False)

    def knock(self, who: str, method: str, pattern: str):
        """Return the answer, and undo whatever the knock did."""
        cache.clear()
        if who not in self.browsers or pattern.startswith("account/"):
            self.browsers[who] = self.cast.client(self.people[who])
            self.browsers[who].raise_request_exception = False
        browser, headers = self.browsers[who], {}
        if pattern.startswith("api/") and who in self.tokens:
            browser, headers = self.program, self._bearer(who)
        with transaction.atomic():
            answer = getattr(browser, method)(address(pattern, self.values), headers=headers)
            answer.body = b"".join(answer) if answer.streaming else answer.content
            answer.told = AuditEntry.objects.filter(organization=self.cast.city.pk).count()
            transaction.set_rollback(True)
        if pattern.startswith("account/"):
            del self.browsers[who]
        return answer

    def _bearer(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[who]}"}


@pytest.fixture
def knocking(lived):
    # Thousands of refusals, each with its trace, would be most of the time and none of the result.
    logging.disable(logging.CRITICAL)
    yield Knocking(*lived)
    logging.disable(logging.NOTSET)


def is_refused(who: str, pattern: str, answer) -> bool:
    """Return whether an answer keeps a person out; what is read before the person is known may be 422."""
    if answer.status_code == 302:
        return who == "visitor" and answer["Location"].startswith("/account/login/")
    known_late = {422} if pattern.startswith("api/") else set()
    return answer.status_code in {401, 403, 404, 405} | known_late


def tells(answer) -> list[str]:
    """Return the words of the work that an answer tells."""
    text = answer.body.decode(errors="replace")
    # The API writes what is not ASCII in escapes.
    return [mark for mark in MARKS if mark in text or json.dumps(mark)[1:-1] in text]


def test_every_argument_of_every_address_is_told(knocking):
    untold = []
    for pattern in PATTERNS:
        try:
            address(pattern, knocking.values)
        except KeyError as error:
            untold.append((pattern, str(error)))
    assert not untold
    assert len(PATTERNS) > 300


def test_nobody_from_outside_reads_anything_of_the_work(knocking):
    wrong = []
    for pattern in PATTERNS:
        for who in OUTSIDE:
            answer = knocking.knock(who, "get", pattern)
            if answer.status_code >= 500:
                wrong.append((pattern, who, answer.status_code))
            elif pattern.startswith(BY_SECRET):
                continue
            elif tells(answer) or (names_a_thing(pattern) and not is_refused(who, pattern, answer)):
                wrong.append((pattern, who, answer.status_code, tells(answer)))
    assert not wrong, "\n".join(map(str, wrong))


def test_everyone_inside_gets_what_the_table_says(knocking):
    found = {
        pattern: " ".join(str(knocking.knock(who, "get", pattern).status_code) for who in INSIDE)
        for pattern in PATTERNS
    }
    if os.environ.get("WRITE_DOORS"):
        TABLE.write_text(json.dumps({"people": " ".join(INSIDE), "doors": found}, indent=1) + "\n")
    table = json.loads(TABLE.read_text())
    assert table["people"] == " ".join(INSIDE)
    assert not {pattern: got for pattern, got in found.items() if "50" in got}
    assert {p: (got, table["doors"].get(p)) for p, got in found.items() if got != table["doors"].get(p)} == {}
    assert set(table["doors"]) == set(found)


def test_nobody_who_has_no_part_in_it_changes_anything(knocking):
    wrong = []
    before = AuditEntry.objects.filter(organization=knocking.cast.city.pk).count()
    for pattern in PATTERNS:
        methods = ("post", "put", "patch", "delete") if pattern.startswith("api/") else ("post",)
        for method in methods:
            for who in (*OUTSIDE, "colleague"):
                answer = knocking.knock(who, method, pattern)
                if answer.status_code == 405:
                    # There is no such act here, whoever asks.
                    break
                if answer.status_code >= 500:
                    wrong.append((method, pattern, who, answer.status_code))
                elif pattern.startswith((*BY_SECRET, *OPEN)) or (
                    who == "colleague" and pattern in FOR_COLLEAGUES
                ):
                    continue
                elif answer.told != before:
                    wrong.append((method, pattern, who, answer.status_code, "changed"))
                elif pattern.startswith("api/") and answer.status_code in UNREAD:
                    continue
                elif names_a_thing(pattern) and not is_refused(who, pattern, answer):
                    wrong.append((method, pattern, who, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))
