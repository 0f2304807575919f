"""A table of figures as it is printed: rows of words, and the notes below."""

from collections.abc import Iterator
from dataclasses import dataclass

from yakusoku.domain.survey.error_lines import METHOD
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.printed import TableKind
from yakusoku.domain.survey.report.figures import FigureTable
from yakusoku.domain.survey.suppression import SHOWN_AS

# More answers than fit side by side on a page stand one below the other.
MOST_ACROSS = 7
# With an interval below each share, fewer fit.
MOST_WITH_ERRORS = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in words. `head`: the first row; the first cell of each row is its name."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def grid_of(table: FigureTable, *, counts: bool = False, errors: bool = False) -> Grid:
    """Return a table with its groups as rows; with the answers as rows, where there are many of them.

    counts   with the number of people below each share
    errors   with the standard error and the interval below each share instead
    """
    if errors:
        return _with_errors(table)
    if table.several_bases:
        return _with_bases(table, counts)
    names = [(group, f"{table.bases[group]:,}{_small(table.bases[group])}") for group in table.groups]
    if len(table.categories) <= MOST_ACROSS or len(table.groups) > MOST_ACROSS:
        rows = [
            (group, n, *(_cell(table, group, category, counts) for category in table.categories))
            for group, n in names
        ]
        return Grid(("", "n", *table.categories), tuple(rows), tuple(_notes(table)))
    rows = [
        (category, *(_cell(table, group, category, counts) for group in table.groups))
        for category in table.categories
    ]
    bases = ("n", *(n for _, n in names))
    return Grid(("", *table.groups), (bases, *rows), tuple(_notes(table)))


def _with_bases(table: FigureTable, counts: bool) -> Grid:
    """Return a table in which each share has its base below it: one n for a row would be that of another share."""

    def cell(group: str, category: str) -> str:
        figure = table.cells.get((group, category))
        said = _cell(table, group, category, counts)
        if figure is None:
            return said
        above = "/" if counts and figure.count is not None else "\nn="
        return f"{said}{above}{figure.n:,}{_small(figure.n)}"

    rows = tuple(
        (category, *(cell(group, category) for group in table.groups)) for category in table.categories
    )
    told = "n は項目ごとに違う。割合の下に、" + ("人数/n を示した。" if counts else "n を示した。")
    return Grid(("", *table.groups), rows, (told, *_notes(table)))


def _with_errors(table: FigureTable) -> Grid:
    """Return a table with errors; a line for each share where they do not fit side by side."""
    if not table.errors:
        return Grid(("区分", "標準誤差"), (("すべて", "-"),), (table.errors_said,))
    notes = (f"標本の設計: {table.errors_said.rstrip('。')}。", METHOD)
    base = {group: f"{table.bases[group]:,}{_small(table.bases[group])}" for group in table.groups}
    if len(table.categories) > MOST_WITH_ERRORS:
        rows = tuple(
            (f"{group}　{category}", base[group], *_error(table, group, category))
            for group in table.groups
            for category in table.categories
        )
        return Grid(("", "n", "割合", "標準誤差", "95%の区間", "自由度"), rows, notes)
    side_by_side = []
    for group in table.groups:
        told = [_error(table, group, category) for category in table.categories]
        df = next((each[-1] for each in told if each[-1] != "-"), "-")
        cells = ("\n".join(dict.fromkeys(each[:-1])) for each in told)
        side_by_side.append((group, base[group], *cells, df))
    return Grid(("", "n", *table.categories, "自由度"), tuple(side_by_side), notes)


def _error(table: FigureTable, group: str, category: str) -> tuple[str, str, str, str]:
    """Return a share, its standard error, its interval and the degrees of freedom, as printed."""
    share, error = _cell(table, group, category, False), table.errors.get((group, category))
    if error is None or error.se == "-":
        return (share,) * 3 + ("-",)
    interval = "-" if error.low == "-" else f"{error.low}〜{error.high}"
    return share, f"±{error.se}", interval, "-" if error.df is None else str(error.df)


def _small(n: int) -> str:
    return "*" if n < SMALL_BASE else ""


def _cell(table: FigureTable, group: str, category: str, counts: bool) -> str:
    figure = table.cells.get((group, category))
    if figure is None:
        return SHOWN_AS if (group, category) in table.hidden else "-"
    share = f"{figure.printed.text.rstrip('%％ ')}%"
    return f"{share}\n{figure.count:,}" if counts and figure.count is not None else share


def _notes(table: FigureTable) -> Iterator[str]:
    if table.notes:
        yield from table.notes
        return
    several = table.kind is TableKind.MULTIPLE
    if several:
        yield "複数回答。割合の分母は回答者の数で、合計は100%を超えることがある。"
    yield "割合は小数第2位を四捨五入した。" + (
        "" if several else "四捨五入のため、合計が100%にならないことがある。"
    )
    if any(n < SMALL_BASE for n in (*table.bases.values(), *(each.n for each in table.cells.values()))):
        yield f"* n が{SMALL_BASE}未満のため参考値。"
