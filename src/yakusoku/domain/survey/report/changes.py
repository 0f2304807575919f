"""What a sentence claims of differences: how large, which way, and whether they are more than chance."""

import re
from collections.abc import Iterator, Sequence

from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.report.context import BEFORE, CHANGED, Context
from yakusoku.domain.survey.report.figures import DECIMALS, Difference, NoFigure, Place
from yakusoku.domain.survey.report.findings import NumberFinding, NumberKind
from yakusoku.domain.survey.report.lookup import VERY_NEAR, differences
from yakusoku.domain.survey.report.mentions import Mention, rounds_to
from yakusoku.domain.survey.report.references import written_difference
from yakusoku.domain.survey.rounding import half_up, in_print

_THAN = r"(?:\([^)]*\))?(?:より|に比べ|と比べ|を上回|を下回)"


def points_of(mention: Mention, context: Context, before: str, owner: str | None) -> NumberFinding:
    """Return what the look-up of +1.2ポイント found."""
    found = [
        each
        for each in differences(context)
        if _is_points(mention, each) and (not each.between_waves or _owns(context, owner, each))
    ]
    way = mention.sign or context.direction_after(before + mention.text)
    if not found:
        return _no_difference(mention, context)
    right = [each for each in found if way == 0 or _claimed(each, way, context) == each.sign or not each.sign]
    chosen = _likeliest(right or found, context)
    return judged(chosen, mention.text, context, way) or _finding(
        NumberKind.MATCH, mention.text, context, "この差は表にあります。", written_difference(chosen)
    )


def judged(difference: Difference, typed: str, context: Context, way: int) -> NumberFinding | None:
    """Return what forbids to say this of a difference; None: it may be said.

    way   1 where it is said to be more, -1 less, 0 neither
    """
    said, reference = _named(difference), written_difference(difference)
    if difference.between_waves and not difference.comparable and not context.warns:
        message = f"{said}。ただし、二つの回で定義が変わっているので、比べられません。定義をそろえるか、定義の変更を文に書いてください。"
        return _finding(NumberKind.DEFINITION, typed, context, message, reference)
    if way and difference.sign and _claimed(difference, way, context) != difference.sign:
        return _finding(NumberKind.DIRECTION, typed, context, f"{said}で、文の向きと逆です。", reference)
    if not difference.significant and not context.denies and not _printed_so(context):
        why = (
            "n が小さいなどのため、検定できません"
            if difference.p is None
            else f"有意差はありません（p={difference.p:.3f}）"
        )
        message = f"{said}ですが、{why}。増減や高低をいわずに、有意差がないことを書いてください。"
        return _finding(NumberKind.NOT_SIGNIFICANT, typed, context, message, reference)
    return None


def claims(context: Context, places: Sequence[Place]) -> Iterator[NumberFinding]:
    """Yield what is wrong with a change that a sentence tells without saying how large it is.

    places   the cells whose shares the sentence tells
    """
    way = context.direction
    if not way:
        return
    if CHANGED.search(context.plain):
        yield from _of_waves(context, places, way)
    elif len(context.groups) > 1:
        yield from _of_groups(context, way)


def _of_waves(context: Context, places: Sequence[Place], way: int) -> Iterator[NumberFinding]:
    typed = found[0] if (found := CHANGED.search(context.plain)) else ""
    judgements = []
    later = [place for place in places if context.store.earlier(context.store.tables[place.table])]
    for place in later or _named_places(context):
        table = context.store.tables[place.table]
        before = context.store.earlier(table)
        if before is None:
            continue
        try:
            difference = context.store.difference(Place(before.id, place.group, place.categories), place)
        except NoFigure:
            continue
        judgements.append(judged(difference, typed, context, way))
    # Where the sentence names no group, it is right if it is right of any.
    if judgements and all(judgements):
        yield next(each for each in judgements if each)


