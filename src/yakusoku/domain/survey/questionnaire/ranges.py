"""The lowest and highest number that an answer may be, as a `constraint`."""

from decimal import Decimal

from yakusoku.domain.survey.condition_tree import OWN, Compare, Constant, Joined, Node, Ref
from yakusoku.domain.survey.conditions import UnknownCondition, parse_condition

Range = tuple[Decimal | None, Decimal | None]


def written_range(low: Decimal | None, high: Decimal | None) -> str:
    """Return the constraint for a lowest and a highest number; empty: there is neither."""
    parts = [f". >= {low.normalize():f}"] if low is not None else []
    return " and ".join([*parts, f". <= {high.normalize():f}"] if high is not None else parts)


def range_of(constraint: str) -> Range | None:
    """Return lowest and highest number of a constraint that says nothing else; None: it says something else."""
    if not constraint:
        return None, None
    try:
        tree = parse_condition(constraint)[0].tree
    except UnknownCondition:
        return None
    found: dict[str, Decimal] = {}
    for part in tree.parts if isinstance(tree, Joined) and tree.word == "and" else (tree,):
        limit = _limit(part)
        if limit is None or limit[0] in found:
            return None
        found[limit[0]] = limit[1]
    return found.get(">="), found.get("<=")


def _limit(part: Node) -> tuple[str, Decimal] | None:
    match part:
        case Compare(">=" | "<=" as sign, Ref(name), Constant(float() as value)) if name == OWN:
            return sign, Decimal(f"{value:.15g}")
        case _:
            return None
