"""What is said of a table of a survey: its test and the notes under it (docs/rules/survey-tables.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from yakusoku.domain.survey.answers import State
from yakusoku.domain.survey.association import FEW_EXPECTED, Test, pearson
from yakusoku.domain.survey.coded import Floats, grouped
from yakusoku.domain.survey.exact import Whole
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.multiplicity import Correction
from yakusoku.domain.survey.rao_scott import rao_scott_all
from yakusoku.domain.survey.several import (
    WeightedGroups,
    several_answers,
    several_weighted,
    several_weighted_all,
)
from yakusoku.domain.survey.tabulating import Counted, Sums, TableRow

TEST_LABELS = {
    "pearson-chi-square": "ピアソンのカイ二乗検定（連続修正なし）",
    "rao-scott-f": "ラオ・スコットの検定（二次の補正、F）",
    "rao-scott-sum-of-chi-squares": "選択肢ごとのカイ二乗の和（ラオ・スコットの二次の補正）",
    "rao-scott-sum-of-chi-squares-f": "選択肢ごとのカイ二乗の和（ラオ・スコットの二次の補正、重み、F）",
}
CORRECTION_LABELS = {
    Correction.HOLM: "ホルム法",
    Correction.BH: "ベンジャミニ・ホッホベルク法",
    Correction.NONE: "補正なし",
}
_STATE_LABELS = {State.BLANK: "無回答", State.INVALID: "無効", State.NOT_ASKED: "非該当"}


@dataclass(frozen=True, slots=True)
class Terms:
    """How a table is tested and shown, as far as its notes must say so.

    design    the design of the sample by which it is tested, in words; empty: weights at most
    df        the degrees of freedom of the design
    no_design why no design is in the tests, in words; empty: there is no need to say so
    rest      marks against the rest are shown
    hidden    cells of fewer people than this are hidden; 0: none are
    letters   marks of groups against one another are shown; `strict`: only those at 1 %
    test      the test of all groups is told
    """

    correction: Correction = Correction.HOLM
    design: str = ""
    rest: bool = False
    hidden: int = 0
    letters: bool = True
    strict: bool = False
    test: bool = True
    df: int | None = None
    no_design: str = ""


def comparison_of(counted: Counted) -> Test | None:
    """Return the test of the groups that the axes split no further; None if there is none to make."""
    if not counted.axes or counted.overlapping or counted.question.kind is QuestionKind.NUMBER:
        return None
    return _comparison(counted)


def comparisons_of(tables: Sequence[Counted]) -> list[Test | None]:
    """Return the test of each of several tables; weighted ones of one shape are made together, which is sooner."""
    found: list[Test | None] = [None] * len(tables)
    alike: dict[tuple[QuestionKind, int, int], list[int]] = {}
    for place, counted in enumerate(tables):
        kind = counted.question.kind
        told = kind is not QuestionKind.NUMBER and counted.axes and not counted.overlapping
        if told and counted.weighted:
            alike.setdefault((kind, len(counted.grouping.finest), counted.asked), []).append(place)
        else:
            found[place] = comparison_of(counted)
    for (kind, _, _), places in alike.items():
        together = _tests_of_several if kind is QuestionKind.MULTIPLE else _tests_of_cells
        for place, test in zip(places, together([tables[place] for place in places]), strict=True):
            found[place] = test
    return found


def _tests_of_several(tables: Sequence[Counted]) -> list[Test | None]:
    return several_weighted_all([_weighted_groups(counted) for counted in tables])


def _tests_of_cells(tables: Sequence[Counted]) -> list[Test | None]:
    return rao_scott_all(*_cells(tables))


def _cells(tables: Sequence[Counted]) -> tuple[Floats, Floats, list[int]]:
    """Return the weights and squared weights of the cells that are tested, and how many people are in each table."""
    finest, asked = tables[0].grouping.finest, slice(tables[0].asked)
    # One axis has them side by side.
    here = slice(finest[0], finest[-1] + 1) if len(finest) == finest[-1] + 1 - finest[0] else finest
    # In whatever unit: the test is of shares.
    weights, squares, people = (
        np.array([getattr(counted, name).cells[here, asked] for counted in tables])
        for name in ("weights", "squares", "people")
    )
    return weights.astype(np.float64), squares.astype(np.float64), people.sum(axis=(1, 2)).tolist()


def _comparison(counted: Counted) -> Test | None:
    finest, asked = counted.grouping.finest, slice(counted.asked)
    if counted.question.kind is QuestionKind.MULTIPLE:
        return (
            several_weighted(_weighted_groups(counted)) if counted.weighted else _of_several(counted, finest)
        )
    if not counted.weighted:
        return pearson(counted.people.cells[finest, asked].tolist())
    return _tests_of_cells([counted])[0]


def _of_several(counted: Counted, groups: Sequence[int]) -> Test | None:
    coding, grouping, marks = counted.coding, counted.grouping, counted.coding.marks
    # Nobody is in two of the groups.
    tested = grouping.inside[groups].sum(axis=0)[grouping.kinds]
    answers = counted.weighing.people.nearly(
        lambda digit: grouped(coding.kinds, digit * tested, len(coding.distinct))
    )
    pairs = (marks.T @ (marks * answers[:, None])).astype(np.int64)
    chosen = counted.people.cells[groups, : counted.asked]
    return several_answers(_bases(counted, counted.people, groups).tolist(), chosen.tolist(), pairs.tolist())


def _weighted_groups(counted: Counted) -> WeightedGroups:
    squares, groups = counted.weighing.squares, counted.grouping.finest
    assert squares is not None
    marks = counted.coding.marks
    by_answer = squares.nearly(counted.heads)[groups]
    people, weights, of_squares = (
        _bases(counted, sums, groups).astype(np.float64)
        for sums in (counted.people, counted.weights, counted.squares)
    )
    # In whatever unit: the test is of shares.
    chosen = counted.weights.cells[groups, : counted.asked].astype(np.float64)
    pairs = (marks.T * by_answer[:, None, :]) @ marks
    return WeightedGroups(people, weights, of_squares, chosen, pairs)


def _bases(counted: Counted, sums: Sums, groups: Sequence[int]) -> Whole:
    """Return who is tested: who is shown as 無回答 is in the base of the table, not of the test."""
    base = sums.base[groups]
    return base - sums.cells[groups, counted.asked] if counted.shows_blank else base


def notes_of(
    counted: Counted, rows: Sequence[TableRow], test: Test | None, terms: Terms = Terms()
) -> list[str]:
    """Return the notes that stand under a table, so that each number can be traced."""
    return [
        *_on_bases(counted),
        f"割合は{'重み' if counted.weighted else '人数'}から計算し、小数第2位を四捨五入した。四捨五入のため、合計が100.0にならないことがある。",
        *_on_kind(counted, rows),
        *_on_nets(counted),
        *_on_small_bases(rows),
        *_on_letters(counted, rows, terms),
        *_on_rest(rows, terms),
        *_on_design(counted, terms),
        *(_on_test(counted, test, terms) if terms.test else ()),
        *_on_hidden(terms),
    ]


def _on_bases(counted: Counted) -> Iterator[str]:
    left = [f"{_STATE_LABELS[state]}{counted.left_out[state]}人" for state in _STATE_LABELS]
    if counted.shows_blank:
        shown = "無回答と無効は「無回答」として n に入れ、非該当は除いた"
    else:
        shown = "無回答、無効、非該当は除いた"
    yield f"N は全員、n はこの設問の割合の分母。{shown}（{'、'.join(left)}）。"
    if counted.off_axes:
        yield f"軸の設問に答えていない{counted.off_axes}人は、「全体」にだけ入っている。"


def _on_kind(counted: Counted, rows: Sequence[TableRow]) -> Iterator[str]:
    kind = counted.question.kind
    if kind is QuestionKind.MULTIPLE:
        mentions = sum(cell.count for cell in rows[0].cells[: counted.asked])
        total = f"、選ばれた数の合計は{mentions}" if rows[0].n else ""
        yield f"複数回答。割合の分母は回答者の数で、合計は100%を超えることがある{total}。"
    if counted.weighted:
        yield "割合と n_weighted は重みを付けた値、count と n は重みのない人数。"
    if counted.overlapping:
        yield "軸が複数回答なので、一人がいくつもの区分に入る。検定と有意差の印は付けない。"


def _on_small_bases(rows: Sequence[TableRow]) -> Iterator[str]:
    small = [f"{row.group}（n={row.n}）" for row in rows if row.n < SMALL_BASE]
    if small:
        yield f"n が{SMALL_BASE}未満のため参考値: {'、'.join(small)}。"


def _on_nets(counted: Counted) -> Iterator[str]:
    labels = counted.categories
    for place, members in enumerate(counted.coding.nets, counted.asked + counted.shows_blank):
        said = "」「".join(labels[member] for member in members)
        yield f"「{labels[place]}」は、「{said}」のどれかを答えた人。人数から計算した。"


def _on_letters(counted: Counted, rows: Sequence[TableRow], terms: Terms) -> Iterator[str]:
    if len(rows) < 3 or counted.overlapping or not terms.letters:
        return
    names = "、".join(f"{row.letter}={row.group}" for row in rows[1:])
    way = "重みの散らばりから求めた有効な人数による、" if counted.weighted else ""
    plain = terms.correction is Correction.NONE
    method = CORRECTION_LABELS[terms.correction]
    corrected = "補正せずに見た" if plain else f"選択肢ごとに{method}で補正した"
    test = (
        f"標本の設計による、二つの割合の差のt検定（両側、自由度 {terms.df}）"
        if terms.design
        else f"{way}二つの割合の差のz検定（両側）"
    )
    yield (
        f"有意差の印: {names}。印のある割合は、印の区分の割合より高い（{'1%水準の差だけを示す' if terms.strict else '小文字は5%水準、大文字は1%水準'}）。"
        f"同じ全体を分けた区分どうしの、{test}を、{corrected}。"
        f"比べた割合の分母は、それぞれの行の n。n が{SMALL_BASE}未満、又は期待される人数が{FEW_EXPECTED}未満の組は比べていない。"
    )


def _on_rest(rows: Sequence[TableRow], terms: Terms) -> Iterator[str]:
    if terms.rest and len(rows) > 1:
        yield (
            f"全体との差の印: + は高い、- は低い（{'1%水準の差だけを示す' if terms.strict else '一つは5%水準、二つは1%水準'}）。"
            "区分と、全体（入れ子では、その区分を含む区分）からその区分を除いた残りとを、有意差の印と同じ検定と補正で比べた。"
        )


def _on_design(counted: Counted, terms: Terms) -> Iterator[str]:
    """Yield by which design is tested, or why by none and by what instead."""
    if not counted.axes:
        return
    if terms.design:
        what = "検定、印、標準誤差" if terms.test else "差の検定"
        yield f"標本の設計: {terms.design.rstrip('。')}。{what}は、この設計による。"
    elif terms.no_design:
        instead = "重みの散らばり" if counted.weighted else "人数"
        yield f"標本の設計は、検定と印に使っていない。{terms.no_design.rstrip('。')}。代わりに、回答者を無作為な標本とみなし、{instead}だけから求めた。"


def _on_hidden(terms: Terms) -> Iterator[str]:
    if terms.hidden:
        yield (
            f"x は、{terms.hidden}人に満たないため、又はそれがほかの数から分かるのを防ぐために、示していない。"
            "示していないところのある表には、検定の値と平均を示さない。"
        )


def _on_test(counted: Counted, test: Test | None, terms: Terms) -> Iterator[str]:
    if not counted.axes or counted.overlapping:
        return
    if test is None:
        number = counted.question.kind is QuestionKind.NUMBER
        few = "比べる区分又は選択肢が足りない"
        yield f"検定はない（{'数の設問' if number else few + ('か、設計では誤差がない' if terms.design else '')}）。"
        return
    axes = " × ".join(axis.name for axis in counted.axes)
    yield f"検定: {TEST_LABELS[test.name]}。{axes} の区分と回答が独立かを、両方に人がいる区分で調べた。"
    if test.least_expected < FEW_EXPECTED:
        yield f"期待度数が{FEW_EXPECTED}未満のところがある（最小 {test.least_expected:.2f}）。検定の p は目安である。"
