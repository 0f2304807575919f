"""Figures from tables that were counted here."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import takewhile

from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.book import row_names
from yakusoku.domain.survey.charts.table import ChartCell, ChartRow, ChartTable
from yakusoku.domain.survey.comparing import Compared, Share
from yakusoku.domain.survey.comparison_words import warnings_of
from yakusoku.domain.survey.error_lines import error_lines
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.printed import TableKind
from yakusoku.domain.survey.report.figures import DECIMALS, INSIDE, Figure, FigureError, FigureTable
from yakusoku.domain.survey.rounding import Printed, half_up, in_print
from yakusoku.domain.survey.suppression import Suppression
from yakusoku.domain.survey.table_tests import Sample, Tested, how_tested, p_of_pairs
from yakusoku.domain.survey.tables_by_design import errors_by_design
from yakusoku.domain.survey.tabulating import Counted, TableCell, TableRow, table_rows
from yakusoku.domain.survey.telling import Terms, notes_of

# So many figures of one question are told by name, and stand in one chart with all groups.
MOST_TOLD = 3
HIDING = "示していないセルのある表には、標本誤差を示さない。ほかのセルの誤差から、そこが分かることがあるためである。"
NO_SAMPLE = "標本をどう抽出したかが分からないので、標本誤差はない。"
DIFFERING_BY_DESIGN = "文で差をいうのは、標本の設計による、二つの割合の差の t 検定（両側5%、自由度 {df}、ホルム法で補正）で有意なときだけである。"
DIFFERING = "文で差をいうのは、二つの割合の差の z 検定（両側5%、ホルム法で補正）で有意なときだけである。"


def counted_figures(
    id: str,
    counted: Counted,
    *,
    title: str = "",
    wave: str = "",
    series: str = "",
    definitions: Mapping[str, str] | None = None,
    key: str = "",
    suppression: Suppression | None = None,
    sample: Sample | None = None,
) -> FigureTable:
    """Return a table of figures from what was counted; groups without anybody have no figures, nor what is hidden.

    sample   how those who answered were drawn, by which groups are compared; None: by their shares alone
    """
    rows, question = table_rows(counted), counted.question
    hidden = suppression.hidden if suppression else frozenset()
    several = question.kind is QuestionKind.MULTIPLE
    made = FigureTable(
        id,
        title or question.label,
        TableKind.MULTIPLE if several else TableKind.SINGLE,
        tuple(row.label for row in counted.rows),
        counted.categories,
        _cells(counted, rows, hidden),
        wave,
        series or question.name,
        definitions or {},
        counted.overlapping,
        _last(counted),
        counted.asked if counted.shows_blank else None,
        question.kind is QuestionKind.NUMBER,
        counted.weighted,
        nets=len(counted.coding.nets),
        key=key,
        codes=_codes(counted, rows),
        hidden=frozenset((rows[row].group, counted.categories[place]) for row, place in hidden),
    )
    return _tested(made, counted, rows, (sample, hidden, suppression.least if suppression and hidden else 0))


def _tested(
    made: FigureTable,
    counted: Counted,
    rows: Sequence[TableRow],
    told: tuple[Sample | None, frozenset[tuple[int, int]], int],
) -> FigureTable:
    """Return a table with how its groups are compared, and what is said of that. `told`: also what is hidden."""
    sample, hidden, least = told
    how = how_tested(counted, sample.design if sample else None)
    design = sample.words if sample and how.by_design else ""
    terms = Terms(
        letters=False, test=False, hidden=least, design=design, df=how.tester.df, no_design=how.unfit
    )
    pairs = _differences(counted, rows, how, hidden) if design else {}
    return replace(made, notes=tuple(_notes(counted, rows, how, terms)), design=design, differences=pairs)


def _notes(counted: Counted, rows: Sequence[TableRow], how: Tested, terms: Terms) -> Iterator[str]:
    """Yield what stands under a table: of letters, which a report has none of, what its sentences do instead."""
    yield from notes_of(counted, rows, None, terms)
    if how.test:
        yield DIFFERING_BY_DESIGN.format(df=terms.df) if terms.design else DIFFERING


def _differences(
    counted: Counted, rows: Sequence[TableRow], how: Tested, hidden: frozenset[tuple[int, int]]
) -> dict[tuple[str, str, str], float]:
    # To its last digits, p would tell the strata of which hidden cells are made.
    return {
        (rows[one].group, rows[other].group, counted.categories[category]): round(p, 4) if hidden else p
        for one, other, category, p in p_of_pairs(counted, how)
        if (one, category) not in hidden and (other, category) not in hidden
    }


def with_errors(
    table: FigureTable, counted: Counted, sample: Sample | None, lacking: str = ""
) -> FigureTable:
    """Return a table with the sampling errors of its figures. `lacking`: why there is no sample."""
    if sample is None or table.hidden:
        return replace(table, errors_said=HIDING if table.hidden else lacking or NO_SAMPLE)
    groups = [row.label for row in counted.rows]
    found = {
        (groups[line.row], counted.categories[line.place]): FigureError(line.se, line.low, line.high, line.df)
        for lines in error_lines(errors_by_design(counted, sample.design))
        for line in lines
    }
    shown = {place: error for place, error in found.items() if place in table.cells}
    return replace(table, errors=shown, errors_said=sample.words)


def battery_figures(id: str, items: Sequence[tuple[str, FigureTable]], title: str) -> FigureTable:
    """Return the tables of the items of a battery as one: its groups are the items, and inside them their groups."""
    first = items[0][1]

    def named(item: str, table: FigureTable, group: str) -> str:
        alone = group == EVERYBODY or len(table.groups) == 1
        return item if alone else f"{item}{INSIDE}{group}"

    each = [
        (item, table, {group: named(item, table, group) for group in table.groups}) for item, table in items
    ]
    return replace(
        first,
        id=id,
        title=title,
        series=title,
        groups=tuple(name for _, _, names in each for name in names.values()),
        cells={
            (names[group], category): cell
            for _, table, names in each
            for (group, category), cell in table.cells.items()
        },
        notes=tuple(dict.fromkeys(note for _, table, _ in each for note in table.notes)),
        key="",
        codes=({}, first.codes[1]),
        hidden=frozenset((names[group], name) for _, table, names in each for group, name in table.hidden),
        differences={
            (names[one], names[other], category): p
            for _, table, names in each
            for (one, other, category), p in table.differences.items()
        },
        errors={
            (names[group], category): error
            for _, table, names in each
            for (group, category), error in table.errors.items()
        },
        items=tuple(item for item, table, names in each if item in names.values()),
    )


def _cells(
    counted: Counted, rows: Sequence[TableRow], hidden: frozenset[tuple[int, int]]
) -> dict[tuple[str, str], Figure]:
    return {
        (row.group, cell.category): _counted(row, cell, people, weighted=counted.weighted)
        for at, (row, people) in enumerate(zip(rows, counted.effective.tolist(), strict=True))
        for place, cell in enumerate(row.cells)
        if cell.percent is not None and (at, place) not in hidden
    }


def _last(counted: Counted) -> frozenset[int]:
    """Return the places of the answers that stay at the end: exclusive ones and 無回答."""
    choices = enumerate(counted.question.choices)
    exclusive = {place for place, choice in choices if choice.exclusive}
    return frozenset({*exclusive, counted.asked} if counted.shows_blank else exclusive)


def _codes(counted: Counted, rows: Sequence[TableRow]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words behind the codes of the groups, and of the categories."""
    groups = {code: row.group for code, row in zip(row_names(counted), rows, strict=True) if code}
    return groups, dict(zip(counted.coding.names, counted.categories, strict=True))


