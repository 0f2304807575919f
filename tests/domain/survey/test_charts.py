"""Charts: which one a table may become, what is said with it, and looks that stay apart."""

from itertools import pairwise

import pytest

from yakusoku.domain.survey.charts.choosing import chart_of, kind_for
from yakusoku.domain.survey.charts.palette import Pattern, contrast, looks, luminance
from yakusoku.domain.survey.charts.refusals import (
    NobodyToShow,
    NotAWhole,
    OneGroupOnly,
    ShareImpossible,
    SharesOverlap,
    TooManyCategories,
    TooManyGroups,
)
from yakusoku.domain.survey.charts.spec import ChartKind, Layout, Order
from yakusoku.domain.survey.charts.table import (
    ChartCell,
    ChartRow,
    ChartTable,
    table_of_published,
    table_of_waves,
)
from yakusoku.domain.survey.printed import Cell, TableKind
from yakusoku.domain.survey.rounding import percent_of, read_printed

PARTS, SEVERAL = TableKind.SINGLE, TableKind.MULTIPLE


def table(kind, *rows, categories="甲乙丙丁", **more):
    """A table of counts: each row a name, its base and the people of each category."""
    made = [
        ChartRow(
            name,
            n,
            tuple(ChartCell(percent_of(c, n) if n else None, 100 * c / n if n else None, c) for c in counts),
        )
        for name, n, counts in rows
    ]
    return ChartTable("題", kind, tuple(categories[: len(rows[0][2])]), tuple(made), **more)


VENDOR, USER = ("委託先", 287, (240, 35, 3, 9)), ("委託元", 218, (85, 25, 20, 88))
MANY = [(f"群{place}", 40, (20, 20)) for place in range(41)]


@pytest.mark.parametrize(
    ("given", "kind", "layout"),
    [
        pytest.param(table(PARTS, VENDOR), ChartKind.PIE, Layout.TOGETHER, id="one-group"),
        pytest.param(table(PARTS, VENDOR, USER), ChartKind.BAND, Layout.TOGETHER, id="groups"),
        pytest.param(
            table(PARTS, ("全体", 9, (9, 0, 0))), ChartKind.BAND, Layout.TOGETHER, id="all-in-one-category"
        ),
        pytest.param(table(SEVERAL, VENDOR, USER), ChartKind.BAR, Layout.TOGETHER, id="several-answers"),
        pytest.param(table(SEVERAL, *MANY[:12]), ChartKind.BAR, Layout.PANELS, id="twelve-groups"),
        pytest.param(table(PARTS, VENDOR, in_order=True), ChartKind.BAR, Layout.TOGETHER, id="numbers"),
    ],
)
def test_the_chart_that_fits(given, kind, layout):
    assert kind_for(given) is kind
    assert chart_of(given).layout is layout


@pytest.mark.parametrize(
    ("given", "kind", "refusal"),
    [
        pytest.param(table(SEVERAL, VENDOR), "帯", SharesOverlap, id="several-as-band"),
        pytest.param(table(SEVERAL, VENDOR), "円", SharesOverlap, id="several-as-pie"),
        pytest.param(table(TableKind.BATTERY, VENDOR), "帯", SharesOverlap, id="items-as-band"),
        pytest.param(table(PARTS, VENDOR, USER), "円", OneGroupOnly, id="pie-of-two-groups"),
        pytest.param(
            table(PARTS, ("全体", 11, (1,) * 11), categories="一二三四五六七八九十百"),
            "帯",
            TooManyCategories,
            id="eleven-parts",
        ),
        pytest.param(table(PARTS, *MANY), "帯", TooManyGroups, id="41-groups"),
        pytest.param(table(PARTS, ("全体", 0, (0, 0))), None, NobodyToShow, id="nobody"),
        pytest.param(ChartTable("題", PARTS, ("甲",), ()), None, NobodyToShow, id="no-groups"),
        pytest.param(table(PARTS, ("全体", 100, (60, 30))), "帯", NotAWhole, id="parts-missing"),
        pytest.param(table(SEVERAL, ("全体", 10, (-1, 3))), "棒", ShareImpossible, id="negative"),
        pytest.param(table(SEVERAL, ("全体", 10, (11, 3))), "棒", ShareImpossible, id="above-everybody"),
    ],
)
def test_what_would_mislead_is_refused(given, kind, refusal):
    with pytest.raises(refusal):
        chart_of(given, ChartKind(kind) if kind else None)


