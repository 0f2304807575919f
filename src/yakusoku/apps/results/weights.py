"""The weights of a survey: computed from the draw and the answers as they are now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from yakusoku.adapters.survey_responses import weight_of
from yakusoku.apps.results.data import Data
from yakusoku.apps.results.models import Start, Way, Weighting
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.samples.queries import frame_counts
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.collecting.dataset import STRATUM
from yakusoku.domain.survey.exact import Weighing, alike, weighed
from yakusoku.domain.survey.weighting import Drawn, by_draw, by_margins, by_numbers


class NoDraw(Refusal):
    """No sample was drawn: there is no share of which the weights could be the inverse."""

    code: ClassVar[str] = "results.no-draw"


class MarginUnknown(Refusal):
    """A margin names no trait and no question. Facts: name."""

    code: ClassVar[str] = "results.margin-unknown"


def drawn_of(survey: Survey, data: Data) -> dict[str, Drawn]:
    """Return how each stratum was drawn and answered, replacements included. Raises NoDraw."""
    frame = frame_counts(survey)
    if not frame:
        raise NoDraw()
    rows = Respondent.objects.filter(survey=survey).order_by().values("stratum")
    counts = rows.annotate(n=Count("pk"), asked=Count("pk", filter=Q(withdrawn_at__isnull=True)))
    answered = Counter(data.texts(STRATUM))
    return {
        row["stratum"]: Drawn(
            frame[row["stratum"]],
            row["n"],
            # Who was found to be none to ask, and answered all the same, counts as asked.
            max(row["asked"], answered[row["stratum"]]),
            answered[row["stratum"]],
        )
        for row in counts
        if row["stratum"] in frame
    }


def values_of(weighting: Weighting, data: Data) -> list[Fraction]:
    """Return the weight of each respondent. Raises NoDraw, MarginUnknown, and refusals of domain/survey."""
    if weighting.method == Way.FILE:
        known = {int(number): weight_of(text) or Fraction(0) for number, text in weighting.given.items()}
        return by_numbers(data.numbers, known)
    if weighting.method == Way.RAKING:
        return by_margins(columns_of(weighting, data), weighting.margins, start_of(weighting, data))
    return _by_draw(weighting, data, answered=weighting.method == Way.ANSWERED)


def start_of(weighting: Weighting, data: Data) -> list[Fraction] | None:
    """Return the weights that raking starts from; None: all alike. Raises as values_of."""
    if weighting.start == Start.ALIKE:
        return None
    return _by_draw(weighting, data, answered=weighting.start == Start.ANSWERED)


def _by_draw(weighting: Weighting, data: Data, *, answered: bool) -> list[Fraction]:
    return by_draw(data.texts(STRATUM), drawn_of(weighting.survey, data), answered=answered)


def columns_of(weighting: Weighting, data: Data) -> dict[str, Sequence[str]]:
    """Return for each margin what it says of each respondent. Raises MarginUnknown."""
    return {name: column_of(data, name) for name in weighting.margins}


def column_of(data: Data, name: str) -> Sequence[str]:
    """Return what a trait or question says of each respondent, in words. Raises MarginUnknown."""
    if name in data.questions:
        axis = data.axis(name)
        return ["" if not places else axis.groups[places[0]] for places in axis.members]
    if name in data.traits:
        return data.texts(name)
    raise MarginUnknown(name=name)


def weighing_of(values: Sequence[Fraction] | None, data: Data) -> Weighing:
    """Return the weight of each respondent as tables take it; None: everybody counts alike."""
    return alike(data.size) if values is None else _weighed(tuple(values))


@lru_cache(maxsize=16)
def _weighed(weights: tuple[Fraction, ...]) -> Weighing:
    return weighed(weights)


def weights_said(weighting: Weighting, data: Data) -> str:
    """Return in a line where weights come from, as it stands under every table that has them."""
    told = {"code": weighting.code, "name": weighting.name, "way": weighting.get_method_display()}
    line = _("重みは %(code)s %(name)s。%(way)s。") % told
    if weighting.method != Way.RAKING:
        return line
    names = "、".join(data.words(name) for name in weighting.margins)
    fitted = {"start": weighting.get_start_display(), "names": names}
    return line + _("%(start)s始めて、%(names)sの合計に合わせた。") % fitted


def margins_said(margins: Mapping[str, Mapping[str, float]], data: Data) -> list[tuple[str, str]]:
    """Return margins in words."""
    return [
        (data.words(name), "、".join(f"{label} {total:,g}" for label, total in known.items()))
        for name, known in margins.items()
    ]