def _counted(row: TableRow, cell: TableCell, people: float, *, weighted: bool) -> Figure:
    percent = cell.percent or "0"
    whole, _, part = percent.partition(".")
    printed = Printed(percent, int(whole + part), len(part))
    exact = Fraction(cell.percent_exact or 0) / 100 if weighted else Fraction(cell.count, row.n)
    return Figure(row.n, printed, exact, cell.count, people)


def compared_figures(
    compared: Sequence[Compared],
    names: tuple[str, str],
    title: str = "前回との比較",
    suppress: int = 0,
    hiding: Container[str] = (),
    notes: Sequence[str] = (),
) -> list[FigureTable]:
    """Return what a crosswalk joins as one table for each wave; a refused comparison has another definition.

    suppress  a question with fewer people than this in a cell of either wave is left out whole
    hiding    so are questions of the second wave of which tables hide cells: they would stand here
    notes     by what changes are tested
    """
    shown = [each for each in compared if each.joined.second.question not in hiding]
    compared = _without_few(shown, suppress)
    return (
        [*_waves(compared, names, title, notes), *_side_by_side(compared, names, title)] if compared else []
    )


def _waves(
    compared: Sequence[Compared], names: tuple[str, str], title: str, tested: Sequence[str]
) -> Iterator[FigureTable]:
    """Yield what is compared as one table for each wave."""
    groups = tuple(dict.fromkeys(each.group for each in compared))
    labels = tuple(dict.fromkeys(each.joined.label for each in compared))
    notes = tuple(_warnings(compared))
    accepted = frozenset(
        each.joined.label for each in compared if each.joined.stopped and each.joined.accepted
    )
    refused = {each.joined.label: "変更" for each in compared if each.joined.refused}
    for place, name in enumerate(names):
        shares = [(each, (each.first, each.second)[place]) for each in compared]
        cells = {(each.group, each.joined.label): _shared(share) for each, share in shares if share.n}
        yield FigureTable(
            name,
            f"{title}（{name}）",
            TableKind.BATTERY,
            groups,
            labels,
            cells,
            name,
            title,
            refused if place else {},
            notes=(*notes, "割合は小数第2位を四捨五入した。", *tested),
            changes={(each.group, each.joined.label): each.p for each in compared} if place else {},
            accepted=accepted if place else frozenset(),
        )


