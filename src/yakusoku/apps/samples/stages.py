"""Where a survey stands on the way from the frame to the last reminder, as a thread."""

from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yakusoku.apps.samples.models import Dispatch, Draw, LetterKind
from yakusoku.apps.samples.queries import sample_of
from yakusoku.apps.surveys.models import State, Survey
from yakusoku.apps.surveys.stages import Step
from yakusoku.domain.survey.sampling.reminding import days_to_remind
from yakusoku.web.components import Knot, KnotState, Stage, Thread
from yakusoku.web.survey_pages import address


def thread_of(
    survey: Survey, *, units: int, sample: Draw | None, batches: Sequence[Dispatch], today: date, runs: bool
) -> Thread:
    """Return the thread: frame and sample, each batch, and the day on which it ends.

    runs   whether the reader runs the survey: others are led to no page of it
    """
    done, later = KnotState.DONE, KnotState.LATER
    frame = Knot(
        _("名簿"), done if units else KnotState.NEXT, href=address("sample-frame", survey.pk) if runs else ""
    )
    waiting = KnotState.NEXT if units else later
    drawn = Knot(
        _("抽出"),
        done if sample else waiting,
        localdate(sample.drawn_at) if sample else None,
        address("sample-draw", survey.pk) if runs else "",
    )
    sent = [
        Knot(str(each.get_kind_display()), done, each.sent_on, each.get_absolute_url() if runs else "")
        for each in reversed(batches)
    ]
    if not any(each.kind == LetterKind.INVITATION for each in batches):
        sent.append(Knot(_("依頼状"), KnotState.NEXT if sample else later))
    for day in days_of_reminders(survey, batches):
        sent.append(Knot(_("督促状"), KnotState.NEXT if day <= today and batches else later, day))
    over = bool(survey.closes_on and today > survey.closes_on)
    closing = Knot(_("締切り"), done if over else later, survey.closes_on)
    return Thread(
        (Stage(_("選ぶ"), (frame, drawn)), Stage(_("頼む"), sent), Stage(_("受け取る"), (closing,)))
    )


def days_of_reminders(survey: Survey, batches: Sequence[Dispatch]) -> list[date]:
    """Return the days on which reminders are still to go out: chosen, or reckoned from the last letters."""
    if survey.state == State.CLOSED:
        return []
    last = max((each.sent_on for each in batches), default=None)
    return days_to_remind(last, survey.closes_on, survey.chosen_days)


def distributed(survey: Survey) -> Sequence[Step]:
    """Return the steps between questionnaire and answers: the draw, and the letters that ask for them."""
    sample = sample_of(survey)
    invited = Dispatch.objects.filter(survey=survey, kind=LetterKind.INVITATION).order_by("sent_on").first()
    return [
        Step(
            _("標本"),
            sample is not None,
            _("標本を決める"),
            address("survey-sample", survey.pk),
            localdate(sample.drawn_at) if sample else None,
        ),
        Step(
            _("依頼状"),
            invited is not None or survey.state == State.CLOSED,
            _("依頼状を作る"),
            address("sample-dispatch-new", survey.pk) if sample else "",
            invited.sent_on if invited else None,
        ),
    ]
