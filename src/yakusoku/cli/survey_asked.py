"""What the commands that count were asked: read from the command line, handed to where the work is done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TablesAsked:
    """What `survey tabulate` was asked.

    nets      by question: words and codes that are taken together
    suppress  hide cells of fewer people than this; None: hide nothing
    """

    rows: tuple[str, ...]
    by: tuple[str, ...]
    weight: str | None
    no_answer: str
    nets: dict[str, list[tuple[str, tuple[str, ...]]]]
    marks: bool
    correction: str
    suppress: int | None
    strata: str | None
    clusters: tuple[str, ...]
    populations: tuple[str, ...]
    nested: bool
    lonely: str
    engine: str

    @property
    def designed(self) -> bool:
        """Return whether the sample has more of a design than weights."""
        return bool(self.strata or self.clusters or self.populations)


@dataclass(frozen=True, slots=True)
class EstimatesAsked:
    """What `survey estimate` was asked: names of columns."""

    strata: str | None
    clusters: tuple[str, ...]
    populations: tuple[str, ...]
    weight: str | None
    by: str | None
    means: tuple[str, ...]
    totals: tuple[str, ...]
    shares: tuple[str, ...]
    nested: bool
    lonely: str

    @property
    def columns(self) -> list[str]:
        """Return every column that is needed."""
        single = [name for name in (self.strata, self.weight, self.by) if name]
        return [*single, *self.clusters, *self.populations, *self.means, *self.totals, *self.shares]
