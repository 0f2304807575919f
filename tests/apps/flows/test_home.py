"""Home: what waits for whom."""

from datetime import date

import pytest

from tests.apps.promised import begun, decided, described, opened, submitted
from tests.cast import NOW
from yakusoku.apps.engagements import services
from yakusoku.apps.flows.late import urge_late
from yakusoku.apps.flows.publishing import publish_promise


def page(cast, user, query=""):
    return cast.client(user).get(f"/{query}")


def todo(cast, user):
    return [(each.about, each.href) for each in page(cast, user).context["todo"]]


def promise_published(cast):
    return publish_promise(decided(cast), reason="", by=cast.owner, at=NOW)


@pytest.mark.parametrize(
    ("make", "words", "where"),
    [
        pytest.param(begun, "業務の実態を書く", "/profile/work/", id="nothing-known-yet"),
        pytest.param(described, "採否を決める", "/decisions/", id="described"),
        pytest.param(decided, "特記仕様書を発行する", "/publish/", id="decided"),
        pytest.param(promise_published, "委託候補を選ぶ", "/candidacy/", id="published"),
        pytest.param(submitted, "回答を確認する", "/inspections/", id="answered"),
    ],
)
def test_the_client_finds_the_next_step_and_the_page_for_it(cast, make, words, where):
    make(cast)
    answer = page(cast, cast.owner)
    assert words in answer.content.decode()
    ((_title, href),) = todo(cast, cast.owner)
    assert where in href


def test_an_open_sheet_waits_for_the_contractor_not_for_the_client(cast):
    inspection = opened(cast)
    assert todo(cast, cast.contractor) == [("水道検針", inspection.get_absolute_url())]
    assert todo(cast, cast.owner) == []
    assert "今日することはありません" in page(cast, cast.owner).content.decode()


def test_a_late_answer_is_said_to_both_sides(cast):
    opened(cast, due=date(2020, 1, 6))
    assert urge_late(date(2020, 1, 7), NOW) == 1
    assert "委託先に催促する" in page(cast, cast.owner).content.decode()
    assert "過ぎています" in page(cast, cast.contractor).content.decode()


def test_what_is_late_stands_first(cast):
    begun(cast, "書きかけ")
    opened(cast, due=date(2020, 1, 6), title="遅れている")
    urge_late(date(2020, 1, 7), NOW)
    assert [title for title, _href in todo(cast, cast.owner)] == ["遅れている", "書きかけ"]


def test_the_contractor_sees_its_works_with_the_clients_name_and_no_others(cast):
    opened(cast)
    begun(cast, "見えない業務")
    told = page(cast, cast.contractor).content.decode()
    assert "みなと市" in told
    assert "見えない業務" not in told


def test_the_contractor_goes_on_answering_while_the_client_thinks_again(cast):
    inspection = opened(cast)
    services.withdraw(inspection.version.engagement, "copying", by=cast.owner, at=inspection.opened_at)
    assert todo(cast, cast.contractor) == [("水道検針", inspection.get_absolute_url())]


def test_a_colleague_of_another_department_and_a_stranger_see_nothing(cast):
    begun(cast)
    for user in (cast.colleague, cast.stranger):
        told = page(cast, user).content.decode()
        assert "水道検針" not in told
        assert "まだ委託業務がありません" in told


def test_who_may_only_look_has_nothing_to_do(cast):
    begun(cast)
    answer = page(cast, cast.auditor)
    assert "水道検針" in answer.content.decode()
    assert answer.context["todo"] == []


def test_a_search_narrows_the_table_but_not_what_is_to_do(cast):
    begun(cast, "検針")
    begun(cast, "検診")
    answer = page(cast, cast.owner, "?q=検針")
    assert [standing.engagement.title for standing, _line in answer.context["rows"]] == ["検針"]
    assert len(answer.context["todo"]) == 2
    assert "見つかりません" in page(cast, cast.owner, "?q=ありえない").content.decode()


def test_the_export_holds_the_rows_that_are_seen(cast):
    begun(cast, "検針")
    begun(cast, "検診")
    raw = page(cast, cast.owner, "?q=検針&format=csv").content.decode("utf-8-sig")
    head, row = raw.splitlines()
    assert head.startswith("番号,業務,委託元")
    assert "検針" in row
    assert "業務の実態を書く" in row


def test_the_number_of_queries_does_not_grow_with_the_list(cast, django_assert_max_num_queries):
    for number in range(6):
        described(cast, f"業務{number}")
    client = cast.client(cast.owner)
    client.get("/")
    with django_assert_max_num_queries(16):
        client.get("/")


def test_a_visitor_is_asked_to_sign_in(cast):
    assert cast.client(None).get("/").status_code == 302
