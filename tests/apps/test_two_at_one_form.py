"""Two people open the same form: who saves second is told, what was typed stays, and saved once more it counts."""

import re

import pytest
from django.urls import reverse

from tests.apps import promised
from tests.apps.board import cases
from tests.apps.engagements.work import PROFILE
from tests.apps.findings import corrected
from tests.apps.forms_of_two import FORMS
from tests.apps.library import shelf
from tests.cast import NOW, member
from yakusoku.apps.board import deliberation
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings import replying
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections import visits
from yakusoku.apps.inspections.models import AnswerRecord, ObservationRecord, Visit
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.publicity.models import Release
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.board.voting import Vote
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification

TOLD = "ほかの人がここを変えました"
MARK = re.compile(r'name="mark"[^>]*value="([^"]*)"')


def colleague_of(cast, user):
    """Return somebody else who may do the same."""
    place = user.memberships.get()
    mail = f"second-{user.pk}@city.example"
    return member("二人目", mail, place.organization, Role(place.role), place.department)


def mark_in(page, address):
    """Return the mark of the form that sends to an address; a page with one form may leave it out."""
    form = re.search(rf'action="{address}".*?</form>', page, re.DOTALL)
    return MARK.search(form[0] if form else page)[1]


def mark_on(client, page, address=""):
    return mark_in(client.get(page).text, address or page)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_who_saves_second_is_told_and_keeps_what_was_typed(cast, form):
    user, places, first, second, now_there, (one, two) = form(cast)
    page, address = places if isinstance(places, tuple) else (places, places)
    ours, theirs = cast.client(user), cast.client(colleague_of(cast, user))
    opened = mark_on(ours, page, address)
    saved = theirs.post(address, {**first, "mark": mark_on(theirs, page, address)})
    assert saved.status_code == 302, saved.content.decode()
    refused = ours.post(address, {**second, "mark": opened})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert TOLD in page
    assert str(two) in page
    assert now_there() == one
    again = ours.post(address, {**second, "mark": mark_in(page, address)})
    assert again.status_code == 302, again.content.decode()
    assert now_there() == two


def test_a_draft_is_not_refused_to_whoever_types_on(cast):
    work = promised.begun(cast)
    client, keep = cast.client(cast.owner), reverse("profile-keep", args=[work.pk, "work"])
    told = {"title": "水道検針", "department": cast.water.pk}
    opened = mark_on(client, reverse("profile-step", args=[work.pk, "work"]))
    for words in ("請", "請負"):
        assert client.post(keep, {**told, "contract_kind": words, "mark": opened}).status_code == 204
    other = cast.client(colleague_of(cast, cast.owner))
    assert other.post(keep, {**told, "contract_kind": "準委任", "mark": opened}).status_code == 409
    assert Engagement.objects.get(pk=work.pk).draft["contract_kind"] == "請負"


