"""The page of decisions: what fits, what cannot be kept, and a verdict that is never lost."""

import pytest
from django.urls import reverse

from tests.apps.engagements.work import begun, described
from yakusoku.apps.engagements.choice import choice_of
from yakusoku.apps.engagements.models import DecisionRecord
from yakusoku.apps.engagements.queries import decisions_of, records_that_count

HTMX = {"HTTP_HX_REQUEST": "true"}
NO_COPIES = {"places": ["client_premises"], "needs": ["collect"]}


def decide_url(work, slug="copying"):
    return reverse("decide", args=[work.pk, slug])


def decide(cast, work, slug="copying", who=None, htmx=False, **data):
    """Return the answer to a verdict, sent with or without htmx."""
    return cast.client(who or cast.owner).post(decide_url(work, slug), data, **(HTMX if htmx else {}))


def page_of(cast, work, who=None):
    return cast.client(who or cast.owner).get(reverse("decisions", args=[work.pk])).text


def card(page, slug):
    """Return the HTML of one requirement's card."""
    return page.split(f'id="{slug}"', 1)[1].split("</article>", 1)[0]


def latest(work, slug="copying"):
    return records_that_count(work).get(slug)


def test_the_page_shows_every_requirement_with_its_proposal_and_why(cast):
    work = described(cast)
    page = page_of(cast, work)
    for row in choice_of(work).rows:
        assert all(why in card(page, row.slug) for why in row.proposal.why)
        assert card(page, row.slug).count(" checked") == (len(row.options) > 1)
    assert "8,000人" in page


def test_the_page_has_one_primary_button(cast):
    work = described(cast)
    assert page_of(cast, work).count("button-primary") == 1


def test_a_requirement_carries_clause_checks_cases_and_sources(cast):
    shown = card(page_of(cast, described(cast)), "copying")
    assert "写しに通し番号を付し" in shown
    assert "{contractor}" not in shown
    assert "直近の3か月に作った写しは" in shown
    assert "2万8千件の個人情報が入ったUSBメモリを紛失" in shown
    assert "未確認" in shown


def test_an_option_that_the_work_cannot_keep_says_why(cast):
    shown = card(page_of(cast, described(cast)), "copying")
    ban = shown.split('value="prohibit"', 1)[1].split('<div class="option', 1)[0]
    assert "この業務では守れません。" in ban
    assert "写しを作らないと進められない業務" in ban


@pytest.mark.parametrize(("who", "status"), [("colleague", 404), ("stranger", 404), ("contractor", 404)])
def test_others_do_not_see_the_decisions(cast, who, status):
    work = described(cast)
    client = cast.client(getattr(cast, who))
    assert client.get(reverse("decisions", args=[work.pk])).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("colleague", 404), ("stranger", 404), ("contractor", 403), ("legal", 403), ("auditor", 403)],
)
@pytest.mark.parametrize("name", ["decide", "withdraw", "adopt-the-rest"])
def test_others_do_not_decide(cast, who, status, name):
    work = described(cast)
    args = [work.pk] if name == "adopt-the-rest" else [work.pk, "copying"]
    answer = cast.client(getattr(cast, who)).post(reverse(name, args=args), {"verdict": "adopt"})
    assert answer.status_code == status
    assert not DecisionRecord.objects.exists()


def test_a_contractor_does_not_decide_even_on_work_that_was_shared(cast):
    work = described(cast)
    work.contractor, work.shared_at = cast.company, work.created_at
    work.save()
    assert decide(cast, work, who=cast.contractor, verdict="adopt").status_code == 403
    assert not DecisionRecord.objects.exists()


def test_who_may_only_look_sees_no_buttons(cast):
    page = page_of(cast, described(cast), who=cast.legal)
    assert "見るだけのページです" in page
    assert 'name="verdict"' not in page


def test_adopting_as_proposed_leads_back_to_the_card(cast):
    work = described(cast)
    answer = decide(cast, work, verdict="adopt", strength="controlled")
    assert answer.url == reverse("decisions", args=[work.pk]) + "#copying"
    assert (latest(work).verdict, latest(work).strength) == ("adopt", "controlled")
    assert latest(work).decider == cast.owner.name
    assert "採用" in card(page_of(cast, work), "copying")


