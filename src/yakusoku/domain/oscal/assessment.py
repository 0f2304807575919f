"""Inspections as OSCAL: the plan, the contractor's claims, what was answered and seen, what is still to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer, Observation, Verification
from yakusoku.domain.inspections.evaluation import Finding
from yakusoku.domain.inspections.schedule import PlannedInspection
from yakusoku.domain.oscal.parts import Head, Node, identity, metadata, props, selected, told, without_empty
from yakusoku.domain.packs.labels import FINDING_LABELS, INSPECTION_LABELS


@dataclass(frozen=True, slots=True)
class Round:
    """One inspection as it stands. Answers and observations by check id; ended None: it still runs."""

    name: str
    title: str
    started: datetime
    ended: datetime | None
    checks: Sequence[AskedCheck]
    answers: Mapping[str, GivenAnswer]
    observations: Mapping[str, Observation]
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Weakness:
    """A finding that is tracked: what fell short, and by when it is to be put right (None: not said yet).

    measure   what was done about it, as reported; empty: nothing yet
    """

    name: str
    check: str
    slug: str
    kind: str
    severity: str
    state: str
    description: str
    raised: datetime
    deadline: date | None
    measure: str = ""


def plan(head: Head, checks: Iterable[AskedCheck], planned: Iterable[PlannedInspection], ssp: str) -> Node:
    """Return the inspections of a specification as an assessment plan. `ssp`: address of what is inspected."""
    return {
        "assessment-plan": {
            "uuid": identity(head.name),
            "metadata": metadata(head),
            "import-ssp": {"href": ssp},
            "reviewed-controls": selected(check.slug for check in checks),
            "tasks": [
                {
                    "uuid": identity(head.name, "task", each.date, each.kind),
                    "type": "milestone",
                    "title": INSPECTION_LABELS[each.kind],
                    "props": props({"kind": each.kind}),
                    "timing": {"on-date": {"date": f"{each.date.isoformat()}T00:00:00+09:00"}},
                }
                for each in planned
            ],
        }
    }


def component_definition(
    head: Head, source: str, checks: Iterable[AskedCheck], answers: Mapping[str, GivenAnswer]
) -> Node:
    """Return what a contractor says it does as a component definition; `source`: address of the profile."""
    groups: dict[str, list[tuple[AskedCheck, GivenAnswer]]] = {}
    for check in checks:
        if check.id in answers:
            groups.setdefault(check.slug, []).append((check, answers[check.id]))
    implemented = [
        {
            "uuid": identity(head.name, "implemented", slug),
            "control-id": slug,
            "description": told(rows[0][0].title),
            "statements": [_claim(head.name, check, given) for check, given in rows],
        }
        for slug, rows in groups.items()
    ]
    component: Node = {
        "uuid": identity(head.name, "component"),
        "type": "service",
        "title": told(head.party),
        "description": told(head.title),
    }
    if implemented:
        component["control-implementations"] = [
            {
                "uuid": identity(head.name, "implementation"),
                "source": source,
                "description": told(head.title),
                "implemented-requirements": implemented,
            }
        ]
    return {
        "component-definition": {
            "uuid": identity(head.name),
            "metadata": metadata(head),
            "components": [component],
        }
    }


def results(head: Head, plan_href: str, rounds: Iterable[Round]) -> Node:
    """Return inspections as assessment results."""
    return {
        "assessment-results": {
            "uuid": identity(head.name),
            "metadata": metadata(head),
            "import-ap": {"href": plan_href},
            "results": [_result(each) for each in rounds],
        }
    }


def poam(head: Head, weaknesses: Iterable[Weakness]) -> Node:
    """Return what is still to be put right as a plan of action and milestones."""
    rows = list(weaknesses)
    none = {
        "uuid": no_weakness(head.name),
        "title": "指摘なし",
        "description": "いま開いている指摘はありません。",
    }
    return {
        "plan-of-action-and-milestones": without_empty(
            {
                "uuid": identity(head.name),
                "metadata": metadata(head),
                "risks": [_risk(each) for each in rows],
                "poam-items": [_item(each) for each in rows] or [none],
            }
        )
    }


def no_weakness(name: str) -> str:
    """Return the uuid of the item that says that nothing is to be put right: OSCAL wants at least one item."""
    return identity(name, "none")


def weakness_id(name: str) -> str:
    """Return the uuid of the item of a finding."""
    return identity(name, "item")


def _claim(name: str, check: AskedCheck, given: GivenAnswer) -> Node:
    return {
        "statement-id": check.id,
        "uuid": identity(name, "claim", check.id),
        "description": told(check.question),
        "props": _answer_props(given),
        **_remarks(given),
    }


def _remarks(given: GivenAnswer) -> Node:
    return {"remarks": given.comment} if given.comment.strip() else {}


def _answer_props(given: GivenAnswer) -> list[Node]:
    evidence = [{"evidence": name} for name in given.evidence]
    return [*props({"answer": given.answer}), *(row for each in evidence for row in props(each))]


def _result(round_: Round) -> Node:
    found: Node = {
        "uuid": identity(round_.name),
        "title": round_.title,
        "description": round_.title,
        "start": round_.started.isoformat(),
        "reviewed-controls": selected(check.slug for check in round_.checks),
        "observations": [
            *(_answered(round_, check) for check in round_.checks if check.id in round_.answers),
            *(_seen(round_, check) for check in round_.checks if check.id in round_.observations),
        ],
        "findings": [_finding(round_, finding) for finding in round_.findings],
    }
    if round_.ended is not None:
        found["end"] = round_.ended.isoformat()
    return without_empty(found)


def _answered(round_: Round, check: AskedCheck) -> Node:
    given = round_.answers[check.id]
    return {
        "uuid": identity(round_.name, "answer", check.id),
        "title": check.point,
        "description": told(check.question),
        "props": [*props({"check": check.id}), *_answer_props(given)],
        "methods": ["INTERVIEW"],
        "types": ["control-objective"],
        "collected": round_.started.isoformat(),
        **_remarks(given),
    }


def _seen(round_: Round, check: AskedCheck) -> Node:
    observed = round_.observations[check.id]
    return {
        "uuid": identity(round_.name, "observation", check.id),
        "title": check.point,
        "description": told(observed.seen),
        "props": props({"check": check.id, "verification": observed.verification}),
        "methods": ["EXAMINE"],
        "types": ["finding" if observed.verification is Verification.DIFFERENT else "control-objective"],
        "collected": (round_.ended or round_.started).isoformat(),
    }


def _finding(round_: Round, finding: Finding) -> Node:
    answer = round_.answers.get(finding.check.id)
    done = answer is not None and answer.answer is Answer.YES
    related = [identity(round_.name, "answer", finding.check.id)]
    if finding.check.id in round_.observations:
        related.append(identity(round_.name, "observation", finding.check.id))
    return {
        "uuid": identity(round_.name, "finding", finding.check.id, finding.kind),
        "title": FINDING_LABELS[finding.kind],
        "description": f"{finding.check.point}: {FINDING_LABELS[finding.kind]}",
        "props": props({"check": finding.check.id, "kind": finding.kind, "severity": finding.severity}),
        "target": {
            "type": "objective-id",
            "target-id": finding.check.id,
            "status": {"state": "not-satisfied"},
            "implementation-status": {"state": "implemented" if done else "partial"},
        },
        "related-observations": [{"observation-uuid": key} for key in related],
    }


def _risk(weakness: Weakness) -> Node:
    found: Node = {
        "uuid": identity(weakness.name, "risk"),
        "title": FINDING_LABELS.get(weakness.kind, weakness.kind),
        "description": told(weakness.description),
        "statement": told(weakness.description),
        "status": "closed" if weakness.state == "closed" else "open",
    }
    if weakness.deadline is not None:
        found["deadline"] = f"{weakness.deadline.isoformat()}T00:00:00+09:00"
    if weakness.measure:
        found["remediations"] = [
            {
                "uuid": identity(weakness.name, "measure"),
                "lifecycle": "completed",
                "title": "改善の報告",
                "description": weakness.measure,
            }
        ]
    return found


def _item(weakness: Weakness) -> Node:
    return {
        "uuid": weakness_id(weakness.name),
        "title": FINDING_LABELS.get(weakness.kind, weakness.kind),
        "description": told(weakness.description),
        "props": props(
            {
                "check": weakness.check,
                "requirement": weakness.slug,
                "kind": weakness.kind,
                "severity": weakness.severity,
                "state": weakness.state,
                "raised": weakness.raised.isoformat(),
            }
        ),
        "related-risks": [{"risk-uuid": identity(weakness.name, "risk")}],
    }
