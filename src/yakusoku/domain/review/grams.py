"""Short runs of letters: by them signs, ideas and the model find quickly what may stand in a text."""

from operator import add

SIZES = (2, 3)
LONGEST = SIZES[-1]


def grams_of(text: str) -> set[str]:
    """Return the runs of two and of three letters of a folded text."""
    two = [*map(add, text, text[1:])]
    return {*two, *map(add, two, text[2:])}
