"""How far the answers of a survey are, as steps of its thread: what is due about them stands there too."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from yakusoku.apps.audit.services import name_of
from yakusoku.apps.collecting.models import Record, Way
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.surveys.duties import KEY, KEY_AGAIN, REMIND, SETTLE
from yakusoku.apps.surveys.models import Survey
from yakusoku.apps.surveys.stages import Step, collected
from yakusoku.web.survey_pages import address


def came_in(survey: Survey) -> Sequence[Step]:
    """Return the steps of taking answers; papers where there are some, a reminder where one is due."""
    begun, ended = collected(survey)
    rows = Duty.objects.filter(subject=name_of(survey), done_at__isnull=True)
    due = dict(rows.values_list("kind", "due_on"))
    between = []
    if REMIND in due:
        rates = address("survey-rates", survey.pk)
        between.append(Step(_("督促"), False, _("回収の状況を見て、督促状を作る"), rates, due[REMIND]))
    papers = next((words for kind, words in _acts().items() if kind in due), "")
    if papers or Record.objects.filter(survey=survey, way=Way.PAPER).exists():
        between.append(Step(_("紙の入力"), not papers, papers, address("survey-papers", survey.pk)))
    return [begun, *between, ended]


def _acts() -> dict[str, str]:
    """Return by the kind of what is due the words of the button that leads to it, the last step first."""
    return {
        SETTLE: _("紙の入力の違いを決める"),
        KEY_AGAIN: _("紙の回答を二度目に入力する"),
        KEY: _("紙の回答を入力する"),
    }
