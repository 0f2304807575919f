"""What an act on the way to the contract brings for others in the same moment, without the clock."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.utils.timezone import localdate

from tests.apps.candidates import candidate
from tests.cast import NOW
from yakusoku.apps.board.queries import waiting_cases
from yakusoku.apps.candidates import services
from yakusoku.apps.candidates.models import Outcome
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.closing import inspections_running
from yakusoku.apps.flows.deciding import enter, put_before_board
from yakusoku.apps.inspections.models import State
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.inspections.services import take_answers
from yakusoku.domain.inspections.answers import Answer, GivenAnswer

SIGNED = date(2027, 5, 20)


def due(organization):
    waiting = Duty.objects.filter(organization=organization, done_at__isnull=True)
    return set(waiting.values_list("kind", flat=True))


def answers_in(raw):
    """Return the answers that stand in a sheet, or in the sheet of a package."""
    if "xl/workbook.xml" not in (package := zipfile.ZipFile(io.BytesIO(raw))).namelist():
        raw = package.read("checksheet.xlsx")
    rows = openpyxl.load_workbook(io.BytesIO(raw))["遵守確認表"].iter_rows(min_row=8, values_only=True)
    return {row[6] for row in rows} - {None, ""}


def filled(cast):
    """Return a candidate whose 調査票 is filled in with いいえ first, and not handed in yet."""
    candidacy = candidate.asked(cast)
    sheet = candidacy.pre_assessment
    given = [
        GivenAnswer(check.id, Answer.YES if place else Answer.NO, "", ("記録簿.pdf",))
        for place, check in enumerate(checks_of(sheet))
    ]
    take_answers(sheet, given, by=cast.contractor, at=NOW)
    return candidacy


def test_the_plan_waits_for_the_candidate_as_soon_as_the_sheet_is_in(cast):
    candidacy = filled(cast)
    path = f"/inspections/{candidacy.pre_assessment_id}"
    assert cast.client(cast.stranger).post(f"{path}/submit/").status_code in (403, 404)
    assert "plan.write" not in due(cast.company)
    cast.client(cast.contractor).post(f"{path}/submit/")
    assert "plan.write" in due(cast.company)
    cast.client(cast.owner).post(f"{path}/send-back/", {"reason": "証拠がない"})
    assert "plan.write" not in due(cast.company)
    assert services.catch_up(at=NOW) == 0


def test_the_secretariat_hears_of_a_case_and_of_its_end_at_once(cast):
    candidacy = candidate.agreed(cast)
    owner = cast.client(cast.owner)
    owner.post(f"/candidacies/{candidacy.pk}/submit/")
    assert list(waiting_cases(cast.city)) == [candidacy]
    assert "board.schedule" in due(cast.city)
    owner.post(f"/candidacies/{candidacy.pk}/plan/reopen/", {"reason": "書き直す"})
    assert "board.schedule" not in due(cast.city)


def test_a_candidate_that_is_let_go_waits_for_no_board(cast):
    candidacy = candidate.agreed(cast)
    put_before_board(candidacy, by=cast.owner, at=NOW)
    assert cast.client(cast.stranger).post(f"/candidacies/{candidacy.pk}/withdraw/").status_code in (403, 404)
    cast.client(cast.owner).post(f"/candidacies/{candidacy.pk}/withdraw/", {"reason": "辞退した"})
    assert "board.schedule" not in due(cast.city)
    assert "inspection.verify" not in due(cast.city)


def test_with_the_contract_the_staff_list_and_the_start_are_due(cast):
    candidacy = candidate.approved(cast)
    Engagement.objects.filter(pk=candidacy.engagement_id).update(starts_on=localdate(NOW))
    work = candidate.work_of(candidacy)
    enter(work, SIGNED, "R9-12", by=cast.owner, at=NOW)
    assert "training.list-staff" in due(cast.company)
    assert "engagement.start" in due(cast.city)


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.CONDITIONAL, Outcome.REJECTED])
def test_the_sheet_ends_with_the_decision_and_its_answers_stay(cast, outcome):
    candidacy = candidate.submitted(cast)
    assert "inspection.verify" in due(cast.city)
    services.conclude(candidacy, outcome, by=cast.policy, at=NOW)
    sheet = candidacy.pre_assessment
    sheet.refresh_from_db()
    assert sheet.state == State.CONCLUDED
    assert sheet.answers.count() == len(checks_of(sheet))
    assert "inspection.verify" not in due(cast.city)
    assert not list(inspections_running(candidacy.engagement, SIGNED))


def test_while_the_board_goes_on_talking_the_sheet_can_still_be_looked_at(cast):
    candidacy = candidate.submitted(cast)
    services.conclude(candidacy, Outcome.CONTINUED, by=cast.policy, at=NOW)
    candidacy.pre_assessment.refresh_from_db()
    assert candidacy.pre_assessment.state == State.SUBMITTED


def test_the_sheet_ends_with_a_contract_that_did_not_wait_for_the_board(cast):
    candidacy = candidate.submitted(cast)
    enter(candidate.work_of(candidacy), SIGNED, "", override_reason="災害", by=cast.policy, at=NOW)
    candidacy.pre_assessment.refresh_from_db()
    assert candidacy.pre_assessment.state == State.CONCLUDED
    assert not due(cast.city) & {"inspection.verify"}


def test_the_client_reads_no_draft_in_the_files_of_a_sheet(cast):
    candidacy = filled(cast)
    path = f"/inspections/{candidacy.pre_assessment_id}"
    files = (f"{path}/package.zip", f"{path}/sheet.xlsx")
    for file in files:
        assert answers_in(cast.client(cast.contractor).get(file).content)
        assert not answers_in(cast.client(cast.owner).get(file).content)
        assert cast.client(cast.stranger).get(file).status_code == 404
    cast.client(cast.contractor).post(f"{path}/submit/")
    for file in files:
        assert answers_in(cast.client(cast.owner).get(file).content)