def test_every_label_tells_its_base_and_small_ones_are_marked():
    chart = chart_of(table(PARTS, VENDOR, ("公務", 22, (20, 2, 0, 0)), ("空", 0, (0, 0, 0, 0))))
    assert [group.label for group in chart.groups] == ["委託先 (n=287)", "公務 (n=22)*", "空 (n=0)*"]
    assert [mark.percent for mark in chart.groups[0].marks] == ["83.6%", "12.2%", "1.0%", "3.1%"]
    assert (chart.groups[2].empty, {mark.percent for mark in chart.groups[2].marks}) == (True, {""})
    assert chart.notes[-1] == "* n が30未満のため参考値。"
    assert "四捨五入" in chart.notes[0]
    assert "1.0%" in chart.description


def test_several_answers_say_what_they_are_of_and_can_be_ordered():
    given = table(
        SEVERAL, ("全体", 100, (10, 60, 90, 30)), categories=["費用", "規則", "特にない", "その他"], last={2}
    )
    chart = chart_of(given, order=Order.LARGEST)
    assert chart.categories == ("規則", "費用", "その他", "特にない")
    assert [mark.percent for mark in chart.groups[0].marks] == ["60.0%", "10.0%", "30.0%", "90.0%"]
    assert "複数回答" in chart.notes[0]


def test_a_published_table_is_drawn_without_the_columns_that_add_others_up():
    printed = {"満足": "30", "やや満足": "40", "満足・計": "70", "不満": "30", "計": "100"}
    cells = [Cell("表", PARTS, "全体", 50, name, read_printed(text)) for name, text in printed.items()]
    chart = chart_of(table_of_published(cells, "満足度"))
    assert chart.categories == ("満足", "やや満足", "不満")
    assert [(mark.percent, mark.count) for mark in chart.groups[0].marks] == [
        ("30%", 15),
        ("40%", 20),
        ("30%", 15),
    ]
    assert "小数第1位" in chart.notes[0]


def test_waves_stand_one_under_the_other_with_what_changed():
    first, second = table(PARTS, VENDOR, USER), table(PARTS, USER, ("委託先", 269, (261, 4, 2, 2)))
    chart = chart_of(table_of_waves([("2020年", first), ("2021年", second)], ["定義が変わった。"]))
    assert [group.label for group in chart.groups] == [
        "委託先 2020年 (n=287)",
        "委託先 2021年 (n=269)",
        "委託元 2020年 (n=218)",
        "委託元 2021年 (n=218)",
    ]
    assert "定義が変わった。" in chart.notes
    with pytest.raises(ValueError, match="categories"):
        table_of_waves([("2020年", first), ("2021年", table(PARTS, ("委託先", 2, (1, 1))))])


# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def lightness(colour, matrix):
    """CIE L* as somebody with this sight sees a colour."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    seen = [sum(m * p for m, p in zip(row, linear, strict=True)) for row in matrix]
    y = sum(w * min(max(p, 0), 1) for w, p in zip((0.2126, 0.7152, 0.0722), seen, strict=True))
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize("sight", BLINDNESS)
@pytest.mark.parametrize("number", range(2, 11))
def test_neighbours_stay_apart_for_every_eye_and_in_grey(number, sight):
    chosen = looks(number)
    steps = [lightness(look.fill, BLINDNESS[sight]) for look in chosen]
    assert all(right - left >= 6.5 for left, right in pairwise(steps))
    if number >= 4:
        assert all(
            (left.pattern is Pattern.NONE) != (right.pattern is Pattern.NONE)
            for left, right in pairwise(chosen)
        )
    else:
        assert all(contrast(left.fill, right.fill) >= 2 for left, right in pairwise(chosen))
    assert all(contrast(look.fill, look.ink) >= 4.5 for look in chosen)
    assert luminance(chosen[0].fill) < luminance(chosen[-1].fill)
