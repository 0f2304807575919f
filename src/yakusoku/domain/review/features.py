"""What a sentence is made of, for the linear model: short runs of letters, and ideas however they are worded.

An idea is a list of words that mean much the same for a contract (review/ideas.yaml): 漏らす is 漏えい, 口外, 他言.
Two ideas in one sentence say more than each alone: 漏らす with 禁じる, 立ち入る with 調べる.
"""

from collections.abc import Iterator, Mapping, Sequence

from yakusoku.domain.review.folding import fold

# Stands before an idea and between two; before what was found in a heading. Folded text holds neither.
TOGETHER, IN_HEADING = "＋", "＾"


class Ideas:
    """Finds ideas in folded text. `lists`: the words of each by its name."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        # By their first two letters: the words that begin so, and their ideas.
        self._words: dict[str, list[tuple[str, str]]] = {}
        self._single: list[tuple[str, str]] = []
        self._lists = {name: sorted({fold(each).text for each in words}) for name, words in lists.items()}
        self._order = {name: place for place, name in enumerate(lists)}
        for name, words in self._lists.items():
            for word in words:
                if len(word) > 1:
                    self._words.setdefault(word[:2], []).append((word, name))
                else:
                    self._single.append((word, name))

    @property
    def names(self) -> list[str]:
        """Return the names of the lists, in their order."""
        return list(self._lists)

    def found(self, text: str, grams: set[str]) -> list[str]:
        """Return the ideas of a folded text in the order of the lists. `grams`: of the text."""
        names = {
            name for first in self._words.keys() & grams for word, name in self._words[first] if word in text
        }
        names.update([name for word, name in self._single if word in text])
        return sorted(names, key=self._order.__getitem__)

    def words(self, text: str, names: set[str]) -> Iterator[tuple[int, int, str]]:
        """Yield where words of some ideas stand in a folded text: start, end, idea."""
        for name in names:
            for word in self._lists[name]:
                start = text.find(word)
                while start >= 0:
                    yield start, start + len(word), name
                    start = text.find(word, start + 1)


def together(names: Sequence[str]) -> list[str]:
    """Return ideas that stand in one sentence: each alone, and two by two."""
    alone = [TOGETHER + name for name in names]
    return [*alone, *[one + other for place, one in enumerate(names) for other in alone[place + 1 :]]]


def titled(names: Sequence[str]) -> list[str]:
    """Return ideas that stand in a heading."""
    return [IN_HEADING + TOGETHER + name for name in names]
