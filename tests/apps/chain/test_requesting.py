"""Asking for a subcontractor, agreeing in writing, refusing, ending."""

from datetime import date, timedelta

import pytest

from tests.apps import promised
from tests.apps.chain import chained
from tests.apps.chain.chained import LATER, NOW, TODAY
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.chain import services
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.chain.queries import chain_of, clauses_of, holders_on, tiers_of
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings.models import Finding
from yakusoku.domain.refusal import Refusal


def code(act):
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def open_duties():
    return list(
        Duty.objects.filter(done_at__isnull=True, kind="subcontract.decide").values_list("subject", flat=True)
    )


def test_a_request_waits_for_the_department_and_holds_nothing(cast):
    hop = chained.requested(cast)
    assert hop.parent.parent is None
    assert hop.parent.organization == cast.company
    assert open_duties() == [f"hop:{hop.pk}"]
    duty = Duty.objects.get(subject=f"hop:{hop.pk}")
    assert (duty.organization, duty.department, duty.due_on) == (cast.city, cast.water, TODAY)
    assert [each.name for each in holders_on(hop.engagement, date(2027, 7, 1))] == ["みなと検針株式会社"]


def test_the_clauses_of_the_version_are_passed_down_unless_told_otherwise(cast):
    work = chained.shared(cast)
    promise = [clause.slug for clause in clauses_of(work.versions.get())]
    assert chained.requested(cast, work).passed == promise
    assert chained.requested(cast, work, passed=tuple(promise[2:])).passed == promise[2:]


def test_a_consent_is_dated_and_may_lie_after_the_wished_day(cast):
    hop = chained.requested(cast)
    chained.agree(cast, hop, decided_on=TODAY + timedelta(days=3), conditions="月に一度報告すること。")
    assert (hop.standing, hop.since) == ("consented", TODAY + timedelta(days=3))
    assert hop.words == "月に一度報告すること。"
    assert open_duties() == []
    assert AuditEntry.objects.filter(code="subcontract.consented").count() == 1


def test_each_act_needs_its_state(cast):
    hop = chained.consented(cast)
    assert code(lambda: chained.agree(cast, hop)) == "chain.not-waiting"
    assert code(lambda: services.refuse(hop, "x", by=cast.owner, at=NOW)) == "chain.not-waiting"
    assert code(lambda: services.withdraw(hop, "x", by=cast.owner, at=NOW)) == "chain.not-waiting"
    assert code(lambda: services.dismiss(hop, "x", by=cast.owner, at=NOW)) == "chain.not-waiting"
    waiting = chained.requested(cast, hop.engagement)
    assert code(lambda: services.end(waiting, TODAY, "", by=cast.owner, at=NOW)) == "chain.not-waiting"


@pytest.mark.parametrize(
    ("act", "standing"), [(services.refuse, Standing.REFUSED), (services.withdraw, Standing.WITHDRAWN)]
)
def test_a_refusal_and_a_withdrawal_say_why(cast, act, standing):
    hop = chained.requested(cast)
    assert code(lambda: act(hop, " ", by=cast.owner, at=NOW)) == "chain.reason-missing"
    act(hop, "設備を借りられた", by=cast.owner, at=NOW)
    assert (hop.standing, hop.words) == (standing, "設備を借りられた")
    assert open_duties() == []


def test_below_someone_who_waits_nobody_is_asked_for(cast):
    hop = chained.requested(cast)
    assert code(lambda: chained.requested(cast, hop.engagement, hop)) == "chain.giver-not-consented"


def test_data_narrows_at_each_hop(cast):
    first = chained.consented(cast, categories=("identity",))
    wide = {"categories": ("identity", "contact")}
    assert code(lambda: chained.requested(cast, first.engagement, first, **wide)) == "chain.data-widened"
    assert (
        code(lambda: chained.requested(cast, first.engagement, categories=("biometric",)))
        == "chain.data-widened"
    )


def test_a_place_of_another_engagement_is_no_giver(cast):
    foreign = chained.consented(cast)
    work = chained.shared(cast, "ほかの業務")
    assert code(lambda: chained.requested(cast, work, foreign)) == "chain.other-engagement"
    assert code(lambda: chained.requested(cast, work, foreign.parent)) == "chain.other-engagement"


def test_a_clause_that_was_never_promised_is_not_passed_down(cast):
    work = chained.shared(cast)
    assert code(lambda: chained.requested(cast, work, passed=("no-such",))) == "chain.clause-unknown"


def test_an_end_waits_for_those_below(cast):
    first, home = chained.three_tiers(cast)
    day = TODAY + timedelta(days=30)
    assert code(lambda: services.end(first, day, "", by=cast.owner, at=NOW)) == "chain.still-passed-on"
    services.end(home, day, "終わった", by=cast.contractor, at=NOW)
    services.end(first, day, "終わった", by=cast.contractor, at=NOW)
    assert len(holders_on(first.engagement, date(2027, 6, 2))) == 1


def with_number(cast):
    work = promised.described(cast)
    facts = {**work.profile}
    facts["personal_information"] = {
        **facts["personal_information"],
        "categories": ["identity", "individual_number"],
    }
    engagements.describe(work, facts, department=cast.water, contractor=cast.company, by=cast.owner, at=NOW)
    return work


