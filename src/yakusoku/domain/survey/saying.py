"""What is said of a table that cannot be true: what is wrong, and what would explain it."""

from collections.abc import Sequence

from yakusoku.domain.survey.printed import Cell, Group
from yakusoku.domain.survey.rounding import Rule, percent_of

RULE_LABELS = {Rule.HALF_UP: "四捨五入", Rule.HALF_EVEN: "偶数への丸め（56.25→56.2）", Rule.FLOOR: "切捨て"}


def impossible(cell: Cell, together: Sequence[int], alone: Sequence[int]) -> str:
    """Return that no count out of the base is printed like this, with the nearest that are possible."""
    printed = cell.printed
    if printed is None:
        return ""
    shown = printed.text.rstrip("%％ ")
    if printed.value > 100 or printed.value < 0:
        return f"{shown}% は、0%から100%の間にないので、どの n からも出ません。"
    if cell.n == 0:
        return f"n=0 では、{shown}% にはなりません。"
    below = min(cell.n, int(printed.value * cell.n / 100))
    near = [c for c in (below, below + 1) if c <= cell.n]
    counts = "、".join(f"{c}人なら{percent_of(c, cell.n, printed.decimals)}%" for c in near)
    said = f"n={cell.n} のどの人数からも、四捨五入して {shown}% にはなりません（{counts}）。"
    if together:
        said += f"この行のすべての割合に合う n は {_listed(together)} などです。"
    if alone:
        said += f"この割合{'だけ' if together else ''}に合う n は {_listed(alone)} などです。"
    if not together and not alone:
        said += "近い n にも合うものがありません。割合を確かめてください。"
    return said


def wrong_sum(printed: str, parts: int, *, short: bool, shows_blank: bool) -> str:
    """Return that the parts of a 単一回答 do not make 100."""
    said = f"単一回答なのに、{parts}個の割合の合計が {printed}% です。四捨五入の差では100%になりません。"
    if short and not shows_blank:
        said += "表にない区分（無回答など）があるなら、表に加えるか、注に書いてください。"
    return said


def infeasible(group: Group, together: Sequence[int]) -> str:
    """Return that each share is possible but not all of them at once."""
    spans = [cell.counts() for cell in group.readings[-1]]
    low, high = sum(span.low for span in spans), sum(span.high for span in spans)
    reach = f"{low}人" if low == high else f"{low}人から{high}人"
    said = f"一つずつは合いますが、この割合になる人数を合わせると{reach}で、n={group.n} になりません。"
    return said + (f"すべてに合う n は {_listed(together)} などです。" if together else "")


def exclusive(alone: Sequence[Cell], other: Cell | None, n: int) -> str:
    """Return that people chose an exclusive option and another one."""
    cells = [*alone, *([other] if other else [])]
    counts = "、".join(f"「{cell.category}」は少なくとも{cell.counts().low}人" for cell in cells)
    return f"{counts}で、合わせると n={n} を超えます。排他的な選択肢を、ほかと一緒に選んだ人がいることになります。"


def other_rules(rules: Sequence[Rule]) -> str:
    """Return by which rule everything would fit."""
    names = "、".join(RULE_LABELS[rule] for rule in rules)
    return f"四捨五入では合いませんが、{names}なら、この表のすべての割合が合います。四捨五入で計算し直してください。"


def bases_of_parts(total: int, parts: int) -> str:
    """Return that the bases of the parts are more than the base of the total."""
    return f"内訳の n の合計は{parts}で、全体の n={total} を超えます。"


def not_the_sum(cell: Cell, low: int, high: int) -> str:
    """Return that the counts of the parts do not make the count of the total."""
    span = cell.counts()
    here = f"{span.low}人" if span.low == span.high else f"{span.low}人から{span.high}人"
    parts = f"{low}人" if low == high else f"{low}人から{high}人"
    return f"全体の割合は{here}にあたりますが、内訳を合わせると{parts}です。"


def _listed(bases: Sequence[int]) -> str:
    return "、".join(map(str, bases[:5]))
