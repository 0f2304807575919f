"""On the spot: what a tablet sends is kept once, and nobody's words are written over unseen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps import promised
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.inspections import services, visits
from yakusoku.apps.inspections.models import ObservationFile, ObservationRecord
from yakusoku.domain.inspections.answers import Verification

CHECK = "removal-2a"
JSON = {"Accept": "application/json"}


def send(client, inspection, key="a" * 32, **changes):
    body = {"verification": "different", "seen": "鍵がない", "base": "", "key": key, **changes}
    return client.post(f"/inspections/{inspection.pk}/on-site/{CHECK}/send/", body, headers=JSON)


def photo(client, inspection, key="b" * 32, content=b"\xff\xd8\xff\xe0" + b"0" * 40, name="鞄.jpg"):
    body = {"key": key, "photo": SimpleUploadedFile(name, content)}
    return client.post(f"/inspections/{inspection.pk}/on-site/{CHECK}/photo/", body, headers=JSON)


@pytest.fixture
def inspection(cast):
    return promised.submitted(cast)


@pytest.fixture
def tablet(cast):
    return cast.client(cast.owner)


def test_sent_twice_it_is_kept_once(inspection, tablet):
    first, second = send(tablet, inspection).json(), send(tablet, inspection).json()
    assert (first["outcome"], second["outcome"]) == ("kept", "known")
    assert first["stamp"] == second["stamp"]
    assert ObservationRecord.objects.get().seen == "鍵がない"
    assert AuditEntry.objects.filter(code="verification.written").count() == 1


def test_what_arrives_late_does_not_undo_what_was_noted_after_it(inspection, tablet):
    stamp = send(tablet, inspection).json()["stamp"]
    newer = send(tablet, inspection, key="c" * 32, verification="confirmed", seen="", base=stamp).json()
    assert newer["outcome"] == "kept"
    assert send(tablet, inspection).json()["outcome"] == "known"
    assert ObservationRecord.objects.get().verification == Verification.CONFIRMED


def test_somebody_elses_words_are_shown_before_they_are_written_over(cast, inspection, tablet):
    services.observe(inspection, CHECK, Verification.CONFIRMED, "鍵あり", by=cast.policy, at=NOW)
    told = send(tablet, inspection).json()
    assert (told["outcome"], told["seen"], told["by"]) == ("conflict", "鍵あり", cast.policy.name)
    assert ObservationRecord.objects.get().seen == "鍵あり"
    assert send(tablet, inspection, force="on").json()["outcome"] == "kept"
    assert ObservationRecord.objects.get().seen == "鍵がない"


def test_the_same_words_are_no_conflict(cast, inspection, tablet):
    services.observe(inspection, CHECK, Verification.DIFFERENT, "鍵がない", by=cast.policy, at=NOW)
    assert send(tablet, inspection).json()["outcome"] == "kept"


def test_nobody_sends_what_another_person_noted(cast, inspection, tablet):
    assert send(tablet, inspection, noted_by=str(cast.policy.pk)).status_code == 403
    assert send(tablet, inspection, noted_by=str(cast.owner.pk)).status_code == 200


def test_a_photo_is_the_clients_file_and_kept_once(cast, inspection, tablet):
    assert [photo(tablet, inspection).json()["outcome"] for _ in range(2)] == ["kept", "known"]
    kept = ObservationFile.objects.get()
    assert (kept.check_id, kept.stored.organization) == (CHECK, cast.city)
    path = f"/inspections/{inspection.pk}/photos/{kept.pk}/"
    assert tablet.get(path).status_code == 200
    assert cast.client(cast.contractor).get(path).status_code == 404
    assert tablet.post(f"{path}remove/").status_code == 302
    assert not ObservationFile.objects.exists()
    assert AuditEntry.objects.filter(code__startswith="photo.").count() == 2


def test_after_the_end_both_sides_see_the_photo(cast, inspection, tablet):
    photo(tablet, inspection)
    for check in services.pack_of(inspection.version).checks:
        services.observe(inspection, check.id, Verification.CONFIRMED, "", by=cast.owner, at=NOW)
    services.conclude(inspection, by=cast.owner, at=NOW)
    path = f"/inspections/{inspection.pk}/photos/{ObservationFile.objects.get().pk}/"
    assert cast.client(cast.contractor).get(path).status_code == 200
    assert tablet.post(f"{path}remove/", follow=True).status_code == 200
    assert ObservationFile.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"key": "x" * 65}, id="a-number-too-long"),
        pytest.param({"key": "a\x00b"}, id="a-number-with-a-zero"),
        pytest.param({"verification": "perhaps"}, id="an-unknown-word"),
        pytest.param({"verification": "different", "seen": " "}, id="a-difference-without-words"),
        pytest.param({"seen": "長" * 2001}, id="words-without-end"),
    ],
)
def test_what_no_tablet_sends_is_refused(inspection, tablet, changes):
    answer = send(tablet, inspection, **changes)
    assert answer.status_code == 422
    assert answer.json()["outcome"] == "refused"
    assert answer.json()["words"]
    assert not ObservationRecord.objects.exists()


def test_a_program_is_no_photo(inspection, tablet):
    assert photo(tablet, inspection, content=b"MZ\x90", name="a.exe").status_code == 422
    assert photo(tablet, inspection, content=b"MZ\x90", name="a.jpg").status_code == 422
    assert not ObservationFile.objects.exists()


def test_once_concluded_nothing_is_taken_and_it_is_said(cast, inspection, tablet):
    for check in services.pack_of(inspection.version).checks:
        services.observe(inspection, check.id, Verification.CONFIRMED, "", by=cast.owner, at=NOW)
    services.conclude(inspection, by=cast.owner, at=NOW)
    assert send(tablet, inspection).status_code == 422
    assert tablet.get(f"/inspections/{inspection.pk}/on-site/").status_code == 302


def test_the_page_shows_what_the_visit_looks_at_or_everything(cast, inspection, tablet):
    chosen = visits.Plan(NOW.date(), "港町", "青木", (CHECK,))
    visits.plan_visit(inspection, chosen, by=cast.owner, at=NOW)
    page = tablet.get(f"/inspections/{inspection.pk}/on-site/").content.decode()
    assert page.count("data-check=") == 1
    everything = tablet.get(f"/inspections/{inspection.pk}/on-site/?show=all").content.decode()
    assert everything.count("data-check=") == len(services.pack_of(inspection.version).checks)


def test_without_script_the_form_leads_back_to_the_check(inspection, tablet):
    body = {"verification": "confirmed", "seen": "", "base": ""}
    answer = tablet.post(f"/inspections/{inspection.pk}/on-site/{CHECK}/send/", body)
    assert answer["Location"] == f"/inspections/{inspection.pk}/on-site/#{CHECK}"
    assert ObservationRecord.objects.get().verification == Verification.CONFIRMED


def test_the_worker_reaches_the_pages_of_inspections_only(tablet):
    answer = tablet.get("/inspections/on-site-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
