"""What a person writes to have a report made: tables, sentences, excuses; what is left out is drafted."""

from dataclasses import dataclass

from yakusoku.domain.survey.charts.spec import ChartKind, Order
from yakusoku.domain.survey.report.findings import Excuse
from yakusoku.domain.survey.report.outline import Block

# How waves are called where nobody named them, and respondents where nobody said what they are.
NOW, BEFORE, UNIT = "今回", "前回", "件"


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """A table to be counted. `by`: its axes, one inside the other; `definition`: what it counts in this wave."""

    id: str
    question: str
    by: tuple[str, ...] = ()
    title: str = ""
    series: str = ""
    definition: str = ""
    show_blank: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """What is said and shown of one question; empty: drafted from its first table.

    chart, order  which chart and how its answers are ordered; None: what fits the table
    blocks        all that stands there, in order; then nothing is drafted
    """

    tables: tuple[str, ...]
    title: str = ""
    headline: str = ""
    chart: ChartKind | None = None
    order: Order | None = None
    callout: str | None = None
    text: tuple[str, ...] | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """A report as it is written down.

    wave     the name of this round, where there are several
    strata   the columns or questions by which 有効回答数 is told
    suppress cells of fewer people than this are not shown; 0: all are
    errors   the sampling errors of the tables stand in the appendix
    tables   empty: one for each question
    pages    empty: one for each table
    summary  empty: drafted
    """

    title: str = ""
    subtitle: str = ""
    publisher: str = ""
    issued: str = ""
    unit: str = UNIT
    wave: str = ""
    overview: tuple[tuple[str, tuple[str, ...]], ...] = ()
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    strata: tuple[str, ...] = ()
    suppress: int = 0
    errors: bool = False
    tables: tuple[PlannedTable, ...] = ()
    pages: tuple[PlannedPage, ...] = ()
    summary: tuple[str, ...] = ()
    excuses: tuple[Excuse, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanUnusable(Exception):
    """A plan names what is not there: where in the plan, and what is wrong."""

    problems: tuple[tuple[str, str], ...]
