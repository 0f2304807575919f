"""特記仕様書: adopted clauses as numbered articles with correct references."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.catalogue.model import Frame, Requirement, Variant
from yakusoku.domain.dates.eras import era_only_date
from yakusoku.domain.engagements.decisions import Adopted
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.specifications.wording import Words, fill

CONTRACTOR_BLANK = "（契約の相手方）"
DATE_BLANK = "　　年　　月　　日"
ATTACHMENT_TITLE = "原契約との関係"


class Parties(StrEnum):
    """How the two sides are called in the articles."""

    HACHU = "hachu"
    KOU = "kou"

    @property
    def terms(self) -> tuple[str, str]:
        """Return the words for client and contractor."""
        return ("発注者", "受注者") if self is Parties.HACHU else ("甲", "乙")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One 項 with its 号, ready to print; the number of the first one is not printed."""

    number: int
    text: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One 条. `slug` is empty for the article on the existing contract."""

    number: int
    slug: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Specification:
    """The whole annex, ready to print."""

    title: str
    preamble: tuple[str, ...]
    articles: tuple[Article, ...]
    closing: tuple[str, ...]
    signature: tuple[str, ...]


def write_specification(
    profile: WorkProfile, adopted: Sequence[Adopted], frame: Frame, parties: Parties
) -> Specification:
    """Return the specification: adopted requirements in order, then how it stands to the contract."""
    numbers = {a.proposal.requirement.slug: n for n, a in enumerate(adopted, start=1)}
    names = names_of(profile, parties)
    articles = [write_article(a, numbers, names) for a in adopted]
    words = Words(names, numbers, {})
    attachment = _paragraphs([(text, ()) for text in frame.attachment], words)
    articles.append(Article(len(adopted) + 1, "", ATTACHMENT_TITLE, attachment))
    return Specification(
        title=fill(frame.title, words),
        preamble=tuple(fill(text, words) for text in frame.preamble),
        articles=tuple(articles),
        closing=tuple(fill(text, words) for text in frame.closing),
        signature=tuple(fill(text, words) for text in frame.signature),
    )


def write_article(adopted: Adopted, numbers: dict[str, int], names: dict[str, str]) -> Article:
    """Return one adopted clause as a numbered article."""
    requirement = adopted.proposal.requirement
    paragraphs = paragraphs_of(requirement, adopted.variant, numbers, names)
    return Article(numbers[requirement.slug], requirement.slug, requirement.title, paragraphs)


def paragraphs_of(
    requirement: Requirement, variant: Variant, numbers: Mapping[str, int], names: Mapping[str, str]
) -> tuple[Paragraph, ...]:
    """Return a clause as numbered 項. Raises ReferenceMissing, PlaceholderUnknown."""
    words = Words(names, numbers, {p.name: p.value for p in requirement.parameters})
    return _paragraphs([(p.text, p.items) for p in variant.clause], words)


def clause_text(
    requirement: Requirement, variant: Variant, numbers: Mapping[str, int], names: Mapping[str, str]
) -> str:
    """Return a clause as running text, one line for each 項 and 号, to show beside another."""
    lines = []
    for paragraph in paragraphs_of(requirement, variant, numbers, names):
        lines.append(f"{paragraph.number} {paragraph.text}")
        lines.extend(f"({n}) {item}" for n, item in enumerate(paragraph.items, start=1))
    return "\n".join(lines)


def names_of(profile: WorkProfile, parties: Parties) -> dict[str, str]:
    """Return what fills the placeholders that every text may use."""
    client, contractor = parties.terms
    period = profile.period
    return {
        "client": client,
        "contractor": contractor,
        "work": "本業務",
        "spec": "本特記仕様書",
        "client_name": profile.client,
        "contractor_name": profile.contractor or CONTRACTOR_BLANK,
        "department": profile.department,
        "work_title": profile.title,
        "period": f"{era_only_date(period.start)}から{era_only_date(period.end)}まで",
        "start": era_only_date(period.start),
        "end": era_only_date(period.end),
        "contract_date": DATE_BLANK,
    }


def blank_names(parties: Parties) -> dict[str, str]:
    """Return what fills the placeholders where no engagement is known, as on a page of the catalogue."""
    client, contractor = parties.terms
    return {
        "client": client,
        "contractor": contractor,
        "work": "本業務",
        "spec": "本特記仕様書",
        "client_name": "（委託元の名称）",
        "contractor_name": CONTRACTOR_BLANK,
        "department": "（担当する課）",
        "work_title": "（業務の名称）",
        "period": "（履行期間）",
        "start": DATE_BLANK,
        "end": DATE_BLANK,
        "contract_date": DATE_BLANK,
    }


def _paragraphs(texts: Sequence[tuple[str, Sequence[str]]], words: Words) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(number, fill(text, words), tuple(fill(item, words) for item in items))
        for number, (text, items) in enumerate(texts, start=1)
    )
