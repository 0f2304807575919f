"""What a change of the catalogue reaches, and the step that brings it up to date."""

import pytest

from tests.apps import promised
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.accounts.access import acting_as
from yakusoku.apps.duties.queries import duties_of
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.staleness import notice_changes, reach_of_changes, stale_engagements
from yakusoku.apps.specifications.models import Version

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


def test_what_cannot_be_published_is_told_and_stays_stale(cast):
    work = promised.published(cast).engagement
    services.withdraw(work, "basic-duty", by=cast.owner, at=NOW)
    change(cast)
    body = {"engagement": [work.pk], "reason": "目録の変更"}
    answer = cast.client(cast.policy).post(f"{PAGE}renew/", body, follow=True)
    assert "採否を決めていない要件が1件あります" in answer.content.decode()
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
