"""A chart, ready to be drawn by whoever draws: a page, a picture, slides, a workbook."""

from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.survey.charts.palette import Look


class ChartKind(StrEnum):
    """The charts of a survey."""

    BAND = "帯"
    PIE = "円"
    BAR = "棒"


KIND_LABELS = {ChartKind.BAND: "帯グラフ", ChartKind.PIE: "円グラフ", ChartKind.BAR: "棒グラフ"}


class Layout(StrEnum):
    """How the groups of a 棒グラフ stand: side by side for each category, or each in a panel of its own."""

    TOGETHER = "together"
    PANELS = "panels"


class Order(StrEnum):
    """The order of the categories of a 棒グラフ."""

    FORM = "form"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class ChartMark:
    """One share that is drawn. `percent`: its words, empty where there is no share; `share`: 0 to 100."""

    category: str
    percent: str
    share: float
    count: int | None


@dataclass(frozen=True, slots=True)
class ChartGroup:
    """One group. `name`: as in the table; `label`: with its base; `marks`: in the order of the categories."""

    name: str
    label: str
    marks: tuple[ChartMark, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn.

    looks     one for each category (帯, 円, and 棒 in panels or of one group) or for each group (棒 together)
    ceiling   where the scale of a 棒グラフ ends, in per cent
    """

    kind: ChartKind
    layout: Layout
    title: str
    categories: tuple[str, ...]
    groups: tuple[ChartGroup, ...]
    looks: tuple[Look, ...]
    ceiling: int
    decimals: int
    notes: tuple[str, ...]
    source: str

    @property
    def compares_groups(self) -> bool:
        """Return whether the looks tell groups apart, and not categories."""
        return self.kind is ChartKind.BAR and self.layout is Layout.TOGETHER and len(self.groups) > 1

    @property
    def description(self) -> str:
        """Return the chart in words, for who cannot see it."""
        rows = (
            f"{group.label}: "
            + (
                "割合なし"
                if group.empty
                else "、".join(f"{m.category} {m.percent or '-'}" for m in group.marks)
            )
            for group in self.groups
        )
        return f"{KIND_LABELS[self.kind]}。{self.title}。{'。'.join(rows)}。"
