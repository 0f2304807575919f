"""The word for each coded fact in the reader's language, as filters. Load with `words`."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext_lazy

from yakusoku.domain.packs import labels
from yakusoku.web.words import listed, say

register = template.Library()

CHANGE_LABELS = {
    "added": gettext_lazy("加わった条"),
    "removed": gettext_lazy("なくなった条"),
    "reworded": gettext_lazy("文が変わった条"),
    "moved": gettext_lazy("番号が変わった条"),
}


def _words(known: Mapping[str, str], code: object) -> str:
    """Return the word for a code; an unknown code as it is, nothing for nothing."""
    return say(known.get(str(code), str(code))) if code else ""


@register.filter
def strength_words(code: object) -> str:
    """Return how strongly a clause binds."""
    return _words(labels.STRENGTH_LABELS, code)


@register.filter
def verdict_words(code: object) -> str:
    """Return what was decided."""
    return _words(labels.VERDICT_LABELS, code)


@register.filter
def aspect_words(code: object) -> str:
    """Return 対策 or 運用."""
    return _words(labels.ASPECT_LABELS, code)


@register.filter
def inspection_words(code: object) -> str:
    """Return the kind of an inspection."""
    return _words(labels.INSPECTION_LABELS, code)


@register.filter
def finding_words(code: object) -> str:
    """Return what fell short."""
    return _words(labels.FINDING_LABELS, code)


@register.filter
def severity_words(code: object) -> str:
    """Return how much a finding matters."""
    return _words(labels.SEVERITY_LABELS, code)


@register.filter
def remedy_words(code: object) -> str:
    """Return a way to close a finding."""
    return _words(labels.REMEDY_LABELS, code)


@register.filter
def need_words(code: object) -> str:
    """Return something that the work cannot do without."""
    return say(labels.need_label(str(code))) if code else ""


@register.filter
def change_words(code: object) -> str:
    """Return what happened to a clause between two versions."""
    return str(CHANGE_LABELS.get(str(code), code)) if code else ""


register.filter("say", say)
register.filter("listed", listed)
