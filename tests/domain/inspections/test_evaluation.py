"""From answers and observations to findings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import asked
from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Observation, Verification
from yakusoku.domain.inspections.evaluation import FindingKind, Remedy, evaluate

DESIGN = asked("box-1a")
OPERATION = asked("box-1o", aspect=Aspect.OPERATION)


def answers(**by_check):
    return {f"box-1{k}": GivenAnswer(f"box-1{k}", Answer(v)) for k, v in by_check.items()}


@pytest.mark.parametrize(
    ("given_answers", "kinds"),
    [
        pytest.param(answers(a="yes", o="yes"), [], id="all-is-well"),
        pytest.param(answers(a="no", o="yes"), ["design-missing"], id="carried-out-without-a-rule"),
        pytest.param(answers(a="no", o="no"), ["design-missing"], id="what-does-not-exist-is-told-once"),
        pytest.param(answers(a="yes", o="no"), ["not-operated"], id="on-paper-only"),
        pytest.param(
            answers(a="partial", o="partial"), ["design-missing", "not-operated"], id="half-done-twice"
        ),
        pytest.param(answers(a="not_applicable", o="no"), ["not-operated"], id="no-is-never-lost"),
        pytest.param(answers(o="no"), ["not-operated"], id="arrangement-unanswered"),
        pytest.param(answers(a="not_applicable", o="not_applicable"), [], id="not-applicable"),
        pytest.param({}, [], id="unanswered-is-no-finding"),
    ],
)
def test_evaluate(given_answers, kinds):
    assert [f.kind for f in evaluate([DESIGN, OPERATION], given_answers)] == kinds


def test_yes_without_required_evidence_is_a_finding():
    check = asked(evidence_required=True)
    bare = {check.id: GivenAnswer(check.id, Answer.YES)}
    shown = {check.id: GivenAnswer(check.id, Answer.YES, evidence=("記録簿.pdf",))}
    assert [f.kind for f in evaluate([check], bare)] == [FindingKind.EVIDENCE_MISSING]
    assert evaluate([check], shown) == ()


def test_what_the_client_saw_differently_is_a_finding_of_its_own():
    seen = {DESIGN.id: Observation(DESIGN.id, Verification.DIFFERENT, "記録なし")}
    (finding,) = evaluate([DESIGN], answers(a="yes"), seen)
    assert (finding.kind, finding.severity) == (FindingKind.DISAGREEMENT, "high")


@pytest.mark.parametrize(
    ("level", "answer", "severity"),
    [
        pytest.param(5, "no", "high", id="grave"),
        pytest.param(5, "partial", "medium", id="grave-but-half-done"),
        pytest.param(3, "no", "medium", id="middling"),
        pytest.param(1, "no", "low", id="slight"),
        pytest.param(1, "partial", "low", id="never-below-low"),
    ],
)
def test_severity_follows_the_risk(level, answer, severity):
    check = asked(risk_level=level)
    (finding,) = evaluate([check], {check.id: GivenAnswer(check.id, Answer(answer))})
    assert finding.severity == severity


def test_the_specification_is_amended_only_where_a_milder_clause_exists():
    for eased in (True, False):
        check = asked(eased=eased)
        (finding,) = evaluate([check], {check.id: GivenAnswer(check.id, Answer.NO)})
        assert (Remedy.AMEND_SPECIFICATION in finding.remedies) is eased


@given(st.dictionaries(st.sampled_from("ao"), st.sampled_from(list(Answer))))
def test_a_no_always_leads_to_a_finding(raw):
    given_answers = answers(**raw)
    found = evaluate([DESIGN, OPERATION], given_answers)
    assert bool(found) >= any(a.answer in {Answer.NO, Answer.PARTIAL} for a in given_answers.values())
    assert len({(f.check.id, f.kind) for f in found}) == len(found)
