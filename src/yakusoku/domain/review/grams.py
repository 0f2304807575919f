"""Short runs of letters: by them signs, ideas and the model find quickly what may stand in texts.

The runs of many texts are numbers in one array, and are looked up all at once: numpy is quick with long arrays
only (docs/decisions/0012-numpy-in-the-survey-domain.md).
"""

from collections.abc import Mapping, Sequence
from operator import add

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

# The longest run. So many bits hold any letter; three letters are one number of 63 bits.
LONGEST, BITS = 3, 21
# 2^64 by the golden ratio.
MIXER = np.uint64(0x9E3779B97F4A7C15)
# No letters have this number, the greatest.
NO_GRAM = np.iinfo(np.int64).max


def grams_of(text: str) -> set[str]:
    """Return the runs of two and of three letters of a folded text."""
    two = [*map(add, text, text[1:])]
    return {*two, *map(add, two, text[2:])}


class Grams:
    """The runs of two and of three letters of folded texts.

    lines         of all texts, one after the other; no run that is looked for reaches over the end of a line
    text_of_line  by line the number of its text
    codes         the runs, each as a number
    hashes        the same, mixed
    line_of       by run the number of its line
    """

    def __init__(self, texts: Sequence[str]) -> None:
        joined = "\n".join(texts)
        self.texts = texts
        self.lines = joined.split("\n")
        self.text_of_line = np.repeat(np.arange(len(texts)), [text.count("\n") + 1 for text in texts])
        letters = _letters(joined)
        two = letters[:-1] << BITS | letters[1:]
        self.codes = np.concatenate((two, two[:-1] << BITS | letters[2:]))
        self.hashes = _hashes(self.codes)
        ends = np.cumsum(letters == ord("\n"))
        self.line_of = np.concatenate((ends[:-1], ends[:-2]))


def _letters(text: str) -> Numbers:
    # What is no letter at all, half a pair, comes as it is.
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)


class GramTable:
    """Runs of letters, each with a number, to be looked up many at once.

    A table of hashes of our own is many times as quick as a search in sorted codes, and room for four times as many
    leaves few to search for: those whose slot another one has.
    """

    def __init__(self, numbers: Mapping[str, int]) -> None:
        codes = np.array([_code(gram) for gram in numbers], np.int64)
        told = np.array(list(numbers.values()), np.int64)
        bits = (4 * len(codes) + 1).bit_length()
        self._shift = np.uint64(64 - bits)
        slots = self._slots(_hashes(codes))
        self._codes = np.full(2**bits, NO_GRAM)
        self._codes[slots] = codes
        self._numbers = np.zeros(2**bits, np.int32)
        self._numbers[slots] = told
        others = np.flatnonzero(self._codes[slots] != codes)
        others = others[np.argsort(codes[others])]
        # The last is greater than all, so that what is not among them has something to stand before.
        self._others = np.append(codes[others], NO_GRAM)
        self._numbers_of_others = np.append(told[others], 0)

    def _slots(self, hashes: NDArray[np.uint64]) -> Numbers:
        return (hashes >> self._shift).view(np.int64)

    def find(self, grams: Grams) -> tuple[Numbers, Numbers]:
        """Return the places of the runs that are known, and their numbers; in no order."""
        slots = self._slots(grams.hashes)
        hit = self._codes[slots] == grams.codes
        places, rest = hit.nonzero()[0], (~hit).nonzero()[0]
        codes = grams.codes[rest]
        near = self._others.searchsorted(codes)
        among = (self._others[near] == codes).nonzero()[0]
        return (
            np.concatenate((places, rest[among])),
            np.concatenate((self._numbers[slots[places]], self._numbers_of_others[near[among]])),
        )


def _code(gram: str) -> int:
    code = 0
    for letter in gram:
        code = code << BITS | ord(letter)
    return code


def _hashes(codes: Numbers) -> NDArray[np.uint64]:
    """Return codes mixed, so that their first bits tell most of them apart."""
    return codes.view(np.uint64) * MIXER


def stretches(starts: Numbers, sizes: Numbers) -> Numbers:
    """Return the numbers of stretches, one stretch after the other: of 5 and 8, 2 and 1 long, 5, 6, 8."""
    before: Numbers = starts - (np.cumsum(sizes) - sizes)
    return np.repeat(before, sizes) + np.arange(sizes.sum())
