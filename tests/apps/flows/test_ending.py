"""An engagement closes when nothing is open, opens again with a reason, and teaches the next period."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.apps import promised
from tests.apps.chain.chained import sent
from tests.apps.erasure.ended import TODAY, closing_check, contracted, ended, held, hop_of, proven
from tests.apps.training.listed import course, listed
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.candidates.models import Candidacy, Outcome, PlanItem
from yakusoku.apps.chain.services import root_of
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import records_that_count
from yakusoku.apps.erasure import services as erasure
from yakusoku.apps.findings import preparing
from yakusoku.apps.findings.models import Finding
from yakusoku.apps.findings.models import State as FindingState
from yakusoku.apps.findings.queries import added_checks_for
from yakusoku.apps.flows.closing import close, open_matters, remind_of_closing, reopen
from yakusoku.apps.flows.renewing import learned_from, renew
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.specifications.services import publish
from yakusoku.apps.training import services as training
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.refusal import Refusal


def finding(work, **told):
    fields = {
        "engagement": work,
        "organization": work.organization,
        "source": "inspection:1",
        "check_id": "copying-1a",
        "slug": "copying",
        "kind": "not-operated",
        "severity": "high",
        "remedies": ["additional-measure"],
        "seen": "記録簿がない",
        "raised_at": NOW,
    }
    return Finding.objects.create(**fields | told)


OPENERS = {
    "inspection": lambda cast, work: inspections.open_inspection(
        work.versions.get(), InspectionKind.PERIODIC, TODAY, by=cast.owner, at=NOW
    ),
    "finding": lambda cast, work: finding(work),
    "copy": lambda cast, work: (
        held(cast, work, what="見つかった控え"),
        erasure.declare(work, None, by=cast.contractor, at=NOW),
    ),
    "ledger": hop_of,
    "handover": lambda cast, work: sent(cast, work, receiver=root_of(work)),
    "plan": lambda cast, work: PlanItem.objects.create(
        candidacy=Candidacy.objects.create(
            engagement=work,
            company=cast.company,
            outcome=Outcome.APPROVED,
            selected_by=cast.owner,
            selected_at=NOW,
        ),
        key="training-1a",
        measure="鍵を替える",
        changed_by=cast.owner,
        changed_at=NOW,
    ),
}


@pytest.mark.parametrize("kind", OPENERS)
def test_one_thing_that_is_open_keeps_it_open(cast, kind):
    work = ended(cast)
    assert open_matters(work, TODAY) == ()
    OPENERS[kind](cast, work)
    assert {matter.kind for matter in open_matters(work, TODAY)} == {kind}
    with pytest.raises(Refusal) as caught:
        close(work, by=cast.owner, at=NOW)
    assert caught.value.code == "closing.matters-open"
    assert Engagement.objects.get(pk=work.pk).closed_at is None


def test_without_a_closing_check_it_stays_open(cast):
    work = contracted(cast)
    erasure.declare(work, None, by=cast.contractor, at=NOW)
    assert [matter.kind for matter in open_matters(work, TODAY)] == ["closing-check"]
    closing_check(cast, work)
    assert open_matters(work, TODAY) == ()


def test_what_was_never_entrusted_closes_at_once(cast):
    work = promised.begun(cast)
    close(work, by=cast.owner, at=NOW)
    assert work.closed_at == NOW


def test_the_page_closes_and_policy_opens_again(cast):
    work = ended(cast)
    owner, policy = cast.client(cast.owner), cast.client(cast.policy)
    address, again = reverse("closing", args=[work.pk]), reverse("reopen", args=[work.pk])
    assert owner.post(address).status_code == 302
    assert owner.post(address).status_code == 422
    assert owner.post(again, {"reason": "残っていた"}).status_code == 403
    assert policy.post(again, {"reason": ""}).status_code == 422
    assert policy.post(again, {"reason": "控えが一つ見つかった"}).status_code == 302
    work.refresh_from_db()
    assert work.closed_at is None
    codes = AuditEntry.objects.filter(code__in=["engagement.closed", "engagement.reopened"]).order_by("pk")
    assert [(e.code, e.reason) for e in codes] == [
        ("engagement.closed", ""),
        ("engagement.reopened", "控えが一つ見つかった"),
    ]


def test_a_closed_engagement_is_not_written_any_more(cast):
    work = ended(cast)
    close(work, by=cast.owner, at=NOW)
    assert not Duty.objects.filter(engagement=work.pk, done_at__isnull=True).exists()
    version = work.versions.get()
    acts = (
        lambda: promised.decline(cast, work),
        lambda: engagements.adopt_the_rest(work, by=cast.owner, at=NOW),
        lambda: engagements.withdraw(work, "copying", by=cast.owner, at=NOW),
        lambda: publish(work, reason="直す", by=cast.owner, at=NOW),
        lambda: inspections.open_inspection(version, InspectionKind.PERIODIC, TODAY, by=cast.owner, at=NOW),
        lambda: held(cast, work),
        lambda: erasure.declare(work, None, by=cast.contractor, at=NOW),
        lambda: listed(cast, work),
    )
    for act in acts:
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "engagement.closed"


def test_the_pages_of_a_closed_engagement_say_so(cast):
    work = ended(cast)
    close(work, by=cast.owner, at=NOW)
    owner = cast.client(cast.owner)
    step = owner.post(reverse("profile-step", args=[work.pk, "work"]), {"title": "x"}, follow=True)
    assert "この業務は閉じました" in step.content.decode()
    assert owner.post(reverse("profile-keep", args=[work.pk, "work"]), {"title": "x"}).status_code == 409
    adopted = owner.post(reverse("adopt-the-rest", args=[work.pk]), follow=True)
    assert "この業務は閉じました" in adopted.content.decode()
    assert "閉じました" in owner.get(reverse("closing", args=[work.pk])).content.decode()


def test_closing_is_due_once_after_the_last_day(cast):
    work = contracted(cast)
    assert remind_of_closing(work.ends_on, NOW) == 0
    assert remind_of_closing(work.ends_on + timedelta(days=1), NOW) == 1
    assert remind_of_closing(work.ends_on + timedelta(days=2), NOW) == 0


def test_what_stays_after_the_end_is_still_proven(cast):
    from tests.apps.erasure.ended import KEPT, PURGED

    work = ended(cast)
    copy = proven(cast, work, KEPT, what="帳簿")
    erasure.confirm(copy, by=cast.owner, at=NOW)
    erasure.declare(work, None, by=cast.contractor, at=NOW)
    close(work, by=cast.owner, at=NOW)
    assert erasure.remind_of_return(copy.kept_until, NOW) == 1
    erasure.prove(copy, PURGED, by=cast.contractor, at=NOW)
    erasure.confirm(copy, by=cast.owner, at=NOW)
    assert copy.state == "confirmed"


def test_the_next_period_carries_facts_and_verdicts_but_no_contractor(cast):
    work = contracted(cast)
    promised.decline(cast, work)
    following = renew(work, by=cast.owner, at=NOW)
    assert following.predecessor == work
    assert following.contractor is None
    assert following.shared_at is None
    assert following.starts_on.year == work.starts_on.year + 1
    before, after = records_that_count(work), records_that_count(following)
    assert set(after) == set(before)
    assert after["publication"].verdict == "decline"
    assert after["publication"].reason == f"前年度から引き継ぎ: {before['publication'].reason}"
    assert {record.decided_by for record in after.values()} == {cast.owner}
    assert following.draft["start"] == following.starts_on.isoformat()


def test_a_period_is_renewed_once(cast):
    work = contracted(cast)
    owner, address = cast.client(cast.owner), reverse("renewal", args=[work.pk])
    assert owner.get(address).status_code == 200
    answer = owner.post(address)
    assert answer.status_code == 302
    assert owner.get(answer["Location"]).status_code == 200
    assert owner.post(address).status_code == 422
    assert Engagement.objects.filter(predecessor=work).count() == 1


def test_what_is_not_described_is_not_renewed(cast):
    with pytest.raises(Refusal) as caught:
        renew(promised.begun(cast), by=cast.owner, at=NOW)
    assert caught.value.code == "engagement.not-renewable"


def test_what_was_learned_is_told_the_gravest_first(cast):
    work = contracted(cast)
    course(cast)
    listed(cast, work)
    first = finding(work, severity="low", slug="reporting", check_id="reporting-1a", seen="")
    finding(work, state=FindingState.CLOSED)
    finding(work, repeats=first)
    learned = learned_from(work, work.ends_on)
    assert [(each.slug, each.found, each.repeated, each.open) for each in learned.lessons] == [
        ("copying", 2, 1, 1),
        ("reporting", 1, 0, 1),
    ]
    assert learned.lessons[0].remedies == ("対策を足す",)
    assert [note.heading for note in learned.notes] == ["済んでいなかった研修"]


def test_what_fell_short_in_two_periods_is_marked(cast):
    work = contracted(cast)
    finding(work)
    following = renew(work, by=cast.owner, at=NOW)
    assert learned_from(work, TODAY).lessons[0].repeated == 0
    finding(following)
    assert learned_from(following, TODAY).lessons[0].repeated == 1


def test_a_course_taken_leaves_no_gap(cast):
    work, asked = contracted(cast), course(cast)
    worker = listed(cast, work)
    training.complete(asked, [worker], TODAY, engagement=work, by=cast.contractor, at=NOW)
    assert learned_from(work, TODAY).notes == ()


def test_a_check_that_was_added_is_asked_in_the_next_period_too(cast):
    work = contracted(cast)
    asked = {
        "slug": "copying",
        "point": "複写の記録",
        "arrangement": "",
        "operation": "毎月、複写の記録を見ていますか。",
        "evidence": "",
        "evidence_required": False,
    }
    check = preparing.add_check(finding(work), asked, by=cast.owner, at=NOW)
    assert learned_from(work, TODAY).notes[0].lines == ("複写の記録",)
    following = renew(work, by=cast.owner, at=NOW)
    carried = following.added_checks.get()
    assert (carried.slug, carried.operation, carried.finding) == (check.slug, check.operation, check.finding)
    publish(following, reason="", by=cast.owner, at=NOW + timedelta(days=1))
    later = NOW + timedelta(days=2)
    assert [each.point for each in added_checks_for(following, None, later)] == ["複写の記録"]


def test_opening_again_needs_something_closed(cast):
    with pytest.raises(Refusal) as caught:
        reopen(contracted(cast), "理由", by=cast.policy, at=NOW)
    assert caught.value.code == "engagement.not-closed"
