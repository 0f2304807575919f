"""The ledger over HTTP: entered, proven up the chain, confirmed."""

import io
from datetime import date, timedelta

import docx
import pypdfium2
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.apps.chain.chained import sent
from tests.apps.erasure.ended import KEPT, PURGED, STICK, TODAY, at_hop, contracted, held, hop_of, proven
from tests.apps.training.listed import upload
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.chain.handing import receive
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.erasure import services
from yakusoku.apps.erasure.models import Copy, Declaration
from yakusoku.apps.erasure.queries import copies_in, still_open
from yakusoku.domain.erasure.ledger import State, is_open
from yakusoku.domain.erasure.methods import Ending, Method
from yakusoku.domain.refusal import Refusal

PROOF = {"ending": "erase", "method": "purge", "done_on": "2026-11-20", "done_by": "総務課", "device": "SN-1"}


def due(organization=None):
    rows = Duty.objects.filter(done_at__isnull=True, kind__regex=r"^(copy|ledger)\.")
    if organization:
        rows = rows.filter(organization=organization)
    return sorted(rows.values_list("kind", flat=True))


def post(cast, who, name, copy, **body):
    return cast.client(who).post(reverse(name, args=[copy.pk]), body)


def state(copy):
    return Copy.objects.get(pk=copy.pk).state


def test_a_contractor_enters_proves_and_the_client_confirms(cast):
    work = contracted(cast)
    body = {"what": "検針票の控え", "medium": "paper", "place": "書庫", "number": "120"}
    assert cast.client(cast.contractor).post(reverse("copy-new", args=[work.pk]), body).status_code == 302
    copy = Copy.objects.get()
    assert (
        post(cast, cast.contractor, "copy-prove", copy, **PROOF | {"method": "dissolve"}).status_code == 302
    )
    assert due(cast.city) == ["copy.confirm"]
    assert post(cast, cast.owner, "copy-confirm", copy).status_code == 302
    assert state(copy) == State.CONFIRMED
    assert due(cast.city) == []
    page = cast.client(cast.owner).get(reverse("ledger", args=[work.pk])).content.decode()
    assert "検針票の控え" in page


def test_a_method_that_does_not_fit_is_no_choice(cast):
    copy = held(cast, contracted(cast))
    answer = post(cast, cast.contractor, "copy-prove", copy, **PROOF | {"method": "dissolve"})
    assert answer.status_code == 422
    assert "総務課" in answer.content.decode()
    assert state(copy) == State.HELD


def test_what_a_subcontractor_reports_goes_through_the_contractor(cast):
    work = contracted(cast)
    copy = at_hop(cast, hop_of(cast, work))
    assert post(cast, cast.subcontractor, "copy-prove", copy, **PROOF).status_code == 302
    assert state(copy) == State.REPORTED
    assert due(cast.company) == ["copy.pass-on"]
    post(cast, cast.owner, "copy-confirm", copy)
    assert state(copy) == State.REPORTED
    assert post(cast, cast.contractor, "copy-give-back", copy, reason="製造番号が違います").status_code == 302
    assert state(copy) == State.HELD
    page = cast.client(cast.subcontractor).get(copy.get_absolute_url()).content.decode()
    assert "製造番号が違います" in page
    post(cast, cast.subcontractor, "copy-prove", copy, **PROOF)
    post(cast, cast.contractor, "copy-pass-on", copy)
    post(cast, cast.owner, "copy-confirm", copy)
    assert state(copy) == State.CONFIRMED


def test_the_client_sends_a_proof_back_with_a_reason(cast):
    work = contracted(cast)
    copy = proven(cast, work)
    assert post(cast, cast.owner, "copy-send-back", copy).status_code == 422
    assert post(cast, cast.owner, "copy-send-back", copy, reason="証明書がありません").status_code == 302
    assert state(copy) == State.HELD
    assert "証明書がありません" in cast.client(cast.contractor).get(copy.get_absolute_url()).content.decode()


def test_another_proof_is_not_confirmed_in_place_of_the_one_that_was_read(cast):
    copy = proven(cast, contracted(cast))
    read = Copy.objects.select_related("engagement").get(pk=copy.pk)
    services.send_back(copy, "違います", by=cast.owner, at=NOW)
    services.prove(copy, KEPT, by=cast.contractor, at=NOW + timedelta(minutes=1))
    with pytest.raises(Refusal):
        services.confirm(read, by=cast.owner, at=NOW)


