"""The pages of one engagement, as the row of links at their head shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

# Address by name, words, and whether the contractor's side sees it too.
PAGES = (
    ("engagement", gettext_lazy("概要"), True),
    ("candidacy", gettext_lazy("契約の前"), False),
    ("chain", gettext_lazy("再委託"), True),
    ("engagement-inspections", gettext_lazy("点検"), True),
    ("engagement-findings", gettext_lazy("指摘と改善"), True),
    ("engagement-training", gettext_lazy("研修"), True),
    ("ledger", gettext_lazy("返還・消去"), True),
    ("closing", gettext_lazy("終了"), False),
    ("consultations", gettext_lazy("相談"), False),
)


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page of the engagement."""

    words: str
    href: str
    here: bool


def pages_of(engagement: int, here: str, *, client: bool) -> Sequence[PageLink]:
    """Return the pages that a side sees, in order; a page that is not installed is left out."""
    links = []
    for name, words, both in PAGES:
        if not (client or both):
            continue
        try:
            href = reverse(name, args=[engagement])
        except NoReverseMatch:
            continue
        links.append(PageLink(str(words), href, name == here))
    return links
