"""What a change of the catalogue reaches, and the step that brings it up to date."""

from datetime import UTC, date, datetime

import pytest

from tests.apps import promised
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.accounts.access import acting_as
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.duties.queries import duties_of
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.bringing import bring_next, bring_up_to_date
from yakusoku.apps.flows.staleness import notice_changes, reach_of_changes, stale_engagements
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.services import publish

PAGE = "/catalogue-changes/"


def change(cast):
    """Change one requirement of the city's catalogue."""
    text = "change: {copying: {variants: [{strength: controlled, summary: 記録した写しだけを認める}], parameters: {log_years: {value: 5}}}}"
    services.keep_overlay(cast.city, text, by=cast.policy, at=NOW)


def kinds(who):
    return [duty.kind for duty in duties_of(acting_as(who))]


def test_nothing_is_stale_while_the_catalogue_stays(cast):
    promised.published(cast)
    assert reach_of_changes(cast.city) == ()
    assert "古くなった約束はありません" in cast.client(cast.policy).get(PAGE).content.decode()


def test_a_changed_requirement_reaches_the_promises_that_name_it(cast):
    inspection = promised.opened(cast)
    promised.decided(cast, "まだ発行していない業務")
    change(cast)
    (reach,) = reach_of_changes(cast.city)
    assert (reach.slug, reach.engagements, reach.open_sheets) == ("copying", 1, 1)
    assert list(stale_engagements(cast.city)) == [inspection.version.engagement]
    assert list(stale_engagements(cast.city, "removal")) == []
    shown = cast.client(cast.policy).get(PAGE).content.decode()
    assert "水道検針" in shown
    assert "まだ発行していない業務" not in shown


def test_one_step_brings_the_chosen_promises_up_to_date(cast):
    work = promised.published(cast).engagement
    other = promised.published(cast, "ほかの業務").engagement
    change(cast)
    cast.client(cast.policy).post(f"{PAGE}renew/", {"engagement": [work.pk], "reason": "目録の変更"})
    assert Version.objects.filter(engagement=work).count() == 2
    assert list(stale_engagements(cast.city)) == [other]


def test_the_open_sheets_come_along(cast):
    sheet = promised.opened(cast)
    change(cast)
    body = {"engagement": [sheet.version.engagement_id], "reason": "目録の変更"}
    shown = cast.client(cast.policy).post(f"{PAGE}renew/", body).content.decode()
    assert "回答中の確認表1件を改めました" in shown
    sheet.refresh_from_db()
    assert sheet.version.number == 2
    assert list(stale_engagements(cast.city)) == []


def test_a_change_that_says_nothing_else_for_this_work_is_noted_without_a_new_version(cast):
    work = promised.published(cast).engagement
    text = "change: {copying: {variants: [{strength: prohibit, summary: 写しを一切作らない}]}}"
    services.keep_overlay(cast.city, text, by=cast.policy, at=NOW)
    assert list(stale_engagements(cast.city)) == [work]
    body = {"engagement": [work.pk], "reason": "目録の変更"}
    assert "内容は同じです" in cast.client(cast.policy).post(f"{PAGE}renew/", body).content.decode()
    assert Version.objects.filter(engagement=work).count() == 1
    assert list(stale_engagements(cast.city)) == []
    assert AuditEntry.objects.filter(code="specification.confirmed").count() == 1


def test_all_of_them_go_on_where_the_last_part_ended(cast):
    works = [promised.published(cast, f"業務{number}").engagement for number in range(3)]
    services.withdraw(works[0], "basic-duty", by=cast.owner, at=NOW)
    change(cast)
    first = bring_next(cast.city, "目録の変更", most=2, by=cast.policy, at=NOW)
    assert [each.refusal is None for each in first.done] == [False, True]
    assert (first.last, first.left) == (works[1].pk, 1)
    second = bring_next(cast.city, "目録の変更", after=first.last, most=2, by=cast.policy, at=NOW)
    assert ([each.engagement for each in second.done], second.left) == ([works[2]], 0)
    assert list(stale_engagements(cast.city)) == [works[0]]


def test_the_page_goes_on_with_a_button_and_tells_how_far_it_is(cast):
    promised.published(cast)
    change(cast)
    body = {"all": "1", "reason": "目録の変更", "after": "0", "done": "3"}
    shown = cast.client(cast.policy).post(f"{PAGE}renew/", body).content.decode()
    assert "4件のうち4件を済ませました" in shown