def test_what_may_stay_is_agreed_and_comes_up_again(cast):
    work = contracted(cast)
    copy = proven(cast, work, KEPT)
    services.confirm(copy, by=cast.owner, at=NOW)
    assert copy.state == State.KEPT
    assert services.remind_of_return(date(2034, 3, 1), NOW) > 0
    assert Duty.objects.get(kind="copy.kept", done_at__isnull=True).due_on == date(2034, 3, 31)
    services.prove(copy, PURGED, by=cast.contractor, at=NOW)
    services.confirm(copy, by=cast.owner, at=NOW)
    assert copy.state == State.CONFIRMED
    assert "copy.kept" not in due()


def test_everyone_is_asked_once_near_the_end(cast):
    work = contracted(cast)
    hop = hop_of(cast, work)
    held(cast, work)
    early, late = work.ends_on - timedelta(days=15), work.ends_on - timedelta(days=14)
    assert services.remind_of_return(early, NOW) == 0
    assert services.remind_of_return(late, NOW) == 3
    assert due(cast.company) == ["copy.prove", "ledger.declare"]
    assert due(cast.subcompany) == ["ledger.declare"]
    assert Duty.objects.filter(organization=cast.subcompany).get().href == reverse(
        "hop-ledger", args=[hop.pk]
    )
    assert services.remind_of_return(late, NOW) == 0


def test_a_new_copy_takes_back_that_there_is_no_other(cast):
    work = contracted(cast)
    cast.client(cast.contractor).post(reverse("ledger-declare", args=[work.pk]))
    assert Declaration.objects.count() == 1
    held(cast, work)
    assert Declaration.objects.count() == 0


def test_the_contractor_never_speaks_for_a_company_with_an_account(cast):
    work = contracted(cast)
    registered, mute = hop_of(cast, work), hop_of(cast, work, organization=None, name="個人の入力者")
    browser, address = cast.client(cast.contractor), reverse("ledger-declare", args=[work.pk])
    assert browser.post(address, {"hop": registered.pk}).status_code == 404
    assert browser.post(address, {"hop": mute.pk}).status_code == 302
    assert Declaration.objects.get().hop == mute


def test_a_line_entered_by_mistake_is_struck_with_a_reason_and_stays_readable(cast):
    work = contracted(cast)
    copy = held(cast, work)
    assert post(cast, cast.contractor, "copy-withdraw", copy).status_code == 422
    assert post(cast, cast.contractor, "copy-withdraw", copy, reason="二重に書いた").status_code == 302
    assert state(copy) == State.WITHDRAWN
    assert not still_open(copies_in(work), TODAY).exists()


def test_only_who_entered_a_line_changes_it(cast):
    work = contracted(cast)
    copy = held(cast, work)
    body = {"what": "名簿", "medium": "paper", "place": "書庫", "number": "1"}
    assert post(cast, cast.owner, "copy-change", copy, **body).status_code == 403
    assert post(cast, cast.contractor, "copy-change", copy, **body).status_code == 302
    services.prove(
        Copy.objects.get(pk=copy.pk),
        PURGED.__class__(Ending.ERASE, Method.SHRED, TODAY, "総務課"),
        by=cast.contractor,
        at=NOW,
    )
    assert post(cast, cast.contractor, "copy-change", copy, **body).status_code == 422


def test_copies_from_elsewhere_are_taken_over_once(cast):
    work = contracted(cast)
    rows = [{**STICK, "source": "handover:7"}, {**STICK, "source": "handover:7", "hop": hop_of(cast, work)}]
    for count in (2, 0):
        taken = services.enter_from(work, rows, entered_for=cast.city, by=cast.owner, at=NOW)
        assert taken == count
    assert Copy.objects.count() == 2


def test_what_was_handed_over_is_taken_from_its_records(cast):
    work = contracted(cast)
    hop = hop_of(cast, work)
    first = sent(cast, work, receiver=hop.parent)
    second = sent(cast, work, giver=hop.parent, receiver=hop, medium="removable_media", copies=2)
    on_the_way = sent(cast, work, giver=hop.parent, receiver=hop, description="まだ届かない")
    for handover in (first, second):
        receive(handover, handover.sent_on, "", by=cast.contractor, at=NOW)
    browser, address = cast.client(cast.contractor), reverse("ledger-handovers", args=[work.pk])
    page = browser.get(reverse("ledger", args=[work.pk])).content.decode()
    assert "2件が、まだ台帳にありません" in page
    for _ in range(2):
        assert browser.post(address).status_code == 302
    told = [(c.hop, c.medium, c.number, c.source) for c in Copy.objects.order_by("pk")]
    assert told == [
        (None, "paper", 12, f"handover:{first.pk}"),
        (hop, "removable", 2, f"handover:{second.pk}"),
    ]
    assert f"handover:{on_the_way.pk}" not in repr(told)


