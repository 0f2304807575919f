"""A whole report proposed from the tables: what each shows, said in one sentence by rule (docs/rules/survey-report.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.charts.choosing import chart_of
from yakusoku.domain.survey.charts.spec import ChartKind, Order
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.printed import TableKind
from yakusoku.domain.survey.report.building import chart_table_of
from yakusoku.domain.survey.report.figures import (
    INSIDE,
    Difference,
    FigureStore,
    FigureTable,
    NoFigure,
    Place,
)
from yakusoku.domain.survey.report.outline import (
    OVERVIEW_ROWS,
    QUESTIONS,
    ROLE_TITLES,
    VALID,
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    Part,
    Report,
    Role,
    Section,
    TableBlock,
)
from yakusoku.domain.survey.report.references import FACT, written_difference, written_place
from yakusoku.domain.survey.report.words import words_for

MOST_POINTS = 6
MOST_GROUPS = 3
# Of more figures than these, only the changes that are more than chance are told in words.
MOST_FIGURES = 12
TO_FILL = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is told of a survey beside its tables.

    overview   rows of 調査概要 by label, as far as they are known
    counted    有効回答数 and its strata: names of counts in the store
    unit       what is counted: 社, 人
    """

    title: str
    subtitle: str = ""
    publisher: str = ""
    issued: str = ""
    overview: tuple[tuple[str, tuple[str, ...]], ...] = ()
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    counted: tuple[str, ...] = ()
    unit: str = "件"


def drafted(survey: Survey, store: FigureStore, tables: Sequence[str] = ()) -> Report:
    """Return an outline that says of each table what is largest and where groups and waves differ.

    tables   those of this wave, in the order of the report; empty: all that no later wave replaces
    """
    chosen = [store.table(name) for name in tables] if tables else _latest(store)
    return Report(
        survey.title,
        survey.subtitle,
        survey.publisher,
        survey.issued,
        tuple(section for section in _sections(survey, store, chosen) if section.parts),
    )


def _latest(store: FigureStore) -> list[FigureTable]:
    earlier = {found.id for table in store.tables.values() if (found := store.earlier(table))}
    return [table for table in store.tables.values() if table.id not in earlier]


def _sections(survey: Survey, store: FigureStore, tables: Sequence[FigureTable]) -> Iterator[Section]:
    yield Section(Role.OVERVIEW, ROLE_TITLES[Role.OVERVIEW], (Part("", (overview_of(survey, store),)),))
    terms = (Part("", (Facts(survey.terms),)),) if survey.terms else ()
    yield Section(Role.TERMS, ROLE_TITLES[Role.TERMS], terms)
    parts = (*(part_of(table, store) for table in tables), *wave_parts(store, tables))
    yield Section(Role.RESULTS, ROLE_TITLES[Role.RESULTS], parts)
    points = tuple(_point(table, store) for table in tables[:MOST_POINTS])
    yield Section(Role.SUMMARY, ROLE_TITLES[Role.SUMMARY], (Part("", (Bullets(points),)),) if points else ())
    yield appendix_of(store, tables)


def appendix_of(store: FigureStore, tables: Sequence[FigureTable]) -> Section:
    """Return every table with its counts, those of a crosswalk last."""
    parts = tuple(Part(_named(table), (TableBlock(table.id, True),)) for table in tables)
    parts += tuple(Part(table.title, (TableBlock(table.id, True),)) for table in _joined(store, tables))
    return Section(Role.APPENDIX, ROLE_TITLES[Role.APPENDIX], parts)


def with_error_tables(report: Report, store: FigureStore) -> Report:
    """Return a report whose appendix tells the sampling errors of its tables; where there are none, once why."""
    appendix = report.section(Role.APPENDIX)
    names = [name for part in appendix.parts for name in part.tables] if appendix else []
    told = [table for table in map(store.table, dict.fromkeys(names)) if table.errors_said]
    known = [table for table in told if table.errors or table.hidden] or told[:1]
    parts = tuple(
        Part(
            f"標本誤差　{_named(table)}" if len(known) > 1 or table.errors else "標本誤差",
            (TableBlock(table.id, errors=True),),
        )
        for table in known
    )
    sections = (
        replace(each, parts=(*each.parts, *parts)) if each is appendix else each for each in report.sections
    )
    return replace(report, sections=tuple(sections))


def overview_of(survey: Survey, store: FigureStore) -> Facts:
    """Return 調査概要: what is told, what can be counted, and the labels of what is still to be filled in."""
    known = dict(survey.overview)
    if VALID not in known and survey.counted:
        lines = [f"{{{{{FACT}|{VALID}}}}}{survey.unit}"] if VALID in store.facts else []
        lines += [f"{n}：{{{{{FACT}|{n}}}}}{survey.unit}" for n in survey.counted if n != VALID]
        known[VALID] = tuple(lines)
    if QUESTIONS not in known and QUESTIONS in store.facts:
        known[QUESTIONS] = (f"{{{{{FACT}|{QUESTIONS}}}}}問",)
    labels = [*OVERVIEW_ROWS, *(label for label in known if label not in OVERVIEW_ROWS)]
    return Facts(tuple((label, known.get(label, (TO_FILL,))) for label in labels))


