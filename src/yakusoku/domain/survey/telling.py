"""What is said of a table of a survey: its test and the notes under it (docs/rules/survey-tables.md)."""

from collections.abc import Iterator, Sequence

from yakusoku.domain.survey.answers import State
from yakusoku.domain.survey.association import FEW_EXPECTED, Test, pearson, rao_scott
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.domain.survey.several import WeightedGroup, several_answers, several_weighted
from yakusoku.domain.survey.tabulating import Counted, TableRow

TEST_LABELS = {
    "pearson-chi-square": "ピアソンのカイ二乗検定（連続修正なし）",
    "rao-scott-f": "ラオ・スコットの検定（二次の補正、F）",
    "rao-scott-sum-of-chi-squares": "選択肢ごとのカイ二乗の和（ラオ・スコットの二次の補正）",
    "rao-scott-sum-of-chi-squares-f": "選択肢ごとのカイ二乗の和（ラオ・スコットの二次の補正、重み、F）",
}
_STATE_LABELS = {State.BLANK: "無回答", State.INVALID: "無効", State.NOT_ASKED: "非該当"}


def comparison_of(counted: Counted) -> Test | None:
    """Return the test of the groups that the axes split no further; None if there is none to make."""
    if not counted.axes or counted.overlapping or counted.question.kind is QuestionKind.NUMBER:
        return None
    paths = [row.path for row in counted.rows if len(row.path) == len(counted.axes)]
    categories = range(counted.asked)
    tally = counted.tally
    if counted.question.kind is QuestionKind.MULTIPLE:
        return _of_several_weighted(counted, paths) if counted.weighted else _of_several(counted, paths)
    if not counted.weighted:
        return pearson([[tally.counts[path, category] for category in categories] for path in paths])
    weights = [[float(tally.weights.get((path, c), 0)) for c in categories] for path in paths]
    squares = [[float(tally.squares.get((path, c), 0)) for c in categories] for path in paths]
    people = sum(tally.counts[path, category] for path in paths for category in categories)
    return rao_scott(weights, squares, people)


def _of_several(counted: Counted, paths: Sequence[tuple[int, ...]]) -> Test | None:
    tally, options = counted.tally, range(counted.asked)
    chosen = [
        [{k: tally.counts[path, j] if j == k else tally.pairs[path, j, k] for k in options} for j in options]
        for path in paths
    ]
    blank = counted.asked
    bases = [tally.base[path] - (tally.counts[path, blank] if counted.shows_blank else 0) for path in paths]
    return several_answers(bases, chosen, counted.asked)


def _of_several_weighted(counted: Counted, paths: Sequence[tuple[int, ...]]) -> Test | None:
    tally, options, blank = counted.tally, range(counted.asked), counted.asked
    groups = []
    for path in paths:
        # Who is shown as 無回答 is in the base of the table, not of the test.
        weight = tally.weight.get(path, 0) - tally.weights.get((path, blank), 0)
        square = tally.square.get(path, 0) - tally.squares.get((path, blank), 0)
        pairs = [
            [
                float(tally.squares.get((path, j), 0) if j == k else tally.pair_squares.get((path, j, k), 0))
                for k in options
            ]
            for j in options
        ]
        chosen = [float(tally.weights.get((path, j), 0)) for j in options]
        people = tally.base[path] - tally.counts[path, blank]
        groups.append(WeightedGroup(people, float(weight), float(square), chosen, pairs))
    return several_weighted(groups)


def notes_of(counted: Counted, rows: Sequence[TableRow], test: Test | None) -> list[str]:
    """Return the notes that stand under a table, so that each number can be traced."""
    return [
        *_on_bases(counted),
        f"割合は{'重み' if counted.weighted else '人数'}から計算し、小数第2位を四捨五入した。四捨五入のため、合計が100.0にならないことがある。",
        *_on_kind(counted, rows),
        *_on_small_bases(rows),
        *_on_letters(counted, rows),
        *_on_test(counted, test),
    ]


def _on_bases(counted: Counted) -> Iterator[str]:
    left = [f"{_STATE_LABELS[state]}{counted.tally.left_out[state]}人" for state in _STATE_LABELS]
    if counted.shows_blank:
        shown = "無回答と無効は「無回答」として n に入れ、非該当は除いた"
    else:
        shown = "無回答、無効、非該当は除いた"
    yield f"N は全員、n はこの設問の割合の分母。{shown}（{'、'.join(left)}）。"
    if counted.tally.off_axes:
        yield f"軸の設問に答えていない{counted.tally.off_axes}人は、「全体」にだけ入っている。"


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


def _on_letters(counted: Counted, rows: Sequence[TableRow]) -> Iterator[str]:
    if len(rows) < 3 or counted.overlapping:
        return
    names = "、".join(f"{row.letter}={row.group}" for row in rows[1:])
    way = "重みの散らばりから求めた有効な人数による、" if counted.weighted else ""
    yield (
        f"有意差の印: {names}。印のある割合は、印の区分の割合より高い（小文字は5%水準、大文字は1%水準）。"
        f"同じ全体を分けた区分どうしの、{way}二つの割合の差のz検定（両側）を、選択肢ごとにホルム法で補正した。"
        f"n が{SMALL_BASE}未満、又は期待される人数が5未満の組は比べていない。"
    )


def _on_test(counted: Counted, test: Test | None) -> Iterator[str]:
    if not counted.axes or counted.overlapping:
        return
    if test is None:
        number = counted.question.kind is QuestionKind.NUMBER
        yield f"検定はない（{'数の設問' if number else '比べる区分又は選択肢が足りない'}）。"
        return
    axes = " × ".join(axis.name for axis in counted.axes)
    yield f"検定: {TEST_LABELS[test.name]}。{axes} の区分と回答が独立かを、両方に人がいる区分で調べた。"
    if test.least_expected < FEW_EXPECTED:
        yield f"期待度数が{FEW_EXPECTED}未満のところがある（最小 {test.least_expected:.2f}）。検定の p は目安である。"
