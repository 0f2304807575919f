"""What the board reads about a case: complete, of this client only, and in a fixed number of queries."""

import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.apps import promised
from tests.apps.board import cases
from tests.apps.candidates import candidate
from tests.apps.engagements.work import PROFILE
from tests.cast import NOW
from yakusoku.apps.board import services
from yakusoku.apps.board.models import Item
from yakusoku.apps.board.packet import packet_of
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.findings.models import Finding, State
from yakusoku.apps.specifications.services import publish

TODAY = NOW.date()


def find(work, severity="high", state=State.OPEN, repeats=None):
    return Finding.objects.create(
        organization=work.organization,
        engagement=work,
        source="inspection:1",
        kind="not-operated",
        severity=severity,
        state=state,
        repeats=repeats,
        raised_at=NOW,
    )


def test_the_packet_tells_facts_answers_and_plan(cast):
    packet = packet_of(candidate.submitted(cast), TODAY)
    assert packet.company == cast.company.name
    assert packet.selected_because
    assert ("扱う個人情報") in dict(packet.facts)
    assert packet.answers.no == 1
    assert packet.answers.doubts[0].answer == "いいえ"
    assert packet.answers.missing == 0
    (line,) = packet.plan
    assert line.measure
    assert line.due


def test_the_packet_tells_what_was_weakened_or_left_out(cast):
    work = promised.published_again(cast).engagement
    case = cases.held(cast, "別")
    case.engagement = work
    (left_out,) = packet_of(case, TODAY).softened
    assert left_out.how == "不採用"
    assert left_out.reason == "公表は条例で定めている"


def test_the_record_counts_the_other_works_of_this_client_only(cast):
    case = cases.held(cast)
    other = promised.submitted(cast).version.engagement
    first = find(other)
    find(other, "low", State.CLOSED, repeats=first)
    find(case.engagement)
    elsewhere = engagements.create(
        cast.stranger_city, cast.stranger_department, "よその業務", by=cast.stranger, at=NOW
    )
    elsewhere.contractor = cast.company
    elsewhere.save()
    find(elsewhere)
    record = packet_of(case, TODAY).record
    assert (record.works, record.high, record.low, record.open, record.repeated) == (1, 1, 1, 1, 1)
    assert record.late == 0


@pytest.mark.parametrize(("due", "late"), [(TODAY.replace(year=2026), 1), (TODAY.replace(year=2099), 0)])
def test_a_round_that_is_overdue_counts_as_late(cast, due, late):
    case = cases.held(cast)
    promised.opened(cast, due, "別の業務")
    assert packet_of(case, TODAY).record.late == late


def test_earlier_decisions_stand_in_the_record_with_conditions_that_are_open(cast):
    cases.conditional(cast)
    (earlier,) = packet_of(cases.held(cast, "別の業務"), TODAY).record.decisions
    assert (earlier.decided, earlier.open_conditions) == ("条件付承認", 1)


def test_what_is_new_is_told_against_the_same_work_of_the_year_before(cast):
    before = promised.published(cast, "令和9年度水道検針").engagement
    work = engagements.create(cast.city, cast.water, "令和10年度水道検針", by=cast.owner, at=NOW)
    facts = {
        **PROFILE,
        "title": work.title,
        "contractor": cast.company.name,
        "period": {"start": "2028-06-01", "end": "2028-11-30"},
        "needs": ["carry_out", "copy", "collect", "cloud"],
    }
    engagements.describe(work, facts, department=cast.water, contractor=cast.company, by=cast.owner, at=NOW)
    engagements.adopt_the_rest(work, by=cast.owner, at=NOW)
    publish(work, reason="", by=cast.owner, at=NOW)
    case = cases.Candidacy.objects.create(
        engagement=work, company=cast.company, selected_by=cast.owner, selected_at=NOW, submitted_at=NOW
    )
    news = packet_of(case, TODAY).news
    assert news.reference == before.reference
    assert {label for label, _, _ in news.facts} == {"業務に欠かせないこと"}
    assert news.clauses
    assert packet_of(cases.held(cast, "まったく別の業務"), TODAY).news is None


def test_the_packet_is_a_paper(cast):
    meeting = cases.called(cast, candidate.submitted(cast))
    item = meeting.items.get()
    answer = cast.client(cast.board).get(reverse("board-packet-docx", args=[meeting.pk, item.pk]))
    document = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(p.text for p in document.paragraphs)
    assert "委託候補の回答" in words
    for path in (
        reverse("board-packet-pdf", args=[meeting.pk, item.pk]),
        reverse("board-packets", args=[meeting.pk]),
    ):
        assert cast.client(cast.board).get(path).content.startswith(b"%PDF-")


def queries_of(cast, path):
    browser = cast.client(cast.policy)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


def test_no_page_asks_more_because_there_is_more(cast):
    meeting = cases.called(cast)
    item = meeting.items.get()
    pages = [
        item.get_absolute_url(),
        meeting.get_absolute_url(),
        reverse("board-meetings"),
        f"{reverse('board-meetings')}?show=cases",
        f"{reverse('board-meetings')}?show=conditions",
        f"{reverse('board-meetings')}?show=past&q=水道",
    ]
    little = [queries_of(cast, page) for page in pages]
    for number in range(3):
        services.add_case(meeting, cases.held(cast, f"業務{number}"), by=cast.policy, at=NOW)
        cases.held(cast, f"待つ業務{number}")
        cases.planned(cast)
        Item.objects.filter(meeting=meeting, position=1).get().conditions.create(
            text="x", side="client", due_on=cases.DAY, proof="y", state="open"
        )
    assert [queries_of(cast, page) for page in pages] == little
    assert max(little) <= 32, little


@pytest.mark.parametrize("show", ["upcoming", "past", "cases", "conditions"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_list_is_a_file(cast, show, kind):
    cases.conditional(cast)
    cases.held(cast, "待つ業務")
    answer = cast.client(cast.policy).get(reverse("board-meetings"), {"show": show, "format": kind})
    assert answer.status_code == 200
    assert f"board-{show}.{kind}" in answer["Content-Disposition"]
    if kind == "csv":
        assert len(answer.content.decode("utf-8-sig").splitlines()) == (1 if show == "past" else 2)


def test_meetings_are_found_by_what_is_on_their_agenda(cast):
    cases.called(cast, cases.held(cast, "検診"), cases.held(cast, "検診の二"))
    page = cast.client(cast.policy).get(reverse("board-meetings"), {"q": "検診"})
    (row,) = page.context["page"].rows
    assert (row.cases, row.left) == (2, 2)
