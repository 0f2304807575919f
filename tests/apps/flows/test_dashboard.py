"""The dashboard: its figures, the rows behind each mark, and what it asks of the database."""

import re
from html import unescape

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps import promised
from tests.apps.register.conftest import TODAY, work, works  # noqa: F401  # a fixture
from tests.apps.register.test_register import titles
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.findings.models import Finding
from yakusoku.apps.flows.figures import figures_of
from yakusoku.domain.register.phase import Phase
from yakusoku.domain.register.risk import Risk


def figures(cast):
    return figures_of(cast.city, "", TODAY)[0]


def test_doors(cast):
    assert statuses(cast, "get", "/dashboard/") == told("403 403 200 200 200 200 200 403 403 403 200 302")


def test_figures_by_risk_and_phase(cast, works):  # noqa: F811
    found = figures(cast)
    assert found.total == len(works)
    assert found.works[(Risk.HIGH, Phase.KEEP)].works == 1
    assert found.works[(Risk.HIGH, Phase.KEEP)].people == 80_000
    assert found.works[(Risk.LOW, Phase.CLOSED)].works == 1


def test_what_is_held_leaves_out_what_is_closed(cast, works):  # noqa: F811
    held = figures(cast).held
    assert held["categories.identity"].people == 80_000
    assert held["places.home"].works == 1
    assert "categories.family" not in held


def test_findings_and_contractors(cast, works):  # noqa: F811
    found = figures(cast)
    assert found.findings == {"copying": {"high": 1, "low": 1}}
    record = found.contractors[0]
    assert (record.name, record.raised, record.open["high"]) == ("みなと検針株式会社", 3, 1)


def test_a_directive_is_kept_where_nothing_of_it_is_left_out(cast):
    row = promised.decided(cast)
    found = figures(cast)
    assert found.decided == 1
    assert set(found.kept.values()) == {1}
    promised.decline(cast, row, "publication")
    found = figures(cast)
    lost = {directive for directive, count in found.kept.items() if not count}
    assert lost
    assert len(lost) < len(found.kept)


def test_every_mark_leads_to_the_rows_behind_it(cast, works):  # noqa: F811
    browser = cast.client(cast.policy)
    page = browser.get("/dashboard/").content.decode()
    links = set(re.findall(r'href="(/(?:register|findings)/\?[^"]+)"', page))
    assert len(links) > 10
    for link in map(unescape, links):
        if link.startswith("/register/"):
            assert titles(browser, f"&{link.partition('?')[2]}") or "kept=" in link, link
        else:
            shown = browser.get(link).content.decode()
            assert "検診の業務" in shown, link


def test_each_question_has_bars_and_a_table(cast, works):  # noqa: F811
    page = cast.client(cast.policy).get("/dashboard/").content.decode()
    assert "危険の大きい業務が1件" in page
    assert page.count('class="fold chart-table"') >= 6
    assert "要件" in page
    assert "サイバーセキュリティ経営ガイドライン" in page


def test_an_empty_organisation_is_told_what_comes(cast):
    assert "まだ委託業務がありません" in cast.client(cast.stranger).get("/dashboard/").content.decode()


def test_one_client_counts_nothing_of_another(cast, works):  # noqa: F811
    assert figures_of(cast.stranger_city, "", TODAY)[0].total == 0


def test_it_is_never_stale(cast, works):  # noqa: F811
    before = figures(cast)
    assert figures(cast) is not None
    engagements.create(cast.city, cast.water, "新しい業務", by=cast.owner, at=NOW)
    assert figures(cast).total == before.total + 1


def test_another_framework_can_be_looked_at(cast, works):  # noqa: F811
    page = cast.client(cast.policy).get("/dashboard/?framework=nist-csf-2").content.decode()
    assert "NIST" in page


def test_at_most_ten_queries_however_many_rows(cast, works):  # noqa: F811
    browser = cast.client(cast.policy)

    def asked():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/dashboard/").status_code == 200
        cold = len(queries)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/dashboard/")
        return cold, len(queries)

    before = asked()
    for number in range(20):
        row = work(cast, f"業務{number}", contractor=cast.company)
        Finding.objects.create(
            organization=cast.city,
            engagement=row,
            source="x",
            slug="removal",
            kind="not-operated",
            severity="low",
            raised_at=NOW,
        )
    assert asked() == before
    assert before[0] <= 10
    assert before[1] <= 5
