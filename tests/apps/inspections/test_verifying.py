"""The client verifies: what was seen, the finding at once, back to the contractor, and the end."""

import pytest

from tests.apps.promised import opened, submitted, verified
from tests.cast import NOW
from yakusoku.apps.findings.models import Finding
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.models import ObservationRecord, State
from yakusoku.domain.inspections.answers import Answer, Verification

CHECK = "removal-2o"
HTMX = {"HX-Request": "true"}


def observe(client, inspection, verification="different", seen="6月分の記録なし", **extra):
    data = {"verification": verification, "seen": seen}
    return client.post(f"/inspections/{inspection.pk}/checks/{CHECK}/observe/", data, **extra)


def page(client, inspection, query=""):
    return client.get(f"/inspections/{inspection.pk}/{query}").content.decode()


def send_back(client, inspection, reason="記録簿を付けてください"):
    return client.post(f"/inspections/{inspection.pk}/send-back/", {"reason": reason}, follow=True)


def conclude(client, inspection):
    return client.post(f"/inspections/{inspection.pk}/conclude/", follow=True).content.decode()


def test_the_answer_the_comment_and_the_evidence_stand_beside_the_three_choices(cast):
    inspection = submitted(cast)
    told = page(cast.client(cast.owner), inspection)
    for words in ("はい", "記録簿.pdf", "確認済み", "相違", "未確認", "見たこと", "見る証拠"):
        assert words in told
    assert 'name="answer"' not in told


def test_both_aspects_of_a_point_stand_together(cast):
    told = page(cast.client(cast.owner), submitted(cast))
    between = told[told.index('id="removal-2a"') : told.index('id="removal-2o"')]
    assert "point-head" not in between


def test_a_difference_gives_a_finding_at_once_with_gravity_clause_and_ways_out(cast):
    inspection = submitted(cast)
    told = observe(cast.client(cast.owner), inspection, headers=HTMX).content.decode()
    assert "<html" not in told
    assert "<strong>指摘（重大）</strong>" in told
    assert "回答と確認結果が違う" in told
    assert "条</span>" in told
    for way in ("対策を足す", "業務のやり方を変える"):
        assert way in told
    assert 'id="sums" hx-swap-oob="true"' in told
    assert ObservationRecord.objects.get().seen == "6月分の記録なし"


def test_without_script_the_page_comes_back_to_the_question(cast):
    inspection = submitted(cast)
    answer = observe(cast.client(cast.owner), inspection)
    assert answer["Location"] == f"/inspections/{inspection.pk}/#{CHECK}"
    assert "6月分の記録なし" in page(cast.client(cast.owner), inspection)


def test_a_difference_without_what_was_seen_is_not_taken(cast):
    inspection = submitted(cast)
    answer = observe(cast.client(cast.owner), inspection, seen=" ")
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "field-error" in told
    assert 'value="different" checked' in told
    assert not ObservationRecord.objects.exists()


def test_the_three_filters(cast):
    inspection = submitted(cast, removal_2o=Answer.PARTIAL)
    client = cast.client(cast.owner)
    found = page(client, inspection, "?show=findings")
    assert 'id="removal-2o"' in found
    assert 'id="removal-2a"' in found
    assert 'id="removal-3a"' not in found
    assert "対策はあるが運用されていない" in found
    for check in ("removal-2a", "removal-2o"):
        services.observe(inspection, check, Verification.CONFIRMED, "", by=cast.owner, at=NOW)
    assert 'id="removal-2o"' not in page(client, inspection, "?show=waiting")
    assert 'id="removal-2o"' in page(client, inspection)


def test_a_sheet_that_is_sent_back_tells_the_contractor_why_and_is_open_again(cast):
    inspection = submitted(cast)
    observe(cast.client(cast.owner), inspection)
    send_back(cast.client(cast.owner), inspection)
    inspection.refresh_from_db()
    assert inspection.state == State.OPEN
    told = page(cast.client(cast.contractor), inspection)
    assert "委託元から差し戻されました" in told
    assert "記録簿を付けてください" in told
    assert "6月分の記録なし" in told
    assert 'name="answer"' in told


def test_sending_back_needs_a_reason(cast):
    inspection = submitted(cast)
    told = send_back(cast.client(cast.owner), inspection, "").content.decode()
    assert "直してほしいことを書いてください" in told
    inspection.refresh_from_db()
    assert inspection.state == State.SUBMITTED


def test_the_end_waits_until_everything_was_looked_at(cast):
    inspection = submitted(cast)
    conclude(cast.client(cast.owner), inspection)
    inspection.refresh_from_db()
    assert inspection.state == State.SUBMITTED
    assert "次の未確認を確かめる" in page(cast.client(cast.owner), inspection)


def test_the_end_keeps_the_findings_and_shows_them_to_both_sides(cast):
    inspection = verified(cast, removal_2o=Answer.PARTIAL)
    assert "確認を終える" in page(cast.client(cast.owner), inspection)
    assert "指摘は1件です" in conclude(cast.client(cast.owner), inspection)
    record = Finding.objects.get()
    assert (record.check_id, record.kind) == ("removal-2o", "not-operated")
    for user in (cast.owner, cast.contractor, cast.auditor):
        told = page(cast.client(user), inspection, "?show=findings")
        assert "対策はあるが運用されていない" in told
        assert "<textarea" not in told
    assert observe(cast.client(cast.owner), inspection).status_code == 422


@pytest.mark.parametrize("act", ["observe", "send-back", "conclude"])
def test_nobody_but_the_client_with_the_right_verifies(cast, act):
    inspection = submitted(cast)
    path = f"checks/{CHECK}/observe" if act == "observe" else act
    data = {"verification": "confirmed", "seen": "", "reason": "x"}
    tries = ((cast.contractor, 403), (cast.auditor, 403), (cast.colleague, 404), (cast.stranger, 404))
    for user, status in tries:
        assert cast.client(user).post(f"/inspections/{inspection.pk}/{path}/", data).status_code == status
    inspection.refresh_from_db()
    assert inspection.state == State.SUBMITTED
    assert not ObservationRecord.objects.exists()


def test_before_the_answers_are_in_nothing_can_be_verified(cast):
    inspection = opened(cast)
    assert observe(cast.client(cast.owner), inspection).status_code == 422
    assert "回答しています" in page(cast.client(cast.owner), inspection)
