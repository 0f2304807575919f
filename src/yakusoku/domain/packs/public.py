"""What a pack tells everyone: the promise without whom it is made with."""

from dataclasses import replace

from yakusoku.domain.packs.labels import CONTRACTOR_LABEL
from yakusoku.domain.packs.model import Pack
from yakusoku.domain.specifications.articles import (
    CONTRACTOR_BLANK,
    Article,
    Paragraph,
    Specification,
)


def without_contractor(pack: Pack) -> Pack:
    """Return the pack as it reads before anyone was chosen: the contractor's name is blank everywhere."""
    facts = tuple((label, value) for label, value in pack.facts_told if label != CONTRACTOR_LABEL)
    identity = replace(pack.identity, contractor=None)
    name = (pack.identity.contractor or "").strip()
    specification = _blank(pack.specification, name) if name else pack.specification
    return replace(pack, identity=identity, facts_told=facts, specification=specification)


def _blank(specification: Specification, name: str) -> Specification:
    def blank(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text.replace(name, CONTRACTOR_BLANK) for text in texts)

    def paragraph(each: Paragraph) -> Paragraph:
        return replace(each, text=each.text.replace(name, CONTRACTOR_BLANK), items=blank(each.items))

    def article(each: Article) -> Article:
        return replace(each, paragraphs=tuple(paragraph(p) for p in each.paragraphs))

    return replace(
        specification,
        preamble=blank(specification.preamble),
        articles=tuple(article(a) for a in specification.articles),
        closing=blank(specification.closing),
        signature=blank(specification.signature),
    )
