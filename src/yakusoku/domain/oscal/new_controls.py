"""Controls that a catalogue does not have yet, as requirements of an organisation's own.

OSCAL knows neither what a control costs nor what it rests on in our sources: these stand as not estimated and
not verified, for people to write.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from yakusoku.domain.catalogue.model import Aspect, Catalogue
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.oscal.parts import Node, nodes_in, prop_of, text_in
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.specifications.articles import Parties, blank_names
from yakusoku.domain.specifications.wording import PASSAGE, PLACEHOLDER

Clause = list[Any]

LINE: Final = 120
TEXT: Final = 1200
SLUG: Final = re.compile(r"[a-z][a-z0-9-]{0,59}")
CHECK: Final = re.compile(r"[a-z][a-z0-9-]*-[0-9]+")
NOT_ESTIMATED: Final = "取り込んだ文書に見積りがないため、見積っていない"
NOT_VERIFIED: Final = "取り込んだ文書の定め。根拠を書き直すこと"
MIDDLE: Final = 3


def new_requirement(
    slug: str, node: Mapping[str, Any], source: str, order: int, catalogue: Catalogue
) -> Node | str:
    """Return a requirement as an overlay adds it, or why there is none as a code."""
    title, parts = text_in(node, "title"), list(nodes_in(node, "parts"))
    statement = _first(parts, "statement")
    if not SLUG.fullmatch(slug):
        return "wrong-id"
    if not title or len(title) > LINE:
        return "too-long" if title else "no-title"
    parameters = _parameters(slug, node)
    variants = _variants(title, statement)
    if not variants:
        return "no-text"
    clauses = [each for variant in variants for each in variant["clause"]]
    problem = loose(clauses, set(parameters), slug, catalogue)
    if problem:
        return problem
    why = _fit(
        text_in(_first(parts, "guidance"), "prose"), f"取り込んだ文書（{source or '—'}）が定めています。"
    )
    risk = _fit(
        text_in(_first(parts, "guidance", "risk"), "prose"), f"「{title}」が守られないおそれがあります。"
    )
    found: Node = {
        "slug": slug,
        "order": order,
        "title": title,
        "purpose": _fit(text_in(statement, "prose"), title),
        "applies": {"when": "always", "why": why},
        "variants": variants,
        "checks": list(_checks(slug, title, parts)),
        "risk": {"level": _level(node), "text": risk},
        "effort": _no_effort(),
        "cases": [],
        "sources": [_no_source(catalogue)],
    }
    if parameters:
        found["parameters"] = parameters
    return {**found, "en": _english(found)}


def new_check(id: str, part: Mapping[str, Any], slug: str) -> Node | str:
    """Return a check as an overlay adds it to a requirement, or why there is none as a code."""
    point, why = text_in(part, "title"), text_in(part, "prose")
    if not CHECK.fullmatch(id) or not id.startswith(f"{slug}-"):
        return "wrong-id"
    asked = {prop_of(each, "aspect"): each for each in nodes_in(part, "parts")}
    questions = {aspect: _question(asked.get(aspect.value, {})) for aspect in Aspect}
    if not point or len(point) > LINE or not all(questions.values()):
        return "no-question"
    answered_by = prop_of(part, "answered-by")
    return {
        "id": id,
        "point": point,
        "why": _fit(why, point),
        "answered_by": answered_by if 0 < len(answered_by) <= LINE else "責任者",
        **{aspect.value: question for aspect, question in questions.items()},
    }


def clause_in(part: Mapping[str, Any]) -> Clause:
    """Return the paragraphs of a clause as a catalogue has them; empty: the document holds no clause."""
    found: Clause = []
    for paragraph in nodes_in(part, "parts"):
        text = text_in(paragraph, "prose")
        items = [text_in(each, "prose") for each in nodes_in(paragraph, "parts")]
        if not text:
            return []
        found.append({"text": text, "items": items} if items else text)
    return found


def plain_clause(told: Any) -> str:
    """Return a clause, or those of a requirement, as text."""
    paragraphs = [p for v in told["variants"] for p in v["clause"]] if isinstance(told, Mapping) else told
    return "\n".join(_texts(paragraphs))


def loose(clause: Clause, parameters: set[str], slug: str, catalogue: Catalogue) -> str:
    """Return why a clause cannot stand in the catalogue as a code; empty: it can."""
    names = {("", name) for name in blank_names(Parties.HACHU)} | {("p", name) for name in parameters}
    for text in _texts(clause):
        if not text or len(text) > TEXT:
            return "too-long" if text else "no-text"
        if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
            return "placeholder"
        outside = PLACEHOLDER.findall(PASSAGE.sub("", text))
        if any(kind == "article" and name != slug for kind, name in outside):
            return "placeholder"
        for kind, name in PLACEHOLDER.findall(text):
            known = catalogue.requirement(name) if kind == "article" and name != slug else True
            if not known or (kind != "article" and (kind, name) not in names):
                return "placeholder"
    return ""


def _texts(clause: Iterable[Any]) -> Iterator[str]:
    for each in clause:
        yield from (each["text"], *each["items"]) if isinstance(each, Mapping) else (each,)


def _first(parts: Iterable[Mapping[str, Any]], name: str, kind: str = "") -> Mapping[str, Any]:
    return next((p for p in parts if p.get("name") == name and text_in(p, "class") == kind), {})


def _fit(text: str, otherwise: str) -> str:
    """Return a text that the catalogue can hold."""
    return (text if text not in ("", "—") else otherwise)[:TEXT]


def _parameters(slug: str, node: Mapping[str, Any]) -> Node:
    found: Node = {}
    for each in nodes_in(node, "params"):
        name, values = text_in(each, "id").removeprefix(f"{slug}."), each.get("values")
        value = values[0] if isinstance(values, list) and values else None
        if re.fullmatch(r"[a-z][a-z0-9_]*", name) and isinstance(value, str) and 0 < len(value) <= LINE:
            label = text_in(each, "label")[:LINE] or name
            unit = re.search(r"（([^（）]*)）$", label)
            explain = label[: unit.start()] if unit and unit.start() else label
            found[name] = {"value": value, "unit": unit[1] if unit else "", "explain": explain}
    return found


def _variants(title: str, statement: Mapping[str, Any]) -> list[Node]:
    """Return the strengths that the document names, else its statement as a duty."""
    found: dict[str, Node] = {}
    for part in nodes_in(statement, "parts"):
        strength, clause = prop_of(part, "strength"), clause_in(part)
        if strength in set(Strength) and clause and strength not in found:
            summary = text_in(part, "prose")[:LINE] or STRENGTH_LABELS[Strength(strength)]
            found[strength] = {"strength": strength, "summary": summary, "clause": clause}
    if found:
        return list(found.values())
    clause = [text for text in _prose(statement) if text]
    return [{"strength": Strength.DUTY.value, "summary": title, "clause": clause}] if clause else []


def _prose(part: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a part and of those within it: what other catalogues number as a., b., c."""
    yield text_in(part, "prose")
    for each in nodes_in(part, "parts"):
        yield from _prose(each)


