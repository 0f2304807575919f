"""Numbers in sentences: the tables of docs/rules/survey-text.md, and what always holds."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.survey.tables import published
from yakusoku.domain.survey.printed import TableKind
from yakusoku.domain.survey.report.building import battery_figures
from yakusoku.domain.survey.report.drafting import Survey, drafted
from yakusoku.domain.survey.report.figures import Figure, FigureStore, FigureTable, Place
from yakusoku.domain.survey.report.findings import Excuse, NumberKind, without_excused
from yakusoku.domain.survey.report.grids import grid_of
from yakusoku.domain.survey.report.numbers import check_numbers
from yakusoku.domain.survey.report.outline import OVERVIEW_ROWS, Headline
from yakusoku.domain.survey.report.references import rendered
from yakusoku.domain.survey.report.releasing import printed_report, release_problems
from yakusoku.domain.survey.report.words import range_of
from yakusoku.domain.survey.rounding import Printed, half_up, in_print

STORE = published()


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [
        pytest.param("約8割", 77.5, 82.5, id="about"),
        pytest.param("8割", 77.5, 84.9, id="plain"),
        pytest.param("八割強", 80.1, 84.9, id="a-little-more"),
        pytest.param("9割強", 90.1, 99.9, id="ten-tenths-less-a-little-is-not-said"),
        pytest.param("４割弱", 35.1, 39.9, id="a-little-less"),
        pytest.param("7割を超", 70.1, 79.9, id="more-than"),
        pytest.param("6割以上", 60, 69.9, id="at-least"),
        pytest.param("2割台半ば", 23, 26.9, id="middle"),
        pytest.param("半数以上", 50, 100, id="half-or-more"),
        pytest.param("過半数", 50.1, 100, id="majority"),
        pytest.param("3分の2", 64.2, 69.1, id="two-thirds"),
        pytest.param("約4分の1", 22.5, 27.5, id="a-quarter"),
    ],
)
def test_a_word_holds_in_its_range(word, low, high):
    span = range_of(word)
    assert span.holds(Fraction(str(low)))
    assert span.holds(Fraction(str(high)))
    assert not span.holds(Fraction(str(low)) - Fraction(1, 5))
    assert high == 100 or not span.holds(Fraction(str(high)) + Fraction(1, 5))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        pytest.param("{{導入|委託先|実施している}}", "83.6%", id="share"),
        pytest.param("{{導入|委託先|実施している|整数%}}", "84%", id="whole"),
        pytest.param("{{導入|委託先|実施している|数}}社", "240社", id="count"),
        pytest.param("n={{導入|委託元|n}}", "n=218", id="base"),
        pytest.param("{{導入|委託先|実施している+過去に実施していた|9割強}}", "9割強", id="sum"),
        pytest.param("{{導入|委託元→委託先|実施している}}", "+44.6ポイント", id="groups"),
        pytest.param(
            "{{実施率@2020年度→実施率@2021年度|委託元|実施したことがある}}", "+14.4ポイント", id="waves"
        ),
        pytest.param(
            "{{実施率@2020年度→実施率@2021年度|委託先|実施したことがある}}",
            "+1.2ポイント（有意差なし）",
            id="by-chance",
        ),
        pytest.param(
            "{{特例@2020年度→特例@2021年度|委託先|特例を認めた}}",
            "比較できない（定義の変更）",
            id="definition",
        ),
        pytest.param("{{事実|有効回答数}}社", "505社", id="fact"),
    ],
)
def test_a_reference_is_printed(written, printed):
    found = rendered(written, STORE)
    assert (found.text, found.broken) == (printed, ())


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("{{導入|委託先|実施している|約9割}}", "使えるもの: 8割強", id="word"),
        pytest.param("{{導入|監督者|実施している}}", "区分「監督者」がありません", id="group"),
        pytest.param("{{導入|委託先|未定}}", "選択肢「未定」がありません", id="category"),
        pytest.param("{{懸念|委託元|漏えい+特に課題はない}}", "足し合わせられません", id="sum-of-several"),
        pytest.param("{{導入→懸念|委託元|漏えい}}", "選択肢「漏えい」がありません", id="two-questions"),
    ],
)
def test_a_reference_that_cannot_hold_is_told(written, words):
    (broken,) = rendered(written, STORE).broken
    assert words in broken.message


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("委託元で漏えいを心配するのは33.2%と最も多い。", ["near"], id="33.2-for-33.3"),
        pytest.param("委託元で漏えいを心配するのは33.3%と最も多い。", [], id="33.3"),
        pytest.param("委託元で「特に課題はない」は32.8%と最も多い。", ["direction"], id="not-the-most"),
        pytest.param("委託先は39.0%が実施している。", ["other-base"], id="another-group"),
        pytest.param("委託先の9割強に実施の経験があり、委託元は５割である。", [], id="words"),
        pytest.param("委託先も実施している。そのうち39.0%である。", ["other-base"], id="of-these"),
        pytest.param("委託元の77.7%が実施している。", ["nowhere"], id="nowhere"),
        pytest.param("有効回答数は505社（委託先 n=287）。", [], id="counts"),
        pytest.param("有効回答数は2,372社。", ["nowhere"], id="wrong-count"),
        pytest.param("委託先は、委託元より「実施している」が44.6ポイント低い。", ["direction"], id="sign"),
        pytest.param("委託元の「実施したことがある」は前回から14.4ポイント上昇した。", [], id="rose"),
        pytest.param(
            "委託元の「実施したことがある」は前回から14.4ポイント低下した。", ["direction"], id="fell"
        ),
        pytest.param(
            "委託先の「実施したことがある」は前回から1.2ポイント上昇した。",
            ["not-significant"],
            id="by-chance",
        ),
        pytest.param(
            "委託先の「実施したことがある」は1.2ポイント高いが、有意な差は見られない。", [], id="said-so"
        ),
        pytest.param("委託先で「特例を認めた」が増加した。", ["definition"], id="definition"),
        pytest.param("委託先の「実施したことがある」は95.8%だった。", ["other-base"], id="the-wave-before"),
        pytest.param(
            "2020年11月18日から12月11日に、従業員101人以上の企業へ45問を送った。問3と第2条、図4を見よ。週3～4回。",
            [],
            id="no-figures",
        ),
    ],
)
def test_typed_numbers_are_looked_up(text, kinds):
    assert [each.kind.value for each in check_numbers(text, STORE) if each.stops] == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("委託先は{{導入|委託元|実施している}}だった。", ["other-base"], id="group"),
        pytest.param(
            "委託先は前回から{{実施率@2020年度→実施率@2021年度|委託先|実施したことがある}}上昇した。",
            ["not-significant"],
            id="by-chance",
        ),
        pytest.param(
            "委託先は前回と比べて{{実施率@2020年度→実施率@2021年度|委託先|実施したことがある}}。",
            [],
            id="plain",
        ),
    ],
)
def test_what_is_said_of_a_reference_is_checked(text, kinds):
    found = rendered(text, STORE)
    assert [
        each.kind.value for each in check_numbers(found.text, STORE, (), found.spans) if each.stops
    ] == kinds


def test_an_accepted_change_of_definition_is_printed_with_the_difference():
    before, now = (STORE.tables[f"特例@{year}年度"] for year in (2020, 2021))
    now = replace(now, definitions=before.definitions, accepted=frozenset(now.categories))
    store = FigureStore({before.id: before, now.id: now})
    found = rendered("{{特例@2020年度→特例@2021年度|委託先|特例を認めた}}", store)
    assert found.text == "+14.8ポイント（定義の変更あり）"


def test_an_excuse_needs_a_person_a_day_and_a_reason():
    found = check_numbers("国の調査では77.7%である。", STORE)
    whole = Excuse("国の調査では77.7%", "調査係長", "2027-03-01", "国の公表値")
    assert without_excused(found, [whole]) == []
    (finding, lacking) = without_excused(found, [Excuse("国の調査では77.7%", "", "2027-03-01", "国の公表値")])
    assert (finding.kind.value, lacking.kind.value) == ("nowhere", "excuse")


def figure(yes, n):
    units = half_up(Fraction(100 * yes, n), 1)
    return Figure(n, Printed(in_print(units, 1), units, 1), Fraction(yes, n), yes, float(n))


def test_a_battery_is_one_table_whose_items_are_not_tested_against_one_another():
    def item(*yes):
        cells = {
            (group, name): figure(count, n)
            for group, n, of in zip(("全体", "甲", "乙"), (200, 100, 100), (sum(yes), *yes), strict=True)
            for name, count in (("感じる", of), ("感じない", n - of))
        }
        return FigureTable("", "", TableKind.SINGLE, ("全体", "甲", "乙"), ("感じる", "感じない"), cells)

    table = battery_figures("問5", [("設備", item(80, 40)), ("場所", item(50, 50))], "どのくらい課題か")
    store = FigureStore({"問5": table})

    def differ(first, second):
        return store.difference(Place("問5", first, ("感じる",)), Place("問5", second, ("感じる",)))

    assert table.groups[:4] == ("設備", "設備 × 甲", "設備 × 乙", "場所")
    assert differ("設備", "場所").p is None
    assert differ("設備 × 甲", "設備 × 乙").significant
    report = drafted(Survey("題"), store)
    (headline,) = [b for s in report.sections for p in s.parts for b in p.blocks if isinstance(b, Headline)]
    assert rendered(headline.text, store).text == (
        "「感じる」の割合は、「設備」（60.0%）で最も高く、「場所」（50.0%）で最も低い。"
        "「設備」では、「感じる」は甲（80.0%）が乙（40.0%）より高い。"
    )
    assert {each.kind for each in release_problems(report, store)} == {NumberKind.OUTLINE}


@st.composite
def stores(draw):
    names = draw(
        st.lists(st.sampled_from(["実施", "予定あり", "予定なし", "その他"]), min_size=2, unique=True)
    )
    n = {group: draw(st.sampled_from([12, 40, 150, 287])) for group in ("委託先", "委託元")}
    counts = {(g, c): draw(st.integers(0, n[g])) for g in n for c in names}
    cells = {key: figure(yes, n[key[0]]) for key, yes in counts.items()}
    for name in names:
        cells["全体", name] = figure(sum(counts[g, name] for g in n), sum(n.values()))
    table = FigureTable("T1", "状況", TableKind.MULTIPLE, ("全体", *n), tuple(names), cells)
    return FigureStore({"T1": table}, {"有効回答数": 505})


@given(stores())
def test_a_draft_can_be_released_and_holds_when_it_is_typed_out(store):
    told = tuple((label, ("あり",)) for label in OVERVIEW_ROWS)
    report = drafted(Survey("調査", overview=told), store)
    assert release_problems(report, store) == []
    parts = [part for section in printed_report(report, store).sections for part in section.parts]
    (text,) = [block.text for part in parts for block in part.blocks if isinstance(block, Headline)]
    assert not [each for each in check_numbers(text, store, ("T1",)) if each.stops]
    if "より高い" in text:
        assert [
            each for each in check_numbers(text.replace("より高い", "より低い"), store, ("T1",)) if each.stops
        ]
    assert not re.search(r"\{\{", text)


def test_shares_of_several_questions_each_print_their_own_base():
    # 24.5 % of 383 stood beside n=505 of another question: no count out of 505 is printed so.
    shares = {"経験": (385, 505), "半分以上": (94, 383)}
    cells = {
        ("全体", name): Figure(
            n,
            Printed(text := in_print(half_up(Fraction(100 * yes, n), 1), 1), int(text.replace(".", "")), 1),
            Fraction(yes, n),
            yes,
            n,
        )
        for name, (yes, n) in shares.items()
    }
    table = FigureTable("前回", "前回との比較", TableKind.MULTIPLE, ("全体",), tuple(shares), cells)
    grid = grid_of(table, counts=True)
    assert (grid.head, grid.rows) == (
        ("", "全体"),
        (("経験", "76.2%\n385/505"), ("半分以上", "24.5%\n94/383")),
    )
    assert "n は項目ごとに違う" in grid.notes[0]
    broken = rendered("n={{前回|全体|n}}", FigureStore({"前回": table})).broken
    assert "項目ごとに n が違います" in str(broken)
