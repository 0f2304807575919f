"""An OSCAL plan of action and milestones held against findings: what was done about them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yakusoku.domain.oscal.assessment import no_weakness, weakness_id
from yakusoku.domain.oscal.differences import Change, Difference, Left, difference
from yakusoku.domain.oscal.parts import nodes_in, prop_of, prose_in, text_in


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as it stands.

    name      as in the documents that go out, "finding/7"
    due       by when it is to be put right; None: not said
    item      number of the item of the instruction that waits for a reply; None: none waits for one from here
    measure   what was reported or drafted about it
    """

    name: str
    title: str
    state: str
    due: date | None
    item: int | None
    measure: str


@dataclass(frozen=True, slots=True)
class PoamRead:
    """A plan as read: what was done, by number of the item of an instruction."""

    difference: Difference
    measures: Mapping[int, str]


def read_poam(body: Mapping[str, Any], known: Iterable[Known], name: str) -> PoamRead:
    """Return what a plan tells about the findings that are known; `name`: of the document that goes out.

    A finding is known by the uuid of its item. Its state and its deadline are changed by acts of both sides:
    that they differ is listed.
    """
    findings = {weakness_id(each.name): each for each in known}
    risks = {text_in(risk, "uuid"): risk for risk in nodes_in(body, "risks")}
    changes: list[Change] = []
    left: list[Left] = []
    measures: dict[int, str] = {}
    seen: set[str] = set()
    for item in nodes_in(body, "poam-items"):
        uuid = text_in(item, "uuid")
        finding = findings.get(uuid)
        if uuid in seen or finding is None:
            if uuid != no_weakness(name):
                left.append(
                    Left(uuid or text_in(item, "title"), "twice" if uuid in seen else "unknown-finding")
                )
            continue
        seen.add(uuid)
        own = [risks[key] for key in _risks_of(item) if key in risks]
        left += _by_act(finding, item, own)
        text, problem = _measure(finding, own)
        if problem:
            left.append(Left(finding.title, problem))
        elif text and finding.item is not None:
            changes.append(Change(finding.name, finding.title, "measure", finding.measure, text))
            measures[finding.item] = text
    return PoamRead(difference(changes, left), measures)


def _risks_of(item: Mapping[str, Any]) -> Iterator[str]:
    yield from (text_in(each, "risk-uuid") for each in nodes_in(item, "related-risks"))


def _by_act(finding: Known, item: Mapping[str, Any], risks: list[Mapping[str, Any]]) -> Iterator[Left]:
    state = prop_of(item, "state")
    closed = any(text_in(risk, "status") == "closed" for risk in risks)
    if (state and state != finding.state) or (closed and finding.state != "closed"):
        yield Left(finding.title, "state-by-act")
    for risk in risks:
        day = text_in(risk, "deadline")[:10]
        if day and day != (finding.due.isoformat() if finding.due else ""):
            yield Left(finding.title, "deadline-by-act")


def _measure(finding: Known, risks: list[Mapping[str, Any]]) -> tuple[str, str]:
    """Return what was done about a finding, and why it cannot be taken; empty: nothing new."""
    responses = [each for risk in risks for each in nodes_in(risk, "remediations")]
    done = [each for each in responses if text_in(each, "lifecycle") == "completed"]
    text = "\n".join(filter(None, (prose_in(each, "description") for each in done)))[:2_000]
    if not text:
        return "", "only-planned" if responses else ""
    if text == finding.measure:
        return "", ""
    return (text, "") if finding.item is not None else ("", "not-asked")
