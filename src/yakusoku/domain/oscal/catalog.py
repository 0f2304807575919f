"""The catalogue of requirements as an OSCAL catalog, and an adopted choice of it as a profile."""

from collections.abc import Iterable

from yakusoku.domain.catalogue.model import (
    Aspect,
    Catalogue,
    CheckPoint,
    ClauseParagraph,
    Requirement,
    Variant,
)
from yakusoku.domain.oscal.parts import Head, Node, identity, metadata, prop, props, told, without_empty
from yakusoku.domain.packs.build import SUFFIX
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.packs.model import Pack, PackedRequirement
from yakusoku.domain.specifications.articles import Article


def catalog(catalogue: Catalogue, head: Head) -> Node:
    """Return the document of a catalogue: one control for each requirement."""
    return {
        "catalog": {
            "uuid": identity(head.name),
            "metadata": metadata(head),
            "controls": [_control(requirement, catalogue) for requirement in catalogue.requirements],
            "back-matter": {
                "resources": [
                    without_empty(
                        {
                            "uuid": identity("source", source.id),
                            "title": source.name,
                            "description": told(f"{source.publisher} {source.edition} {source.note}"),
                            "props": props({"verified": str(source.verified).lower()}),
                        }
                    )
                    for source in catalogue.sources
                ]
            },
        }
    }


def profile(pack: Pack, head: Head, catalogue_href: str) -> Node:
    """Return what one specification promises as a profile over the catalogue.

    The strength of each clause and its text as published stand as an alteration of its control.
    """
    articles = {article.slug: article for article in pack.specification.articles if article.slug}
    chosen = {"with-ids": [r.slug for r in pack.requirements]}
    return {
        "profile": {
            "uuid": identity(head.name),
            "metadata": metadata(head),
            "imports": [{"href": catalogue_href, "include-controls": [chosen]}],
            "merge": {"as-is": True},
            "modify": {"alters": [_alteration(r, articles[r.slug]) for r in pack.requirements]},
        }
    }


def _alteration(promised: PackedRequirement, article: Article) -> Node:
    lines = [line for paragraph in article.paragraphs for line in (paragraph.text, *paragraph.items)]
    part = {
        "id": f"{promised.slug}.promised",
        "name": "item",
        "title": promised.title,
        "prose": "\n".join(lines),
    }
    told_of = {"strength": promised.strength, "article": promised.article, "decision": promised.verdict}
    added = {"position": "ending", "props": props(told_of), "parts": [part]}
    return {"control-id": promised.slug, "adds": [added]}


def _control(requirement: Requirement, catalogue: Catalogue) -> Node:
    slug = requirement.slug
    return without_empty(
        {
            "id": slug,
            "class": "requirement",
            "title": requirement.title,
            "params": [
                {"id": f"{slug}.{p.name}", "label": told(f"{p.explain}（{p.unit}）"), "values": [p.value]}
                for p in requirement.parameters
            ],
            "props": [
                prop("risk-level", requirement.risk_level),
                prop("order", requirement.order),
            ],
            "links": [
                {"href": f"#{identity('source', c.source)}", "rel": "reference", "text": told(c.section)}
                for c in requirement.citations
                if catalogue.source(c.source)
            ],
            "parts": [
                {
                    "id": f"{slug}.statement",
                    "name": "statement",
                    "prose": requirement.purpose,
                    "parts": [_variant(slug, variant) for variant in requirement.variants],
                },
                {"id": f"{slug}.guidance", "name": "guidance", "prose": told(requirement.why)},
                {"id": f"{slug}.risk", "name": "guidance", "class": "risk", "prose": told(requirement.risk)},
                *_objectives(requirement.checks),
            ],
        }
    )


def _variant(slug: str, variant: Variant) -> Node:
    return {
        "id": f"{slug}.{variant.strength}",
        "name": "item",
        "title": STRENGTH_LABELS[variant.strength],
        "props": [prop("strength", variant.strength)],
        "prose": told(variant.summary),
        "parts": [
            _paragraph(f"{slug}.{variant.strength}.{number}", paragraph)
            for number, paragraph in enumerate(variant.clause, start=1)
        ],
    }


def _paragraph(name: str, paragraph: ClauseParagraph) -> Node:
    """Return one 項 of the clause with its 号; the texts hold placeholders as they stand in the catalogue."""
    items = [
        {"id": f"{name}.{number}", "name": "item", "prose": text}
        for number, text in enumerate(paragraph.items, start=1)
    ]
    return without_empty({"id": name, "name": "item", "prose": paragraph.text, "parts": items})


def _objectives(checks: Iterable[CheckPoint]) -> list[Node]:
    return [
        {
            "id": f"{check.id}.objective",
            "name": "assessment-objective",
            "title": check.point,
            "prose": told(check.why),
            "props": props({"answered-by": check.answered_by}),
            "parts": [
                {
                    "id": check.id + SUFFIX[aspect],
                    "name": "assessment-objective",
                    "props": [
                        prop("aspect", aspect),
                        prop("evidence", told(question.evidence)),
                        prop("evidence-required", str(question.evidence_required).lower()),
                    ],
                    "prose": question.text,
                }
                for aspect, question in (
                    (Aspect.ARRANGEMENT, check.arrangement),
                    (Aspect.OPERATION, check.operation),
                )
            ],
        }
        for check in checks
    ]