def _checks(slug: str, title: str, parts: Iterable[Mapping[str, Any]]) -> Iterator[Node]:
    found: dict[str, Node] = {}
    for part in parts:
        if part.get("name") == "assessment-objective":
            made = new_check(text_in(part, "id").removesuffix(".objective"), part, slug)
            if not isinstance(made, str):
                found.setdefault(made["id"], made)
    if found:
        yield from found.values()
        return
    short = title[: LINE - 20]
    yield {
        "id": f"{slug}-1",
        "point": title,
        "why": title,
        "answered_by": "責任者",
        "arrangement": {
            "question": f"「{short}」のための取決めと仕組みがありますか。",
            "evidence": "取決めを書いたもの",
            "evidence_required": False,
        },
        "operation": {
            "question": f"「{short}」を、取決めのとおりに行っていますか。",
            "evidence": "行ったことの記録",
            "evidence_required": False,
        },
    }


def _question(part: Mapping[str, Any]) -> Node | None:
    text, evidence = text_in(part, "prose"), prop_of(part, "evidence")
    if not text or len(text) > TEXT:
        return None
    required = prop_of(part, "evidence-required") == "true"
    return {"question": text, "evidence": evidence[:LINE] or "記録", "evidence_required": required}


def _level(node: Mapping[str, Any]) -> int:
    given = prop_of(node, "risk-level")
    return int(given) if given in set("12345") else MIDDLE


def _no_effort() -> Node:
    none = {"hours": [0, 0], "yen": [0, 0]}
    return {"client": dict(none), "contractor": dict(none), "basis": NOT_ESTIMATED}


def _no_source(catalogue: Catalogue) -> Node:
    source = catalogue.sources[0].id if catalogue.sources else ""
    return {"source": source, "section": "—", "verified": False, "note": NOT_VERIFIED}


def _english(found: Node) -> Node:
    """Return what English readers are shown: the words of the document itself."""
    return {
        "title": found["title"],
        "purpose": found["purpose"],
        "why": found["applies"]["why"],
        "risk": found["risk"]["text"],
        "variants": {v["strength"]: v["summary"] for v in found["variants"]},
        "checks": {
            c["id"]: {
                "point": c["point"],
                "why": c["why"],
                "arrangement": c["arrangement"]["question"],
                "operation": c["operation"]["question"],
            }
            for c in found["checks"]
        },
    }
