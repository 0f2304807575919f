"""Refusals of reports that no rule of the domain gives."""

from typing import ClassVar

from yakusoku.domain.refusal import Refusal


class TableInUse(Refusal):
    """A table that a block shows is not taken away. Facts: name."""

    code: ClassVar[str] = "report.table-in-use"