def part_of(table: FigureTable, store: FigureStore) -> Part:
    """Return what the report says and shows of one table."""
    kind = _kind(table)
    order = Order.LARGEST if table.kind is TableKind.MULTIPLE else Order.FORM
    blocks: list[Block] = [Headline(headline_of(table, store))]
    if _can_be_drawn(table, kind):
        blocks.append(ChartBlock(table.id, kind, order))
    else:
        blocks.append(TableBlock(table.id))
    if callout := _callout(table, store):
        blocks.append(Callout(callout))
    if wave := _on_waves(table, store):
        blocks.append(Paragraph(wave))
    return Part(table.title, tuple(blocks))


def _joined(store: FigureStore, tables: Sequence[FigureTable]) -> list[FigureTable]:
    """Return the tables of a crosswalk, the earlier wave first; empty: there is none."""
    shown = {table.id for table in tables}
    later = [table for table in store.tables.values() if table.changes and table.id not in shown]
    return [each for table in later for each in (store.earlier(table), table) if each]


def wave_parts(store: FigureStore, tables: Sequence[FigureTable]) -> Iterator[Part]:
    """Yield what changed since the wave before, without calling a change what may be chance."""
    for before, table in _pairs(_joined(store, tables)):
        many = len(table.categories) > MOST_FIGURES
        told = [_on_figure(store, before, table, category, many) for category in table.categories]
        points = [point for point in told if point]
        if len(points) < len(told):
            points.append("ほかの比較では、有意な差は見られない。")
        names = [name for name in store.tables if name.startswith(f"{table.series}：")]
        charts = [ChartBlock(name, _kind(store.tables[name])) for name in names]
        yield Part(table.series, (Bullets(tuple(points)), *charts))


def _on_figure(
    store: FigureStore, before: FigureTable, table: FigureTable, category: str, beyond_chance: bool
) -> str:
    """Return the change of one figure in each group; of many figures, only what is more than chance or refused."""
    said = []
    for group in table.groups:
        places = Place(before.id, group, (category,)), Place(table.id, group, (category,))
        try:
            change = store.difference(*places)
        except NoFigure:
            continue
        if beyond_chance and change.comparable and not change.significant:
            continue
        one, other = (written_place(place, store) for place in places)
        said.append(f"{group}は{one}から{other}、{written_difference(change)}")
    return f"{category}：{'。'.join(said)}。" if said else ""


def _pairs(tables: Sequence[FigureTable]) -> Iterator[tuple[FigureTable, FigureTable]]:
    """Yield tables two by two."""
    yield from zip(tables[::2], tables[1::2], strict=True)


def _kind(table: FigureTable) -> ChartKind | None:
    return ChartKind.BAR if table.kind is not TableKind.SINGLE else None


def _can_be_drawn(table: FigureTable, kind: ChartKind | None) -> bool:
    try:
        chart_of(chart_table_of(table), kind)
    except Refusal:
        return False
    return True


def headline_of(table: FigureTable, store: FigureStore) -> str:
    """Return the sentence for a table: the largest share, and the widest difference that is more than chance."""
    if table.items:
        return _of_items(table, store)
    return _largest(table, store) + _differing(table, store)


def _point(table: FigureTable, store: FigureStore) -> str:
    return f"{table.title}：{headline_of(table, store)}"


def _named(table: FigureTable) -> str:
    return table.title if table.id == table.title else f"{table.id}　{table.title}"


def _whole(table: FigureTable) -> str | None:
    """Return the group that stands for all: 全体, or the only one."""
    if EVERYBODY in table.groups:
        return EVERYBODY
    return table.groups[0] if len(table.groups) == 1 else None


def _answers(table: FigureTable) -> list[str]:
    return [name for place, name in enumerate(table.parts) if place != table.blank]


def _top(table: FigureTable, group: str) -> str | None:
    cells = [(name, table.cells.get((group, name))) for name in _answers(table)]
    known = [(name, cell) for name, cell in cells if cell and cell.n >= SMALL_BASE]
    if not known:
        return None
    name, highest = max(known, key=lambda each: each[1].percent)
    alike = [each for each, cell in known if cell.units(1) == highest.units(1)]
    return name if len(alike) == 1 else None


def _none_on_top(table: FigureTable, groups: Sequence[str]) -> str:
    """Return why no answer is named as the most usual one."""
    if any(table.bases[group] >= SMALL_BASE for group in groups):
        return "最も多いものは、一つに決まらない。"
    return "回答が少ないため、割合は参考値である。"


