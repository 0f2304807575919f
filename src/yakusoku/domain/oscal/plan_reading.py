"""An OSCAL assessment plan held against the inspections that a specification announces."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.inspections.schedule import InspectionKind, PlannedInspection
from yakusoku.domain.oscal.differences import Change, Difference, Left, difference
from yakusoku.domain.oscal.parts import node_in, nodes_in, prop_of, text_in
from yakusoku.domain.packs.labels import INSPECTION_LABELS

_KINDS = {label: kind for kind, label in INSPECTION_LABELS.items()}


@dataclass(frozen=True, slots=True)
class Task:
    """An inspection that a plan asks for on a day. `told`: whether the plan has it and we have not."""

    id: str
    kind: InspectionKind
    date: date
    told: bool


@dataclass(frozen=True, slots=True)
class PlanRead:
    """A plan as read: its inspections, in order of their days."""

    difference: Difference
    tasks: tuple[Task, ...]


def read_plan(
    body: Mapping[str, Any], checks: Iterable[AskedCheck], planned: Iterable[PlannedInspection]
) -> PlanRead:
    """Return how the days and controls of a plan differ from those that were announced.

    A task without our word for its kind is a periodic inspection: it is looked at on a day.
    """
    ours = {(each.date, each.kind) for each in planned}
    tasks, left = _tasks(body, ours)
    theirs = {(task.date, task.kind) for task in tasks}
    changes = [
        Change(task.id, "", "planned", "", f"{task.date.isoformat()} {task.kind}")
        for task in tasks
        if task.told
    ]
    changes += [
        Change(kind.value, "", "planned", f"{day.isoformat()} {kind}", "")
        for day, kind in sorted(ours - theirs)
    ]
    scope_changes, scope_left = _scope(body, checks)
    return PlanRead(difference([*changes, *scope_changes], [*left, *scope_left]), tasks)


def _tasks(
    body: Mapping[str, Any], ours: set[tuple[date, InspectionKind]]
) -> tuple[tuple[Task, ...], list[Left]]:
    found: dict[tuple[date, InspectionKind], Task] = {}
    left = []
    for number, node in enumerate(nodes_in(body, "tasks"), start=1):
        id, day = text_in(node, "uuid") or str(number), _day(node)
        kind = _kind(node)
        if day is None:
            left.append(Left(id, "no-date"))
        elif kind is InspectionKind.PRE_ASSESSMENT:
            left.append(Left(id, "wrong-value"))
        elif (day, kind) in found:
            left.append(Left(id, "twice"))
        else:
            found[day, kind] = Task(id, kind, day, (day, kind) not in ours)
    return tuple(found[key] for key in sorted(found)), left


def _kind(node: Mapping[str, Any]) -> InspectionKind:
    told, title = prop_of(node, "kind"), text_in(node, "title")
    if told in set(InspectionKind):
        return InspectionKind(told)
    return InspectionKind(_KINDS.get(title, InspectionKind.PERIODIC))


def _day(node: Mapping[str, Any]) -> date | None:
    """Return the day of a task, of a span its last one."""
    timing = node_in(node, "timing")
    on = text_in(node_in(timing, "on-date"), "date") or text_in(node_in(timing, "within-date-range"), "end")
    try:
        return date.fromisoformat(on[:10])
    except ValueError:
        return None


def _scope(body: Mapping[str, Any], checks: Iterable[AskedCheck]) -> tuple[list[Change], list[Left]]:
    titles = {check.slug: check.title for check in checks}
    chosen = list(_controls(body))
    if not chosen or None in chosen:
        return [], []
    wanted = {slug for slug in chosen if slug is not None}
    left = [Left(slug, "unknown-control") for slug in sorted(wanted - set(titles))]
    changes = [
        Change(slug, title, "scope", title, "") for slug, title in titles.items() if slug not in wanted
    ]
    return changes, left


def _controls(body: Mapping[str, Any]) -> Iterator[str | None]:
    """Yield the controls that are looked at; None: all of them."""
    for selection in nodes_in(node_in(body, "reviewed-controls"), "control-selections"):
        if isinstance(selection.get("include-all"), Mapping):
            yield None
        yield from (text_in(each, "control-id") for each in nodes_in(selection, "include-controls"))
