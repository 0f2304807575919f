"""Whether answers are taken now, on which terms, and which rules they must keep."""

from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from yakusoku.apps.collecting.models import Terms
from yakusoku.apps.collecting.reading import Paper
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import State, Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.collecting.consistency import Rule, RuleUnreadable, own_rule, rules_of


class NotOpenYet(Refusal):
    """Answers are not taken yet."""

    code: ClassVar[str] = "answers.not-open-yet"


class Over(Refusal):
    """Answers are no longer taken."""

    code: ClassVar[str] = "answers.over"


class Withdrawn(Refusal):
    """This respondent is no longer asked."""

    code: ClassVar[str] = "answers.withdrawn"


class StillDraft(Refusal):
    """The survey has not been opened: nothing can come in."""

    code: ClassVar[str] = "answers.still-draft"


class NotAsked(Refusal):
    """No version of the questionnaire is published."""

    code: ClassVar[str] = "answers.nothing-asked"


def terms_of(survey: Survey) -> Terms:
    """Return how answers of a survey are taken; a row that is not kept yet where nothing was set."""
    found = getattr(survey, "terms", None)
    return found if isinstance(found, Terms) else Terms(survey=survey)


def require_taking(respondent: Respondent, today: date) -> None:
    """Raise NotOpenYet, Over or Withdrawn if the respondent cannot answer by web today."""
    survey = respondent.survey
    if respondent.withdrawn_at is not None:
        raise Withdrawn()
    if survey.state == State.CLOSED or (survey.closes_on and today > survey.closes_on):
        raise Over(day=survey.closes_on)
    if survey.state == State.DRAFT or (survey.opens_on and today < survey.opens_on):
        raise NotOpenYet(day=survey.opens_on or _("未定"))


def require_begun(survey: Survey) -> None:
    """Raise StillDraft if nothing can come in; papers are keyed also after the closing day."""
    if survey.state == State.DRAFT:
        raise StillDraft()


def rules_in(paper: Paper, terms: Terms) -> list[Rule]:
    """Return what must hold in answers to a version; a rule on a question that it does not have is left out."""
    own = []
    for each in terms.rules:
        try:
            own.append(own_rule(paper.form, each["name"], each["condition"], each["sentence"]))
        except RuleUnreadable:
            continue
    return rules_of(paper.form, own)
