"""Every number in a finished text against the tables (docs/rules/survey-text.md)."""

import re
from collections.abc import Callable, Iterator, Sequence

from yakusoku.domain.survey.report.changes import claims, judged, points_of
from yakusoku.domain.survey.report.context import Context, Sentence, sentences_of
from yakusoku.domain.survey.report.figures import DECIMALS, FigureStore, Place, plain
from yakusoku.domain.survey.report.findings import NumberFinding, NumberKind
from yakusoku.domain.survey.report.lookup import (
    VERY_NEAR,
    Candidate,
    best,
    cells,
    is_share,
    nearest,
    of_group,
    own,
    rests,
    sums,
)
from yakusoku.domain.survey.report.mentions import Mention, MentionKind, mentions_in, rounds_to
from yakusoku.domain.survey.report.references import BASE, COUNT, Span, shown, written_place
from yakusoku.domain.survey.rounding import in_print

# What is advised to who writes the report, and is nothing to who only checks one.
AS_REFERENCE = "参照にすると、表が変わったときに気付けます。"
MOST = re.compile(r"^.{0,12}?最も(?:多|高)|^.{0,12}?最(?:多|高|大)")
LEAST = re.compile(r"^.{0,12}?最も(?:少|低)|^.{0,12}?最(?:少|低|小)")


def check_numbers(
    text: str, store: FigureStore, about: Sequence[str] = (), spans: Sequence[Span] = ()
) -> list[NumberFinding]:
    """Return what the look-up of each number in a text found, sentence by sentence.

    about   the tables that the text is about; empty: those that it names, else all
    spans   references that were printed: they are right, but what is said of them may not be
    """
    tables = tuple(about) or tables_named(text, store)
    names = _names(store, tables)
    found: list[NumberFinding] = []
    for sentence in sentences_of(text):
        end = sentence.start + len(sentence.text)
        inside = [span for span in spans if sentence.start <= span.start < end]
        context = Context(sentence.text, store, tables, text[: sentence.start])
        hidden = [(span.start - sentence.start, span.end - sentence.start) for span in inside]
        mentions = mentions_in(sentence.text, hidden, names)
        found += _of_sentence(sentence, context, mentions, inside)
    return found


def tables_named(text: str, store: FigureStore) -> tuple[str, ...]:
    """Return the tables whose name or title stands in a text, both waves of them."""
    said = plain(text)
    series = {
        table.series or table.id
        for table in store.tables.values()
        if any(len(name) > 2 and plain(name) in said for name in (table.id, table.series, table.title))
    }
    return tuple(table.id for table in store.tables.values() if (table.series or table.id) in series)


def _names(store: FigureStore, tables: Sequence[str]) -> list[str]:
    chosen = [store.tables[name] for name in tables] or list(store.tables.values())
    names = {
        name
        for table in chosen
        for name in (table.id, table.title, table.series, *table.groups, *table.categories)
        if name
    }
    return sorted(names, key=lambda name: (-len(name), name))


def _of_sentence(
    sentence: Sentence, context: Context, mentions: Sequence[Mention], spans: Sequence[Span]
) -> Iterator[NumberFinding]:
    places: list[Place] = []
    sizes = False
    for mention in mentions:
        before = sentence.text[: mention.start]
        owner = context.owner(before)
        if mention.kind is MentionKind.POINTS:
            sizes = True
            yield points_of(mention, context, before, owner)
            continue
        finding, place = _LOOK_UP[mention.kind](mention, context, owner)
        yield finding
        if place:
            places.append(place)
            yield from _superlative(sentence.text[mention.end :], mention.text, context, [place])
    for span in spans:
        yield from _of_span(sentence, span, context)
        sizes = sizes or span.difference is not None
        if span.place:
            places.append(span.place)
    if not sizes:
        yield from claims(context, places)


def _of_span(sentence: Sentence, span: Span, context: Context) -> Iterator[NumberFinding]:
    """Yield what the words around a reference say wrongly of it."""
    before = sentence.text[: span.start - sentence.start]
    after = sentence.text[span.end - sentence.start :]
    if span.difference:
        way = context.direction_after(sentence.text[: span.end - sentence.start])
        if way or not span.difference.comparable:
            problem = judged(span.difference, span.written, context, way)
            if problem and (way or not span.difference.between_waves):
                yield problem
    if span.place:
        owner = context.owner(before)
        if owner and not of_group(context, owner, span.place):
            message = f"文は「{owner}」のことをいっていますが、参照は「{span.place.group}」のセルです。"
            yield NumberFinding(NumberKind.OTHER_BASE, span.written, context.sentence, message)
        yield from _superlative(after, span.written, context, [span.place])


