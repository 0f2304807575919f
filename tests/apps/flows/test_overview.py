"""The overview of one engagement, and sending the check sheet."""

from datetime import date

import pytest

from tests.apps.promised import answered, begun, described, opened, published, published_again, verified
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.models import Inspection

ORDER = {"kind": "periodic", "due_on": "2099-07-09"}


def told(cast, user, work):
    answer = cast.client(user).get(f"/engagements/{work.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def send(cast, user, work, **changes):
    return cast.client(user).post(
        f"/engagements/{work.pk}/inspections/send/", {**ORDER, **changes}, follow=True
    )


def hop(work, name, place="contractor_premises", travels_by="by_hand", *, under=None, declared=True):
    standing = Standing.CONSENTED if declared else Standing.UNDECLARED
    return Hop.objects.create(
        engagement=work,
        parent=under,
        name=name,
        place=place,
        travels_by=travels_by,
        standing=standing,
        found_on=None if declared else date(2027, 4, 1),
    )


@pytest.mark.parametrize("make", [begun, described], ids=["begun", "described"])
def test_strangers_colleagues_and_the_contractor_find_nothing_before_it_is_shared(cast, make):
    work = make(cast)
    for user in (cast.stranger, cast.colleague, cast.contractor):
        assert cast.client(user).get(f"/engagements/{work.pk}/").status_code == 404
    assert cast.client(cast.policy).get(f"/engagements/{work.pk}/").status_code == 200


def test_the_next_step_is_the_one_primary_button(cast):
    page = told(cast, cast.owner, described(cast))
    assert page.count('class="button button-primary"') == 1
    assert "採否を決める（残り" in page


def test_an_auditor_sees_where_it_stands_but_no_button(cast):
    page = told(cast, cast.auditor, described(cast))
    assert "button-primary" not in page
    assert "採否を決める" in page


def test_versions_show_a_short_fingerprint_and_what_changed(cast):
    second = published_again(cast)
    page = told(cast, cast.owner, second.engagement)
    assert second.fingerprint[:12] in page
    assert second.fingerprint[:13] not in page
    assert f"/engagements/{second.engagement_id}/versions/2/changes/" in page
    assert "/versions/1/changes/" not in page
    assert "公表の定めが重なっていた" in page


def test_planned_inspections_are_told_with_the_era(cast):
    assert "2027年11月30日 (令和9年)" in told(cast, cast.owner, described(cast))


def test_the_contractor_sees_the_published_facts_and_not_what_is_being_changed(cast):
    work = opened(cast).version.engagement
    work.refresh_from_db()
    work.profile = {**work.profile, "contract_kind": "まだ相談中の契約"}
    work.save()
    assert "まだ相談中の契約" in told(cast, cast.owner, work)
    page = told(cast, cast.contractor, work)
    assert "まだ相談中の契約" not in page
    assert "準委任" in page
    assert "採否" not in page.replace("採否</span>", "")


def test_the_chain_is_drawn_to_its_end_and_its_gaps_are_told_once_each(cast):
    work = published(cast).engagement
    first = hop(work, "みなと検針株式会社")
    second = hop(work, "有限会社いろは", "subcontractor", "courier", under=first, declared=False)
    hop(work, "在宅の入力者", "home", "courier", under=second, declared=False)
    page = told(cast, cast.owner, work)
    assert page.index("みなと検針株式会社</a>") < page.index("有限会社いろは</a>")
    assert page.index("再々委託先</span>") < page.index("従事者の自宅")
    assert page.count("届出のない再委託先が情報を持っています") == 1
    assert "重大：情報の渡り先が、約束と違います" in page
    assert "追跡できない配送" in page


def test_a_chain_that_keeps_the_promise_raises_no_alarm(cast):
    work = published(cast).engagement
    hop(work, "みなと検針株式会社")
    assert "重大" not in told(cast, cast.owner, work)


def test_the_contractor_does_not_see_who_holds_data(cast):
    work = opened(cast).version.engagement
    hop(work, "有限会社いろは", declared=False)
    assert "有限会社いろは" not in told(cast, cast.contractor, work)


def test_the_owner_sends_the_sheet_and_the_contractor_finds_it(cast):
    work = published(cast).engagement
    assert cast.client(cast.contractor).get(f"/engagements/{work.pk}/").status_code == 404
    answer = send(cast, cast.owner, work)
    assert "遵守確認表を委託先に送りました" in answer.content.decode()
    inspection = Inspection.objects.get()
    assert (inspection.due_on, inspection.kind) == (date(2099, 7, 9), "periodic")
    assert "遵守確認表に回答する" in told(cast, cast.contractor, work)


def test_only_one_round_runs_at_a_time(cast):
    inspection = answered(cast)
    assert 'id="send"' not in told(cast, cast.owner, inspection.version.engagement)
    send(cast, cast.owner, inspection.version.engagement)
    assert Inspection.objects.count() == 1


def test_after_a_round_is_concluded_the_next_can_be_sent(cast):
    inspection = verified(cast)
    inspections.conclude(inspection, by=cast.owner, at=inspection.opened_at)
    work = inspection.version.engagement
    assert 'id="send"' in told(cast, cast.owner, work)
    send(cast, cast.owner, work)
    assert Inspection.objects.count() == 2


def test_who_has_no_right_cannot_send(cast):
    work = published(cast).engagement
    assert send(cast, cast.auditor, work).status_code == 403
    assert send(cast, cast.colleague, work).status_code == 404
    assert send(cast, cast.stranger, work).status_code == 404
    assert not Inspection.objects.exists()


def test_a_day_that_is_no_date_sends_nothing(cast):
    work = published(cast).engagement
    assert "点検の種類と期限を選んでください" in send(cast, cast.owner, work, due_on="来週").content.decode()
    assert not Inspection.objects.exists()
