"""What a renewal of a sheet did to one of its questions."""

from dataclasses import dataclass

from yakusoku.apps.inspections.models import RenewedCheck
from yakusoku.domain.packs.difference import Piece


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One question as a renewal changed it. `pieces`: both wordings run by run, where it was reworded."""

    row: RenewedCheck
    pieces: tuple[tuple[Piece, str], ...]