def _warnings(compared: Sequence[Compared]) -> Iterator[str]:
    """Yield what changed between the waves, each once, with the questions that it is true of."""
    named = _names_of(compared)
    warned: dict[str, dict[str, None]] = {}
    for each in compared:
        for warning in warnings_of(each.joined):
            warned.setdefault(warning, {})[named[each.joined.second.question]] = None
    for warning, of in warned.items():
        yield warning if len(of) == len(set(named.values())) else f"{warning}（{'、'.join(of)}）"


def _names_of(compared: Sequence[Compared]) -> dict[str, str]:
    """Return what the figures of each question are called together."""
    labels: dict[str, dict[str, None]] = {}
    for each in compared:
        labels.setdefault(each.joined.second.question, {})[each.joined.label] = None
    return {
        question: _in_common([*of]).strip() or "、".join([*of][:MOST_TOLD]) for question, of in labels.items()
    }


def _without_few(compared: Sequence[Compared], least: int) -> list[Compared]:
    """Return the comparisons of questions that have no cell of fewer people, nor of all but a few."""
    small = {
        part.question
        for each in compared
        for part, share in ((each.joined.first, each.first), (each.joined.second, each.second))
        if any(0 < people < least for people in (share.yes, share.n - share.yes))
    }
    return [
        each
        for each in compared
        if each.joined.first.question not in small and each.joined.second.question not in small
    ]