def test_adopting_without_naming_a_strength_writes_the_proposed_one_down(cast):
    work = described(cast)
    decide(cast, work, verdict="adopt")
    assert latest(work).strength == "controlled"


def test_another_clause_than_the_proposed_is_an_alternative(cast):
    work = described(cast)
    decide(cast, work, "access-records", verdict="adopt", strength="effort", reason="紙だけ", decider="課長")
    decide(cast, work, verdict="adopt", strength="prohibit")
    assert latest(work).verdict == "alternative"


def test_declining_without_a_reason_is_refused_and_keeps_what_was_typed(cast):
    work = described(cast)
    answer = decide(cast, work, verdict="decline", reason="  ", decider="水道課長 青木")
    assert answer.status_code == 422
    shown = card(answer.text, "copying")
    assert 'id="copying-decline-reason-error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'value="水道課長 青木"' in shown
    assert '<details class="fold" open>' in shown
    assert "まだ決まっていません" in answer.text.split('id="copying"', 1)[0]
    assert latest(work) is None


def test_weakening_without_a_reason_keeps_the_choice_that_was_made(cast):
    work = described(cast)
    answer = decide(cast, work, "training", verdict="adopt", strength="effort", decider="課長")
    assert answer.status_code == 422
    shown = card(answer.text, "training")
    assert 'value="effort" checked' in shown
    assert 'id="training-weaken-reason-error"' in shown
    assert 'value="課長"' in shown


def test_a_reason_that_is_too_long_is_refused_but_kept(cast):
    work = described(cast)
    reason = "長い" * 1500
    answer = decide(cast, work, verdict="decline", reason=reason)
    assert answer.status_code == 422
    assert reason in answer.text
    assert latest(work) is None


def test_declining_with_a_reason_shows_reason_and_decider(cast):
    work = described(cast)
    assert decide(cast, work, verdict="decline", reason="写しを作らない", decider="課長").status_code == 302
    shown = card(page_of(cast, work), "copying")
    assert "不採用" in shown
    assert "理由：写しを作らない" in shown
    assert "決めた人：課長" in shown


def test_what_was_typed_is_shown_as_text_not_as_html(cast):
    work = described(cast)
    decide(cast, work, verdict="decline", reason="<b>太字</b>", decider="課長")
    assert "&lt;b&gt;太字" in card(page_of(cast, work), "copying")


def test_a_ban_that_visits_cannot_keep_shows_the_conflict_and_its_resolution(cast):
    work = described(cast)
    decide(cast, work, "removal", verdict="alternative", strength="prohibit")
    page = page_of(cast, work)
    notice = page.split('id="conflicts"', 1)[1].split('class="promises"', 1)[0]
    assert "持出し：「禁止」ではこの業務ができません" in notice
    assert "訪問には相手の情報を持って行く必要があります" in notice
    assert "「条件つき許可」なら守れます" in notice
    assert "この業務では守れません" in card(page, "removal")


def test_the_button_of_a_conflict_resolves_it(cast):
    work = described(cast)
    decide(cast, work, "removal", verdict="alternative", strength="prohibit")
    notice = page_of(cast, work).split('id="conflicts"', 1)[1].split('class="promises"', 1)[0]
    assert f'action="{decide_url(work, "removal")}"' in notice
    strength = notice.split('name="strength" value="', 1)[1].split('"', 1)[0]
    decide(cast, work, "removal", verdict="adopt", strength=strength)
    assert choice_of(work).conflicting == ()
    assert "ではこの業務ができません" not in page_of(cast, work)


def test_htmx_gets_the_changed_card_and_the_sums(cast):
    work = described(cast)
    before = choice_of(work).undecided
    part = decide(cast, work, htmx=True, verdict="adopt", strength="controlled").text
    assert part.lstrip().startswith("<article")
    assert part.count("<article") == 1
    assert part.count("hx-swap-oob") == 3
    assert f"未決定 あと{before - 1}件" in part
    assert "複写・複製を「採用」としました" in part
    assert "<html" not in part


