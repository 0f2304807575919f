"""Catalogues read from their folder of YAML files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yakusoku.adapters.certificates import read_certificates
from yakusoku.adapters.levels import read_levels
from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import Problem, UnreadableFile, parse_yaml, read_yaml
from yakusoku.domain.catalogue.chain_rules import Gap, GapRule, Permission
from yakusoku.domain.catalogue.conditions import ALWAYS, Condition, Joint
from yakusoku.domain.catalogue.model import (
    Because,
    Case,
    Catalogue,
    CheckPoint,
    Citation,
    ClauseParagraph,
    Effort,
    Frame,
    Framework,
    FrameworkItem,
    HowTo,
    Parameter,
    Question,
    Range,
    Requirement,
    Source,
    Variant,
)
from yakusoku.domain.catalogue.overlay import lay_over
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.specifications.articles import Parties, blank_names
from yakusoku.domain.specifications.wording import PASSAGE, placeholders, references

ROOT = Path(__file__).resolve().parent.parent / "catalogues"
DEFAULT = ROOT / "outsourcing" / "2026.1"


@cache
def shipped_catalogue() -> Catalogue:
    """Return the catalogue that ships with this release; read once."""
    return load_catalogue(DEFAULT)


def load_catalogue(folder: Path, overlay: Mapping[str, Any] | None = None) -> Catalogue:
    """Return a catalogue, with an organisation's additions and overrides laid over it.

    raises   UnreadableFile with every problem found
    """
    cover = read_yaml(folder / "catalogue.yaml")
    check(cover, "catalogue", "catalogue.yaml")
    rows = _shipped_requirements() if folder == DEFAULT else _read_requirements(folder)
    known = {row["slug"] for row in rows}
    if overlay:
        _refuse_wrong_slugs(overlay, known)
        rows = lay_over(rows, overlay)
        own = {*overlay.get("change", {}), *(row["slug"] for row in overlay.get("add", []))}
        for row in rows:
            if row["slug"] in own:
                check(row, "requirement", f"{row['slug']}.yaml")
    catalogue = _catalogue(folder, cover, rows)
    refuse_loose_ends(catalogue, known | {r.slug for r in catalogue.requirements})
    return catalogue


def read_overlay(raw: bytes, name: str) -> dict[str, Any]:
    """Return an organisation's overlay, checked. Raises UnreadableFile."""
    data = parse_yaml(raw, name)
    check(data, "overlay", name, raw)
    return data


def _refuse_wrong_slugs(overlay: Mapping[str, Any], known: set[str]) -> None:
    """Raise UnreadableFile for a change to a requirement that does not exist, or a second one of its name."""
    touched = [("change", slug) for slug in overlay.get("change", {})]
    touched += [("leave_out", slug) for slug in overlay.get("leave_out", [])]
    problems = [
        Problem("overlay", f"{key}.{slug}", "この名前の要件は目録にありません。つづりを確かめてください。")
        for key, slug in touched
        if slug not in known
    ]
    own = [row["slug"] for row in overlay.get("add", [])]
    problems += [
        Problem("overlay", f"add.{slug}", "この名前の要件はすでにあります。別の名前にしてください。")
        for slug in sorted({slug for slug in own if slug in known or own.count(slug) > 1})
    ]
    if problems:
        raise UnreadableFile(problems)


@cache
def _shipped_requirements() -> Sequence[Mapping[str, Any]]:
    """Return what ships, read once: every organisation's overlay is laid over it."""
    return _read_requirements(DEFAULT)


def _read_requirements(folder: Path) -> Sequence[Mapping[str, Any]]:
    return [_read_requirement(file) for file in sorted((folder / "requirements").glob("*.yaml"))]


def _read_requirement(file: Path) -> dict[str, Any]:
    raw = file.read_bytes()
    row = parse_yaml(raw, file.name)
    check(row, "requirement", file.name, raw)
    return row