def test_a_verdict_that_was_made_meanwhile_is_told(cast):
    work = promised.described(cast)
    address = reverse("decide", args=[work.pk, "publication"])
    verdict = {"verdict": "decline", "reason": "条例で定めている", "decider": "水道課長", "mark": "0"}
    theirs, ours = cast.client(colleague_of(cast, cast.owner)), cast.client(cast.owner)
    assert theirs.post(address, verdict).status_code == 302
    refused = ours.post(address, {**verdict, "reason": "わたしの理由"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert TOLD in page
    assert "わたしの理由" in page
    assert work.decisions.get().reason == "条例で定めている"
    # Nor is it taken back by somebody who saw another.
    kept = ours.post(reverse("withdraw", args=[work.pk, "publication"]), {"mark": "0"})
    assert kept.status_code == 422
    assert TOLD in kept.text
    last = work.decisions.get().pk
    assert ours.post(address, {**verdict, "mark": last}).status_code == 302
    assert work.decisions.count() == 2


def test_an_answer_of_a_colleague_is_not_overwritten_unseen(cast):
    sheet = promised.opened(cast)
    given = GivenAnswer("removal-2o", Answer.YES, "見ました", ("記録簿",))
    inspections.answer(sheet, given, by=colleague_of(cast, cast.contractor), at=NOW)
    client, address = cast.client(cast.contractor), reverse("answer", args=[sheet.pk, "removal-2o"])
    told = {"answer": "partial", "comment": "半分だけ", "named_evidence": "記録簿"}
    refused = client.post(address, {**told, "mark": ""})
    assert refused.status_code == 422
    assert TOLD in refused.content.decode()
    assert "半分だけ" in refused.content.decode()
    assert AnswerRecord.objects.get().comment == "見ました"
    stamp = AnswerRecord.objects.get().stamp
    assert client.post(address, {**told, "mark": stamp}).status_code == 302
    # Whoever goes on in a page that has just saved is not told about what they wrote themselves.
    assert client.post(address, {**told, "comment": "半分", "mark": stamp}).status_code == 302
    assert AnswerRecord.objects.get().comment == "半分"


def test_what_a_colleague_saw_is_not_overwritten_unseen(cast):
    sheet = promised.submitted(cast)
    other = colleague_of(cast, cast.owner)
    inspections.observe(sheet, "removal-2o", Verification.CONFIRMED, "見た", by=other, at=NOW)
    client, address = cast.client(cast.owner), reverse("observe", args=[sheet.pk, "removal-2o"])
    refused = client.post(address, {"verification": "different", "seen": "違った", "mark": ""})
    assert refused.status_code == 422
    assert TOLD in refused.content.decode()
    assert ObservationRecord.objects.get().seen == "見た"


def test_a_visit_that_a_colleague_planned_is_not_called_off_unseen(cast):
    sheet = promised.submitted(cast)
    client, page = cast.client(cast.owner), reverse("inspection-visit", args=[sheet.pk])
    address = reverse("inspection-method", args=[sheet.pk])
    opened = mark_on(client, page, address)
    plan = visits.Plan(NOW.date(), "港町", "青木", ())
    visits.plan_visit(sheet, plan, by=colleague_of(cast, cast.owner), at=NOW)
    refused = client.post(address, {"method": "remote", "reason": "離島のため", "mark": opened})
    assert refused.status_code == 422
    assert TOLD in refused.text
    assert "離島のため" in refused.text
    assert Visit.objects.get().place == "港町"


def test_a_work_that_somebody_else_released_meanwhile_stays_public(cast):
    works = [promised.published(cast, title).engagement for title in ("水道検針", "料金収納")]
    Engagement.objects.filter(pk__in=[work.pk for work in works]).update(shared_at=NOW, contracted_on=NOW)
    client, address = cast.client(cast.policy), reverse("publicity-works")
    shown = [work.pk for work in works]
    Release.objects.create(engagement=works[0], released_by=cast.policy, released_at=NOW)
    # The page was opened before: it showed neither as public, and only the second is chosen.
    client.post(address, {"shown": shown, "released": [works[1].pk], "mark": "list"})
    assert set(Release.objects.values_list("engagement", flat=True)) == set(shown)


def test_a_vote_is_not_written_over_unseen(cast):
    item = cases.gathered(cast)
    secretary, address = cast.client(cast.policy), reverse("board-room-vote", args=[item.meeting_id, item.pk])
    opened = mark_on(secretary, item.get_absolute_url(), address)
    deliberation.vote(item, Vote.REJECT, "書面で足りない", by=cast.board, at=NOW)
    told = {"room-member": cast.board.pk, "room-vote": "approve"}
    refused = secretary.post(address, {**told, "mark": opened})
    assert refused.status_code == 422
    assert "ほかの人が先に書き換えました" in refused.text
    assert item.votes.get().vote == Vote.REJECT
    assert secretary.post(address, {**told, "mark": mark_in(refused.text, address)}).status_code == 302
    assert item.votes.get().vote == Vote.APPROVE


def test_what_a_colleague_kept_is_not_written_over_unseen(cast):
    sheet = shelf.handed_in(cast)
    client, address = cast.client(cast.contractor), reverse("keep-answers", args=[sheet.pk])
    opened = mark_on(client, address)
    shelf.kept(cast, sheet)
    told = {"keep": checks_of(sheet)[0].id, "valid_until": "2099-03-31", "for_everyone": ""}
    refused = client.post(address, {**told, "mark": opened})
    assert refused.status_code == 422
    assert "ほかの人が変えました" in refused.text
    again = client.post(address, {**told, "mark": mark_in(refused.text, address)})
    assert again.status_code == 302, again.text


def test_the_wording_of_a_decision_is_not_overwritten_unseen(cast):
    item = cases.closed(cast).items.get()
    client = cast.client(cast.policy)
    address = reverse("board-item-correct", args=[item.meeting_id, item.pk])
    told = {"correction-decision": "条件付きで承認する", "correction-reason": "誤記", "mark": "0" * 16}
    refused = client.post(address, told)
    assert refused.status_code == 422
    assert "ほかの人が先に書き換えました" in refused.content.decode()
    item.refresh_from_db()
    assert item.decision == "条件を付けて承認する"


def test_a_draft_of_a_colleague_is_not_overwritten_unseen(cast):
    instruction = corrected.instructed(cast)
    measures = corrected.measures(instruction, "二人で見直した")
    other = colleague_of(cast, cast.contractor)
    replying.keep_reply(instruction, "同僚が書いた", measures, by=other, at=NOW)
    client, address = cast.client(cast.contractor), reverse("correction-reply", args=[instruction.pk])
    told = {"text": "わたしが書いた", **{f"measure_{item}": "直した" for item in measures}}
    refused = client.post(address, {**told, "mark": ""})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert TOLD in page
    assert "わたしが書いた" in page
    assert instruction.replies.get().text == "同僚が書いた"
    assert client.post(address, {**told, "mark": MARK.search(page)[1]}).status_code == 302
    assert instruction.replies.get().submitted_at is not None


def test_the_wizard_proposes_what_was_told_by_another_way(cast):
    work = promised.described(cast)
    facts = {**PROFILE, "title": "水道の検針", "contract_kind": "請負契約", "contractor": cast.company.name}
    engagements.describe(work, facts, department=cast.water, contractor=cast.company, by=cast.owner, at=NOW)
    page = cast.client(cast.owner).get(reverse("profile-step", args=[work.pk, "work"])).text
    assert "請負契約" in page
    assert "水道の検針" in page
