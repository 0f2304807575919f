"""Time limits and amounts as contracts write them."""

import pytest

from yakusoku.domain.review.amounts import AmountKind, amounts_in
from yakusoku.domain.review.periods import PeriodKind, periods_in
from yakusoku.domain.review.text import clause_text

K = PeriodKind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("直ちに報告する。", [("直ちに", None, K.PROMPT)], id="at-once"),
        pytest.param("１４日以内に報告する。", [("１４日以内", "P14D", K.DEADLINE)], id="within-days"),
        pytest.param(
            "2営業日以内に返す。", [("2営業日以内", None, K.DEADLINE)], id="working-days-have-no-length"
        ),
        pytest.param(
            "契約終了後５年間存続する。", [("契約終了後５年間", "P5Y", K.SURVIVAL)], id="after-the-end"
        ),
        pytest.param(
            "甲が契約不適合を知った時から１年以内に通知する。",
            [("甲が契約不適合を知った時から１年以内", "P1Y", K.CLAIM)],
            id="defects",
        ),
        pytest.param(
            "変更の三十日前までに届け出る。", [("三十日前までに", "P30D", K.BEFORE)], id="before-kanji"
        ),
        pytest.param("記録を７年間保存する。", [("７年間保存", "P7Y", K.RETENTION)], id="records"),
        pytest.param("二十四時間以内に", [("二十四時間以内", "PT24H", K.DEADLINE)], id="hours"),
        pytest.param("毎月５日までに", [("毎月５日までに", None, K.DEADLINE)], id="day-of-the-month"),
        pytest.param("令和６年10月１日から令和９年９月30日までとする。", [], id="dates-are-no-lengths"),
        pytest.param("平成15年法律第57号", [], id="numbers-of-laws"),
        pytest.param("第３項の規定", [], id="articles"),
        pytest.param("毎月10日までに", [("毎月10日までに", None, K.DEADLINE)], id="a-day-of-the-month"),
        pytest.param("六月以内に", [("六月以内", "P6M", K.DEADLINE)], id="months-as-the-law-counts-them"),
    ],
)
def test_time_limits(text, told):
    assert [(p.text, p.iso8601, p.kind) for p in periods_in(clause_text(text))] == told


def test_a_table_of_ranks():
    text = "区分ごとの日数以内に適用する。\n　ランクＡ（悪用されたもの）　３日\n　ランクＢ　１０日"
    assert [p.iso8601 for p in periods_in(clause_text(text))] == ["P3D", "P10D"]


def test_each_stands_where_it_says():
    text = "乙は、速やかに調べ、把握した日から３日以内に報告する。"
    for period in periods_in(clause_text(text)):
        assert text[slice(*period.span)] == period.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "賠償額は金１，０００万円を上限とする。",
            [("金１，０００万円", 10_000_000, AmountKind.LIMIT)],
        ),
        ("委託料の額を上限として賠償する。", [("委託料の額", None, AmountKind.LIMIT)]),
        (
            "委託料の１０分の１に相当する額を違約金とする。",
            [("委託料の１０分の１", None, AmountKind.PENALTY)],
        ),
        ("年14.6パーセントの遅延損害金を支払う。", [("年14.6パーセント", None, AmountKind.PENALTY)]),
        ("委託料は、総額１億2,000万円とする。", [("１億2,000万円", 120_000_000, AmountKind.PAYMENT)]),
        ("委託料は、金五百二十万円とする。", [("金五百二十万円", 5_200_000, AmountKind.PAYMENT)]),
        ("円の中心、...円、1.2.3円", [("1.2.3円", None, AmountKind.PAYMENT)]),
        ("1" * 50_000, []),
    ],
)
def test_amounts(text, told):
    assert [(a.text, a.yen, a.kind) for a in amounts_in(clause_text(text))] == told