def _share(mention: Mention, context: Context, owner: str | None) -> tuple[NumberFinding, Place | None]:
    """Look up a percentage or a word for a share."""

    def is_mine(candidate: Candidate) -> bool:
        return own(context, owner, candidate.place) and is_share(mention, candidate.figure)

    answer = context.answer(context.sentence[: mention.start], context.sentence[mention.end :])
    mine = [each for each in cells(context) if is_mine(each)]
    if answer:
        mine = [each for each in mine if answer in each.place.categories]
    mine = mine or ([] if answer else [each for each in sums(context) if is_mine(each)])
    if mine:
        chosen = best(context, mine)
        return _match(mention, context, chosen), chosen.place
    near = nearest(context, mention, owner)
    matching = [each for each in cells(context) if is_share(mention, each.figure)]
    if near and (_is_named(near, context) or (_is_very_near(mention, near) and not matching)):
        return _near(mention, context, near), None
    left = [] if answer or mention.range else [each for each in rests(context) if is_mine(each)]
    if left:
        category = left[0].place.categories[0]
        message = f"100%から「{category}」の割合を引いた値です。"
        return NumberFinding(NumberKind.MATCH, mention.text, context.sentence, message), None
    everywhere = cells(context, list(context.store.tables))
    elsewhere = matching or [each for each in everywhere if is_share(mention, each.figure)]
    if elsewhere:
        return _elsewhere(mention, context, best(context, elsewhere), answer or owner), None
    return (_near(mention, context, near) if near else _nowhere(mention, context)), None


def _is_named(candidate: Candidate, context: Context) -> bool:
    return any(named.name in candidate.place.categories for named in context.categories)


def _is_very_near(mention: Mention, candidate: Candidate) -> bool:
    return abs(candidate.figure.percent - mention.value) <= VERY_NEAR


def _count(mention: Mention, context: Context, owner: str | None) -> tuple[NumberFinding, Place | None]:
    """Look up a number of respondents: of a cell, of a group, or one that the outline of the survey tells."""

    def same(value: int | None) -> bool:
        if value is None:
            return False
        return (
            mention.range.holds(mention.value.__class__(value)) if mention.range else value == mention.value
        )

    for name, value in context.store.facts.items():
        if same(value):
            message = f"調査概要の「{name}」です。"
            return (
                NumberFinding(
                    NumberKind.MATCH, mention.text, context.sentence, message, f"{{{{事実|{name}}}}}"
                ),
                None,
            )
    found = [each for each in cells(context) if same(each.figure.count) or same(each.figure.n)]
    mine = [each for each in found if own(context, owner, each.place)]
    summed = [each for each in sums(context) if own(context, owner, each.place) and same(each.figure.count)]
    if mine or summed:
        chosen = best(context, mine or summed)
        form = COUNT if same(chosen.figure.count) else BASE
        return _match(mention, context, chosen, form), chosen.place if form == COUNT else None
    elsewhere = found or [
        each
        for each in cells(context, list(context.store.tables))
        if same(each.figure.count) or same(each.figure.n)
    ]
    if elsewhere:
        return _elsewhere(mention, context, best(context, elsewhere), owner), None
    return _nowhere(mention, context), None


def _base(mention: Mention, context: Context, owner: str | None) -> tuple[NumberFinding, Place | None]:
    """Look up n=…: the base of a table of the sentence."""
    found = [each for each in cells(context) if each.figure.n == mention.value]
    mine = [each for each in found if own(context, owner, each.place)]
    if mine:
        return _match(mention, context, best(context, mine), BASE), None
    elsewhere = found or [
        each for each in cells(context, list(context.store.tables)) if each.figure.n == mention.value
    ]
    if elsewhere:
        return _elsewhere(mention, context, best(context, elsewhere), owner), None
    if mention.value in context.store.facts.values():
        return NumberFinding(NumberKind.MATCH, mention.text, context.sentence, "調査概要の数です。"), None
    return _nowhere(mention, context), None


