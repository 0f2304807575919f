"""A published table: cells with a percentage and the base that is stated for it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from yakusoku.domain.survey.rounding import Printed, Rule, Span

_TOTAL_NAMES = {"計", "合計", "総計", "総数", "全体", "total"}
_NET = re.compile(r"(計|net)[)）]?$")
_BLANK_WORDS = ("無回答", "未回答", "無効", "noanswer")
_BLANK_NAMES = {"不明", "na", "n/a"}


class TableKind(StrEnum):
    """What the percentages of one row are to each other."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    BATTERY = "battery"


class Mark(StrEnum):
    """What the person who checks knows of a row beyond what is printed."""

    NONE = ""
    EXCLUSIVE = "exclusive"
    PARTIAL = "partial"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Cell:
    """One percentage of a table. `printed` is None where the table prints none."""

    table: str
    kind: TableKind
    group: str
    n: int
    category: str
    printed: Printed | None
    mark: Mark = Mark.NONE

    def counts(self, n: int | None = None, rule: Rule = Rule.HALF_UP) -> Span:
        """Return the counts that are printed like this, out of the stated base or out of `n`."""
        base = self.n if n is None else n
        return self.printed.counts(base, rule) if self.printed else Span(0, base)

    @property
    def is_exclusive(self) -> bool:
        """Return whether who chose this chose nothing else."""
        return self.mark is Mark.EXCLUSIVE

    @property
    def is_blank(self) -> bool:
        """Return whether the category counts those who did not answer."""
        return self._name in _BLANK_NAMES or any(word in self._name for word in _BLANK_WORDS)

    @property
    def is_sum(self) -> bool:
        """Return whether the cell is the sum of the row: 100, or more where several answers can be given."""
        if self._name not in _TOTAL_NAMES or not self.printed or self.kind is TableKind.BATTERY:
            return False
        return self.printed.value == 100 or (self.kind is TableKind.MULTIPLE and self.printed.value > 100)

    @property
    def may_be_net(self) -> bool:
        """Return whether the name is that of a sum of other categories (満足・計) or of an answer (会計): who knows."""
        return bool(_NET.search(self._name))

    @property
    def _name(self) -> str:
        return unicodedata.normalize("NFKC", self.category).replace(" ", "").lower()


@dataclass(frozen=True)
class Group:
    """One row of a table: all categories of one group of respondents."""

    cells: tuple[Cell, ...]

    @property
    def kind(self) -> TableKind:
        """Return what the percentages are to each other."""
        return self.cells[0].kind

    @cached_property
    def n(self) -> int | None:
        """Return the base of the row; None if its cells state several."""
        bases = {cell.n for cell in self.cells}
        return bases.pop() if len(bases) == 1 else None

    @cached_property
    def printed(self) -> tuple[Cell, ...]:
        """Return the cells that print the percentage of an answer."""
        return tuple(cell for cell in self.cells if cell.printed and not cell.is_sum)

    @cached_property
    def readings(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the ways to read which cells are the parts of the whole: with or without what may be a net."""
        parts = tuple(cell for cell in self.printed if not cell.may_be_net)
        return (self.printed,) if len(parts) == len(self.printed) else (self.printed, parts)

    @property
    def shows_blank(self) -> bool:
        """Return whether those who did not answer have a category of their own."""
        return any(cell.is_blank for cell in self.cells)

    @property
    def is_whole(self) -> bool:
        """Return whether every category prints its share, as far as the table tells."""
        return all(cell.printed and cell.mark is not Mark.PARTIAL for cell in self.cells)

    @cached_property
    def is_one(self) -> bool:
        """Return whether this is one row: one base, and no category twice (as when several items share a name)."""
        return self.n is not None and len({cell.category for cell in self.cells}) == len(self.cells)

    @property
    def is_total(self) -> bool:
        """Return whether the row was marked as the sum of the others."""
        return any(cell.mark is Mark.TOTAL for cell in self.cells)

    def is_feasible(self) -> bool:
        """Return whether counts that are printed like this can be found that add up to the base.

        Where no category counts those who did not answer, they may be in the base without being shown, so that
        the counts may fall short of it.
        """
        return self.n is None or self._adds_up(self.n, Rule.HALF_UP, strict=self.shows_blank)

    def fits(self, rule: Rule, n: int | None = None) -> bool:
        """Return whether the whole row can have been printed under `rule`, with the stated base or with `n`."""
        base = self.n if n is None else n
        if not all(cell.counts(base, rule) for cell in self.printed):
            return False
        if self.kind is not TableKind.SINGLE or base is None or not self.is_one:
            return True
        return self._adds_up(base, rule, strict=True)

    def _adds_up(self, n: int, rule: Rule, *, strict: bool) -> bool:
        """Every number between the sums of the bounds can be reached: each count moves by one at a time."""
        for cells in self.readings:
            spans = [cell.counts(n, rule) for cell in cells]
            short = strict and self.is_whole and sum(span.high for span in spans) < n
            if sum(span.low for span in spans) <= n and not short:
                return True
        return False
