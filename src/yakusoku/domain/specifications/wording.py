"""From the catalogue's wording to the words of one specification.

A text may hold `{name}` placeholders, `{p:days}` parameters, `{article:slug}` references and
`[[ … ]]` passages that stand only when every article they refer to is adopted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from yakusoku.domain.refusal import Refusal

PASSAGE = re.compile(r"\[\[(.*?)\]\]")
PLACEHOLDER = re.compile(r"\{(?:(article|p):)?([a-z0-9_-]+)\}")


class ReferenceMissing(Refusal):
    """A text refers to an article that is not in the specification, outside a [[passage]]."""

    code: ClassVar[str] = "specification.reference-missing"


class PlaceholderUnknown(Refusal):
    """A text holds a placeholder that nothing fills."""

    code: ClassVar[str] = "specification.placeholder-unknown"


@dataclass(frozen=True, slots=True)
class Words:
    """What fills the placeholders.

    names        by placeholder, for example client → 発注者
    articles     article number by requirement slug, adopted ones only
    parameters   by parameter name
    """

    names: Mapping[str, str]
    articles: Mapping[str, int]
    parameters: Mapping[str, str]


def references(text: str) -> tuple[str, ...]:
    """Return the slugs that a text refers to."""
    return tuple(m[2] for m in PLACEHOLDER.finditer(text) if m[1] == "article")


def placeholders(text: str) -> tuple[tuple[str, str], ...]:
    """Return kind and name of each placeholder that is no reference; the kind is "p" or empty."""
    return tuple((m[1] or "", m[2]) for m in PLACEHOLDER.finditer(text) if m[1] != "article")


def fill(text: str, words: Words) -> str:
    """Return the text with every placeholder filled. Raises ReferenceMissing, PlaceholderUnknown."""

    def keep_or_drop(match: re.Match[str]) -> str:
        adopted = all(slug in words.articles for slug in references(match[1]))
        return match[1] if adopted else ""

    def value(match: re.Match[str]) -> str:
        kind, name = match[1], match[2]
        if kind == "article":
            if name not in words.articles:
                raise ReferenceMissing(slug=name, text=text)
            return f"第{words.articles[name]}条"
        table = words.parameters if kind == "p" else words.names
        if name not in table:
            raise PlaceholderUnknown(name=name, text=text)
        return table[name]

    return PLACEHOLDER.sub(value, PASSAGE.sub(keep_or_drop, text))
