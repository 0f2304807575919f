"""The pages of the chain over HTTP."""

from datetime import timedelta
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, now

from tests.apps.chain import chained
from yakusoku.apps.chain import services
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.services import Consent
from yakusoku.apps.findings.models import Finding

FORM = {
    "name": "はしけ印刷株式会社",
    "part": "印刷",
    "categories": ["identity"],
    "place": "subcontractor",
    "site": "みなと市港町1",
    "travels_by": "tracked",
    "since": "2027-06-01",
    "reason": "設備がない",
}


def page(cast, user, path, status=200):
    answer = cast.client(user).get(path)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_a_request_goes_from_the_contractor_to_the_clerk_and_comes_back_as_a_letter(cast):
    work = chained.shared(cast)
    contractor, clerk = cast.client(cast.contractor), cast.client(cast.owner)
    assert contractor.get(f"/engagements/{work.pk}/chain/request/").status_code == 200
    slugs = [clause.slug for clause in services.clauses_of(work.versions.get())]
    answer = contractor.post(f"/engagements/{work.pk}/chain/request/", FORM | {"clauses": slugs[1:]})
    hop = Hop.objects.get(parent__isnull=False)
    assert answer["Location"] == f"/hops/{hop.pk}/"
    assert "再委託を承諾するか決める" in page(cast, cast.owner, f"/engagements/{work.pk}/chain/")
    told = page(cast, cast.owner, f"/hops/{hop.pk}/")
    assert "承諾すると、約束と違うところができます" in told
    assert "引き継がれない条文がある" in told
    consent = {
        "decided_on": str(localdate()),
        "conditions": "月に一度報告すること。",
        "organization": cast.subcompany.pk,
    }
    clerk.post(f"/hops/{hop.pk}/consent/", consent)
    hop.refresh_from_db()
    assert (hop.standing, hop.organization) == ("consented", cast.subcompany)
    letter = docx.Document(BytesIO(contractor.get(f"/hops/{hop.pk}/consent.docx").content))
    words = "\n".join(
        [p.text for p in letter.paragraphs] + [c.text for t in letter.tables for r in t.rows for c in r.cells]
    )
    assert "月に一度報告すること。" in words
    assert "はしけ印刷株式会社" in words
    assert "引き継がれていない条文" in words
    pdf = pypdfium2.PdfDocument(contractor.get(f"/hops/{hop.pk}/consent.pdf").content)
    assert "再委託承諾書" in pdf[0].get_textpage().get_text_range()


def test_a_wrong_request_comes_back_filled(cast):
    work = chained.shared(cast)
    for changes in (
        {"name": ""},
        {"categories": []},
        {"until": "2027-05-01"},
        {"place": "moon"},
        {"since": "明日"},
    ):
        answer = cast.client(cast.contractor).post(f"/engagements/{work.pk}/chain/request/", FORM | changes)
        assert answer.status_code == 422, changes
        assert "設備がない" in answer.content.decode()
    assert not Hop.objects.filter(parent__isnull=False).exists()


def test_the_contractor_is_not_shown_the_companies_of_the_client(cast):
    work = chained.shared(cast)
    assert cast.other_company.name not in page(
        cast, cast.contractor, f"/engagements/{work.pk}/chain/request/"
    )
    assert cast.other_company.name in page(cast, cast.owner, f"/engagements/{work.pk}/chain/request/")


def test_a_signed_copy_is_kept_and_handed_out(cast):
    hop = chained.requested(cast)
    copy = SimpleUploadedFile("写し.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    answer = cast.client(cast.owner).post(
        f"/hops/{hop.pk}/consent/", {"decided_on": str(localdate()), "letter": copy}
    )
    assert answer.status_code in {302, 422}
    if answer.status_code == 302:
        assert cast.client(cast.contractor).get(f"/hops/{hop.pk}/letter/").status_code == 200


def test_a_file_that_is_no_document_is_refused_and_nothing_is_agreed(cast):
    hop = chained.requested(cast)
    trick = SimpleUploadedFile("写し.pdf", b"MZ\x90", "application/pdf")
    answer = cast.client(cast.owner).post(
        f"/hops/{hop.pk}/consent/", {"decided_on": str(localdate()), "letter": trick}
    )
    assert answer.status_code == 422
    hop.refresh_from_db()
    assert hop.standing == "requested"


def test_the_chain_is_drawn_as_of_any_day(cast):
    first, home = chained.three_tiers(cast)
    day = first.since + timedelta(days=10)
    services.end(home, day, "", by=cast.owner, at=now())
    path = f"/engagements/{first.engagement_id}/chain/"
    assert "在宅の入力者" in page(cast, cast.owner, f"{path}?on={day}").split('id="requests"')[0]
    after = page(cast, cast.owner, f"{path}?on={day + timedelta(days=1)}").split('id="requests"')[0]
    assert "在宅の入力者" not in after
    assert first.name in after
    assert cast.client(cast.owner).get(f"{path}?on=いつか").status_code == 422


def test_the_clients_note_stays_with_the_client(cast):
    hop = chained.found(cast, chained.shared(cast))
    assert "伝票から分かった" in page(cast, cast.owner, f"/hops/{hop.pk}/")
    told = page(cast, cast.contractor, f"/hops/{hop.pk}/")
    assert "伝票から分かった" not in told
    assert "届出がないまま、情報を持っています" in told