def _of_groups(context: Context, way: int) -> Iterator[NumberFinding]:
    for category in context.categories[:1]:
        for name in context.tables:
            table = context.store.tables[name]
            pair = _compared(context, table.groups)
            if pair is None or not context.speaks_of(name) or category.name not in table.categories:
                continue
            subject, other = pair
            try:
                difference = context.store.difference(
                    Place(name, other, (category.name,)), Place(name, subject, (category.name,))
                )
            except NoFigure:
                continue
            problem = judged(difference, category.name, context, way)
            if problem:
                yield problem
            return


def _named_places(context: Context) -> list[Place]:
    groups = {named.name for named in context.groups}
    named = {each.name for each in context.categories}
    return [
        Place(table, group, (category,))
        for table in context.tables
        for group in context.store.tables[table].groups
        if not groups or group in groups
        for category in context.store.tables[table].categories
        if category in named
    ]


def _compared(context: Context, groups: Sequence[str]) -> tuple[str, str] | None:
    """Return of which group the sentence says that it has more or less, and than which; None: that is not clear."""
    named = [each for each in context.groups if each.name in groups and each.name != EVERYBODY]
    others = [each for each in named if re.match(_THAN, context.plain[each.end :])]
    subjects = [each for each in named if each.name not in {other.name for other in others}]
    if len({each.name for each in others}) != 1 or len({each.name for each in subjects}) != 1:
        return None
    return subjects[0].name, others[0].name


def _claimed(difference: Difference, way: int, context: Context) -> int:
    """Return the sign that the words claim of second less first."""
    if difference.between_waves:
        return way
    pair = _compared(context, (difference.first.group, difference.second.group))
    if pair is None:
        return difference.sign
    return way if pair[0] == difference.second.group else -way


def _is_points(mention: Mention, difference: Difference) -> bool:
    sizes = abs(difference.points), abs(difference.printed_points)
    if mention.range:
        return any(mention.range.holds(size) for size in sizes)
    return any(rounds_to(size, mention.value, mention.decimals) for size in sizes)


def _owns(context: Context, owner: str | None, difference: Difference) -> bool:
    if owner and owner in context.store.tables[difference.second.table].groups:
        return difference.second.group == owner
    return context.names_group(difference.second.group)


def _likeliest(found: Sequence[Difference], context: Context) -> Difference:
    categories = {named.name for named in context.categories}
    groups = {named.name for named in context.groups}
    waves = bool(BEFORE.search(context.plain)) or bool(CHANGED.search(context.plain))
    return min(
        found,
        key=lambda each: (
            not categories.intersection(each.second.categories),
            each.between_waves != waves,
            each.second.group not in groups,
            not each.comparable,
            len(each.second.categories),
            each.sign < 0,
        ),
    )


def _no_difference(mention: Mention, context: Context) -> NumberFinding:
    found = [
        each
        for each in differences(context)
        if not mention.range and abs(abs(each.points) - mention.value) <= VERY_NEAR
    ]
    if not found:
        return _finding(
            NumberKind.NOWHERE, mention.text, context, "この差になる二つの割合が、どの表にもありません。", ""
        )
    near = _likeliest(found, context)
    return _finding(
        NumberKind.NEAR,
        mention.text,
        context,
        f"この差はどの表にもありません。近いのは、{_named(near)}です。",
        written_difference(near),
    )


def _named(difference: Difference) -> str:
    first, second = difference.first, difference.second
    answer = "+".join(second.categories)
    low, high = (first.table, second.table) if difference.between_waves else (first.group, second.group)
    size = in_print(half_up(abs(difference.points), DECIMALS), DECIMALS)
    if difference.between_waves:
        way = "高い" if difference.sign > 0 else "低い"
        return f"{second.group}の「{answer}」は、「{high}」のほうが「{low}」より{size}ポイント{way}" + "値"
    way = "高い" if difference.sign > 0 else "低い"
    return f"表「{second.table}」の「{answer}」は、{high}が{low}より{size}ポイント{way}" + "値"


def _printed_so(context: Context) -> bool:
    return "有意差なし" in context.plain and not CHANGED.search(context.plain)


def _finding(kind: NumberKind, typed: str, context: Context, message: str, suggestion: str) -> NumberFinding:
    return NumberFinding(kind, typed, context.sentence, message, suggestion)
