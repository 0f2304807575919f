"""What a row of the register tells, in short words, as filters. Load with `register_words`."""

from collections.abc import Mapping

from django import template

from yakusoku.apps.register import columns
from yakusoku.apps.register.queries import Row
from yakusoku.domain.register.labels import CATEGORY_SHORT, PLACE_SHORT, PROCUREMENT_SHORT
from yakusoku.domain.register.phase import PHASE_LABELS
from yakusoku.domain.register.risk import RISK_LABELS
from yakusoku.web.words import listed, say

register = template.Library()


def _short(row: Row, group: str, words: Mapping[str, str]) -> str:
    return listed(say(words.get(value, value)) for value in row.told(group))


@register.filter
def categories_short(row: Row) -> str:
    """Return the kinds of personal information."""
    return _short(row, "categories", CATEGORY_SHORT)


@register.filter
def places_short(row: Row) -> str:
    """Return where the work is done."""
    return _short(row, "places", PLACE_SHORT)


@register.filter
def procurement_short(row: Row) -> str:
    """Return how the contractor is chosen."""
    return _short(row, "procurement", PROCUREMENT_SHORT)


@register.filter
def phase_words(phase: str) -> str:
    """Return the phase."""
    return say(dict(PHASE_LABELS).get(phase, ""))  # type: ignore[call-overload]


@register.filter
def risk_words(risk: str) -> str:
    """Return the level of risk."""
    return say(dict(RISK_LABELS).get(risk, ""))  # type: ignore[call-overload]


register.filter("board_words", columns.board_told)
register.filter("chain_words", columns.chain_told)
register.filter("findings_words", columns.findings_told)
