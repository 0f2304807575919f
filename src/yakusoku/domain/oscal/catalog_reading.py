"""An OSCAL catalog held against the catalogue of an organisation: what becomes of its own additions.

Controls are known by their id, which is our slug. A text that is empty in the document says nothing; a control
that is not in the document stays as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from yakusoku.domain.catalogue.model import Aspect, Catalogue, CheckPoint, Question, Requirement, Variant
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.oscal.differences import Change, Difference, Left, difference
from yakusoku.domain.oscal.new_controls import clause_in, loose, new_check, new_requirement, plain_clause
from yakusoku.domain.oscal.parts import Node, nodes_in, prop_of, text_in
from yakusoku.domain.packs.build import SUFFIX

LINE: Final = 120
TEXT: Final = 1200
MOST_NEW: Final = 200
NOTHING: Final = "—"


@dataclass(frozen=True, slots=True)
class CatalogRead:
    """A catalog as read.

    change   by slug: what an overlay changes; add: requirements of the organisation's own, as in an overlay
    """

    difference: Difference
    change: dict[str, Node]
    add: tuple[Node, ...]


@dataclass(slots=True)
class _Pen:
    """Collects what would change."""

    changes: list[Change] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def text(
        self, subject: str, title: str, name: str, present: str, given: str, most: int = TEXT
    ) -> str | None:
        """Return the text if it differs and can be taken; None: nothing changes."""
        if not given or given == present or (given == NOTHING and not present):
            return None
        if given == NOTHING or len(given) > most:
            self.left.append(Left(subject, "empty" if given == NOTHING else "too-long"))
            return None
        self.changes.append(Change(subject, title, name, present, given))
        return given


def read_catalog(
    body: Mapping[str, Any], title: str, catalogue: Catalogue, hidden: frozenset[str] = frozenset()
) -> CatalogRead:
    """Return what a catalog would change in `catalogue`.

    title    of the document, told as the reason
    hidden   requirements that the organisation left out on purpose
    """
    pen = _Pen()
    change: dict[str, Node] = {}
    add: dict[str, Node] = {}
    seen: set[str] = set()
    for node in controls_in(body):
        slug = text_in(node, "id")
        if slug in seen:
            pen.left.append(Left(slug, "twice"))
            continue
        seen.add(slug)
        requirement = catalogue.requirement(slug)
        if requirement is not None:
            found = _changed(requirement, node, pen, catalogue)
            if found:
                change[slug] = found
        elif slug in hidden:
            pen.left.append(Left(slug, "left-out"))
        elif len(add) < MOST_NEW:
            _add(slug, node, title, pen, add, catalogue)
        else:
            pen.left.append(Left(slug, "too-many"))
    return CatalogRead(difference(pen.changes, pen.left), change, tuple(add.values()))


def _add(
    slug: str, node: Mapping[str, Any], title: str, pen: _Pen, add: dict[str, Node], catalogue: Catalogue
) -> None:
    order = max((r.order for r in catalogue.requirements), default=0) + len(add) + 1
    made = new_requirement(slug, node, title, order, catalogue)
    if isinstance(made, str):
        pen.left.append(Left(slug, made))
        return
    add[slug] = made
    pen.changes.append(Change(slug, made["title"], "new", "", plain_clause(made)))


def controls_in(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every control, those in groups and within others too, in the order of the document."""
    for name in ("groups", "controls"):
        for node in nodes_in(body, name):
            if name == "controls":
                yield node
            yield from controls_in(node)


def _changed(requirement: Requirement, node: Mapping[str, Any], pen: _Pen, catalogue: Catalogue) -> Node:
    slug, title, found = requirement.slug, requirement.title, Node()
    parts = list(nodes_in(node, "parts"))
    statement = _named(parts, "statement")
    for key, name, present, given, most in (
        ("title", "title", requirement.title, text_in(node, "title"), LINE),
        ("purpose", "purpose", requirement.purpose, text_in(statement, "prose"), TEXT),
    ):
        taken = pen.text(slug, title, name, present, given, most)
        if taken:
            found[key] = taken
    why = pen.text(slug, title, "why", requirement.why, text_in(_named(parts, "guidance"), "prose"))
    if why:
        found["applies"] = {"why": why}
    _merge(found, "risk", _risk(requirement, node, parts, pen))
    order = _number(slug, node, "order", requirement.order, 10_000, pen, title)
    if order:
        found["order"] = order
    _merge(found, "parameters", _parameters(requirement, node, pen))
    _merge(found, "variants", _variants(requirement, statement, pen, catalogue))
    _merge(found, "checks", _checks(requirement, parts, pen))
    return found


def _merge(found: Node, key: str, value: Any) -> None:
    if value:
        found[key] = value


def _named(parts: Iterable[Mapping[str, Any]], name: str, kind: str = "") -> Mapping[str, Any]:
    return next((p for p in parts if p.get("name") == name and text_in(p, "class") == kind), {})


def _risk(requirement: Requirement, node: Mapping[str, Any], parts: list[Any], pen: _Pen) -> Node:
    slug, title, found = requirement.slug, requirement.title, Node()
    level = _number(slug, node, "risk-level", requirement.risk_level, 5, pen, title)
    if level:
        found["level"] = level
    given = text_in(_named(parts, "guidance", "risk"), "prose")
    text = pen.text(slug, title, "risk", requirement.risk, given)
    if text:
        found["text"] = text
    return found


