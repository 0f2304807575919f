"""The words of the plan as filters. Load with `candidates`."""

from django import template

from yakusoku.apps.candidates.words import LACKS
from yakusoku.domain.candidates.plan import Lack

register = template.Library()


@register.filter
def lack_words(lack: Lack) -> str:
    """Return what an item of the plan still lacks."""
    return str(LACKS[lack])
