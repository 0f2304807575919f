"""Two waves of a survey side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.utils.translation import gettext as _

from yakusoku.adapters.survey_crosswalk import figures_of
from yakusoku.apps.results.data import Data
from yakusoku.apps.results.models import Crosswalk
from yakusoku.apps.results.wave_designs import drawn, notes_of
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.charts.choosing import MOST_PARTS, chart_of
from yakusoku.domain.survey.charts.spec import Chart, ChartKind
from yakusoku.domain.survey.charts.table import ChartCell, ChartRow, ChartTable
from yakusoku.domain.survey.comparability import Altered
from yakusoku.domain.survey.comparing import Compared, Share, Wave, compare, lacking
from yakusoku.domain.survey.crosswalk import Joined, problems_of, proposed
from yakusoku.domain.survey.form import Form
from yakusoku.domain.survey.printed import TableKind


class AxisNotInBoth(Refusal):
    """Waves can be cut only by what both know. Facts: name."""

    code: ClassVar[str] = "results.axis-not-in-both"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared with an earlier wave.

    left_out   groups that only one wave has
    notes      by what is tested, and where otherwise
    """

    rows: Sequence[Compared]
    left_out: Sequence[str]
    chart: Chart | None
    names: tuple[str, str] = ("", "")
    notes: Sequence[str] = ()


def figures_for(kept: Crosswalk | None, first: Data, second: Data) -> list[Joined]:
    """Return what is compared: as it was kept, else what both questionnaires have."""
    if kept is not None:
        return figures_of(kept.figures)
    known = set(first.questions) & set(second.questions)
    found = proposed(first.paper.form, second.paper.form)
    return [each for each in found if {each.first.question, each.second.question} <= known]


def shared_axes(first: Data, second: Data) -> list[str]:
    """Return by what both waves can be cut."""
    return [name for name in second.axes() if name in first.axes()]


def comparison_of(
    figures: Sequence[Joined],
    data: tuple[Data, Data],
    surveys: tuple[Survey, Survey],
    by: str,
    names: tuple[str, str],
) -> Comparison:
    """Return each figure in two waves, for everybody and by groups. `by`: empty: not cut. Raises AxisNotInBoth."""
    if by and by not in shared_axes(*data):
        raise AxisNotInBoth(name=by)
    samples = drawn(surveys[0], data[0]), drawn(surveys[1], data[1])
    waves = [
        Wave(name, each.answers, each.axis(by) if by else None, how.sample.design if how.sample else None)
        for name, each, how in zip(names, data, samples, strict=True)
    ]
    rows = compare(figures, *waves)
    chart = waves_chart(rows, names, _("前の回との比較（全体）"))
    return Comparison(rows, lacking(*waves), chart, names, tuple(notes_of(rows, names, samples)))


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures of one question of which the same is said; edited together.

    place     of its first figure
    figures   place, words and codes of each
    problems  what is wrong with them, each once
    """

    place: int
    label: str
    first: str
    second: str
    altered: frozenset[Altered]
    note: str
    accepted: str
    figures: Sequence[tuple[int, str, str]]
    problems: Sequence[str]


def grouped(figures: Sequence[Joined], forms: tuple[Form, Form] | None = None) -> list[FigureGroup]:
    """Return figures by question and by what is said of them, in order. `forms`: of the waves, to look for problems."""
    found = []
    pairs = groupby(enumerate(figures), key=lambda pair: _same(pair[1]))
    for (first, second, altered, note, accepted), each in pairs:
        inside = list(each)
        problems = [p.message for _, f in inside for p in (problems_of(f, *forms) if forms else ())]
        labels = [figure.label for _, figure in inside]
        label = shared_words(labels)
        shown = [(n, f.label.removeprefix(label).strip() or f.label, _codes(f)) for n, f in inside]
        told = [*dict.fromkeys(problems)]
        found.append(
            FigureGroup(inside[0][0], label or labels[0], first, second, altered, note, accepted, shown, told)
        )
    return found


def _same(figure: Joined) -> tuple[str, str, frozenset[Altered], str, str]:
    return figure.first.question, figure.second.question, figure.altered, figure.note, figure.accepted


def shared_words(labels: Sequence[str]) -> str:
    """Return the words with which all labels begin: of the question, where the options differ."""
    words = [label.split(" ") for label in labels]
    shared = [each[0] for each in zip(*words, strict=False) if len(set(each)) == 1]
    return " ".join(shared) if len(labels) > 1 else ""


def _codes(figure: Joined) -> str:
    return f"{'・'.join(figure.first.options)} → {'・'.join(figure.second.options)}"


def waves_chart(
    rows: Sequence[Compared], names: tuple[str, str], title: str, asked: str = ""
) -> Chart | None:
    """Return the figures of everybody that may be compared, the waves one beside the other.

    asked   words that all labels begin with, and that need not be said again
    """
    shown = [each for each in rows if each.group == EVERYBODY and each.change is not None]
    shown = shown[: MOST_PARTS[ChartKind.BAR] // 2]
    if not shown:
        return None
    sides = [[each.first for each in shown], [each.second for each in shown]]
    groups = tuple(
        ChartRow(name, _one_base(side), tuple(map(_cell, side)))
        for name, side in zip(names, sides, strict=True)
    )
    told = tuple(each.joined.label.removeprefix(asked).strip() or each.joined.label for each in shown)
    table = ChartTable(title, TableKind.BATTERY, told, groups)
    try:
        return chart_of(table, ChartKind.BAR)
    except Refusal:
        return None


def _one_base(side: Sequence[Share]) -> int | None:
    bases = {share.n for share in side}
    return bases.pop() if len(bases) == 1 else None


def _cell(share: Share) -> ChartCell:
    return ChartCell(share.percent, 100 * share.yes / share.n if share.n else None, share.yes)
