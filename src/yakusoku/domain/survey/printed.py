"""A published table: cells with a percentage and the base that is stated for it."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from yakusoku.domain.survey.rounding import Printed, Rule, Span

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
        name = unicodedata.normalize("NFKC", self.category).replace(" ", "").lower()
        return name in _BLANK_NAMES or any(word in name for word in _BLANK_WORDS)


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
        """Return the cells that print a percentage."""
        return tuple(cell for cell in self.cells if cell.printed)

    @property
    def shows_blank(self) -> bool:
        """Return whether those who did not answer have a category of their own."""
        return any(cell.is_blank for cell in self.cells)

    @property
    def is_whole(self) -> bool:
        """Return whether every category prints its share, as far as the table tells."""
        return len(self.printed) == len(self.cells) and all(c.mark is not Mark.PARTIAL for c in self.cells)

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
        return self.kind is not TableKind.SINGLE or base is None or self._adds_up(base, rule, strict=True)

    def _adds_up(self, n: int, rule: Rule, *, strict: bool) -> bool:
        """Every number between the sums of the bounds can be reached: each count moves by one at a time."""
        spans = [cell.counts(n, rule) for cell in self.printed]
        if sum(span.low for span in spans) > n:
            return False
        return not (strict and self.is_whole) or sum(span.high for span in spans) >= n
