"""The figures of a report, counted from the answers as they are now, and what its check found; kept in the process."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from threading import Lock
from typing import Any, ClassVar, TypeVar, cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from yakusoku.adapters.survey_crosswalk import figures_of
from yakusoku.adapters.survey_reports import plan_of
from yakusoku.apps.results.access import crosswalk_of, weightings_of
from yakusoku.apps.results.data import Data, data_of
from yakusoku.apps.results.models import Weighting
from yakusoku.apps.results.report_access import excuses_of
from yakusoku.apps.results.report_models import Report
from yakusoku.apps.results.sample_design import sampled
from yakusoku.apps.results.waves import Comparison, comparison_of, shared_axes
from yakusoku.apps.results.weights import values_of, weights_said
from yakusoku.apps.samples.queries import frame_counts
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.axes import Axis
from yakusoku.domain.survey.report.building import compared_figures
from yakusoku.domain.survey.report.figures import FigureStore, FigureTable
from yakusoku.domain.survey.report.findings import Excuse, NumberFinding
from yakusoku.domain.survey.report.outline import Report as Outline
from yakusoku.domain.survey.report.plan import BEFORE, NOW, PlanUnusable, ReportPlan
from yakusoku.domain.survey.report.planning import Counting, hiding_of, planned_report, planned_tables
from yakusoku.domain.survey.report.releasing import release_problems
from yakusoku.domain.survey.table_tests import Sample
from yakusoku.web.messages import sentence

KEPT = 16
Kept = TypeVar("Kept")


class NoAnswers(Refusal):
    """There are no answers yet, so there is nothing to report."""

    code: ClassVar[str] = "report.no-answers"


class PlanBroken(Refusal):
    """The report names a question, an axis or weights that are not there. Facts: reason."""

    code: ClassVar[str] = "report.plan-broken"


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of a report. `tables`: those of this wave, in order; `key`: what they were counted from."""

    store: FigureStore
    tables: tuple[str, ...]
    key: str
    size: int


@dataclass(frozen=True, slots=True)
class Looked:
    """A report with its figures and all that stops its release."""

    plan: ReportPlan
    counted: Counted
    made: Outline
    problems: Sequence[NumberFinding]

    @property
    def store(self) -> FigureStore:
        """Return the figures."""
        return self.counted.store


