"""Who may open which page of findings and instructions, and who may act there."""

import pytest

from tests.apps import promised
from tests.apps.findings.corrected import another, found, instructed, replied
from tests.apps.findings.test_correcting import hop_of
from tests.apps.findings.test_pages import CHECK_TOLD
from tests.doors import statuses, told
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.findings import preparing, replying
from yakusoku.apps.findings.models import InstructionPaper

# owner colleague policy legal board auditor administrator contractor other sub stranger visitor
BOTH_SIDES = told("200 404 200 200 200 200 200 200 404 404 404 302")
CLIENT_ONLY = told("200 404 200 403 403 403 200 403 403 403 404 302")
CLIENT_ACTS = told("422 404 422 403 403 403 422 403 403 403 404 302")
COMPANY_ACTS = told("403 403 403 403 403 403 403 422 404 404 403 302")
EVERYBODY = told("200 200 200 200 200 200 200 200 200 200 200 302")


def test_the_pages_of_a_finding(cast):
    finding = found(cast)
    base = f"/engagements/{finding.engagement_id}/findings/"
    assert statuses(cast, "get", base) == BOTH_SIDES
    assert statuses(cast, "get", f"{base}?format=csv") == BOTH_SIDES
    assert statuses(cast, "get", f"{base}{finding.pk}/") == BOTH_SIDES
    assert statuses(cast, "get", f"{base}instruct/") == CLIENT_ONLY
    assert statuses(cast, "get", f"{base}{finding.pk}/check/") == CLIENT_ONLY
    assert statuses(cast, "get", "/findings/") == EVERYBODY


@pytest.mark.parametrize("act", ["instruct/", "{finding}/dismiss/", "{finding}/check/"])
def test_acts_of_the_client_on_findings(cast, act):
    finding = found(cast)
    entries = AuditEntry.objects.count()
    path = f"/engagements/{finding.engagement_id}/findings/{act.format(finding=finding.pk)}"
    assert statuses(cast, "post", path, {"x": "1"}) == CLIENT_ACTS
    assert AuditEntry.objects.count() == entries


def test_retiring_an_added_check(cast):
    finding = found(cast)
    asked = {**CHECK_TOLD, "evidence_required": True}
    check = preparing.add_check(finding, asked, by=cast.owner, at=finding.raised_at)
    path = f"/engagements/{finding.engagement_id}/findings/checks/{check.pk}/retire/"
    assert statuses(cast, "post", path) == told("302 404 302 403 403 403 302 403 403 403 404 302")


def test_the_pages_of_an_instruction(cast):
    instruction = instructed(cast)
    base = f"/instructions/{instruction.pk}/"
    assert statuses(cast, "get", base) == BOTH_SIDES
    for paper in InstructionPaper.objects.all():
        assert statuses(cast, "get", f"{base}papers/{paper.name}") == BOTH_SIDES


@pytest.mark.parametrize("act", ["verify", "withdraw"])
def test_acts_of_the_client_on_an_instruction(cast, act):
    instruction = replied(cast) if act == "verify" else instructed(cast)
    path = f"/instructions/{instruction.pk}/{act}/"
    expected = told("422 404 422 403 403 403 422 403 403 403 404 302")
    assert statuses(cast, "post", path, {"reason": ""}) == expected


@pytest.mark.parametrize("act", ["reply", "evidence", "extensions"])
def test_acts_of_the_company_on_an_instruction(cast, act):
    path = f"/instructions/{instructed(cast).pk}/{act}/"
    assert statuses(cast, "post", path) == COMPANY_ACTS


def test_answering_a_request_for_more_time(cast):
    instruction = instructed(cast)
    extension = replying.ask_extension(
        instruction,
        instruction.due_on.replace(month=12),
        "理由",
        by=cast.contractor,
        at=instruction.issued_at,
    )
    path = f"/instructions/{instruction.pk}/extensions/{extension.pk}/"
    assert statuses(cast, "post", path) == CLIENT_ACTS


def test_a_subcontractor_opens_its_own_instruction_and_nothing_else(cast):
    work = promised.published(cast).engagement
    finding = another(cast, work, hop=hop_of(cast, work, cast.subcompany))
    instruction = instructed(cast, finding)
    path = f"/instructions/{instruction.pk}/"
    assert statuses(cast, "get", path) == BOTH_SIDES | {"subcontractor": 200}
    assert statuses(cast, "post", f"{path}reply/") == COMPANY_ACTS | {"subcontractor": 422}
    sub = cast.client(cast.subcontractor)
    assert sub.get(f"/engagements/{work.pk}/findings/").status_code == 404
    assert f"/engagements/{work.pk}/" not in sub.get(path).content.decode()
    assert f"/findings/{finding.pk}/" not in sub.get(path).content.decode()


def test_the_contractor_reads_what_no_inspection_found_once_it_is_instructed(cast):
    work = promised.opened(cast).version.engagement
    finding = another(cast, work, seen="見知らぬ会社")
    contractor, path = cast.client(cast.contractor), f"/engagements/{work.pk}/findings/"
    assert "見知らぬ会社" not in contractor.get(path).content.decode()
    assert contractor.get(f"{path}{finding.pk}/").status_code == 404
    assert "見知らぬ会社" not in contractor.get("/findings/?format=csv").content.decode("utf-8-sig")
    instructed(cast, finding)
    assert "見知らぬ会社" in contractor.get(path).content.decode()
    assert "見知らぬ会社" in contractor.get("/findings/?format=csv").content.decode("utf-8-sig")


@pytest.mark.parametrize("who", ["other_contractor", "subcontractor", "stranger", "colleague"])
def test_nobody_else_finds_it_in_a_list(cast, who):
    found(cast)
    rows = cast.client(getattr(cast, who)).get("/findings/?format=csv").content.decode("utf-8-sig")
    assert len(rows.splitlines()) == 1
