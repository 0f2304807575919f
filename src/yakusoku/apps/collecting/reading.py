"""The questionnaire of a survey, read once for all who answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from yakusoku.apps.surveys.models import Questionnaire
from yakusoku.domain.survey.collecting.dataset import questions_in
from yakusoku.domain.survey.collecting.walking import Page, pages_of
from yakusoku.domain.survey.form import Form, build_form
from yakusoku.domain.survey.questionnaire.outline import Outline, outline_of
from yakusoku.domain.survey.wording import JAPANESE


@dataclass(frozen=True, slots=True)
class Paper:
    """A version of a questionnaire as it is answered: its form, outline and pages.

    names      the questions that are answered
    languages  in which it is asked; Japanese if it says nothing
    """

    form: Form
    outline: Outline
    pages: tuple[Page, ...]
    names: tuple[str, ...]
    languages: tuple[str, ...]

    def marks(self) -> Mapping[str, str]:
        """Return how each question is called, in Japanese."""
        return self.outline.marks(JAPANESE)


def paper_of(questionnaire: Questionnaire) -> Paper:
    """Return a published version, read; its rows are fetched only when no process has read it before."""
    return _paper(questionnaire.pk, questionnaire.digest)


@lru_cache(maxsize=64)
def _paper(pk: int, digest: str) -> Paper:
    """Read a version. A published one is never written again; the digest tells apart what has the same number."""
    sheets = Questionnaire.objects.values_list("sheets", flat=True).get(pk=pk)
    settings = sheets.get("settings", [])
    form = build_form(
        list(enumerate(sheets.get("survey", []), 2)),
        list(enumerate(sheets.get("choices", []), 2)),
        settings[0] if settings else None,
    )
    outline = outline_of(form)
    return Paper(form, outline, pages_of(outline), questions_in(form), form.languages or (JAPANESE,))


def published(survey: int) -> Questionnaire | None:
    """Return the version of a survey that is answered now, without its rows; None: none is published."""
    rows = Questionnaire.objects.filter(survey=survey, published_at__isnull=False)
    return rows.defer("sheets").order_by("-number").first()
