"""Tables as programs get them: cells, tests and the differences behind the marks."""

from ninja import Schema

from yakusoku.apps.results.making import Shown
from yakusoku.domain.survey.book import row_names
from yakusoku.domain.survey.letters import SMALL_BASE, STRICT_LEVEL, name_of_group
from yakusoku.domain.survey.marks import Mark, MarkKind


class TableCellOut(Schema):
    """A cell. `count`, `percent`: null where it is hidden; `marks`: letters and signs.

    se, low, high   standard error and interval of the share (0 to 1); null: not asked for, hidden or unknown
    df              degrees of freedom of the interval
    """

    name: str
    category: str
    count: int | None
    percent: str | None
    percent_exact: float | None
    hidden: bool
    marks: str
    se: float | None = None
    low: float | None = None
    high: float | None = None
    df: int | None = None


class TableRowOut(Schema):
    """A group. `name`: codes on the axes, as a reference writes them; `small`: its base is under 30."""

    name: str
    group: str
    letter: str
    N: int
    n: int
    n_weighted: float
    small: bool
    cells: list[TableCellOut]
    measures: list[str]


class TableTestOut(Schema):
    """The test of a table; `df`: one number, or two."""

    name: str
    statistic: float
    df: list[float]
    p: float


class TableMarkOut(Schema):
    """A difference beyond chance that a mark shows, with all that it rests on (docs/rules/survey-tests.md).

    kind       group: of two groups; rest: of a group and the rest of the whole, `against`, that it is a part of
    row        name of the row, as `against`; category: name of the cell
    mark       what the cell shows: a letter, or signs; higher: the share of `row` is the higher one
    df         of t; null: of z
    tests      how many comparisons p_adjusted is corrected for
    bases      n of both; effective: how many people with equal weights would know as much
    """

    kind: str
    row: str
    against: str
    category: str
    mark: str
    higher: bool
    test: str
    sides: int = 2
    statistic: float
    df: int | None
    p: float
    p_adjusted: float
    level: float
    correction: str
    tests: int
    bases: list[int]
    effective: list[float]


class SurveyTableOut(Schema):
    """A table. `id`: a name that stays as long as what is asked does; `design`: what standard errors assume, or why not."""

    id: str
    question: str
    title: str
    rows: list[TableRowOut]
    measure_heads: list[str]
    test: TableTestOut | None
    notes: list[str]
    differences: list[TableMarkOut]
    design: str = ""


class SurveyTablesOut(Schema):
    """The tables that were asked for, in the order of the questions."""

    tables: list[SurveyTableOut]


def table_out(shown: Shown) -> SurveyTableOut:
    """Return a table as programs get it."""
    test = shown.told_test
    df = [] if test is None else [*test.df] if isinstance(test.df, tuple) else [test.df]
    told = TableTestOut(name=test.name, statistic=test.statistic, df=df, p=test.p) if test else None
    names = row_names(shown.counted)
    return SurveyTableOut(
        id=shown.key.id,
        question=shown.question.name,
        title=shown.title,
        rows=[_row_out(shown, place, names[place]) for place in range(len(shown.rows))],
        measure_heads=list(shown.measure_heads),
        test=told,
        notes=list(shown.notes),
        differences=[_difference_out(shown, mark, names) for mark in shown.told_marks],
        design=shown.errors_said,
    )


def _difference_out(shown: Shown, mark: Mark, names: list[str]) -> TableMarkOut:
    letter = name_of_group((mark.against if mark.higher else mark.row) - 1)
    letter = letter if mark.level == STRICT_LEVEL else letter.lower()
    return TableMarkOut(
        kind=mark.kind.value, row=names[mark.row], against=names[mark.against],
        category=shown.counted.coding.names[mark.category],
        mark=mark.sign if mark.kind is MarkKind.REST else letter, higher=mark.higher, test=mark.test,
        statistic=mark.statistic, df=mark.df, p=mark.p, p_adjusted=mark.adjusted, level=mark.level,
        correction=mark.correction.value, tests=mark.tests, bases=list(mark.bases), effective=list(mark.people),
    )  # fmt: skip


def _row_out(shown: Shown, place: int, name: str) -> TableRowOut:
    row, codes = shown.rows[place], shown.counted.coding.names
    cells = []
    for category, cell in enumerate(row.cells):
        hidden = (place, category) in shown.hidden
        found = None if hidden or shown.errors is None else shown.errors.cells[place][category]
        cells.append(
            TableCellOut(
                name=codes[category],
                category=cell.category,
                count=None if hidden else cell.count,
                percent=None if hidden else cell.percent,
                percent_exact=None if hidden else cell.percent_exact,
                hidden=hidden,
                marks=shown.signs_at(place, category),
                se=found.se if found else None,
                low=found.low if found else None,
                high=found.high if found else None,
                df=found.df if found else None,
            )
        )
    return TableRowOut(
        name=name, group=row.group, letter=row.letter, N=row.everybody, n=row.n, n_weighted=row.n_weighted,
        small=row.n < SMALL_BASE, cells=cells, measures=list(shown.measures_at(place)),
    )  # fmt: skip