def test_the_query_and_the_rule_agree_on_what_is_open(cast):
    work = contracted(cast)
    for number, standing in enumerate(State):
        kept = None if standing is not State.KEPT else date(2027, 3, 31)
        Copy.objects.filter(pk=held(cast, work, what=f"{number}").pk).update(state=standing, kept_until=kept)
    Copy.objects.filter(pk=held(cast, work, what="残す").pk).update(state=State.KEPT, kept_until=TODAY)
    by_rule = {c.pk for c in work.copies.all() if is_open(State(c.state), c.kept_until, TODAY)}
    assert set(still_open(copies_in(work), TODAY).values_list("pk", flat=True)) == by_rule


def test_names_stay_out_of_the_trail(cast):
    copy = held(cast, contracted(cast))
    body = PROOF | {"done_by": "機微 太郎", "witness": "機微 花子"}
    assert post(cast, cast.contractor, "copy-prove", copy, **body).status_code == 302
    assert "機微" not in "".join(f"{e.facts}{e.reason}" for e in AuditEntry.objects.all())


@pytest.mark.parametrize("many", [False, True], ids=["one-copy", "the-whole-ledger"])
def test_the_certificate_says_what_was_told(cast, many):
    work = contracted(cast)
    copy = proven(cast, work)
    if many:
        proven(cast, work, KEPT, what="請求の帳簿")
    name, key = ("ledger-paper", work.pk) if many else ("copy-paper", copy.pk)
    browser = cast.client(cast.owner)
    raw = browser.get(reverse(name, args=[key, "docx"])).content
    document = docx.Document(io.BytesIO(raw))
    words = "\n".join(
        [p.text for p in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    pdf = pypdfium2.PdfDocument(browser.get(reverse(name, args=[key, "pdf"])).content)
    printed = "".join(page.get_textpage().get_text_range() for page in pdf)
    for text in (words, printed):
        flat = "".join(text.split())
        assert "個人情報の返還・消去証明書" in flat
        assert "検針データの控え" in flat
        assert "除去（パージ）" in flat
        assert "みなと検針株式会社" in flat
        assert ("会計の帳簿" in flat) is many


def test_nothing_told_no_certificate(cast):
    copy = held(cast, contracted(cast))
    assert cast.client(cast.owner).get(reverse("copy-paper", args=[copy.pk, "pdf"])).status_code == 404
    address = reverse("ledger-paper", args=[copy.engagement_id, "pdf"])
    assert cast.client(cast.owner).get(address).status_code == 404


def test_a_certificate_holds_only_what_its_giver_answers_for(cast):
    work = contracted(cast)
    copy = at_hop(cast, hop_of(cast, work))
    services.prove(copy, PURGED, as_subcontractor=True, by=cast.subcontractor, at=NOW)
    of_contractor = reverse("ledger-paper", args=[work.pk, "docx"])
    of_hop = reverse("hop-ledger-paper", args=[copy.hop_id, "docx"])
    assert cast.client(cast.owner).get(of_contractor).status_code == 404
    assert cast.client(cast.subcontractor).get(of_hop).status_code == 200
    services.pass_on(copy, by=cast.contractor, at=NOW)
    assert cast.client(cast.owner).get(of_contractor).status_code == 200
    services.send_back(copy, "日が違う", by=cast.owner, at=NOW)
    for address, who in ((of_contractor, cast.owner), (of_hop, cast.subcontractor)):
        assert cast.client(who).get(address).status_code == 404


def test_a_file_that_shows_it_is_read_by_both_sides_only(cast):
    copy = held(cast, contracted(cast))
    services.prove(copy, PURGED, certificate=upload("証明.txt", b"ok"), by=cast.contractor, at=NOW)
    address = reverse("copy-certificate", args=[copy.pk])
    got = {
        who: cast.client(getattr(cast, who)).get(address).status_code for who in ("owner", "other_contractor")
    }
    assert got == {"owner": 200, "other_contractor": 404}


def test_the_ledger_leaves_as_a_file(cast):
    work = contracted(cast)
    proven(cast, work, what="=cmd")
    raw = cast.client(cast.owner).get(reverse("ledger", args=[work.pk]) + "?format=xlsx").content
    table = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert table[1][1] == "=cmd"
    assert cast.client(cast.owner).get(reverse("ledger", args=[work.pk]) + "?format=csv").status_code == 200
