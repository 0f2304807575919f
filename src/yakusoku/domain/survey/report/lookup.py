"""Where in the tables a number of a sentence can come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.printed import TableKind
from yakusoku.domain.survey.report.context import Context
from yakusoku.domain.survey.report.figures import (
    INSIDE,
    Difference,
    Figure,
    FigureStore,
    FigureTable,
    NoFigure,
    Place,
    plain,
)
from yakusoku.domain.survey.report.mentions import Mention, rounds_to
from yakusoku.domain.survey.rounding import half_up

# Up to so many points away a cell is named as the one that may have been meant; nearer, it surely was.
NEAR, VERY_NEAR = Fraction(1, 2), Fraction(3, 20)
MOST_SUMMED = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cell, or the sum of cells, that a number may stand for."""

    place: Place
    figure: Figure


def own(context: Context, owner: str | None, place: Place) -> bool:
    """Return whether a place is of the group, and of the wave, that the sentence speaks of."""
    return context.speaks_of(place.table) and of_group(context, owner, place)


def of_group(context: Context, owner: str | None, place: Place) -> bool:
    """Return whether a place is of the group that the sentence speaks of."""
    groups = context.store.tables[place.table].groups
    if owner and owner in groups:
        return place.group == owner or place.group.startswith(owner + INSIDE)
    if any(named.name in groups for named in context.groups):
        return context.names_group(place.group)
    # A table of one group says in its title of whom it is; one of others is not of this one.
    return (
        len(groups) == 1
        or not owner
        or not any(owner in context.store.tables[t].groups for t in context.tables)
    )


def cells(context: Context, tables: Sequence[str] | None = None) -> Iterator[Candidate]:
    """Yield the cells of the tables that the sentence is about, or of others."""
    for place, figure in context.store.places(context.tables if tables is None else tables):
        yield Candidate(place, figure)


def sums(context: Context) -> Iterator[Candidate]:
    """Yield the sums of neighbouring answers of a 単一回答: those who ever did, those who agree."""
    for name in context.tables:
        yield from context.store.remembered("sums", name, partial(_sums, context.store, name))


def _sums(store: FigureStore, name: str) -> Iterator[Candidate]:
    table = store.tables[name]
    if table.kind is not TableKind.SINGLE or len(table.parts) > MOST_SUMMED:
        return
    for group in table.groups:
        for run in _runs(table.parts):
            place = Place(table.id, group, run)
            try:
                yield Candidate(place, store.figure(place))
            except NoFigure:
                continue


def rests(context: Context) -> Iterator[Candidate]:
    """Yield what is left of 100: those who did not choose an answer. The place is that of the answer."""
    for candidate in cells(context):
        figure = candidate.figure
        rest = 100 - figure.percent
        units = half_up(rest, figure.printed.decimals)
        printed = type(figure.printed)("", units, figure.printed.decimals)
        share = None if figure.share is None else 1 - figure.share
        count = None if figure.count is None else figure.n - figure.count
        yield Candidate(candidate.place, Figure(figure.n, printed, share, count, figure.people))


def _runs(categories: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for first in range(len(categories)):
        for last in range(first + 2, len(categories) + 1):
            if last - first < len(categories):
                yield tuple(categories[first:last])


def is_share(mention: Mention, figure: Figure) -> bool:
    """Return whether a share is what a number says."""
    if mention.range:
        return mention.range.holds(figure.percent)
    if mention.decimals == figure.printed.decimals:
        return figure.printed.units == mention.units
    return rounds_to(figure.percent, mention.value, mention.decimals)


def best(context: Context, found: Sequence[Candidate], value: Fraction | None = None) -> Candidate:
    """Return the likeliest: a named answer, a named group, everybody, the nearest."""
    categories = {named.name for named in context.categories}
    groups = {named.name for named in context.groups}

    pairs = _pairs(context.plain)

    def key(candidate: Candidate) -> tuple[bool, bool, bool, Fraction, int]:
        place = candidate.place
        away = abs(candidate.figure.percent - value) if value is not None else Fraction(0)
        return (
            not categories.intersection(place.categories),
            place.group not in groups,
            place.group != EVERYBODY and not groups,
            away,
            -len(pairs & _pairs("".join((context.store.tables[place.table].title, *place.categories)))),
        )

    return min(found, key=key)


def _pairs(text: str) -> set[str]:
    """Return the pairs of letters of a text: words in common without knowing where words end."""
    said = plain(text)
    return {said[n : n + 2] for n in range(len(said) - 1)}


def nearest(context: Context, mention: Mention, owner: str | None) -> Candidate | None:
    """Return the cell of the sentence's group that is nearest to a number, within NEAR points."""
    if mention.range:
        return None
    found = [
        candidate
        for candidate in cells(context)
        if own(context, owner, candidate.place) and abs(candidate.figure.percent - mention.value) <= NEAR
    ]
    return best(context, found, mention.value) if found else None


def differences(context: Context) -> Iterator[Difference]:
    """Yield the differences that a sentence may speak of: against the wave before, and between groups."""
    store = context.store
    for name in context.tables:
        table = store.tables[name]
        yield from store.remembered("waves", name, partial(_between_waves, store, table))
        if context.speaks_of(name):
            yield from store.remembered("groups", name, partial(_between_groups, store, table))


def _between_waves(store: FigureStore, table: FigureTable) -> Iterator[Difference]:
    before = store.earlier(table)
    if before is None:
        return
    single = table.kind is TableKind.SINGLE and len(table.parts) <= MOST_SUMMED
    runs = _runs(table.parts) if single else iter(())
    for categories in [*((category,) for category in table.categories), *runs]:
        for group in table.groups:
            try:
                yield store.difference(
                    Place(before.id, group, categories), Place(table.id, group, categories)
                )
            except NoFigure:
                continue


def _between_groups(store: FigureStore, table: FigureTable) -> Iterator[Difference]:
    for category in table.categories:
        for group in table.groups:
            for other in table.family(group):
                try:
                    yield store.difference(
                        Place(table.id, other, (category,)), Place(table.id, group, (category,))
                    )
                except NoFigure:
                    continue
