"""The words of released fields, as a filter. Load with `public_words`."""

from django import template

from yakusoku.domain.register.public import PUBLIC_LABELS, PublicField
from yakusoku.web.words import say

register = template.Library()


@register.filter
def public_words(field: str) -> str:
    """Return the words of a field."""
    return say(PUBLIC_LABELS[PublicField(field)])
