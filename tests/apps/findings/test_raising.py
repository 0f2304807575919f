"""Findings are raised by inspections and by others, and repetitions are recognised."""

import pytest

from tests.apps import promised
from tests.apps.findings.corrected import CHECK, another, found
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.findings import services
from yakusoku.apps.findings.models import Finding, State
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.domain.findings.kinds import FindingKind, Severity
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.refusal import Refusal


def again(cast, work, answer=Answer.PARTIAL, seen=""):
    """Inspect the same version once more, with the same answer; return its findings."""
    version = work.versions.get(number=1)
    inspection = inspections.open_inspection(
        version, InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW
    )
    checks = promised.checks_of(inspection)
    given = [GivenAnswer(c.id, answer if c.id == CHECK else Answer.YES, "", ("記録簿.pdf",)) for c in checks]
    inspections.take_answers(inspection, given, by=cast.contractor, at=NOW)
    state_holders(inspection, unchanged=True, by=cast.contractor, at=NOW)
    inspections.submit(inspection, by=cast.contractor, at=NOW)
    for check in checks:
        differs = seen and check.id == CHECK
        told = (Verification.DIFFERENT, seen) if differs else (Verification.CONFIRMED, "")
        inspections.observe(inspection, check.id, *told, by=cast.owner, at=NOW)
    inspections.conclude(inspection, by=cast.owner, at=NOW)
    return list(Finding.objects.filter(source=f"inspection:{inspection.pk}"))


def test_an_inspection_raises_what_it_found_and_the_department_has_to_instruct(cast):
    finding = found(cast)
    work = finding.engagement
    assert (finding.check_id, finding.kind, finding.severity) == (CHECK, "not-operated", "medium")
    assert (finding.state, finding.raised_by, finding.organization) == (State.OPEN, cast.owner, cast.city)
    duty = Duty.objects.get(kind="finding.instruct", done_at=None)
    assert (duty.organization, duty.department, duty.left) == (cast.city, cast.water, 1)
    assert duty.href == f"/engagements/{work.pk}/findings/"
    assert AuditEntry.objects.filter(code="finding.raised", subject=f"finding:{finding.pk}").exists()


def test_the_same_check_again_weighs_more_and_names_the_earlier_one(cast):
    first = found(cast)
    (second,) = again(cast, first.engagement)
    assert second.repeats == first
    assert (first.severity, second.severity) == ("medium", "high")


def test_what_one_inspection_finds_twice_at_a_check_is_no_repetition(cast):
    work = found(cast, copying_1a=Answer.NO).engagement
    several = again(cast, work, seen="記録が空白")
    assert sorted(each.kind for each in several) == ["disagreement", "not-operated"]
    assert not any(each.repeats for each in several)
    assert {each.seen for each in several} == {"記録が空白"}


def test_without_a_check_the_kind_and_requirement_count(cast):
    work = promised.published(cast).engagement
    first = another(cast, work, severity=Severity.LOW)
    same = another(cast, work, source="hop:4", severity=Severity.LOW)
    other = another(cast, work, source="hop:5", severity=Severity.LOW, slug="copying")
    assert (same.repeats, same.severity) == (first, "medium")
    assert (other.repeats, other.severity) == (None, "low")


def test_another_work_of_the_same_client_does_not_repeat(cast):
    first = another(cast, promised.described(cast))
    assert first.repeats is None
    assert another(cast, promised.described(cast, "別の業務"), source="hop:9").repeats is None


def test_the_installation_itself_may_raise_a_finding(cast):
    finding = another(cast, promised.described(cast), by=None)
    assert finding.raised_by is None
    assert AuditEntry.objects.get(code="finding.raised").actor == "system"


def test_many_findings_cost_one_duty(cast):
    work = promised.described(cast)
    for number in range(3):
        another(cast, work, source=f"hop:{number}", kind=FindingKind.DESIGN_MISSING, slug=f"x{number}")
    assert Duty.objects.get(kind="finding.instruct", done_at=None).left == 3


def test_a_finding_is_let_be_with_a_reason_only(cast):
    finding = found(cast)
    with pytest.raises(Refusal) as caught:
        services.dismiss(finding, " ", by=cast.owner, at=NOW)
    assert caught.value.code == "correction.reason-missing"
    services.dismiss(finding, "質問の読み違い", by=cast.owner, at=NOW)
    assert (finding.state, finding.dismissed_because) == (State.CLOSED, "質問の読み違い")
    assert not Duty.objects.filter(kind="finding.instruct", done_at=None).exists()
    with pytest.raises(Refusal) as caught:
        services.dismiss(finding, "もう一度", by=cast.owner, at=NOW)
    assert caught.value.code == "finding.move-impossible"
