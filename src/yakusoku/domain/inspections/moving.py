"""Moving a sheet that is being answered onto a newer version of its questions (docs/rules/staleness.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from yakusoku.domain.inspections.answers import AskedCheck


class Turn(StrEnum):
    """What became of a question in the newer version."""

    REWORDED = "reworded"
    REMOVED = "removed"
    NEW = "new"


TURN_LABELS = {
    Turn.REWORDED: "質問が変わりました",
    Turn.REMOVED: "聞かなくなった質問",
    Turn.NEW: "新しい質問",
}


@dataclass(frozen=True, slots=True)
class Turned:
    """A question that is not asked as before. `before` None: it is new; `after` None: it is asked no more."""

    turn: Turn
    before: AskedCheck | None
    after: AskedCheck | None

    @property
    def id(self) -> str:
        """Return the id of the check."""
        asked = self.after or self.before
        return asked.id if asked else ""


@dataclass(frozen=True, slots=True)
class Moving:
    """What moving means: `same` are the ids whose answers hold, `turned` the questions that differ."""

    same: tuple[str, ...]
    turned: tuple[Turned, ...]

    def count(self, turn: Turn) -> int:
        """Return how many questions took this turn."""
        return sum(1 for each in self.turned if each.turn is turn)


def compare_sheets(before: Iterable[AskedCheck], after: Iterable[AskedCheck]) -> Moving:
    """Return which questions are asked as before and which are not, in the order of the newer sheet.

    Only what is asked counts (`AskedCheck.wording`): another number of the article leaves the answer standing.
    """
    old = {check.id: check for check in before}
    new = {check.id: check for check in after}
    same, turned = [], []
    for id, check in new.items():
        earlier = old.get(id)
        if earlier is None:
            turned.append(Turned(Turn.NEW, None, check))
        elif earlier.wording == check.wording:
            same.append(id)
        else:
            turned.append(Turned(Turn.REWORDED, earlier, check))
    gone = (check for id, check in old.items() if id not in new)
    return Moving(tuple(same), (*turned, *(Turned(Turn.REMOVED, check, None) for check in gone)))


def placed(added: Iterable[AskedCheck], checks: Sequence[AskedCheck]) -> tuple[AskedCheck, ...]:
    """Return questions that are asked beside a sheet under the article that their requirement has in it now."""
    homes = {check.slug: check for check in reversed(checks)}
    return tuple(
        replace(each, article=home.article, title=home.title, risk_level=home.risk_level)
        if (home := homes.get(each.slug))
        else each
        for each in added
    )