def _catalogue(folder: Path, cover: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Catalogue:
    ordered = sorted(rows, key=lambda row: int(row["order"]))
    maps = sorted((folder / "frameworks").glob("*.yaml"))
    frame, english_frame = _frame(folder / "frame.yaml")
    chain = read_yaml(folder / "chain-rules.yaml")
    return Catalogue(
        id=cover["id"],
        version=cover["version"],
        title=cover["title"],
        licence=cover["licence"],
        valid_from=cover["valid_from"],
        requirements=tuple(requirement(row) for row in ordered),
        cases=tuple(_case(row) for row in read_yaml(folder / "cases.yaml")["cases"]),
        sources=tuple(_source(row) for row in read_yaml(folder / "sources.yaml")["sources"]),
        frameworks=tuple(_framework(read_yaml(file)) for file in maps),
        frame=frame,
        chain_rules=tuple(_chain_rule(row) for row in chain["rules"]),
        permissions=tuple(_permission(row) for row in chain["permissions"]),
        certificates=read_certificates(folder / "certificates.yaml"),
        levels=read_levels(folder / "levels.yaml"),
        english={row["slug"]: row["en"] for row in ordered} | {"": english_frame},
    )


def requirement(row: Mapping[str, Any]) -> Requirement:
    """Return a requirement from its checked mapping."""
    applies, risk = row["applies"], row["risk"]
    return Requirement(
        slug=row["slug"],
        order=row["order"],
        title=row["title"],
        purpose=_flow(row["purpose"]),
        when=condition(applies["when"]),
        why=_flow(applies["why"]),
        because=tuple(Because(b["fact"], _flow(b["why"])) for b in applies.get("because", [])),
        parameters=tuple(
            Parameter(name, str(p["value"]), p["unit"], p["explain"])
            for name, p in row.get("parameters", {}).items()
        ),
        variants=tuple(sorted(map(_variant, row["variants"]), key=lambda v: v.strength.rank)),
        checks=tuple(_check_point(c) for c in row["checks"]),
        risk_level=risk["level"],
        risk=_flow(risk["text"]),
        risk_raised_by=tuple(risk.get("raised_by", [])),
        effort=_effort(row["effort"]),
        cases=tuple(row["cases"]),
        citations=tuple(_citation(c) for c in row["sources"]),
    )


def condition(data: Any) -> Condition:
    """Return a condition from a fact, `always`, or a mapping of any, all or not."""
    if isinstance(data, str):
        return ALWAYS if data == "always" else Condition(Joint.FACT, data)
    joint, value = next(iter(data.items()))
    parts = [value] if joint == "not" else value
    return Condition(Joint(joint), parts=tuple(condition(part) for part in parts))


def _variant(row: Mapping[str, Any]) -> Variant:
    return Variant(
        strength=Strength(row["strength"]),
        summary=row["summary"],
        clause=tuple(_paragraph(p) for p in row["clause"]),
        when=condition(row.get("when", "always")),
        cannot_keep=tuple(Because(b["fact"], _flow(b["reason"])) for b in row.get("cannot_keep", [])),
        effort=_effort(row["effort"]) if "effort" in row else None,
    )


def _paragraph(data: Any) -> ClauseParagraph:
    if isinstance(data, str):
        return ClauseParagraph(_flow(data))
    return ClauseParagraph(_flow(data["text"]), tuple(_flow(item) for item in data["items"]))


def _check_point(row: Mapping[str, Any]) -> CheckPoint:
    strengths = row.get("strengths")
    return CheckPoint(
        id=row["id"],
        point=row["point"],
        why=_flow(row["why"]),
        answered_by=row["answered_by"],
        arrangement=_question(row["arrangement"]),
        operation=_question(row["operation"]),
        when=condition(row.get("when", "always")),
        strengths=frozenset(map(Strength, strengths)) if strengths else frozenset(Strength),
    )


def _question(row: Mapping[str, Any]) -> Question:
    return Question(_flow(row["question"]), _flow(row["evidence"]), row["evidence_required"])


def _effort(row: Mapping[str, Any]) -> Effort:
    client, contractor = row["client"], row["contractor"]
    return Effort(
        client_hours=Range(*client["hours"]),
        client_yen=Range(*client["yen"]),
        contractor_hours=Range(*contractor["hours"]),
        contractor_yen=Range(*contractor["yen"]),
        basis=_flow(row["basis"]),
    )


def _citation(row: Mapping[str, Any]) -> Citation:
    return Citation(row["source"], row["section"], row.get("verified", True), row.get("note", ""))


def _case(row: Mapping[str, Any]) -> Case:
    return Case(
        row["id"],
        row["date_text"],
        row["title"],
        _flow(row["what"]),
        row["people"],
        _flow(row["lesson"]),
        _citation(row["source"]),
    )


def _source(row: Mapping[str, Any]) -> Source:
    keys = ("id", "name", "publisher", "edition", "valid_from", "verified", "note", "valid_to")
    return Source(**{key: row.get(key, "") for key in keys})


def _framework(row: Mapping[str, Any]) -> Framework:
    keys = ("id", "source", "title", "edition", "valid_from", "applies_to", "verified", "note")
    items = tuple(
        FrameworkItem(i["id"], i["title"], tuple(i["requirements"]), i["relation"], i["verified"])
        for i in row["items"]
    )
    told = {key: row.get(key, "") for key in keys}
    return Framework(**told, items=items, overview=row.get("overview", False))


def _chain_rule(row: Mapping[str, Any]) -> GapRule:
    named = ("places", "travels_by", "categories")
    sets: dict[str, Any] = {key: frozenset(row.get(key, [])) for key in named}
    flags = ("only_undeclared", "only_unpermitted", "only_losing", "only_widening")
    return GapRule(
        gap=Gap(row["gap"]),
        from_tier=row.get("from_tier", 1),
        requirement=row.get("requirement", ""),
        strengths=frozenset(map(Strength, row.get("strengths", []))),
        absent=row.get("absent", False),
        fact=row.get("fact", ""),
        **{flag: row.get(flag, False) for flag in flags},
        **sets,
    )


def _permission(row: Mapping[str, Any]) -> Permission:
    return Permission(row["category"], _flow(row["text"]), row["law"], row["verified"])


def _frame(file: Path) -> tuple[Frame, dict[str, Any]]:
    row = read_yaml(file)
    check(row, "frame", file.name)
    specification, handbook = row["specification"], row["handbook"]
    frame = Frame(
        title=specification["title"],
        preamble=_texts(specification["preamble"]),
        attachment=_texts(specification["attachment"]),
        closing=_texts(specification["closing"]),
        signature=tuple(specification["signature"]),
        handbook_title=handbook["title"],
        handbook_introduction=_texts(handbook["introduction"]),
        handbook_how_to=tuple(HowTo(h["heading"], _texts(h["text"])) for h in handbook["how_to"]),
        sheet_title=row["checksheet"]["title"],
        sheet_instructions=_texts(row["checksheet"]["instructions"]),
        decisions_title=row["decisions"]["title"],
        decisions_introduction=_texts(row["decisions"]["introduction"]),
    )
    return frame, row["en"]


def _texts(rows: Iterable[str]) -> tuple[str, ...]:
    return tuple(_flow(row) for row in rows)


def _flow(text: str) -> str:
    """Return a text whose lines were broken for the editor's sake, joined as Japanese is written."""
    return text.replace("\n", "").replace("。 ", "。").strip()


def refuse_loose_ends(catalogue: Catalogue, slugs: set[str]) -> None:
    """Raise UnreadableFile if something points to a requirement, case or source that does not exist.

    slugs   every requirement that exists, also those that an organisation leaves out
    """
    cases, sources = {c.id for c in catalogue.cases}, {s.id for s in catalogue.sources}
    problems = []
    ids = Counter(check.id for row in catalogue.requirements for check in row.checks)
    for row in catalogue.requirements:
        file = f"{row.slug}.yaml"
        problems += [Problem(file, "", message) for message in _slips(row, ids)]
        lost = [f"事例 {id}" for id in row.cases if id not in cases]
        lost += [f"出典 {c.source}" for c in row.citations if c.source not in sources]
        for variant in row.variants:
            for paragraph in variant.clause:
                for text in (paragraph.text, *paragraph.items):
                    lost += [f"要件 {slug}" for slug in references(text) if slug not in slugs]
                    bare = [slug for slug in references(PASSAGE.sub("", text)) if slug != row.slug]
                    lost += [f"[[ ]] の外で引かれた条 {slug}" for slug in bare]
        problems += [Problem(file, "", f"{what} がありません。") for what in lost]
    problems += [Problem("sources.yaml", s.id, message) for s in catalogue.sources for message in _days(s)]
    problems += [
        Problem("levels.yaml", level.id, f"要件 {slug} がありません。")
        for level in catalogue.levels
        for slug in sorted((level.also | level.without) - slugs)
    ]
    if problems:
        raise UnreadableFile(problems)


def _days(source: Source) -> Iterator[str]:
    """Yield what is wrong with the days of a source: what turns on them must be able to read them."""
    days = []
    for name, text in (("valid_from", source.valid_from), ("valid_to", source.valid_to)):
        try:
            days.append(date.fromisoformat(text) if text else None)
        except ValueError:
            yield f'{name} は 2027-04-01 の形で書いてください（分からないときは ""）。'
    if len(days) == 2 and days[0] and days[1] and days[1] < days[0]:
        yield "valid_to は valid_from より前の日にできません。"


def _slips(row: Requirement, ids: Mapping[str, int]) -> Iterator[str]:
    """Yield what a schema cannot see: the same check twice, ranges turned round, blanks that nothing fills."""
    for point in row.checks:
        if ids[point.id] > 1:
            yield f"確認項目 {point.id} が二つあります。番号を変えてください。"
    for effort in (row.effort, *(v.effort for v in row.variants if v.effort)):
        for span in (effort.client_hours, effort.client_yen, effort.contractor_hours, effort.contractor_yen):
            if not span.low <= span.high:
                yield f"手間の見積り {span.low}〜{span.high} は、少ないほうを先に書いてください。"
    texts = [t for v in row.variants for p in v.clause for t in (p.text, *p.items)]
    known = {("p", p.name) for p in row.parameters} | {("", name) for name in blank_names(Parties.HACHU)}
    for kind, name in (found for text in texts for found in placeholders(text)):
        if (kind, name) not in known:
            yield f"{{{kind}{':' if kind else ''}{name}}} を埋めるものがありません。"
