"""The codebook: what each variable of a data file holds, code by code (docs/rules/survey-codebook.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.survey.answers import State

Numbers = NDArray[np.float64]


class Holds(StrEnum):
    """What the cells of a variable are."""

    CODE = "code"
    MARK = "mark"
    NUMBER = "number"
    TEXT = "text"


class Measure(StrEnum):
    """How far the codes of a variable may be reckoned with, in the words of SPSS."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


class Gap(StrEnum):
    """Why a respondent has no answer."""

    NOT_ASKED = "not-asked"
    BLANK = "blank"
    INVALID = "invalid"
    WITHHELD = "withheld"


GAP_LABELS: Mapping[Gap, str] = {
    Gap.NOT_ASKED: "非該当",
    Gap.BLANK: "無回答",
    Gap.INVALID: "無効",
    Gap.WITHHELD: "秘匿",
}
GAPS_OF_STATES: Mapping[State, Gap] = {
    State.NOT_ASKED: Gap.NOT_ASKED,
    State.BLANK: Gap.BLANK,
    State.INVALID: Gap.INVALID,
}
MARKED, UNMARKED = 1, 0
MARK_LABELS: Mapping[int, str] = {UNMARKED: "選ばなかった", MARKED: "選んだ"}
# The codes of the gaps stand together below this number, so that a range can name them all.
_STARTS = (0, *(10**power - 5 for power in range(2, 14)))


@dataclass(frozen=True, slots=True)
class Value:
    """A code with its words.

    count   respondents with it, without weights
    name    the code in the questionnaire, where it is no number
    """

    code: float
    label: str
    count: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A column of the data.

    label     short: of an option, its words and the question
    wording   the question as it was asked; of a battery, of the item; `stem`: what is asked of all its items
    question  the name of the question or of the column that it comes from
    base      who was asked, in words
    asked     respondents who were asked; `valid`: whose answer counts
    values    codes of answers; for numbers and texts none
    gaps      codes of what is no answer
    from_form whether it is a question; if not, a column beside the questions
    option    of a 0/1 variable, the code of its option in the questionnaire
    """

    name: str
    label: str
    wording: str
    question: str
    holds: Holds
    measure: Measure
    base: str = ""
    asked: int = 0
    valid: int = 0
    values: tuple[Value, ...] = ()
    gaps: tuple[Value, ...] = ()
    from_form: bool = True
    option: str = ""
    stem: str = ""


@dataclass(frozen=True, slots=True)
class ReplySet:
    """Variables that belong together: the options of a 複数回答, or the items of a battery on one scale.

    marks   whether they are 0/1 variables, of which 1 counts; if not, they share their codes
    """

    name: str
    label: str
    variables: tuple[str, ...]
    marks: bool


@dataclass(frozen=True, slots=True)
class Study:
    """What is to be said of the survey as a whole. Empty: it is not known, and is left out."""

    title: str = ""
    authority: str = ""
    version: str = ""
    reference_on: str = ""
    collected_from: str = ""
    collected_to: str = ""
    population: str = ""
    unit: str = ""
    sampling: str = ""
    mode: str = ""
    response_rate: str = ""
    weighting: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """All variables in order.

    respondents  rows of the data
    absent       questions of the form that have no column in the data
    """

    study: Study
    respondents: int
    variables: tuple[Variable, ...]
    sets: tuple[ReplySet, ...] = ()
    absent: tuple[str, ...] = ()

    def variable(self, name: str) -> Variable:
        """Return a variable by its name. Raises KeyError."""
        for each in self.variables:
            if each.name == name:
                return each
        raise KeyError(name)


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """The data with their codebook; every cell of `numbers` is a value or the code of a gap, never empty."""

    codebook: Codebook
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)


def gap_codes(least: float) -> dict[Gap, int]:
    """Return a code for each gap, all below the least value of the data, so that none is mistaken for an answer.

    least   the least value or code there is, not below -10**12
    """
    start = next(each for each in _STARTS if least > -(each + 1))
    return {gap: -(start + place) for place, gap in enumerate(Gap, 1)}


def gap_values(codes: Mapping[Gap, int]) -> tuple[Value, ...]:
    """Return the codes of the gaps with their words."""
    return tuple(Value(codes[gap], GAP_LABELS[gap], name=gap.value) for gap in Gap)


def counted(variable: Variable, column: Numbers) -> Variable:
    """Return a variable with how often each of its codes occurs in its column."""
    found, times = np.unique(column, return_counts=True)
    counts = dict(zip(found.tolist(), times.tolist(), strict=True))
    values, gaps = (
        tuple(replace(each, count=counts.get(float(each.code), 0)) for each in some)
        for some in (variable.values, variable.gaps)
    )
    unasked = sum(gap.count for gap in gaps if gap.name == Gap.NOT_ASKED)
    valid = len(column) - sum(gap.count for gap in gaps)
    return replace(variable, values=values, gaps=gaps, asked=len(column) - unasked, valid=valid)