def _bare(mention: Mention, context: Context, owner: str | None) -> tuple[NumberFinding, Place | None]:
    """Look up a number without a unit: with decimals it is a share, else first a count."""
    if mention.decimals:
        return _share(mention, context, owner)
    counted = _count(mention, context, owner)
    if counted[0].kind is NumberKind.MATCH:
        return counted
    share = _share(mention, context, owner)
    return share if share[0].kind is NumberKind.MATCH else counted


def _times(mention: Mention, context: Context, _owner: str | None) -> tuple[NumberFinding, Place | None]:
    """Look up a ratio of two shares of one answer, or of two answers of one group."""
    found = [each for each in cells(context) if each.figure.percent]
    for one in found:
        for other in found:
            alike = (one.place.group == other.place.group) != (one.place.categories == other.place.categories)
            if not alike and one.place.table == other.place.table:
                continue
            ratio = one.figure.percent / other.figure.percent
            fits = (
                mention.range.holds(ratio)
                if mention.range
                else rounds_to(ratio, mention.value, mention.decimals)
            )
            if fits:
                message = f"{_said(one)}の、{_said(other)}に対する比です。"
                return NumberFinding(NumberKind.MATCH, mention.text, context.sentence, message), None
    message = "この比になる二つの割合が、表にありません。"
    return NumberFinding(NumberKind.NOWHERE, mention.text, context.sentence, message), None


_LOOK_UP: dict[MentionKind, Callable[[Mention, Context, str | None], tuple[NumberFinding, Place | None]]] = {
    MentionKind.PERCENT: _share,
    MentionKind.WORD: _share,
    MentionKind.COUNT: _count,
    MentionKind.BASE: _base,
    MentionKind.BARE: _bare,
    MentionKind.TIMES: _times,
}


def _superlative(
    after: str, typed: str, context: Context, places: Sequence[Place]
) -> Iterator[NumberFinding]:
    """Yield that what is said to be the most is not, neither among the answers nor among the groups."""
    most, least = MOST.search(after), LEAST.search(after)
    if bool(most) == bool(least):
        return
    choose = max if most else min
    for place in places:
        if len(place.categories) > 1:
            continue
        table = context.store.tables[place.table]
        here = table.cells[place.group, place.categories[0]]
        row = [cell for (group, _), cell in table.cells.items() if group == place.group]
        column = [
            cell
            for (group, category), cell in table.cells.items()
            if category == place.categories[0] and group in table.family(place.group)
        ]
        extremes = [choose(each.percent for each in line) for line in (row, column) if len(line) > 1]
        if extremes and here.percent not in extremes:
            top = choose(row, key=lambda cell: cell.percent)
            name = next(c for (g, c), cell in table.cells.items() if cell is top and g == place.group)
            message = f"最も{'多' if most else '少な'}いのは「{name}」（{in_print(top.units(DECIMALS), DECIMALS)}%）です。"
            yield NumberFinding(NumberKind.DIRECTION, typed, context.sentence, message)


def _match(mention: Mention, context: Context, found: Candidate, form: str = "") -> NumberFinding:
    if not form:
        form = (
            mention.text.strip() if mention.kind is MentionKind.WORD else "" if mention.decimals else "整数%"
        )
    message = f"{_said(found)}です。{AS_REFERENCE}"
    return NumberFinding(
        NumberKind.MATCH,
        mention.text,
        context.sentence,
        message,
        written_place(found.place, context.store, form),
    )


def _near(mention: Mention, context: Context, found: Candidate) -> NumberFinding:
    message = f"表と合いません。近いのは、{_said(found)}です。"
    return NumberFinding(
        NumberKind.NEAR, mention.text, context.sentence, message, written_place(found.place, context.store)
    )


def _elsewhere(mention: Mention, context: Context, found: Candidate, owner: str | None) -> NumberFinding:
    of = f"「{owner}」の" if owner else "この文の区分と設問の"
    message = f"{of}数ではありません。同じ値は、{_said(found)}だけです。"
    return NumberFinding(NumberKind.OTHER_BASE, mention.text, context.sentence, message)


def _nowhere(mention: Mention, context: Context) -> NumberFinding:
    said = f"（{mention.range}）" if mention.range else ""
    return NumberFinding(
        NumberKind.NOWHERE, mention.text, context.sentence, f"この値{said}は、どの表にもありません。"
    )


def _said(found: Candidate) -> str:
    place = found.place
    answer = "+".join(place.categories)
    return (
        f"表「{place.table}」の{place.group}、「{answer}」の{shown(found.figure, '')}（n={found.figure.n}）"
    )
