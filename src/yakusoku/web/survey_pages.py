"""The pages of one survey, as the row of links at their head shows them."""

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from yakusoku.web.work_pages import PageLink

# Address by name, and words, in the order of the work.
PAGES = (
    ("survey", gettext_lazy("概要")),
    ("questionnaire", gettext_lazy("調査票")),
    ("survey-sample", gettext_lazy("標本と依頼")),
    ("survey-answers", gettext_lazy("回答")),
    ("survey-results", gettext_lazy("集計")),
    ("survey-reports", gettext_lazy("報告書")),
)


def pages_of_survey(survey: int, here: str) -> Sequence[PageLink]:
    """Return the pages in order; a page that is not installed is left out."""
    return [
        PageLink(str(words), href, name == here) for name, words in PAGES if (href := address(name, survey))
    ]


def address(name: str, survey: int) -> str:
    """Return the address of a page of a survey; empty: it is not installed."""
    try:
        return reverse(name, args=[survey])
    except NoReverseMatch:
        return ""