def test_someone_found_is_written_down_and_becomes_a_finding(cast):
    work = chained.shared(cast)
    path = f"/engagements/{work.pk}/chain/undeclared/"
    asked = page(cast, cast.owner, path)
    # It has happened already: nobody is asked what they are going to hand over.
    assert "渡っていた情報" in asked
    assert "要るものだけを選んでください" not in asked
    form = {
        "giver": "0",
        "name": "ことのは事務",
        "place": "home",
        "travels_by": "courier",
        "categories": ["identity"],
    }
    answer = cast.client(cast.owner).post(path, form)
    hop = Hop.objects.get(standing="undeclared")
    assert answer["Location"] == f"/hops/{hop.pk}/"
    assert Finding.objects.get().hop == hop
    assert cast.client(cast.owner).post(path, form | {"giver": "999"}).status_code == 422
    told = page(cast, cast.owner, f"/engagements/{work.pk}/chain/")
    assert "届出のない再委託先が情報を持っています" in told
    assert "すべての条文" in told


def test_a_subcontractor_sees_itself_and_what_is_below_and_the_names_above(cast):
    first, home = chained.three_tiers(cast)
    aside = chained.consented(cast, first.engagement, name="よその再委託先")
    Hop.objects.filter(pk=aside.pk).update(organization=None)
    told = page(cast, cast.subcontractor, f"/hops/{first.pk}/")
    assert "みなと検針株式会社" in told
    assert "在宅の入力者" in told
    assert "よその再委託先" not in told
    assert f"/engagements/{first.engagement_id}/" not in told
    assert first.engagement.title in page(cast, cast.subcontractor, "/subcontracts/")
    for hidden in (
        f"/hops/{first.parent_id}/",
        f"/hops/{aside.pk}/",
        f"/engagements/{first.engagement_id}/chain/",
    ):
        page(cast, cast.subcontractor, hidden, 404)
    request = FORM | {"name": "さらに先の会社"}
    assert cast.client(cast.subcontractor).post(f"/hops/{first.pk}/request/", request).status_code == 302
    assert Hop.objects.get(name="さらに先の会社").parent == first
    for own in ("end", "clauses"):
        assert cast.client(cast.subcontractor).post(f"/hops/{first.pk}/{own}/", {}).status_code == 403
    assert page(cast, cast.subcontractor, f"/hops/{home.pk}/")


def test_before_the_consent_the_subcontractor_sees_nothing(cast):
    hop = chained.requested(cast)
    Hop.objects.filter(pk=hop.pk).update(organization=cast.subcompany)
    page(cast, cast.subcontractor, f"/hops/{hop.pk}/", 404)


@pytest.mark.parametrize("act", ["refuse", "withdraw"])
def test_without_a_reason_the_page_says_so(cast, act):
    hop = chained.requested(cast)
    answer = cast.client(cast.owner).post(f"/hops/{hop.pk}/{act}/", {"reason": ""})
    assert answer.status_code == 422


def test_acts_of_the_page(cast):
    hop = chained.consented(cast)
    clerk = cast.client(cast.owner)
    assert clerk.post(f"/hops/{hop.pk}/amend/", {"place": "home", "travels_by": "by_hand"}).status_code == 302
    assert clerk.post(f"/hops/{hop.pk}/end/", {"on": str(hop.since + timedelta(days=9))}).status_code == 302
    assert clerk.post(f"/hops/{hop.pk}/end/", {"on": "2020-01-01"}).status_code == 422
    assert clerk.post(f"/hops/{hop.pk}/clauses/", {"clauses": []}).status_code == 302
    hop.refresh_from_db()
    assert (hop.place, hop.passed) == ("home", [])
    assert clerk.get(f"/hops/{hop.pk}/").status_code == 200


def test_a_late_request_over_http(cast):
    hop = chained.found(cast, chained.shared(cast))
    path = f"/hops/{hop.pk}/request-late/"
    assert hop.name in page(cast, cast.contractor, path)
    assert cast.client(cast.contractor).post(path, FORM | {"name": hop.name}).status_code == 302
    page(cast, cast.contractor, path, 403)


def test_names_are_shown_as_text(cast):
    hop = chained.consented(cast, name="<script>alert(1)</script>")
    for path in (f"/hops/{hop.pk}/", f"/engagements/{hop.engagement_id}/chain/"):
        assert "<script>alert" not in page(cast, cast.owner, path)


def test_a_letter_of_a_place_without_consent_does_not_exist(cast):
    hop = chained.requested(cast)
    page(cast, cast.owner, f"/hops/{hop.pk}/consent.pdf", 404)
    services.consent(hop, Consent(localdate()), by=cast.owner, at=now())
    page(cast, cast.owner, f"/hops/{hop.pk}/consent.xlsx", 404)
    page(cast, cast.owner, f"/hops/{hop.parent_id}/consent.pdf", 404)


@pytest.mark.parametrize("who", ["owner", "contractor"])
def test_a_new_handover_is_not_to_oneself(cast, who):
    work = chained.shared(cast)
    form = cast.client(getattr(cast, who)).get(f"/engagements/{work.pk}/handovers/new/").context["form"]
    assert form["giver"].value() != form["receiver"].value()
    assert form["receiver"].value() in dict(form.fields["receiver"].choices)
