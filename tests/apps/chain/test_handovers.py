"""What was handed over, and that it arrived."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from python_calamine import CalamineWorkbook

from tests.apps.chain import chained
from tests.apps.chain.chained import NOW, TODAY
from yakusoku.apps.chain import handing
from yakusoku.apps.chain.models import Handover, Hop
from yakusoku.apps.chain.queries import open_handovers
from yakusoku.apps.duties.models import Duty
from yakusoku.domain.refusal import Refusal


def waiting():
    rows = Duty.objects.filter(kind="handover.receive", done_at__isnull=True)
    return {(duty.organization.name, duty.department.name if duty.department else "") for duty in rows}


def form(giver="client", receiver="0", **changes):
    return {
        "giver": giver,
        "receiver": receiver,
        "description": "問診票（4月分）",
        "medium": "paper",
        "copies": "12",
        "travels_by": "tracked",
        "tracking": "1234-5678",
        "sent_on": str(localdate()),
    } | changes


def test_the_receiver_confirms_and_nothing_is_open_any_more(cast):
    first = chained.consented(cast)
    sent = chained.sent(cast, first.engagement, first.parent, first)
    assert waiting() == {(cast.subcompany.name, "")}
    assert list(open_handovers(first.engagement)) == [sent]
    handing.receive(sent, TODAY, "封が切れていた", by=cast.subcontractor, at=NOW)
    assert waiting() == set()
    assert not open_handovers(first.engagement)
    assert sent.remark == "封が切れていた"


def test_for_someone_without_account_the_nearest_company_above_confirms(cast):
    first, home = chained.three_tiers(cast)
    chained.sent(cast, first.engagement, first, home)
    assert waiting() == {(cast.subcompany.name, "")}


def test_what_comes_back_waits_for_the_department(cast):
    work = chained.shared(cast)
    top = chained.consented(cast, work).parent
    sent = chained.sent(cast, work, top, None)
    assert sent.returns
    assert waiting() == {(cast.city.name, cast.water.name)}


@pytest.mark.parametrize("days", [-1, 1], ids=["before-it-left", "tomorrow"])
def test_a_day_on_which_it_cannot_have_arrived(cast, days):
    work = chained.shared(cast)
    sent = chained.sent(cast, work, None, chained.consented(cast, work).parent)
    with pytest.raises(Refusal):
        handing.receive(sent, TODAY + timedelta(days=days), "", by=cast.contractor, at=NOW)
    assert open_handovers(work).count() == 1


def test_it_is_closed_once(cast):
    work = chained.shared(cast)
    sent = chained.sent(cast, work, None, chained.consented(cast, work).parent)
    handing.receive(sent, TODAY, "", by=cast.contractor, at=NOW)
    for again in (
        lambda: handing.receive(sent, TODAY, "", by=cast.contractor, at=NOW),
        lambda: handing.cancel(sent, "誤り", by=cast.owner, at=NOW),
    ):
        with pytest.raises(Refusal) as caught:
            again()
        assert caught.value.code == "handover.closed"


def test_from_the_clerk_to_the_contractor_over_http(cast):
    work = chained.shared(cast)
    clerk, contractor = cast.client(cast.owner), cast.client(cast.contractor)
    path = f"/engagements/{work.pk}/handovers/new/"
    assert clerk.get(path).status_code == 200
    assert clerk.post(path, form()).status_code == 302
    sent = Handover.objects.get()
    assert sent.receiver == Hop.objects.get()
    told = contractor.get(f"/handovers/{sent.pk}/").content.decode()
    assert "受け取ったことを記録する" in told
    assert "受け取ったことを記録する" not in clerk.get(f"/handovers/{sent.pk}/").content.decode()
    assert clerk.post(f"/handovers/{sent.pk}/receive/", {"received_on": str(localdate())}).status_code == 403
    assert contractor.post(f"/handovers/{sent.pk}/receive/", {"received_on": "2020-01-01"}).status_code == 422
    assert (
        contractor.post(f"/handovers/{sent.pk}/receive/", {"received_on": str(localdate())}).status_code
        == 302
    )
    sent.refresh_from_db()
    assert sent.state == "received"


def test_what_is_wrong_comes_back_filled(cast):
    work = chained.shared(cast)
    path = f"/engagements/{work.pk}/handovers/new/"
    ahead = str(localdate() + timedelta(days=2))
    wrong = (
        {"tracking": ""},
        {"receiver": "client"},
        {"copies": "0"},
        {"sent_on": ahead},
        {"receiver": "99"},
    )
    for changes in wrong:
        answer = cast.client(cast.owner).post(path, form(**changes))
        assert answer.status_code == 422, changes
        assert "問診票（4月分）" in answer.content.decode()
    assert not Handover.objects.exists()


def test_the_contractor_gives_only_what_is_its_own(cast):
    first, home = chained.three_tiers(cast)
    path = f"/engagements/{first.engagement_id}/handovers/new/"
    contractor = cast.client(cast.contractor)
    assert contractor.post(path, form(str(first.parent_id), str(first.pk))).status_code == 302
    assert contractor.post(path, form("client", str(first.pk))).status_code == 422
    assert contractor.post(path, form(str(first.pk), str(home.pk))).status_code == 422


def test_the_subcontractor_hands_over_from_its_own_place(cast):
    first, home = chained.three_tiers(cast)
    path = f"/hops/{first.pk}/handovers/new/"
    below = cast.client(cast.subcontractor)
    assert below.get(path).status_code == 200
    assert below.post(path, form(str(first.pk), str(home.pk))).status_code == 302
    assert below.post(path, form(str(first.pk), str(first.parent_id))).status_code == 302
    assert below.post(path, form(str(first.pk), "client")).status_code == 422
    returned = Handover.objects.get(receiver=first.parent)
    assert returned.returns
    assert cast.client(cast.contractor).get(f"/handovers/{returned.pk}/").status_code == 200
    assert cast.client(cast.other_contractor).get(f"/handovers/{returned.pk}/").status_code == 404


def test_a_mistaken_record_is_cancelled_with_a_reason(cast):
    work = chained.shared(cast)
    sent = chained.sent(cast, work, None, chained.consented(cast, work).parent)
    assert cast.client(cast.owner).post(f"/handovers/{sent.pk}/cancel/", {"reason": ""}).status_code == 422
    assert (
        cast.client(cast.contractor).post(f"/handovers/{sent.pk}/cancel/", {"reason": "x"}).status_code == 403
    )
    assert (
        cast.client(cast.owner).post(f"/handovers/{sent.pk}/cancel/", {"reason": "二重"}).status_code == 302
    )
    assert waiting() == set()


def test_the_list_is_searched_sorted_and_exported(cast):
    work = chained.shared(cast)
    top = chained.consented(cast, work).parent
    chained.sent(cast, work, None, top, description="=SUM(A1)", tracking="777")
    chained.sent(cast, work, None, top, description="地図")
    path, clerk = f"/engagements/{work.pk}/handovers/", cast.client(cast.owner)
    told = clerk.get(f"{path}?q=777&sort=giver").content.decode()
    assert "=SUM(A1)" in told
    assert "地図" not in told
    rows = list(csv.reader(io.StringIO(clerk.get(f"{path}?format=csv").content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert "'=SUM(A1)" in {row[1] for row in rows}
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(clerk.get(f"{path}?format=xlsx").content))
    assert len(sheet.get_sheet_by_index(0).to_python()) == 3
    handing.receive(Handover.objects.get(description="地図"), TODAY, "", by=cast.contractor, at=now())
    assert "地図" not in clerk.get(f"{path}?show=open").content.decode()
