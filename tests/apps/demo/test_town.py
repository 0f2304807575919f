"""The demonstration town: everyone has something to do, no main page is empty, and the trail holds."""

import pytest
from django.db import transaction
from django.db.models import Count
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from yakusoku.apps.accounts.access import acting_as
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit import queries as audit
from yakusoku.apps.board.models import Condition, Conflict, Meeting, MinutesVersion
from yakusoku.apps.chain.models import Handover, Hop
from yakusoku.apps.demo.town import is_empty, load_town
from yakusoku.apps.duties.queries import duties_of, escalated_to
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.findings.models import CorrectiveInstruction, Extension, Finding
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.notices.models import Told
from yakusoku.apps.review.models import Portfolio

# The mark asks for the database; what a test changes is taken back to what the town was.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("town")]
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Whoever only looks has nothing to do: the auditor reads, the administrator keeps the accounts.
LOOKING_ON = {"kansa@minato.example", "kanri@minato.example"}


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker, tmp_path_factory):
    """The accounts of the town, made once for all tests of this file and taken back afterwards."""
    store = tmp_path_factory.mktemp("town") / "store"
    with (
        django_db_blocker.unblock(),
        override_settings(STORE_ROOT=store, PASSWORD_HASHERS=FAST),
        transaction.atomic(),
    ):
        yield load_town(timezone.now())
        transaction.set_rollback(True)


def client_of(email: str) -> Client:
    """Return a browser in which a person of the town is signed in."""
    client = Client(headers={"accept-language": "ja"})
    client.force_login(User.objects.get(email=email))
    return client


def work(title: str) -> Engagement:
    """Return the latest work of that name."""
    return Engagement.objects.filter(title=title).latest("pk")


def test_everyone_gets_one_line_that_says_what_they_are_good_for(town):
    assert not is_empty()
    assert len({email for _, email, _ in town}) == len(town)
    assert len(town) <= 24
    for told, _, secret in town:
        assert told
        assert "\n" not in told
        assert secret


def test_everyone_has_something_to_do(town):
    idle = set()
    for _, email, _ in town:
        response = client_of(email).get("/")
        assert response.status_code == 200, email
        who = acting_as(User.objects.get(email=email))
        if not (duties_of(who).exists() or escalated_to(who).exists()):
            idle.add(email)
    assert idle <= LOOKING_ON


MAIN_PAGES = {
    "dashboard": ("joho@minato.example", "/dashboard/", "水道課"),
    "register": ("joho@minato.example", "/register/", "水道メータ検針業務"),
    "register of a company": ("hinoki@contractor.example", "/register/", "住民記録システム保守業務"),
    "findings": ("kansa@minato.example", "/findings/", "健診結果データ入力業務"),
    "board": ("shinsa@minato.example", "/board/", "第3回"),
    "library": ("kenshin@contractor.example", "/library/answers/", "basic-duty"),
    "certificates": ("kenshin@contractor.example", "/library/certificates/", "IS 700123"),
    "courses": ("joho@minato.example", "/courses/", "個人情報保護責任者研修"),
    "subcontracts": ("iwaoto@contractor.example", "/subcontracts/", "住民記録システム保守業務"),
    "consultations": ("keiyaku@minato.example", "/consultations/", "指導員を個人に頼むときの契約"),
    "reviews": ("fukushi@minato.example", "/reviews/", "前回の高齢者世帯訪問調査の契約書"),
    "stock of contracts": ("keiyaku@minato.example", "/reviews/portfolios/", "令和8年度に続いている委託契約"),
    "templates": ("suido@minato.example", "/standards/", "見直しの期限を過ぎたひな形が1件"),
    "calendar of templates": ("keiyaku@minato.example", "/standards/calendar/", "情報システム保守基本契約書"),
    "studies": ("kansa@minato.example", "/studies/", "訪問する業務と持出しの条文"),
    "trail": ("kansa@minato.example", "/audit/", "点検"),
    "public page": (None, "/public/minato/", "水道メータ検針業務"),
}


@pytest.mark.parametrize("page", MAIN_PAGES)
def test_no_main_page_is_empty(town, page):
    email, address, told = MAIN_PAGES[page]
    client = client_of(email) if email else Client(headers={"accept-language": "ja"})
    response = client.get(address)
    assert response.status_code == 200
    assert told in response.content.decode()


