"""The thread of a survey: 決める → 配る → 集める → まとめる, and the one thing to do next.

An app above tells of its own stage: `tell("distribute", steps)` once, when it is made ready.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.surveys.models import State, Survey
from yakusoku.web.components import Knot, KnotState, Stage, Thread
from yakusoku.web.survey_pages import address

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STAGES: "dict[str, StrOrPromise]" = {
    "decide": gettext_lazy("決める"),
    "distribute": gettext_lazy("配る"),
    "collect": gettext_lazy("集める"),
    "report": gettext_lazy("まとめる"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing of a survey.

    label    what it is: 調査票を公開
    done     whether it is done
    action   the words of the button that does it: 調査票を公開する; empty: nothing is to be pressed
    href     where it is done; empty: nowhere yet, and it is never the next thing
    day      when it was done, or is to be done
    post     the button sends a form instead of leading to a page
    """

    label: str
    done: bool
    action: str = ""
    href: str = ""
    day: date | None = None
    post: bool = False


Teller = Callable[[Survey], Sequence[Step]]
_tellers: dict[str, Teller] = {}


def tell(stage: str, teller: Teller) -> None:
    """Let an app tell the steps of a stage: distribute, collect or report."""
    if stage not in STAGES:
        raise ValueError(stage)
    _tellers[stage] = teller


def steps_of(survey: Survey) -> dict[str, Sequence[Step]]:
    """Return the steps of each stage, in order."""
    return {stage: _tellers.get(stage, _otherwise(stage))(survey) for stage in STAGES}


def thread_of(steps: dict[str, Sequence[Step]], today: date, *, linked: bool) -> Thread:
    """Return the thread: what is done, what is next or late, what comes later.

    linked   each leads to where it is done; not for those who only look
    """
    following = next_step(steps)

    def knot(step: Step) -> Knot:
        href = step.href if linked and not step.post else ""
        return Knot(step.label, _state(step, following, today), step.day, href)

    stages = ((stage, tuple(knot(each) for each in found)) for stage, found in steps.items() if found)
    return Thread(tuple(Stage(str(STAGES[stage]), knots) for stage, knots in stages))


def next_step(steps: dict[str, Sequence[Step]]) -> Step | None:
    """Return the first thing that is not done and can be done; None: all is done."""
    return next((each for found in steps.values() for each in found if not each.done and each.href), None)


def _state(step: Step, following: Step | None, today: date) -> KnotState:
    if step.done:
        return KnotState.DONE
    if step.day is not None and step.day < today and step is following:
        return KnotState.OVERDUE
    return KnotState.NEXT if step is following else KnotState.LATER


def _otherwise(stage: str) -> Teller:
    return {"decide": decided, "distribute": _distributed, "collect": collected, "report": _reported}[stage]


def decided(survey: Survey) -> Sequence[Step]:
    """Return the steps of the questionnaire."""
    rows = list(survey.questionnaires.order_by("-number").values_list("published_at", flat=True)[:2])
    drafted = bool(rows) and rows[0] is None
    published = next((each for each in rows if each is not None), None)
    editor = address("questionnaire", survey.pk)
    steps = [Step(_("調査票を書く"), bool(rows), _("調査票を書く"), editor)]
    waiting = drafted or published is None
    publish = address("questionnaire-publish", survey.pk)
    day = published.date() if published and not drafted else None
    return [*steps, Step(_("調査票を公開"), not waiting, _("調査票を公開する"), publish, day)]


def _distributed(survey: Survey) -> Sequence[Step]:
    return [Step(_("標本と依頼"), False, _("標本を決める"), address("survey-sample", survey.pk))]


def collected(survey: Survey) -> Sequence[Step]:
    """Return the steps of taking answers."""
    opened, closed = survey.state != State.DRAFT, survey.state == State.CLOSED
    return [
        Step(_("回答の受付"), opened, _("回答の受付を始める"), address("survey-open", survey.pk), survey.opens_on if opened else None, True),
        Step(_("締切り"), closed, _("回答を締め切る"), address("survey-close", survey.pk), survey.closes_on, True),
    ]  # fmt: skip


def _reported(survey: Survey) -> Sequence[Step]:
    return [Step(_("集計と報告"), False, _("集計する"), address("survey-results", survey.pk))]