def test_a_number_needs_the_first_clients_permission_at_every_hop(cast):
    work = with_number(cast)
    first = chained.requested(cast, work, categories=("identity", "individual_number"))
    assert code(lambda: chained.agree(cast, first)) == "chain.permission-missing"
    chained.agree(cast, first, stated=True)
    assert first.permitted == ["individual_number"]
    second = chained.requested(cast, work, first, categories=("individual_number",))
    assert code(lambda: chained.agree(cast, second)) == "chain.permission-missing"
    without = chained.requested(cast, work, first, categories=("identity",))
    chained.agree(cast, without)
    assert without.permitted == []


def test_facts_that_lose_a_kind_of_data_do_not_take_it_from_those_below(cast):
    work = with_number(cast)
    chained.agree(cast, chained.requested(cast, work, categories=("individual_number",)), stated=True)
    facts = {**work.profile}
    facts["personal_information"] = {**facts["personal_information"], "categories": ["contact"]}
    engagements.describe(work, facts, department=cast.water, contractor=cast.company, by=cast.owner, at=NOW)
    work.refresh_from_db()
    assert services.root_of(work).categories == ["contact", "individual_number"]


def test_what_was_found_is_a_finding_of_the_highest_severity(cast):
    hop = chained.found(cast, chained.shared(cast), categories=("identity", "biometric"))
    finding = Finding.objects.get()
    assert (finding.kind, finding.severity, finding.hop, finding.source) == (
        "undeclared-hop",
        "high",
        hop,
        f"hop:{hop.pk}",
    )
    assert len(finding.remedies) == 3
    assert "伝票" not in finding.seen
    assert hop.passed == []
    gaps = {gap.gap for gap in chain_of(hop.engagement, TODAY, client=True).gaps if gap.hop.id == hop.pk}
    assert {"undeclared", "clause-lost", "data-widened"} <= gaps


def test_a_late_request_leaves_it_undeclared_until_the_consent(cast):
    hop = chained.found(cast, chained.shared(cast))
    services.request_late(hop, chained.told(hop.name), by=cast.contractor, at=NOW)
    assert (hop.standing, hop.waits) == ("undeclared", True)
    again = chained.told(hop.name)
    assert code(lambda: services.request_late(hop, again, by=cast.contractor, at=NOW)) == "chain.not-waiting"
    services.refuse(hop, "場所が分からない", by=cast.owner, at=NOW)
    assert (hop.standing, hop.waits) == ("undeclared", False)
    services.request_late(hop, again, by=cast.contractor, at=LATER)
    chained.agree(cast, hop, decided_on=TODAY + timedelta(days=1))
    assert hop.standing == "consented"
    before = chain_of(hop.engagement, TODAY, client=True)
    assert "undeclared" in {gap.gap for gap in before.gaps}
    after = chain_of(hop.engagement, TODAY + timedelta(days=2), client=True)
    assert "undeclared" not in {gap.gap for gap in after.gaps}


def test_a_mistaken_record_is_taken_back_and_stays_in_the_trail(cast):
    hop = chained.found(cast, chained.shared(cast))
    services.dismiss(hop, "別の会社の伝票だった", by=cast.owner, at=NOW)
    assert hop.standing == "withdrawn"
    assert len(holders_on(hop.engagement, TODAY)) <= 1
    assert AuditEntry.objects.filter(code="chain.dismissed").count() == 1


def test_what_is_put_right_is_logged_and_only_that(cast):
    hop = chained.consented(cast)
    services.amend(hop, {"place": "home", "standing": "refused"}, by=cast.owner, at=NOW)
    assert (hop.place, hop.standing) == ("home", "consented")
    services.amend(hop, {"place": "home"}, by=cast.owner, at=NOW)
    assert AuditEntry.objects.filter(code="chain.amended").count() == 1


def test_a_clause_that_a_new_version_adds_is_lost_until_it_is_passed_down(cast):
    work = chained.shared(cast)
    promise = [clause.slug for clause in clauses_of(work.versions.get())]
    hop = chained.agree(cast, chained.requested(cast, work, passed=tuple(promise[1:])))
    chain = chain_of(work, TODAY, client=True)
    assert chain.reach[hop.pk].lost == (promise[0],)
    assert "clause-lost" in {gap.gap for gap in chain.gaps}
    services.pass_down(hop, promise, by=cast.contractor, at=NOW)
    assert chain_of(work, TODAY, client=True).reach[hop.pk].lost == ()


def test_chains_are_told_in_bulk_with_one_query(cast, django_assert_num_queries):
    first, home = chained.three_tiers(cast)
    alone = chained.shared(cast, "ほかの業務")
    works = list(Engagement.objects.with_parties().filter(pk__in=[first.engagement_id, alone.pk]))
    with django_assert_num_queries(1):
        told = tiers_of(works, date(2027, 7, 1))
    assert (told[first.engagement_id].depth, told[alone.pk].depth) == (3, 1)
    assert [each.hop for each in told[first.engagement_id].holders] == [first.parent_id, first.pk, home.pk]
    assert told[alone.pk].holders[0].hop == 0
    assert told[alone.pk].undeclared == 0


def test_a_place_without_row_is_never_written_by_looking(cast):
    work = chained.shared(cast)
    cast.client(cast.owner).get(f"/engagements/{work.pk}/chain/")
    assert not Hop.objects.exists()