def _largest(table: FigureTable, store: FigureStore) -> str:
    whole = _whole(table)
    groups = [whole] if whole else (table.family(table.groups[0]) if table.groups else [])[:MOST_GROUPS]
    tops = {group: name for group in groups if (name := _top(table, group))}
    if not tops:
        return _none_on_top(table, groups)
    at = {group: written_place(Place(table.id, group, (name,)), store) for group, name in tops.items()}
    if len(tops) > 1 and len(set(tops.values())) == 1 and len(tops) == len(groups):
        name = next(iter(tops.values()))
        return "、".join(f"{group}（{at[group]}）" for group in tops) + f"とも、「{name}」が最も多い。"
    said = [
        f"{'' if group == EVERYBODY else f'{group}では'}「{name}」が{at[group]}で最も多"
        for group, name in tops.items()
    ]
    return "く、".join(said) + "い。"


def _of_items(table: FigureTable, store: FigureStore) -> str:
    """Return for which item of a battery an answer is most and least usual, and where its groups differ most."""
    name = _leading(table)
    known = {item: table.cells[item, name] for item in table.items if (item, name) in table.cells}
    shares = {item: cell.units(1) for item, cell in known.items() if cell.n >= SMALL_BASE}
    if len(shares) < 2:
        return _none_on_top(table, table.items)
    most, least = ([i for i in shares if shares[i] == end(shares.values())] for end in (max, min))
    if len(most) > 1 or len(least) > 1:
        return f"「{name}」の割合が最も高い項目は、一つに決まらない。"
    high, low = (written_place(Place(table.id, item, (name,)), store) for item in (most[0], least[0]))
    said = f"「{name}」の割合は、「{most[0]}」（{high}）で最も高く、「{least[0]}」（{low}）で最も低い。"
    return said + _differing_inside(table, name, store)


def _leading(table: FigureTable) -> str:
    """Return the answer of which a battery is told: what adds the first ones up, else the first."""
    return next(iter(table.categories[len(table.parts) :]), table.categories[0])


def _differing_inside(table: FigureTable, name: str, store: FigureStore) -> str:
    found = []
    for item in table.items:
        groups = [group for group in table.groups if group.startswith(item + INSIDE)]
        for first, second in combinations(groups, 2):
            try:
                each = store.difference(Place(table.id, first, (name,)), Place(table.id, second, (name,)))
            except NoFigure:
                continue
            if each.significant and each.sign:
                found.append((item, each))
    if not found:
        return ""
    item, widest = max(found, key=lambda pair: abs(pair[1].points))
    high, low = (widest.second, widest.first) if widest.sign > 0 else (widest.first, widest.second)
    one, other = written_place(high, store), written_place(low, store)
    of = [place.group.removeprefix(item + INSIDE) for place in (high, low)]
    return f"「{item}」では、「{name}」は{of[0]}（{one}）が{of[1]}（{other}）より高い。"


def _differing(table: FigureTable, store: FigureStore) -> str:
    """Return the widest difference of two groups that is more than chance; that there is none, where none is."""
    found, tested = [], False
    families = {tuple(table.family(group)) for group in table.groups if " × " not in group}
    for first, second in (pair for family in families for pair in combinations(family, 2)):
        for name in _answers(table):
            try:
                each = store.difference(Place(table.id, first, (name,)), Place(table.id, second, (name,)))
            except NoFigure:
                continue
            tested = tested or each.p is not None
            if each.significant and each.sign:
                found.append(each)
    if found:
        return _said(max(found, key=lambda each: abs(each.points)), store)
    return "区分による有意な差は見られない。" if tested else ""


def _said(difference: Difference, store: FigureStore) -> str:
    low, high = difference.first, difference.second
    if difference.sign < 0:
        low, high = high, low
    one, other = written_place(high, store), written_place(low, store)
    return f"「{high.categories[0]}」は、{high.group}（{one}）が{low.group}（{other}）より高い。"


def _callout(table: FigureTable, store: FigureStore) -> str:
    if table.items:
        return _callout_of_items(table, store)
    whole = _whole(table)
    name = _top(table, whole) if whole else None
    if not whole or not name:
        return ""
    words = words_for(table.cells[whole, name].percent)
    if not words:
        return ""
    return f"{written_place(Place(table.id, whole, (name,)), store, words[0])}が「{name}」"


def _callout_of_items(table: FigureTable, store: FigureStore) -> str:
    name = _leading(table)
    known = [(item, table.cells[item, name]) for item in table.items if (item, name) in table.cells]
    item, cell = max(known, key=lambda pair: pair[1].percent, default=("", None))
    words = words_for(cell.percent) if cell and cell.n >= SMALL_BASE else ()
    if not words:
        return ""
    return f"{written_place(Place(table.id, item, (name,)), store, words[0])}が、「{item}」で「{name}」"


def _on_waves(table: FigureTable, store: FigureStore) -> str:
    before = store.earlier(table)
    if before is None:
        return ""
    said = []
    for group in (group for group in table.groups if group in before.groups):
        name = next((n for n in [_top(table, group)] if n and n in before.categories), None)
        if name is None:
            continue
        try:
            change = store.difference(Place(before.id, group, (name,)), Place(table.id, group, (name,)))
        except NoFigure:
            continue
        said.append(f"{group}の「{name}」は前回と比べて{written_difference(change)}。")
    return "".join(said)
