"""Tests and standard errors of a table where the sample has strata, clusters or a finite population (docs/rules/survey-association.md)."""

from collections.abc import Sequence

import numpy as np

from yakusoku.domain.survey.answers import State
from yakusoku.domain.survey.association import Test
from yakusoku.domain.survey.coded import Coded, Codes, Floats, Mask
from yakusoku.domain.survey.coding import BASE, FIRST_CATEGORY
from yakusoku.domain.survey.design import Design
from yakusoku.domain.survey.differences import Shares, Statistics, compared
from yakusoku.domain.survey.distributions import t_two_sided
from yakusoku.domain.survey.estimates import LAST_BITS, Estimate, Joint, share_estimate
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.group_errors import Groups, Told, errors_of
from yakusoku.domain.survey.marks import rest_of
from yakusoku.domain.survey.rao_scott import association
from yakusoku.domain.survey.several import spread_of, test_of
from yakusoku.domain.survey.tabulating import Counted, shares_of_tables


def comparison_by_design(counted: Counted, design: Design) -> Test | None:
    """Return the test of the groups that the axes split no further, under a design; None if there is none to make."""
    if not counted.axes or counted.overlapping or counted.question.kind is QuestionKind.NUMBER:
        return None
    if counted.question.kind is QuestionKind.MULTIPLE:
        return _of_several(counted, design)
    groups, answers = Coded("", _finest(counted), ()), Coded("", _chosen(counted), ())
    found = association(design, groups, answers, asked_of(counted))
    return found.test if found else None


def errors_by_design(counted: Counted, design: Design) -> list[list[Estimate]]:
    """Return for each row and category its share with standard error and interval at 95 %."""
    asked, answered = asked_of(counted), _counts(counted)[:, BASE] > 0
    variances = errors_of(_told(counted), design).variances(Groups(counted.grouping.inside, counted.shares))
    found = []
    for place, row in enumerate(counted.rows):
        inside = _inside(counted, place)
        n, df = int((inside & answered).sum()), design.df(inside & asked)
        known = counted.weights.base[place] > 0
        joint = Joint(counted.shares[place], np.diag(variances[place]), n, df) if known else None
        found.append(_estimates(counted.categories, row.label, joint))
    return found


class DesignTester:
    """The t test of the difference of two shares, its error by the design."""

    name = "t-design"

    def __init__(self, counted: Counted, design: Design) -> None:
        self.counted = counted
        self.shares = shares_of_tables([counted], counted.shares)
        self.errors = errors_of(_told(counted), design)
        self.df = design.df(asked_of(counted))

    def between(self, first: Sequence[int], second: Sequence[int]) -> Statistics:
        """Return the tests of rows, comparison by comparison, for all categories."""
        rows = sorted({*first, *second})
        places = {row: place for place, row in enumerate(rows)}
        pairs = [places[row] for row in first], [places[row] for row in second]
        return self._tests(self.counted.grouping.inside[rows], self.shares.of(rows), pairs)

    def with_rest(self, rows: Sequence[int], wholes: Sequence[int]) -> Statistics:
        """Return the tests of rows against the rest of the rows that they are parts of."""
        one, other = self.shares.of(rows), rest_of(self.counted, rows, wholes)
        inside = self.counted.grouping.inside
        parts, rest = inside[list(rows)], inside[list(wholes)] * (1 - inside[list(rows)])
        both = Shares(*(np.vstack(pair) for pair in zip(_parts(one), _parts(other), strict=True)))
        places = list(range(len(rows)))
        return self._tests(np.vstack([parts, rest]), both, (places, [len(rows) + place for place in places]))

    def _tests(self, inside: Floats, shares: Shares, pairs: tuple[list[int], list[int]]) -> Statistics:
        one, other = shares.of(pairs[0]), shares.of(pairs[1])
        variance, both = self.errors.of_differences(Groups(inside, shares.shares), *pairs)
        # Where nobody differs in either group there is no error, and no test.
        valid = compared(one, other).valid & (self.df >= 1) & (variance > LAST_BITS * both)
        error = np.sqrt(np.where(valid, variance, 1.0))
        z = np.where(valid, (one.shares - other.shares) / error, 0.0)
        return Statistics(z, valid, lambda statistic: t_two_sided(statistic, self.df))


def _parts(shares: Shares) -> tuple[Floats, Floats, Floats]:
    return shares.shares, shares.people, shares.n


def _of_several(counted: Counted, design: Design) -> Test | None:
    counts, groups = _counts(counted), _finest(counted)
    answered = (counts[:, BASE] > 0) & (groups >= 0) & (design.weights > 0)
    if counted.shows_blank:
        answered &= counts[:, FIRST_CATEGORY + counted.asked] == 0
    marks, kept = counts[:, FIRST_CATEGORY : FIRST_CATEGORY + counted.asked], np.unique(groups[answered])
    if len(kept) < 2:
        return None
    inside = (groups[:, None] == kept) * np.where(answered, design.weights, 0.0)[:, None]
    total = inside.sum(axis=0)
    shares = (inside.T @ marks) / total[:, None]
    spread = spread_of(total**2 / (inside**2).sum(axis=0), shares)
    unit = spread.unit
    if not len(unit):
        return None
    scaled = (marks[:, None, spread.options] - shares[:, spread.options]) / unit
    influence = (inside / total)[:, :, None] * scaled
    covariance = design.covariance(influence.reshape(len(influence), -1), answered)
    form = np.kron(spread.between, np.eye(len(unit))) @ covariance
    of_square = float((form * form.T).sum())
    return test_of(spread, float(np.trace(form)), of_square, design.df(asked_of(counted)))


def _estimates(names: Sequence[str], domain: str, joint: Joint | None) -> list[Estimate]:
    return [share_estimate(name, domain, joint, place) for place, name in enumerate(names)]


def _told(counted: Counted) -> Told:
    counts = counted.coding.counted
    wanted = np.hstack([counts[:, BASE : BASE + 1], counts[:, FIRST_CATEGORY:]])
    return Told(counted.grouping.kinds, counted.coding.kinds, wanted)


def _counts(counted: Counted) -> Floats:
    """Return for each respondent what he or she counts for (as Coding.counted)."""
    found: Floats = counted.coding.counted[counted.coding.kinds]
    return found


def asked_of(counted: Counted) -> Mask:
    """Return who was asked the question: the part of the population that the table is about."""
    asked = np.array(
        [given.state is not State.NOT_ASKED for given in counted.coding.distinct], dtype=np.bool_
    )
    found: Mask = asked[counted.coding.kinds]
    return found


def _inside(counted: Counted, place: int) -> Mask:
    """Return who is in a row."""
    found: Mask = counted.grouping.inside[place][counted.grouping.kinds] > 0
    return found


def _finest(counted: Counted) -> Codes:
    """Return for each respondent the row that the axes split no further; -1: none."""
    inside = counted.grouping.inside[counted.grouping.finest]
    found: Codes = np.where(inside.any(axis=0), inside.argmax(axis=0), -1)[counted.grouping.kinds]
    return found


def _chosen(counted: Counted) -> Codes:
    """Return for each respondent the choice of a 単一回答; -1: none."""
    marks = counted.coding.marks
    found: Codes = np.where(marks.any(axis=1), marks.argmax(axis=1), -1)[counted.coding.kinds]
    return found
