"""Who gets through which door of an inspection: of the contractor itself, and of a company below it."""

import pytest

from tests.apps import promised
from tests.apps.inspections.rounds import answer_all, asked_below, below
from tests.doors import statuses, told
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.models import AnswerRecord, HoldersStatement

CHECK = "removal-2a"

# owner colleague policy legal board auditor administrator contractor other_contractor subcontractor stranger visitor
READS = "200 404 200 200 200 200 200 200 404 404 404 302"
READS_BELOW = "200 404 200 200 200 200 200 200 404 200 404 302"
ANSWERS = "403 403 403 403 403 403 403 422 404 404 403 302"
ANSWERS_BELOW = "403 403 403 403 403 403 403 403 404 422 403 302"
LOOKS = "200 404 200 403 403 403 200 404 404 404 404 302"
WRITES = "422 404 422 403 403 403 422 404 404 404 404 302"


def test_a_round_of_the_contractor_is_read(cast):
    inspection = promised.opened(cast)
    assert statuses(cast, "get", f"/inspections/{inspection.pk}/") == told(READS)
    assert statuses(cast, "get", f"/inspections/{inspection.pk}/sheet.xlsx") == told(READS)


def test_a_round_of_the_subcontractor_is_read_by_it_and_by_those_above(cast):
    inspection = asked_below(cast)
    assert statuses(cast, "get", f"/inspections/{inspection.pk}/") == told(READS_BELOW)
    assert statuses(cast, "get", f"/inspections/{inspection.pk}/sheet.xlsx") == told(READS_BELOW)


@pytest.mark.parametrize(
    "address", ["holders", f"checks/{CHECK}/answer", f"checks/{CHECK}/evidence", "import"]
)
def test_only_whoever_is_asked_answers(cast, address):
    above, under = promised.opened(cast, title="別の業務"), asked_below(cast)
    assert statuses(cast, "post", f"/inspections/{above.pk}/{address}/") == told(ANSWERS)
    assert statuses(cast, "post", f"/inspections/{under.pk}/{address}/") == told(ANSWERS_BELOW)
    assert not AnswerRecord.objects.exists()
    assert not HoldersStatement.objects.exists()


def test_the_contractor_answers_for_a_company_that_is_not_registered(cast):
    inspection = asked_below(cast, registered=False)
    answer_all(inspection, cast)
    inspection.refresh_from_db()
    assert inspection.submitted_by == cast.contractor
    words = cast.client(cast.contractor).get(f"/inspections/{inspection.pk}/").content.decode()
    assert "内職の家" in words
    assert "代わりに答えます" in words


def test_only_the_client_looks(cast):
    inspection = promised.submitted(cast)
    page = f"/inspections/{inspection.pk}"
    for address in (f"{page}/visit/", f"{page}/on-site/"):
        assert statuses(cast, "get", address) == told(LOOKS)
    for address in ("visit/plan", "visit/method", "visit/attend"):
        assert statuses(cast, "post", f"{page}/{address}/") == told(WRITES)
    looks = "422 404 422 403 403 403 422 403 403 403 404 302"
    assert statuses(cast, "post", f"{page}/holders/look/") == told(looks)


def test_what_a_tablet_sends_is_taken_from_the_client_only(cast):
    inspection = promised.submitted(cast)
    sent = "302 404 302 403 403 403 302 404 404 404 404 302"
    for address in ("send", "photo"):
        path = f"/inspections/{inspection.pk}/on-site/{CHECK}/{address}/"
        assert statuses(cast, "post", path) == told(sent)
    assert not inspection.observations.exists()


def test_the_page_of_a_work_is_for_both_sides_and_for_those_below(cast):
    inspection = asked_below(cast)
    path = f"/engagements/{inspection.version.engagement_id}/inspections/"
    assert statuses(cast, "get", path) == told(READS_BELOW)


def test_a_subcontractor_finds_its_own_rounds_and_those_below_it_only(cast):
    inspection = asked_below(cast)
    work, hop = inspection.version.engagement, inspection.hop
    own = services.open_inspection(
        inspection.version, services.InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=promised.NOW
    )
    deeper = below(cast, work, registered=False, parent=hop, name="孫請け")
    beside = below(cast, work, registered=False, name="となり")
    rounds = [
        services.open_inspection(
            inspection.version,
            services.InspectionKind.PERIODIC,
            promised.DUE,
            hop=place,
            by=cast.owner,
            at=promised.NOW,
        )
        for place in (deeper, beside)
    ]
    browser = cast.client(cast.subcontractor)
    page = browser.get(f"/engagements/{work.pk}/inspections/").content.decode()
    seen = [round.pk for round in (inspection, own, *rounds) if f'href="/inspections/{round.pk}/"' in page]
    assert seen == [inspection.pk, rounds[0].pk]
    assert "となり" not in page
    got = [browser.get(f"/inspections/{round.pk}/").status_code for round in (inspection, own, *rounds)]
    assert got == [200, 404, 200, 404]
    assert browser.get(work.get_absolute_url()).status_code == 404
    contractor = cast.client(cast.contractor).get(f"/engagements/{work.pk}/inspections/").content.decode()
    assert all(f'href="/inspections/{round.pk}/"' in contractor for round in (inspection, own, *rounds))


def test_a_subcontractor_answers_to_the_end_and_the_client_verifies(cast):
    inspection = asked_below(cast)
    browser = cast.client(cast.subcontractor)
    assert browser.post(f"/inspections/{inspection.pk}/holders/", {"same": "yes"}).status_code == 302
    answer_all(inspection, cast)
    inspection.refresh_from_db()
    page = cast.client(cast.owner).get(f"/inspections/{inspection.pk}/").content.decode()
    assert f"{cast.subcompany.name}が" in page
    assert 'name="verification"' in page
    assert (
        'name="verification"'
        not in cast.client(cast.contractor).get(f"/inspections/{inspection.pk}/").content.decode()
    )


def test_files_of_a_subcontractor_are_its_own(cast):
    from django.core.files.uploadedfile import SimpleUploadedFile

    inspection = asked_below(cast)
    upload = SimpleUploadedFile("記録.txt", "7月".encode())
    cast.client(cast.subcontractor).post(
        f"/inspections/{inspection.pk}/checks/{CHECK}/evidence/", {"upload": upload}
    )
    file = inspection.evidence.get()
    assert file.stored.organization == cast.subcompany
    readers = "200 404 200 200 200 200 200 200 404 200 404 302"
    assert statuses(cast, "get", f"/inspections/{inspection.pk}/evidence/{file.pk}/") == told(readers)
