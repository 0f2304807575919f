"""Pages of weights: what is kept, what it is like, and keeping more."""

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.results import access, services
from yakusoku.apps.results.data import Data, data_of
from yakusoku.apps.results.forms import WeightForm, margins_from, weights_from
from yakusoku.apps.results.models import Start, Way, Weighting
from yakusoku.apps.results.reading import grid_in, grid_of, opened
from yakusoku.apps.results.views import context_of
from yakusoku.apps.results.weights import margins_said, values_of
from yakusoku.apps.samples.queries import frame_counts
from yakusoku.apps.surveys.access import survey_to_run
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.rounding import half_up, in_print
from yakusoku.domain.survey.weighting import facts_of
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent


@require_http_methods(["GET", "POST"])
def weights(request: UserRequest, pk: int) -> HttpResponse:
    """Show the weights that are kept, with what they are like; keep more."""
    survey = survey_to_run(acting(request), pk)
    data = data_of(survey)
    if data is None or not data.size:
        return render(request, "results/nothing.html", context_of(survey, "weights", may_run=True))
    # A sample that was drawn starts from how it was drawn.
    start = Start.DESIGN if frame_counts(survey) else Start.ALIKE
    form = WeightForm(sent(request), request.FILES or None, initial={"start": start})
    if form.is_valid() and _kept(request, survey, data, form):
        messages.success(request, _("重みを保存しました。表を作るときに選べます。"))
        return redirect("survey-weights", survey.pk)
    rows = [(each, said_of(each, survey, data)) for each in access.weightings_of(survey)]
    context = context_of(
        survey, "weights", may_run=True, form=form, rows=rows, size=data.size, axes=data.axes()
    )
    context["axis_words"] = [data.words(name) for name in data.axes()]
    return render(request, "results/weights.html", context, status=422 if form.errors else 200)


def _kept(request: UserRequest, survey: Survey, data: Data, form: WeightForm) -> bool:
    told = form.cleaned_data
    try:
        margins, given = given_by(told, data)
        services.keep_weighting(
            survey, data, name=told["name"], method=told["method"], margins=margins, given=given,
            start=told["start"], by=request.user, at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
    except ValidationError as error:
        form.add_error("file" if told.get("file") else "margins", error)
    else:
        return True
    return False


def given_by(told: dict[str, Any], data: Data) -> tuple[dict[str, dict[str, float]], dict[int, str]]:
    """Return margins or weights from what was typed or sent. Raises ValidationError and refusals of reading."""
    if told["method"] not in {Way.RAKING, Way.FILE}:
        return {}, {}
    grid = grid_of(*opened(told["file"])) if told.get("file") else grid_in(told["margins"])
    if told["method"] == Way.FILE:
        return {}, weights_from(grid)
    return margins_from(grid, {data.words(name): name for name in data.axes()}), {}


def said_of(weighting: Weighting, survey: Survey, data: Data) -> dict[str, object]:
    """Return what weights are like, as a page and the interface show it; `refused`: why they cannot be computed now."""
    weighting.survey = survey
    margins = margins_said(weighting.margins, data)
    if weighting.method == Way.RAKING:
        margins = [(_("始めの重み"), weighting.get_start_display()), *margins]
    try:
        facts = facts_of(values_of(weighting, data))
    except Refusal as refusal:
        return {"margins": margins, "refused": sentence(refusal)}
    if facts is None:
        return {"margins": margins}
    return {
        "margins": margins,
        "n": facts.n,
        "total": _shown(facts.total, 1),
        "least": _shown(facts.least, 4),
        "most": _shown(facts.most, 4),
        "effect": _shown(facts.effect, 3),
        "effective": _shown(facts.effective, 1),
    }


def _shown(value: Fraction, decimals: int) -> str:
    return in_print(half_up(value, decimals), decimals)


@require_POST
def drop(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Put weights away."""
    found = access.weighting_for(acting(request), pk, number)
    services.drop_weighting(found, by=request.user, at=now())
    messages.success(request, _("重み「%s」を使わないことにしました。") % found.name)
    return redirect("survey-weights", pk)