def test_htmx_gets_a_refusal_in_the_card(cast):
    part = decide(cast, described(cast), htmx=True, verdict="decline", decider="課長")
    assert part.status_code == 422
    assert 'id="copying-decline-reason-error"' in part.text
    assert 'value="課長"' in part.text
    assert "まだ決まっていません" in part.text


def test_a_verdict_that_is_unknown_is_refused(cast):
    work = described(cast)
    assert decide(cast, work, verdict="perhaps").status_code == 422
    assert latest(work) is None


def test_withdrawing_makes_it_undecided_again_and_keeps_the_history(cast):
    work = described(cast)
    decide(cast, work, verdict="decline", reason="使わない", decider="課長")
    answer = cast.client(cast.owner).post(reverse("withdraw", args=[work.pk, "copying"]))
    assert answer.url.endswith("#copying")
    assert latest(work) is None
    assert [r.verdict for r in work.decisions.all()] == ["decline", "withdrawn"]
    assert "未決定" in card(page_of(cast, work), "copying")


def test_adopting_the_rest_leaves_verdicts_alone_and_opens_the_way_to_publishing(cast):
    work = described(cast)
    decide(cast, work, verdict="decline", reason="写しを作らない", decider="課長")
    client = cast.client(cast.owner)
    answer = client.post(reverse("adopt-the-rest", args=[work.pk]), follow=True)
    assert choice_of(work).undecided == 0
    assert latest(work).verdict == "decline"
    assert "すべて決まりました" in answer.text
    assert reverse("publish", args=[work.pk]) in answer.text
    assert "提案のとおり採用しました" in answer.text


def test_sums_tell_hours_against_what_is_available(cast):
    work = described(cast, supervision_hours_per_year=1)
    page = page_of(cast, work)
    assert "使えるのは1時間" in page
    assert "少なく見積もっても、使える時間を超えます" in page


def test_declining_leaves_more_risk_and_fewer_hours(cast):
    work = described(cast)
    before = choice_of(work).balance
    decide(cast, work, verdict="decline", reason="使わない", decider="課長")
    after = choice_of(work).balance
    assert after.remaining_risk > before.remaining_risk
    assert after.client_hours.low < before.client_hours.low


def test_a_verdict_that_the_facts_have_overtaken_is_asked_again(cast):
    work = described(cast)
    decide(cast, work, verdict="adopt", strength="controlled")
    described(cast, work, **NO_COPIES)
    row = choice_of(work).row("copying")
    assert (row.record, row.lapsed.strength) == (None, "controlled")
    assert "もう一度決めてください" in card(page_of(cast, work), "copying")
    assert "copying" not in {d.slug for d in decisions_of(work)}


def test_adopting_the_rest_takes_overtaken_verdicts_along(cast):
    work = described(cast)
    decide(cast, work, verdict="adopt", strength="controlled")
    described(cast, work, **NO_COPIES)
    cast.client(cast.owner).post(reverse("adopt-the-rest", args=[work.pk]))
    assert choice_of(work).undecided == 0
    assert latest(work).strength == "prohibit"


def test_deciding_before_the_facts_are_complete_is_refused(cast):
    work, client = begun(cast), cast.client(cast.owner)
    wizard = reverse("profile-step", args=[work.pk, "work"])
    assert decide(cast, work, verdict="adopt").url == wizard
    assert client.post(reverse("adopt-the-rest", args=[work.pk])).url == wizard
    assert latest(work) is None


def test_a_verdict_on_a_requirement_that_does_not_exist_is_not_found(cast):
    work = described(cast)
    assert decide(cast, work, "weather", verdict="adopt").status_code == 404
    assert not DecisionRecord.objects.exists()


def test_withdrawing_what_the_work_does_not_call_for_takes_it_off_the_page(cast):
    work = described(cast)
    decide(cast, work, "individual-number", verdict="adopt")
    assert 'id="individual-number"' in page_of(cast, work)
    part = cast.client(cast.owner).post(reverse("withdraw", args=[work.pk, "individual-number"]), **HTMX).text
    assert "<article" not in part
    assert 'id="individual-number"' not in page_of(cast, work)
