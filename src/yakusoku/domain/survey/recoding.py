"""Values made coarser, so that they point to nobody (docs/rules/survey-public-use.md)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from yakusoku.domain.survey.codebook import Holds, Measure, Numbers, Value, Variable
from yakusoku.domain.survey.told import Told

DONE_LABELS = {
    "merged": "{k}人に満たない区分をまとめた: {groups}",
    "classes": "数を階級にした: {classes}",
    "ends": "有効数字{digits}桁に四捨五入し、上下の{k}人をそれぞれ{high}以上、{low}以下にまとめた",
}
OTHERS = "その他（まとめ）"
SIGNIFICANT = 2
# A number with so few values is a category.
FEW_VALUES = 20
_STEPS = (1, 5, *(step * 10**power for power in range(1, 10) for step in (1, 3, 5)))


class Done(Told):
    """What was done to a variable."""

    __slots__ = ()
    SENTENCES = DONE_LABELS


@dataclass(frozen=True, slots=True, eq=False)
class Recoded:
    """A variable made coarser, its cells, and what was done; None: nothing had to be done."""

    variable: Variable
    column: Numbers
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """Values that are published as one."""

    values: tuple[Value, ...]
    count: int


def merge_rare(variable: Variable, column: Numbers, k: int, *, ordered: bool) -> Recoded:
    """Return a variable in which each category that occurs has k respondents, as far as there are so many.

    ordered  neighbours are merged; if not, the rare ones become one category
    """
    groups = [_Group((value,), _times(column, value.code)) for value in variable.values]
    merged = _neighbours(groups, k) if ordered else _pooled(groups, k)
    if len(merged) == len(groups):
        return Recoded(variable, column)
    made, done = column.copy(), []
    values = []
    code = max((value.code for value in variable.values), default=0) + 1
    for group in merged:
        if len(group.values) == 1:
            values.append(group.values[0])
            continue
        label = _label(group, ordered=ordered)
        values.append(Value(code, label))
        made[np.isin(column, [value.code for value in group.values])] = code
        done.append(f"{'、'.join(value.label for value in group.values)} → {label}")
        code += 1
    told = Done("merged", k=str(k), groups="; ".join(done))
    return Recoded(replace(variable, values=tuple(values)), made, told)


def in_classes(variable: Variable, column: Numbers, k: int, limits: Sequence[float] = ()) -> Recoded:
    """Return a number as classes with k respondents each; given limits are where classes begin."""
    gaps = [gap.code for gap in variable.gaps]
    answered = ~np.isin(column, gaps)
    found = np.unique(column[answered])
    if len(found) <= FEW_VALUES and not len(limits):
        values = tuple(Value(float(each), f"{each:.15g}") for each in found)
        start = replace(variable, holds=Holds.CODE, measure=Measure.ORDINAL, values=values)
        return merge_rare(start, column, k, ordered=True)
    greatest = float(found[-1]) if len(found) else 0.0
    steps = sorted(set(limits)) if len(limits) else [0, *(step for step in _STEPS if step <= greatest)]
    places = np.where(answered, np.searchsorted(steps, column, side="right"), -1)
    groups = [_Group((Value(n, ""),), int(np.count_nonzero(places == n))) for n in range(len(steps) + 1)]
    merged = _neighbours(groups, k, empty=True)
    made = column.copy()
    made_values: list[Value] = []
    for code, group in enumerate(merged, 1):
        first, last = int(group.values[0].code), int(group.values[-1].code)
        low = steps[first - 1] if first else None
        high = steps[last] if last < len(steps) else None
        made_values.append(Value(code, _span(low, high)))
        made[(places >= first) & (places <= last)] = code
    labels = "、".join(value.label for value in made_values)
    return Recoded(
        replace(variable, holds=Holds.CODE, measure=Measure.ORDINAL, values=tuple(made_values)),
        made,
        Done("classes", classes=labels),
    )


def cut_ends(variable: Variable, column: Numbers, k: int) -> Recoded | None:
    """Return a number with two significant digits, the k greatest and the k least as one value each; None: too few.

    Ties with the k-th count with it.
    """
    answered = ~np.isin(column, [gap.code for gap in variable.gaps])
    if np.count_nonzero(answered) < 2 * k:
        return None
    made = column.copy()
    found, place = np.unique(column[answered], return_inverse=True)
    made[answered] = np.array([_two_digits(float(each)) for each in found])[place]
    ranked = np.sort(made[answered])
    low, high = float(ranked[k - 1]), float(ranked[-k])
    made[answered] = np.clip(made[answered], low, high)
    values = (Value(low, f"{low:,.15g}以下"), Value(high, f"{high:,.15g}以上")) if low < high else ()
    ends = {"high": f"{high:,.15g}", "low": f"{low:,.15g}"}
    return Recoded(
        replace(variable, values=values), made, Done("ends", digits=str(SIGNIFICANT), k=str(k), **ends)
    )


def _times(column: Numbers, code: float) -> int:
    return int(np.count_nonzero(column == code))


def _pooled(groups: Sequence[_Group], k: int) -> list[_Group]:
    """Return the groups with the rare ones as one, last; the next smallest join until there are k."""
    rare = [group for group in groups if 0 < group.count < k]
    kept = [group for group in groups if not 0 < group.count < k]
    while rare and sum(group.count for group in rare) < k:
        taken = [group for group in kept if group.count]
        if not taken:
            break
        smallest = min(taken, key=lambda group: group.count)
        kept.remove(smallest)
        rare.append(smallest)
    if len(rare) < 2:
        return list(groups)
    order = [value.code for group in groups for value in group.values]
    values = sorted((v for group in rare for v in group.values), key=lambda v: order.index(v.code))
    return [*kept, _Group(tuple(values), sum(group.count for group in rare))]


def _neighbours(groups: Sequence[_Group], k: int, *, empty: bool = False) -> list[_Group]:
    """Return the groups in order, each rare one merged with the smaller of its neighbours, the rarest first.

    Groups that nobody is in merge only where `empty` says so.
    """
    made = list(groups)
    while len(made) > 1:
        rare = [n for n in range(len(made)) if made[n].count < k and (empty or made[n].count)]
        if not rare:
            break
        place = min(rare, key=lambda n: made[n].count)
        sides = [n for n in (place - 1, place + 1) if 0 <= n < len(made)]
        side = min(sides, key=lambda n: made[n].count)
        first, last = sorted((place, side))
        made[first : last + 1] = [
            _Group((*made[first].values, *made[last].values), made[first].count + made[last].count)
        ]
    return made


def _label(group: _Group, *, ordered: bool) -> str:
    if not ordered:
        return OTHERS
    return f"{group.values[0].label}〜{group.values[-1].label}"


def _span(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "すべて"
    if low is None:
        return f"{high:,.15g}未満"
    return f"{low:,.15g}以上" + ("" if high is None else f"{high:,.15g}未満")


def _two_digits(number: float) -> float:
    exact = Decimal(repr(number))
    if not exact:
        return 0.0
    last = Decimal(1).scaleb(exact.adjusted() - SIGNIFICANT + 1)
    return float((exact / last).quantize(Decimal(1), rounding=ROUND_HALF_UP) * last)
