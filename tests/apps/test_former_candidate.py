"""What a company told while it was a candidate is not told to the one that comes after it."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.apps import promised
from tests.apps.candidates import candidate
from tests.apps.findings import corrected
from tests.cast import NOW
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.audit.services import name_of
from yakusoku.apps.candidates import services as candidates
from yakusoku.apps.findings.models import Finding
from yakusoku.apps.findings.services import raise_finding
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.findings.kinds import FindingKind, Remedy, Severity
from yakusoku.domain.inspections.answers import Answer, Verification

LATER = NOW + timedelta(days=1)
SECRET = "前の候補の鍵は金庫にある"


def api(user, organization, path):
    _token, secret = accounts.make_api_token(user, organization, "基幹", at=NOW)
    return Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})


def told(answer):
    """Return what an answer tells; the API writes what is not ASCII in escapes."""
    assert answer.status_code == 200
    return json.dumps(answer.json(), ensure_ascii=False)


@pytest.fixture
def succeeded(cast):
    """Return a work whose first candidate fell short in one check and was let go; another was asked after it."""
    candidacy = candidate.answered(cast, Answer.NO)
    sheet = candidacy.pre_assessment
    for check in checks_of(sheet):
        inspections.observe(sheet, check.id, Verification.CONFIRMED, SECRET, by=cast.owner, at=NOW)
    inspections.conclude(sheet, by=cast.owner, at=NOW)
    # Nothing of a 調査票 becomes a finding by itself; an earlier edition of the program did that.
    raise_finding(
        candidate.work_of(candidacy),
        source=name_of(sheet),
        kind=FindingKind.NOT_OPERATED,
        severity=Severity.HIGH,
        remedies=[Remedy.CHANGE_WORK],
        check_id=checks_of(sheet)[0].id,
        slug=checks_of(sheet)[0].slug,
        seen=SECRET,
        by=cast.owner,
        at=NOW,
    )
    candidates.withdraw(candidacy, "見積りを取り下げた", by=cast.owner, at=NOW)
    work = candidate.work_of(candidacy)
    after = candidates.select(work, cast.other_company, "次に低い", by=cast.owner, at=LATER)
    candidates.open_pre_assessment(after, promised.DUE, by=cast.owner, at=LATER)
    return candidate.work_of(after)


def test_the_next_candidate_reads_no_finding_of_the_one_before(cast, succeeded):
    found = Finding.objects.get(engagement=succeeded)
    browser = cast.client(cast.other_contractor)
    path = f"/engagements/{succeeded.pk}/findings/"
    assert browser.get(path).status_code == 200
    assert browser.get(f"{path}{found.pk}/").status_code == 404
    assert SECRET not in browser.get(f"{path}?format=csv").content.decode()
    assert SECRET not in browser.get("/findings/?format=csv").content.decode()
    assert cast.client(cast.owner).get(f"{path}{found.pk}/").status_code == 200


def test_the_next_candidate_reads_no_answer_of_the_one_before_as_oscal(cast, succeeded):
    sheet = Inspection.objects.order_by("pk")[0]
    for kind in ("results", "poam"):
        path = f"/engagements/{succeeded.pk}/oscal/{kind}"
        assert SECRET not in told(api(cast.other_contractor, cast.other_company, path))
        assert SECRET in told(api(cast.owner, cast.city, path))
    claims = api(cast.other_contractor, cast.other_company, f"/inspections/{sheet.pk}/oscal/claims")
    assert claims.status_code == 404


def test_the_former_candidate_sees_nothing_of_the_work_any_more(cast, succeeded):
    browser = cast.client(cast.contractor)
    for path in ("", "findings/", "inspections/", "chain/", "ledger/", "training/"):
        assert browser.get(f"/engagements/{succeeded.pk}/{path}").status_code == 404
    sheet = Inspection.objects.order_by("-pk")[0]
    assert browser.get(f"/inspections/{sheet.pk}/").status_code == 404


def test_a_contractor_reads_as_oscal_only_what_it_was_told(cast):
    work = promised.opened(cast).version.engagement
    finding = corrected.another(cast, work, seen="密告による")
    path = f"/engagements/{work.pk}/oscal/poam"
    assert "密告による" not in told(api(cast.contractor, cast.company, path))
    assert "密告による" in told(api(cast.owner, cast.city, path))
    corrected.instructed(cast, finding)
    assert "密告による" in told(api(cast.contractor, cast.company, path))