WORK_PAGES = {
    "candidacy": ("配食見守り業務", "fukushi@minato.example", "株式会社しおかぜリサーチ"),
    "chain": ("住民記録システム保守業務", "joho@minato.example", "合同会社つきよ監視"),
    "engagement-inspections": ("水道メータ検針業務", "suido@minato.example", "点検"),
    "engagement-findings": ("健診結果データ入力業務", "kenko@minato.example", "在宅の入力者"),
    "engagement-training": ("窓口証明書交付業務", "madoguchi@contractor.example", "証田 あき"),
    "ledger": ("管路台帳電子化業務", "hinoki@contractor.example", "検品に使ったUSBメモリ"),
    "consultations": (
        "健診結果データ入力業務",
        "kenko@minato.example",
        "在宅で入力した健診票の回収の確かめ方",
    ),
    "fairness": ("配食見守り業務", "fukushi@minato.example", "潮見 調査部長"),
    "lessons": ("胸部検診業務", "kenko@minato.example", "持出し"),
}


@pytest.mark.parametrize("page", WORK_PAGES)
def test_no_page_of_a_work_is_empty(town, page):
    title, email, told = WORK_PAGES[page]
    response = client_of(email).get(reverse(page, args=[work(title).pk]))
    assert response.status_code == 200
    assert told in response.content.decode()


def test_the_stock_of_contracts_is_read_and_shows_old_law_and_what_cannot_be_read(town):
    stock = Portfolio.objects.get()
    assert stock.finished_at is not None
    unread = stock.contracts.exclude(unreadable="")
    assert (stock.contracts.count(), [each.name for each in unread]) == (12, ["総務・電話交換.doc"])
    assert "古い形式" in unread[0].unreadable
    assert stock.contracts.filter(old_laws__isnull=False).distinct().count() == 2
    assert len(set(stock.contracts.values_list("points", flat=True))) > 8


def test_works_stand_in_every_phase(town):
    works = Engagement.objects.all()
    assert works.filter(closed_at__isnull=False).count() == 2
    assert works.filter(predecessor__isnull=False).exists()
    assert works.filter(contracted_on__isnull=False, started_on__isnull=True).exists()
    assert works.filter(started_on__isnull=False, closed_at__isnull=True).count() >= 3
    assert works.filter(announcements__withdrawn_at__isnull=True, announcements__isnull=False).exists()
    assert works.filter(contract__override_reason__gt="").exists()


def test_inspections_and_corrections_stand_in_every_state(town):
    today = timezone.localdate()
    rounds = Inspection.objects.all()
    assert {"open", "submitted", "concluded"} <= set(rounds.values_list("state", flat=True))
    assert rounds.filter(state="open", due_on__lt=today).exists()
    assert rounds.filter(state="open", due_on__gte=today, planned_on__isnull=False).exists()
    assert rounds.filter(hop__isnull=False).exists()
    assert Finding.objects.filter(repeats__isnull=False, hop__isnull=True).exists()
    assert Finding.objects.filter(hop__isnull=False, severity="high").exists()
    states = set(CorrectiveInstruction.objects.values_list("state", flat=True))
    assert {"issued", "replied", "closed"} <= states
    assert CorrectiveInstruction.objects.filter(round__gt=1).exists()
    assert Extension.objects.filter(state="waiting").exists()


def test_the_chain_has_three_tiers_and_the_ledger_is_half_proven(town):
    hops = Hop.objects.filter(engagement=work("住民記録システム保守業務"))
    assert {"requested", "consented", "refused"} <= set(hops.values_list("standing", flat=True))
    assert hops.filter(parent__parent__isnull=False, standing="consented").exists()
    assert Handover.objects.filter(state="sent").exists()
    assert Handover.objects.filter(state="received").exists()
    copies = Copy.objects.filter(engagement=work("管路台帳電子化業務"))
    assert {"held", "proven", "confirmed", "kept"} <= set(copies.values_list("state", flat=True))


def test_the_board_has_met_and_will_meet(town):
    assert dict(Meeting.objects.values_list("stage").annotate(n=Count("pk"))) == {"closed": 2, "called": 1}
    assert MinutesVersion.objects.count() == 2
    assert Conflict.objects.count() == 1
    assert {"open", "reported"} <= set(Condition.objects.values_list("state", flat=True))


def test_the_clock_has_written_letters_and_the_trail_holds(town):
    assert Told.objects.values("user").distinct().count() >= len(town) - len(LOOKING_ON) - 1
    assert audit.verify() == []