def _number(
    slug: str, node: Mapping[str, Any], name: str, present: int, most: int, pen: _Pen, title: str
) -> int | None:
    given = prop_of(node, name)
    if not given or given == str(present):
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 9 and 1 <= int(given) <= most):
        pen.left.append(Left(slug, "wrong-value"))
        return None
    pen.changes.append(Change(slug, title, name, str(present), given))
    return int(given)


def _parameters(requirement: Requirement, node: Mapping[str, Any], pen: _Pen) -> Node:
    known = {f"{requirement.slug}.{p.name}": p for p in requirement.parameters}
    found: Node = {}
    for each in nodes_in(node, "params"):
        key, values = text_in(each, "id"), each.get("values")
        present = known.get(key)
        if present is None:
            pen.left.append(Left(key, "unknown-parameter"))
        elif isinstance(values, list) and values and isinstance(values[0], str):
            given = pen.text(key, requirement.title, "parameter", present.value, values[0].strip(), LINE)
            if given:
                number = given.isascii() and given.isdecimal() and len(given) < 9 and str(int(given)) == given
                found[present.name] = {"value": int(given) if number else given}
    return found


def _variants(
    requirement: Requirement, statement: Mapping[str, Any], pen: _Pen, catalogue: Catalogue
) -> list[Node]:
    found = []
    for part in nodes_in(statement, "parts"):
        strength = prop_of(part, "strength")
        subject = f"{requirement.slug}.{strength or text_in(part, 'id')}"
        present = requirement.variant(Strength(strength)) if strength in set(Strength) else None
        changed = _variant(subject, requirement, present, part, pen, catalogue)
        if changed:
            found.append({"strength": strength, **changed})
    return found


def _variant(
    subject: str,
    requirement: Requirement,
    present: Variant | None,
    part: Mapping[str, Any],
    pen: _Pen,
    catalogue: Catalogue,
) -> Node:
    if present is None:
        pen.left.append(Left(subject, "unknown-strength"))
        return {}
    found = Node()
    summary = pen.text(subject, requirement.title, "summary", present.summary, text_in(part, "prose"), LINE)
    if summary:
        found["summary"] = summary
    clause = clause_in(part)
    before = [p.text if not p.items else {"text": p.text, "items": list(p.items)} for p in present.clause]
    if clause and clause != before:
        problem = loose(clause, {p.name for p in requirement.parameters}, requirement.slug, catalogue)
        if problem:
            pen.left.append(Left(subject, problem))
        else:
            told_before, told_after = plain_clause(before), plain_clause(clause)
            pen.changes.append(Change(subject, requirement.title, "clause", told_before, told_after))
            found["clause"] = clause
    return found


def _checks(requirement: Requirement, parts: list[Any], pen: _Pen) -> list[Node]:
    known = {check.id: check for check in requirement.checks}
    found: dict[str, Node] = {}
    for part in parts:
        if part.get("name") != "assessment-objective":
            continue
        id = text_in(part, "id").removesuffix(".objective")
        present = known.get(id)
        if id in found:
            pen.left.append(Left(id, "twice"))
        elif present is not None:
            found[id] = _check(present, part, pen)
        else:
            made = new_check(id, part, requirement.slug)
            if isinstance(made, str):
                pen.left.append(Left(id, made))
            else:
                found[id] = made
                pen.changes.append(Change(id, made["point"], "new", "", made["arrangement"]["question"]))
    return [{**row, "id": id} for id, row in found.items() if row]


def _check(present: CheckPoint, part: Mapping[str, Any], pen: _Pen) -> Node:
    found = Node()
    for key, name, before, given, most in (
        ("point", "point", present.point, text_in(part, "title"), LINE),
        ("why", "why", present.why, text_in(part, "prose"), TEXT),
        ("answered_by", "answered-by", present.answered_by, prop_of(part, "answered-by"), LINE),
    ):
        taken = pen.text(present.id, present.point, name, before, given, most)
        if taken:
            found[key] = taken
    asked = {text_in(each, "id"): each for each in nodes_in(part, "parts")}
    for aspect, question in (
        (Aspect.ARRANGEMENT, present.arrangement),
        (Aspect.OPERATION, present.operation),
    ):
        id = present.id + SUFFIX[aspect]
        if id in asked:
            _merge(found, aspect.value, _question(id, present.point, question, asked[id], pen))
    return found


def _question(id: str, title: str, present: Question, part: Mapping[str, Any], pen: _Pen) -> Node:
    found = Node()
    text = pen.text(id, title, "question", present.text, text_in(part, "prose"))
    if text:
        found["question"] = text
    evidence = pen.text(id, title, "evidence", present.evidence, prop_of(part, "evidence"))
    if evidence:
        found["evidence"] = evidence
    required, before = prop_of(part, "evidence-required"), str(present.evidence_required).lower()
    if required in {"true", "false"} and required != before:
        pen.changes.append(Change(id, title, "evidence-required", before, required))
        found["evidence_required"] = required == "true"
    return found
