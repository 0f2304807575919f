"""How the sample of a survey was drawn, as far as standard errors follow from it (docs/rules/survey-estimates.md)."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yakusoku.apps.results.data import Data
from yakusoku.apps.results.models import Way, Weighting
from yakusoku.apps.results.weights import columns_of, start_of
from yakusoku.apps.samples.queries import frame_counts
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.coded import Measured, coded
from yakusoku.domain.survey.collecting.dataset import STRATUM
from yakusoku.domain.survey.design import design_of
from yakusoku.domain.survey.stages import Lonely
from yakusoku.domain.survey.table_tests import Sample
from yakusoku.domain.survey.weighting import as_column, raked

# A stratum that has no name is all that there is.
ALL = "-"


class NotSampled(Refusal):
    """No sample was drawn: there is no sampling error."""

    code: ClassVar[str] = "results.not-sampled"


class NotAllDrawn(Refusal):
    """Somebody answered who was not drawn, so that nothing follows from the draw. Facts: count."""

    code: ClassVar[str] = "results.not-all-drawn"


class EverybodyAnswered(Refusal):
    """All of the frame answered: whoever would be drawn again is the same people."""

    code: ClassVar[str] = "results.everybody-answered"


def sampled(
    survey: Survey, data: Data, weighting: Weighting | None, values: Sequence[Fraction] | None
) -> Sample:
    """Return the design of the sample of a survey. Raises NotSampled, NotAllDrawn, EverybodyAnswered, and as values_of.

    values   the weight of each respondent by the weighting; None: everybody counts alike
    """
    frame, strata = frame_counts(survey), data.texts(STRATUM)
    if not frame:
        raise NotSampled()
    strange = sum(stratum not in frame for stratum in strata)
    if strange:
        raise NotAllDrawn(count=strange)
    if Counter(strata) == frame:
        raise EverybodyAnswered()
    raked_by = weighting if weighting is not None and weighting.method == Way.RAKING else None
    start = values if raked_by is None else start_of(raked_by, data)
    design = design_of(
        data.size,
        strata=coded(STRATUM, [stratum or ALL for stratum in strata]),
        populations=[Measured(STRATUM, np.array([frame[stratum] for stratum in strata], dtype=np.float64))],
        # Without weights everybody counts alike, as in the table.
        weights=Measured("", np.ones(data.size)) if start is None else as_column(start),
        lonely=Lonely.ADJUST,
    )
    if raked_by is not None:
        design = raked(design, columns_of(raked_by, data), raked_by.margins)
    return Sample(design, _words(Counter(strata), frame, weighting))


def _words(answered: "Counter[str]", frame: dict[str, int], weighting: Weighting | None) -> str:
    alone = sum(many == 1 and frame[stratum] > 1 for stratum, many in answered.items())
    parts = [
        _("層（%(n)s個）ごとの無作為抽出とみなした。") % {"n": len(answered)},
        _("答えた人は、層の中から無作為に選ばれたとみなし、層の名簿の数で有限母集団修正をした。"),
        _("重みは付けていない。")
        if weighting is None
        else _("重みは %(code)s %(name)s。") % {"code": weighting.code, "name": weighting.name},
        _("合わせた合計で説明できる分は、除いた。")
        if weighting is not None and weighting.method == Way.RAKING
        else "",
        _("答えた人が一人だけの層（%(n)s個）は、全体の平均からの離れで測った。") % {"n": alone}
        if alone
        else "",
    ]
    # Japanese sentences stand without a space between them.
    return ("" if get_language() == "ja" else " ").join(filter(None, parts))
