"""Who gets which page of the board, and who may do what there."""

import pytest
from django.urls import reverse

from tests.apps.board import cases
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.board import conditions
from yakusoku.apps.board.models import Side

# owner colleague policy legal board auditor administrator contractor other_contractor subcontractor stranger visitor
LISTS = "403 403 200 200 200 200 200 403 403 403 200 302"
MEETING = "403 403 200 200 200 200 200 403 403 403 404 302"
RUN = "403 403 200 403 403 403 200 403 403 403 200 302"
RUN_ONE = "403 403 200 403 403 403 200 403 403 403 404 302"
ITEM = "200 404 200 200 200 200 200 404 404 404 404 302"
SECRETARY = "403 403 {0} 403 403 403 {0} 403 403 403 404 302"
CHAIR_TOO = "403 404 {0} 403 {0} 403 {0} 404 404 404 404 302"
MEMBER = "403 403 403 403 {0} 403 403 403 403 403 403 302"


@pytest.fixture
def places(cast):
    """Return the addresses of a meeting that is under way, of its item, and of a binding condition."""
    condition = cases.conditional(cast)
    meeting, item = condition.item.meeting, condition.item
    proposed = item.conditions.create(text="x", side=Side.CLIENT, due_on=cases.DAY, proof="y")
    one, case = [meeting.pk], [meeting.pk, item.pk]
    return {
        "lists": reverse("board-meetings"),
        "settings": reverse("board-settings"),
        "new": reverse("board-meeting-new"),
        "meeting": reverse("board-meeting", args=one),
        "change": reverse("board-meeting-change", args=one),
        "packets": reverse("board-packets", args=one),
        "minutes": reverse("board-minutes", args=one),
        "draft": reverse("board-minutes-draft", args=[meeting.pk, "docx"]),
        "item": reverse("board-item", args=case),
        "packet": reverse("board-packet-docx", args=case),
        "withdraw": reverse("board-condition-withdraw", args=[*case, proposed.pk]),
        "condition": reverse("condition", args=[condition.pk]),
        **{
            name: reverse(f"board-{name}", args=one)
            for name in ("call", "read", "attendance", "add-subject", "close", "cancel", "minutes-approve")
        },
        **{
            name: reverse(f"board-{name}", args=case)
            for name in (
                "item-up",
                "item-down",
                "item-drop",
                "conflict",
                "vote",
                "room-vote",
                "discussion",
                "condition-new",
                "item-close",
                "item-alone",
                "item-correct",
            )
        },
        "report": reverse("condition-report", args=[condition.pk]),
        "verify": reverse("condition-verify", args=[condition.pk]),
        "send-back": reverse("condition-send-back", args=[condition.pk]),
        "file": reverse("condition-file", args=[condition.pk]),
    }


@pytest.mark.parametrize(
    ("place", "row"),
    [
        ("lists", LISTS),
        ("settings", RUN),
        ("new", RUN),
        ("meeting", MEETING),
        ("change", RUN_ONE),
        ("packets", MEETING),
        ("minutes", MEETING),
        ("draft", MEETING),
        ("item", ITEM),
        ("packet", ITEM),
        ("condition", "200 404 200 200 200 200 200 200 404 404 404 302"),
        ("file", "404 404 404 404 404 404 404 404 404 404 404 302"),
    ],
)
def test_reading(cast, places, place, row):
    assert statuses(cast, "get", places[place]) == told(row)


@pytest.mark.parametrize(
    ("place", "row"),
    [
        ("new", RUN.replace("200", "422")),
        ("settings", RUN.replace("200", "422")),
        ("change", RUN_ONE.replace("200", "422")),
        ("call", SECRETARY.format(302)),
        ("attendance", SECRETARY.format(422)),
        ("add-subject", SECRETARY.format(422)),
        ("close", SECRETARY.format(302)),
        ("cancel", SECRETARY.format(422)),
        ("read", "403 403 403 403 302 403 403 403 403 403 403 302"),
        ("minutes-approve", "403 403 403 403 422 403 403 403 403 403 403 302"),
        ("item-up", "403 403 302 403 403 403 302 403 403 403 404 302"),
        ("item-down", "403 403 302 403 403 403 302 403 403 403 404 302"),
        ("item-drop", "403 403 302 403 403 403 302 403 403 403 404 302"),
        ("room-vote", "403 403 422 403 403 403 422 403 403 403 404 302"),
        ("conflict", MEMBER.format(422)),
        ("vote", MEMBER.format(422)),
        ("item-alone", MEMBER.format(422)),
        ("discussion", CHAIR_TOO.format(422)),
        ("condition-new", CHAIR_TOO.format(422)),
        ("withdraw", CHAIR_TOO.format(302)),
        ("item-close", CHAIR_TOO.format(422)),
        ("item-correct", CHAIR_TOO.format(422)),
        ("report", "403 404 403 403 403 403 403 422 404 404 404 302"),
        ("verify", "403 404 302 403 403 403 302 404 404 404 404 302"),
        ("send-back", "403 404 422 403 403 403 422 404 404 404 404 302"),
    ],
)
def test_acting(cast, places, place, row):
    assert statuses(cast, "post", places[place]) == told(row)


def test_no_act_that_was_turned_away_left_a_trace(cast, places):
    entries = AuditEntry.objects.count()
    for who in ("owner", "colleague", "legal", "auditor", "contractor", "other_contractor", "stranger"):
        for place, path in places.items():
            if not (place == "report" and who == "contractor"):
                cast.client(getattr(cast, who)).post(path, {"reason": "x", "title": "x", "vote": "approve"})
    assert AuditEntry.objects.count() == entries


def test_a_condition_of_the_client_is_not_told_to_the_contractor(cast):
    condition = cases.conditional(cast, Side.CLIENT)
    path = condition.get_absolute_url()
    assert cast.client(cast.contractor).get(path).status_code == 404
    assert cast.client(cast.owner).post(f"{path}report/", {"report": "改めた"}).status_code == 302
    assert cast.client(cast.contractor).get(path).status_code == 404


def test_a_proposed_condition_is_told_to_nobody_outside(cast):
    item = cases.gathered(cast)
    condition = item.conditions.create(text="案のまま", side=Side.CONTRACTOR, due_on=cases.DAY, proof="写し")
    got = statuses(cast, "get", condition.get_absolute_url())
    assert got.pop("visitor") == 302
    assert set(got.values()) == {404}
    assert "案のまま" not in cast.client(cast.owner).get(item.get_absolute_url()).content.decode()


def test_a_client_never_sees_the_meetings_of_another(cast):
    cases.called(cast)
    page = cast.client(cast.stranger).get(reverse("board-meetings")).content.decode()
    assert "第1回" not in page


def test_the_file_of_a_condition_reaches_both_sides_only(cast):
    from django.core.files.uploadedfile import SimpleUploadedFile

    condition = cases.conditional(cast)
    upload = SimpleUploadedFile("memo.txt", "手順書".encode(), "text/plain")
    conditions.report(condition, "改めた", upload, organization=cast.company, by=cast.contractor, at=NOW)
    path = reverse("condition-file", args=[condition.pk])
    row = "200 404 200 200 200 200 200 200 404 404 404 302"
    assert statuses(cast, "get", path) == told(row)