def test_a_sheet_left_behind_by_a_publication_is_found(cast):
    sheet = promised.opened(cast)
    work = sheet.version.engagement
    promised.decline(cast, work)
    publish(work, reason="公表の定めが重なっていた", by=cast.owner, at=NOW)
    assert reach_of_changes(cast.city) == ()
    assert list(stale_engagements(cast.city)) == [work]
    assert "水道検針" in cast.client(cast.policy).get(PAGE).content.decode()
    done = bring_up_to_date(work, "", by=cast.policy, at=NOW)
    assert (done.published, len(done.sheets)) == (False, 1)
    assert list(stale_engagements(cast.city)) == []


def test_law_that_is_not_in_force_reaches_the_promises_that_rest_on_it(cast):
    promised.answered(cast)
    before_the_law = date(2001, 1, 1)
    reaches = reach_of_changes(cast.city, before_the_law)
    assert reaches
    assert all(each.law and not each.reworded for each in reaches)
    assert all(reach.answers > 0 for reach in reaches)
    assert stale_engagements(cast.city, today=before_the_law).count() == 1
    assert reach_of_changes(cast.city, NOW.date()) == ()


def test_a_day_that_passes_lets_the_clock_notice(cast):
    promised.published(cast)
    early = datetime(2001, 1, 1, tzinfo=UTC)
    assert notice_changes(at=early) == 1
    assert notice_changes(at=early) == 0
    assert "catalogue.review" in kinds(cast.policy)
    assert notice_changes(at=NOW) == 0
    assert "catalogue.review" not in kinds(cast.policy)


def test_what_is_seen_leaves_as_a_file(cast):
    promised.answered(cast)
    change(cast)
    browser = cast.client(cast.policy)
    rows = browser.get(f"{PAGE}?table=requirements&format=csv").content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("copying,")
    assert rows[1].rsplit(",", 1)[1] != "0"
    assert browser.get(f"{PAGE}?format=xlsx&sort=-title").status_code == 200


def test_what_cannot_be_published_is_told_and_stays_stale(cast):
    work = promised.published(cast).engagement
    services.withdraw(work, "basic-duty", by=cast.owner, at=NOW)
    change(cast)
    body = {"engagement": [work.pk], "reason": "目録の変更"}
    shown = cast.client(cast.policy).post(f"{PAGE}renew/", body).content.decode()
    assert "採否を決めていない要件が1件あります" in shown
    assert f'href="/engagements/{work.pk}/decisions/"' in shown
    assert list(stale_engagements(cast.city)) == [work]


def test_without_a_reason_or_a_choice_nothing_happens(cast):
    work = promised.published(cast).engagement
    change(cast)
    client = cast.client(cast.policy)
    client.post(f"{PAGE}renew/", {"engagement": [work.pk], "reason": " "})
    client.post(f"{PAGE}renew/", {"reason": "目録の変更"})
    client.post(f"{PAGE}renew/", {"engagement": ["x", "٣"], "reason": "目録の変更"})
    assert Version.objects.count() == 1


def test_the_clock_notices_and_lets_a_person_look(cast):
    promised.published(cast)
    assert notice_changes(at=NOW) == 0
    change(cast)
    assert notice_changes(at=NOW) == 1
    assert notice_changes(at=NOW) == 0
    assert "catalogue.review" in kinds(cast.policy)
    assert "catalogue.review" not in kinds(cast.owner)


def test_other_cities_keep_their_promises(cast):
    promised.published(cast)
    change(cast)
    assert not Engagement.objects.filter(organization=cast.stranger_city).exists()
    assert reach_of_changes(cast.stranger_city) == ()


@pytest.mark.parametrize(
    ("method", "address", "row"),
    [
        #                  owner coll pol legal board audit admin contr other sub strange visitor
        ("get", PAGE, "403 403 200 403 403 403 200 403 403 403 200 302"),
        ("post", f"{PAGE}renew/", "403 403 302 403 403 403 302 403 403 403 302 302"),
    ],
)
def test_doors(cast, method, address, row):
    assert statuses(cast, method, address) == told(row)
