"""What changed in the figures of a report since it was published (docs/rules/survey-report.md)."""

from collections.abc import Iterator
from dataclasses import dataclass

from yakusoku.domain.survey.report.figures import Figure, FigureStore


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A cell that is no longer what was published. `before`, `now`: as printed with n; empty: there is none."""

    table: str
    group: str
    category: str
    before: str
    now: str

    @property
    def share_changed(self) -> bool:
        """Return whether the share is another, not only the number of people that it rests on."""
        return self.before.partition("（")[0] != self.now.partition("（")[0]


def changed_figures(before: FigureStore, now: FigureStore) -> Iterator[ChangedFigure]:
    """Yield the cells of the published tables of which the share or n is another now."""
    for name, table in before.tables.items():
        other = now.tables.get(name)
        cells = other.cells if other else {}
        for group, category in dict.fromkeys([*table.cells, *cells]):
            told = (_said(each.get((group, category))) for each in (table.cells, cells))
            one, two = told
            if one != two:
                yield ChangedFigure(name, group, category, one, two)


def _said(figure: Figure | None) -> str:
    return f"{figure.printed.text}%（n={figure.n:,}）" if figure else ""