class _Shelf:
    """What was made last, by its key: the oldest goes when there is much."""

    def __init__(self) -> None:
        self._rows: OrderedDict[str, object] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under a key; else make it. Two who ask at once may both make it."""
        with self._lock:
            if key in self._rows:
                self._rows.move_to_end(key)
                return cast("Kept", self._rows[key])
        made = make()
        with self._lock:
            self._rows[key] = made
            while len(self._rows) > KEPT:
                self._rows.popitem(last=False)
        return made


_SHELF = _Shelf()


class _Counting(Counting):
    """The answers of a survey, with the axes called as its tables call them."""

    def __init__(
        self,
        data: Data,
        weights: tuple[Sequence[Fraction] | None, str],
        sample: Sample | None,
        no_sample: str,
    ) -> None:
        super().__init__(data.paper.form, data.responses, data.answers, *weights, sample, no_sample)
        self._data = data

    def axis(self, name: str) -> Axis:
        """Return an axis by its name. Raises PlanUnusable."""
        try:
            return self._data.axis(name)
        except KeyError:
            return super().axis(name)


def data_for(report: Report) -> Data:
    """Return the answers of a report. Raises NoAnswers."""
    data = data_of(report.survey)
    if data is None or not data.size:
        raise NoAnswers()
    return data


def plan_for(report: Report) -> ReportPlan:
    """Return the plan of a report with the excuses that count."""
    told = {**report.outline, "excuses": excuses_told(report)}
    return plan_of(told)


def excuses_told(report: Report) -> list[dict[str, str]]:
    """Return the excuses that count, as a plan writes them."""
    return [
        {
            "quote": each.sentence,
            "typed": each.typed,
            "by": each.given_by.name,
            "at": each.given_at.date().isoformat(),
            "why": each.why,
        }
        for each in excuses_of(report)
    ]


def counted_for(report: Report, plan: ReportPlan) -> Counted:
    """Return the figures of a report. Raises NoAnswers, PlanBroken."""
    data = data_for(report)
    earlier, crosswalk = _earlier(report)
    parts = (
        report.survey_id,
        data.state,
        report.weight,
        report.earlier_by,
        (earlier.survey, earlier.state) if earlier else None,
        crosswalk.pk if crosswalk else None,
        plan.tables,
        plan.wave,
        plan.suppress,
        plan.errors,
        plan.strata,
        sorted(frame_counts(report.survey).items()),
        sorted(frame_counts(report.earlier).items()) if report.earlier and earlier else None,
    )
    key = sha256(repr(parts).encode()).hexdigest()

    def count() -> Counted:
        # What is kept serves readers of every language: it is in that of the report.
        with override("ja"):
            return _count(report, plan, data, earlier, crosswalk, key)

    return _SHELF.get(key, count)


def looked_at(report: Report) -> Looked:
    """Return a report with what its check found. Raises NoAnswers, PlanBroken."""
    plan = plan_for(report)
    counted = counted_for(report, plan)
    key = sha256(repr((counted.key, plan)).encode()).hexdigest()
    return _SHELF.get(key, lambda: checked(plan, counted))


def checked(plan: ReportPlan, counted: Counted) -> Looked:
    """Return a plan with its report and what stops its release."""
    made = planned_report(plan, counted.store, counted.tables)
    with override("ja"):
        return Looked(plan, counted, made, release_problems(made, counted.store, sentence))


def excuse_for(finding: NumberFinding, why: str, by: str, at: str) -> Excuse:
    """Return the excuse of one finding."""
    return Excuse(finding.sentence, by, at, why, finding.typed)


def data_digest(report: Report) -> str:
    """Return the SHA-256 of the answers that a report counts, and of the questionnaire."""
    data = data_for(report)
    told = sha256(repr((data.responses.heads, data.paper.form.about)).encode())
    for row in data.responses.rows:
        told.update(repr(row).encode())
    return told.hexdigest()


def _earlier(report: Report) -> tuple[Data | None, Any]:
    """Return the answers of the wave before and the crosswalk to it; None where there is nothing to compare."""
    if report.earlier is None:
        return None, None
    kept, data = crosswalk_of(report.survey, report.earlier), data_of(report.earlier)
    if kept is None or data is None or not data.size:
        return None, None
    return data, kept


def _count(
    report: Report, plan: ReportPlan, data: Data, earlier: Data | None, crosswalk: Any, key: str
) -> Counted:
    weights = _weights(report, data)
    counting = _Counting(data, (weights, report.weight), *_sample(report, data, weights))
    try:
        tables = planned_tables(plan, counting)
        facts = counting.facts(plan.strata)
    except PlanUnusable as error:
        raise PlanBroken(
            reason="、".join(f"{place} {words}".strip() for place, words in error.problems)
        ) from error
    tables = [replace(table, notes=(*table.notes, *_weight_words(report, data))) for table in tables]
    compared = []
    if report.earlier and earlier:
        joined = _compared(report, report.earlier, plan, (earlier, data), crosswalk)
        hiding = hiding_of(plan, counting, tables)
        compared = compared_figures(
            joined.rows, joined.names, suppress=plan.suppress, hiding=hiding, notes=joined.notes
        )
    found: list[FigureTable] = [*tables, *compared]
    store = FigureStore({table.id: table for table in found}, facts)
    return Counted(store, tuple(table.id for table in tables), key, data.size)


def _weights(report: Report, data: Data) -> list[Fraction] | None:
    if not report.weight:
        return None
    return values_of(_weighting(report), data)


def _sample(report: Report, data: Data, weights: Sequence[Fraction] | None) -> tuple[Sample | None, str]:
    """Return how the sample was drawn; None with the reason why that is not known."""
    try:
        weighting = _weighting(report) if report.weight else None
        return sampled(report.survey, data, weighting, weights), ""
    except Refusal as refusal:
        return None, sentence(refusal)


def _weighting(report: Report) -> Weighting:
    chosen = next((each for each in weightings_of(report.survey) if each.code == report.weight), None)
    if chosen is None:
        raise PlanBroken(reason=_("重み %s がありません。") % report.weight)
    chosen.survey = report.survey
    return chosen


def _weight_words(report: Report, data: Data) -> tuple[str, ...]:
    return (weights_said(_weighting(report), data),) if report.weight else ()


def _compared(
    report: Report, before: Survey, plan: ReportPlan, data: tuple[Data, Data], crosswalk: Any
) -> Comparison:
    """Return what is compared with the wave before, as the page of waves does."""
    by = report.earlier_by if report.earlier_by in shared_axes(*data) else ""
    surveys, names = (before, report.survey), (BEFORE, plan.wave or NOW)
    return comparison_of(figures_of(crosswalk.figures), data, surveys, by, names)
