"""What a sentence is made of, for the linear model: short runs of letters, and ideas however they are worded.

An idea is a list of words that mean much the same for a contract (review/ideas.yaml): 漏らす is 漏えい, 口外, 他言.
Two ideas in one sentence say more than each alone: 漏らす with 禁じる, 立ち入る with 調べる.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.grams import LONGEST, Numbers, stretches

# Stands before an idea and between two; before what was found in a heading. Folded text holds neither.
TOGETHER, IN_HEADING = "＋", "＾"


class Ideas:
    """Finds ideas in folded text. `lists`: the words of each by its name."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = {name: sorted({fold(each).text for each in words}) for name, words in lists.items()}
        self.names = list(lists)
        # By how they begin: words, and the numbers of their ideas.
        begun: dict[str, list[tuple[str, int]]] = {}
        for number, words in enumerate(self._lists.values()):
            for word in words:
                begun.setdefault(word[:LONGEST], []).append((word, number))
        self._single = [each for begin, told in begun.items() if len(begin) == 1 for each in told]
        self.begins = [begin for begin in begun if len(begin) > 1]
        # The words that go on after their beginning have to be looked for; where it is all of them, it was found.
        self._begun = [[each for each in begun[begin] if each[0] != begin] for begin in self.begins]
        self._goes_on = np.array([bool(told) for told in self._begun], np.bool_)
        whole = [[number for word, number in begun[begin] if word == begin] for begin in self.begins]
        self._whole = np.array([number for told in whole for number in told], np.int64)
        self._sizes = np.array([len(told) for told in whole], np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes

    def found(self, lines: Sequence[str], numbers: Numbers, begins: Numbers) -> tuple[Numbers, Numbers]:
        """Return the ideas of lines: the number of a line, and of a list that has a word in it; in their order.

        numbers, begins  the lines in which words may begin, and which of self.begins stands there
        """
        count = len(self.names)
        sizes = self._sizes[begins]
        whole = np.repeat(numbers, sizes) * count + self._whole[stretches(self._starts[begins], sizes)]
        begun = self._goes_on[begins].nonzero()[0]
        told = {
            line * count + number
            for line, begin in zip(numbers[begun].tolist(), begins[begun].tolist(), strict=True)
            for word, number in self._begun[begin]
            if word in lines[line]
        }
        told.update(
            [
                line * count + number
                for line, text in enumerate(lines)
                for word, number in self._single
                if word in text
            ]
        )
        found = np.unique(np.concatenate((whole, np.array(list(told), np.int64))))
        return found // (count or 1), found % (count or 1)

    def named(self, text: str) -> list[str]:
        """Return the ideas of one folded text by name, in the order of the lists."""
        return [name for name, words in self._lists.items() if any(word in text for word in words)]

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
