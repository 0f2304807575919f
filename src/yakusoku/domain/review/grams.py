"""Short runs of letters: by them signs, ideas and the model find quickly what may stand in a text."""

SIZES = (2, 3)
LONGEST = SIZES[-1]


def grams_of(text: str) -> set[str]:
    """Return the runs of two and of three letters of a folded text."""
    found = {text[n : n + 2] for n in range(len(text) - 1)}
    found.update([text[n : n + 3] for n in range(len(text) - 2)])
    return found
