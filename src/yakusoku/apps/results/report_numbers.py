"""Putting a number into a sentence: table, group, answer, the way it is shown, and what that gives before it is put."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from yakusoku.domain.survey.report.figures import FigureStore, FigureTable, NoFigure, Place
from yakusoku.domain.survey.report.references import (
    ARROW,
    BASE,
    COUNT,
    FACT,
    TENTH,
    WHOLE,
    rendered,
    resolved,
    shown,
)
from yakusoku.domain.survey.report.words import words_for
from yakusoku.domain.survey.rounding import in_print

EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to show a figure. `reference`: what is put; `said`: what it is printed as."""

    reference: str
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen so far, and what can be chosen next."""

    table: str = ""
    group: str = ""
    category: str = ""
    other: str = ""
    groups: Sequence[str] = ()
    categories: Sequence[str] = ()
    others: Sequence[tuple[str, str]] = ()
    ways: Sequence[Way] = field(default_factory=tuple)
    exact: str = ""
    n: int = 0
    problem: str = ""


def picked(told: Mapping[str, str], store: FigureStore) -> Picked:
    """Return the choice that a page tells, held to the tables; ways are there when a cell is chosen."""
    name = told.get("n-table", "")
    if name == FACT:
        ways = [Way(f"{{{{{FACT}|{each}}}}}", f"{value:,}", each) for each, value in store.facts.items()]
        return Picked(table=FACT, ways=ways)
    table = store.tables.get(name)
    if table is None:
        return Picked()
    group, category = told.get("n-group", ""), told.get("n-category", "")
    group = group if group in table.groups else next(iter(table.groups), "")
    category = category if category in table.categories else next(iter(table.categories), "")
    others = _others(table, group, store)
    other = told.get("n-other", "")
    other = other if other in dict(others) else ""
    base = Picked(name, group, category, other, table.groups, table.categories, others)
    return _with_ways(base, table, store)


def _others(table: FigureTable, group: str, store: FigureStore) -> list[tuple[str, str]]:
    found = [(each, each) for each in table.family(group) if each != group]
    before = store.earlier(table)
    if before and group in before.groups:
        found.append((EARLIER, _("前の回（%s）") % (before.wave or before.id)))
    return found


def _with_ways(base: Picked, table: FigureTable, store: FigureStore) -> Picked:
    place = Place(table.id, base.group, (base.category,))
    told = {
        name: getattr(base, name)
        for name in ("table", "group", "category", "other", "groups", "categories", "others")
    }
    try:
        figure = store.figure(place)
        ways = _difference(base, table, store) if base.other else _cell(base, store)
    except NoFigure as error:
        return Picked(**told, problem=str(error))
    return Picked(**told, ways=ways, exact=f"{in_print(figure.units(2), 2)}%", n=figure.n)


def _cell(base: Picked, store: FigureStore) -> list[Way]:
    figure = store.figure(Place(base.table, base.group, (base.category,)))
    forms = [
        (TENTH, _("割合（小数第1位）")),
        (WHOLE, _("割合（整数）")),
        (COUNT, _("人数")),
        (BASE, _("母数 n")),
    ]
    forms += [(word, _("ことば")) for word in words_for(figure.percent)]
    found = []
    for form, words in forms:
        try:
            said = shown(figure, form)
        except NoFigure:
            # A published share does not tell how many people it is.
            continue
        tail = "" if form == TENTH else f"|{form}"
        found.append(Way(f"{{{{{base.table}|{base.group}|{base.category}{tail}}}}}", said, words))
    return found


def _difference(base: Picked, table: FigureTable, store: FigureStore) -> list[Way]:
    if base.other == EARLIER:
        before = store.earlier(table)
        assert before is not None
        written = f"{before.id}{ARROW}{table.id}|{base.group}|{base.category}"
    else:
        written = f"{table.id}|{base.group}{ARROW}{base.other}|{base.category}"
    said, _span = resolved(written, store)
    return [Way(f"{{{{{written}}}}}", said, _("差"))]


def holds(reference: str, store: FigureStore) -> bool:
    """Return whether a text is one reference that can be printed."""
    printed = rendered(reference, store)
    return len(printed.spans) == 1 and not printed.broken and printed.spans[0].end == len(printed.text)