def _side_by_side(compared: Sequence[Compared], names: tuple[str, str], title: str) -> Iterator[FigureTable]:
    """Yield a table for each question that may be compared: the waves of each group one under the other."""
    questions: dict[str, list[Compared]] = {}
    for each in compared:
        if each.change:
            questions.setdefault(each.joined.second.question, []).append(each)
    for rows in questions.values():
        labels = list(dict.fromkeys(each.joined.label for each in rows))
        asked = _in_common(labels)
        name = asked.strip() or "、".join(labels[:MOST_TOLD])
        warnings = tuple(dict.fromkeys(warning for each in rows for warning in warnings_of(each.joined)))
        groups = list(dict.fromkeys(each.group for each in rows))
        parts = {
            (f"{each.group} {wave}", each.joined.label.removeprefix(asked)): _shared(share)
            for each in rows
            for wave, share in zip(names, (each.first, each.second), strict=True)
        }
        told = [(name, parts)] if _are_parts(parts) else _bars(rows, names, (name, asked), groups)
        for said, cells in told:
            yield FigureTable(
                f"{title}：{said}",
                said,
                TableKind.SINGLE if cells is parts else TableKind.BATTERY,
                tuple(dict.fromkeys(group for group, _ in cells)),
                tuple(dict.fromkeys(category for _, category in cells)),
                cells,
                overlapping=True,
                notes=warnings,
            )


def _bars(
    rows: Sequence[Compared], names: tuple[str, str], told: tuple[str, str], groups: Sequence[str]
) -> Iterator[tuple[str, dict[tuple[str, str], Figure]]]:
    """Yield tables whose rows are the waves: of few figures one with all groups, of many one for each group."""
    name, asked = told
    labels = dict.fromkeys(each.joined.label.removeprefix(asked) for each in rows)
    if len(labels) > MOST_TOLD:
        for group in groups:
            inside = [each for each in rows if each.group == group]
            cells = {
                (wave, each.joined.label.removeprefix(asked)): _shared(share)
                for place, wave in enumerate(names)
                for each in inside
                for share in [(each.first, each.second)[place]]
            }
            yield f"{name}（{group}）" if len(groups) > 1 else name, cells
        return

    def column(each: Compared) -> str:
        of = each.group if len(labels) == 1 else f"{each.joined.label.removeprefix(asked)}　{each.group}"
        bases = (f"{w} n={s.n:,}" for w, s in zip(names, (each.first, each.second), strict=True))
        return f"{of}（{'、'.join(bases)}）"

    order = sorted(rows, key=lambda each: list(labels).index(each.joined.label.removeprefix(asked)))
    yield (
        name,
        {
            (wave, column(each)): _shared((each.first, each.second)[place])
            for place, wave in enumerate(names)
            for each in order
        },
    )


def _are_parts(cells: Mapping[tuple[str, str], Figure]) -> bool:
    """Return whether the answers of each group are all that there are, and nobody gave two."""
    groups = dict.fromkeys(group for group, _ in cells)
    return all(
        sum(cell.share or 0 for (of, _), cell in cells.items() if of == group) == 1 for group in groups
    )


def _in_common(labels: Sequence[str]) -> str:
    """Return the words of the question that all labels begin with; empty where there is one label, or none."""
    if len(labels) < 2:
        return ""
    # What the first and the last in order begin with alike, all do.
    pairs = zip(min(labels), max(labels), strict=False)
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return shared[: shared.rfind(" ") + 1]


def _shared(share: Share) -> Figure:
    exact = Fraction(share.yes, share.n)
    units = half_up(exact * 100, DECIMALS)
    return Figure(share.n, Printed(in_print(units, DECIMALS), units, DECIMALS), exact, share.yes, share.n)


def chart_table_of(table: FigureTable, groups: Sequence[str] = ()) -> ChartTable:
    """Return a table as charts take it: all its groups, or some."""
    rows = []
    for group in groups or table.groups:
        cells = [table.cells.get((group, category)) for category in table.parts]
        bases = {cell.n for cell in cells if cell}
        shares = tuple(
            ChartCell(in_print(cell.printed.units, cell.printed.decimals), float(cell.percent), cell.count)
            if cell
            else ChartCell(None, None)
            for cell in cells
        )
        rows.append(ChartRow(group, bases.pop() if len(bases) == 1 else 0 if not bases else None, shares))
    return ChartTable(
        table.title,
        table.kind,
        table.parts,
        tuple(rows),
        table.in_order,
        table.last,
        table.blank,
        table.weighted,
        table.notes if table.overlapping else (),
    )
