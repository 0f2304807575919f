"""By what a table is tested: by the design of the sample, or where that says nothing by its counts (docs/rules/survey-tests.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.design import Design
from yakusoku.domain.survey.differences import pairs_of
from yakusoku.domain.survey.letters import STRICT_LEVEL, joined, name_of_group
from yakusoku.domain.survey.marks import CountsTester, Mark, MarkKind, Tester
from yakusoku.domain.survey.moves import Cell
from yakusoku.domain.survey.multiplicity import holm
from yakusoku.domain.survey.stages import TAKEN_WHOLE
from yakusoku.domain.survey.tables_by_design import DesignTester, asked_of, comparison_by_design
from yakusoku.domain.survey.tabulating import Counted
from yakusoku.domain.survey.telling import comparison_of

ALONE = "この設問を尋ねた人が、どの層（集落）にも一人（一つ）しかいないため、標本の設計からは誤差が分からない"
WHOLE = "この設問を尋ねた人は、それぞれの層の全員なので、標本誤差がない"


@dataclass(frozen=True, slots=True)
class Sample:
    """How those who answered were drawn: the design with its weights, and in words what was assumed."""

    design: Design
    words: str


@dataclass(frozen=True, slots=True)
class Tested:
    """How a table is tested.

    test       of all groups; None: there is none to make
    by_design  the design of the sample is in the tests
    unfit      why it is not, though there is one; empty: it is, or there is none
    """

    tester: Tester
    test: Test | None
    by_design: bool = False
    unfit: str = ""


def how_tested(counted: Counted, design: Design | None) -> Tested:
    """Return how a table is tested: by the design if there is one that says how far shares may be off."""
    unfit = _unfit(counted, design) if design else ""
    if design is None or unfit:
        return Tested(CountsTester(counted), comparison_of(counted), unfit=unfit)
    return Tested(DesignTester(counted, design), comparison_by_design(counted, design), by_design=True)


def _unfit(counted: Counted, design: Design) -> str:
    asked, first = asked_of(counted), design.stages[0]
    if design.df(asked) < 1:
        return ALONE
    left_out = first.left_out[first.strata_of(asked & (design.weights > 0))]
    return WHOLE if len(design.stages) == 1 and (left_out < TAKEN_WHOLE).all() else ""


def p_of_pairs(counted: Counted, how: Tested) -> Iterator[tuple[int, int, int, float]]:
    """Yield two rows, a category and p of their difference: of all parts of one whole, corrected as the letters are."""
    for family in counted.grouping.families if not counted.overlapping else ():
        first, second = pairs_of(family)
        found = how.tester.between(first, second)
        for category in np.flatnonzero(found.valid.any(axis=0)).tolist():
            places = np.flatnonzero(found.valid[:, category]).tolist()
            ps = holm([found.tail(z) for z in found.z[places, category].tolist()])
            yield from ((first[n], second[n], category, p) for n, p in zip(places, ps, strict=True))


def letters_of(marks: Sequence[Mark]) -> dict[Cell, str]:
    """Return by row and category the letters that the marks of groups make."""
    lower: dict[Cell, list[str]] = {}
    for mark in marks:
        if mark.kind is MarkKind.GROUP:
            high, low = (mark.row, mark.against) if mark.higher else (mark.against, mark.row)
            name = name_of_group(low - 1)
            strict = mark.level == STRICT_LEVEL
            lower.setdefault((high, mark.category), []).append(name if strict else name.lower())
    return {place: joined(names) for place, names in lower.items()}
