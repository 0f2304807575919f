"""The work of `yakusoku survey estimate`: read, estimate, say under which rules."""

from pathlib import Path

import numpy as np

from yakusoku.adapters.survey_columns import read_columns
from yakusoku.cli.answers import refusals
from yakusoku.cli.survey_asked import EstimatesAsked
from yakusoku.domain.survey.coded import Coded, Mask, Measured, coded, measured
from yakusoku.domain.survey.design import Design, design_of
from yakusoku.domain.survey.estimates import Estimate, mean_of, shares_of, total_of
from yakusoku.domain.survey.stages import Lonely

LONELY_WORDS = {
    Lonely.FAIL: "単位が一つだけの層があれば、標準誤差を求めずに断る（--lonely で変えられる）",
    Lonely.CERTAINTY: "単位が一つだけの層は、分散に加えない（必ず選ばれた単位とみなす）",
    Lonely.ADJUST: "単位が一つだけの層は、全体の平均からの離れで分散を測る",
    Lonely.AVERAGE: "単位が一つだけの層の分散は、ほかの層の平均で代える",
}


def estimate(data: Path, asked: EstimatesAsked) -> tuple[list[Estimate], list[str]]:
    """Return the estimates in the order mean, total, share, each by domain, and the notes; or end with 2."""
    with refusals(str(data)):
        texts = read_columns(data, asked.columns)
        rows = len(next(iter(texts.values())))
        design = design_of(
            rows,
            strata=coded(asked.strata, texts[asked.strata]) if asked.strata else None,
            clusters=[coded(name, texts[name]) for name in asked.clusters],
            populations=[measured(name, texts[name]) for name in asked.populations],
            weights=measured(asked.weight, texts[asked.weight]) if asked.weight else None,
            nested=asked.nested,
            lonely=Lonely(asked.lonely),
        )
        numbers = {name: measured(name, texts[name]) for name in (*asked.means, *asked.totals)}
        answers = {name: coded(name, texts[name]) for name in asked.shares}
        by = coded(asked.by, texts[asked.by]) if asked.by else None
        found = _estimates(design, asked, numbers, answers, _domains(design, by))
    notes = [
        *_design_notes(design, asked),
        *_missing_notes({**numbers, **answers}, asked, by),
        *_interval_notes(found, asked),
    ]
    return found, notes


def _domains(design: Design, by: Coded | None) -> list[tuple[str | None, Mask]]:
    if by is None:
        return [(None, design.everyone)]
    return [(label, by.codes == place) for place, label in enumerate(by.labels)]


def _estimates(
    design: Design,
    asked: EstimatesAsked,
    numbers: dict[str, Measured],
    answers: dict[str, Coded],
    domains: list[tuple[str | None, Mask]],
) -> list[Estimate]:
    found = [mean_of(design, numbers[name], mask, part) for name in asked.means for part, mask in domains]
    found += [total_of(design, numbers[name], mask, part) for name in asked.totals for part, mask in domains]
    for name in asked.shares:
        for part, mask in domains:
            found += shares_of(design, answers[name], mask, part)
    return found


def _design_notes(design: Design, asked: EstimatesAsked) -> list[str]:
    first = design.stages[0]
    strata = f"層 {asked.strata}（{len(first.drawn)}）" if asked.strata else "層なし"
    clusters = f"集落 {'、'.join(asked.clusters)}" if asked.clusters else "集落なし（一行が一つの単位）"
    fpc = f"有限母集団修正 {'、'.join(asked.populations)}" if asked.populations else "有限母集団修正なし"
    if asked.weight:
        weight = f"重み {asked.weight}"
    else:
        weight = "重みは抽出率の逆数" if asked.populations else "重みなし（どの行も1）"
    notes = [
        f"設計: {strata}、{clusters}、一次抽出単位 {len(first.stratum)}、{fpc}、{weight}。",
        f"標準誤差はテイラー線形化による。自由度は、一次抽出単位の数から層の数を引いたもの。{LONELY_WORDS[design.lonely]}。",
    ]
    if len(asked.clusters) > 1 and not asked.populations:
        notes.append("有限母集団修正がないので、二段目からの抽出は標準誤差に加わらない（一段目に含まれる）。")
    return notes


def _missing_notes(
    columns: dict[str, Measured | Coded], asked: EstimatesAsked, by: Coded | None
) -> list[str]:
    notes = ["空欄と NA は欠測とし、その行は求める部分の外とみなす（分母にも入れない。設計には残る）。"]
    for name, column in columns.items():
        count = int(np.count_nonzero(column.missing))
        if count:
            kept = "。合計に、欠測の分は補っていない" if name in asked.totals else ""
            notes.append(f"{name}: 欠測 {count} 行{kept}。")
    if by is not None and by.missing.any():
        notes.append(f"{by.name}: 欠測 {int(by.missing.sum())} 行は、どの部分にも入らない。")
    return notes


def _interval_notes(found: list[Estimate], asked: EstimatesAsked) -> list[str]:
    notes = ["区間は95%、t分布による。"]
    if asked.shares:
        notes[0] = (
            "区間は95%、t分布による。割合の区間はロジットの目盛りで作り、0と1の間に収まる。"
            "割合が0か1のときは、設計で直した数によるクロッパー・ピアソンの区間。"
        )
    if any(each.estimate is None for each in found):
        notes.append("当てはまる行のない部分は、推定値がない。")
    if any(each.estimate is not None and each.low is None for each in found):
        notes.append("自由度が足りない部分は、区間がない。")
    return notes
