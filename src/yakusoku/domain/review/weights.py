"""A linear model beside the signs: how much runs of letters and ideas speak for a requirement.

It was trained on the examples of the catalogue and on labelled clauses (`make model`), without knowing the signs:
they were written by people who had the same clauses before them. It decides in two cases. A sign was found, and
the model is sure that the clause deals with something else; or no sign was found, and the model is sure that it
does. It says nothing without words: each label names those that carried it (docs/rules/review-labels.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

import numpy as np
from numpy.typing import NDArray

from yakusoku.domain.review.carrying import NOTHING, carrying
from yakusoku.domain.review.features import IN_HEADING, TOGETHER, Ideas
from yakusoku.domain.review.grams import GramTable, Numbers, stretches
from yakusoku.domain.review.text import Batch

Floats = NDArray[np.float64]
Table = NDArray[np.int16]
Sums = NDArray[np.int32]

# A rarity is kept as a multiple of 1 / RARITY.
RARITY, SQUARE = 24, 64
# How long, by its rarities, a sentence usually is in letters and in ideas. In a longer one, which says several
# things, each word loses only half as much as it would by its share.
USUAL_LETTERS, USUAL_IDEAS = 40.0, 8.0
USUAL = np.array([USUAL_LETTERS, USUAL_IDEAS])[:, None, None]
# So many lines are added up at once: a clause may be as long as a book.
MOST_LINES = 1024


@dataclass(frozen=True, slots=True)
class Learned:
    """What training leaves.

    slugs          the requirements it knows
    bias           by requirement
    scale          what one step of a weight is worth
    features       run of letters, idea or pair of ideas → its rarity and a weight by requirement, each one byte
    heading, idea  how much a heading, and ideas, count beside the letters of the text
    bare, signed   from which score on a clause deals with a requirement, without a sign and with one
    crowd          how much more is asked of a clause of many sentences, one of which is always the best
    """

    slugs: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    features: Mapping[str, bytes]
    heading: float
    idea: float
    bare: float
    signed: float
    crowd: float


@dataclass(frozen=True, slots=True)
class Said:
    """What the model says of one clause.

    scores    by sentence how much speaks for each requirement, in the order of the slugs
    possible  the requirements, by number, that a clause with a sign of them deals with
    sure      those that it deals with although it has no sign of them
    doubtful  the numbers of the sentences whose promise it takes for weak
    ideas     by sentence the numbers of the ideas in it
    """

    scores: Floats
    possible: Sequence[int]
    sure: Sequence[int]
    doubtful: Sequence[int]
    ideas: Sequence[Sequence[int]]

    def best(self, place: int) -> int:
        """Return the number of the sentence that speaks most for a requirement."""
        return int(self.scores[:, place].argmax())


class Weights:
    """A trained model, ready to be asked. `doubts`: another, which knows one thing only, that a promise is weak.

    A feature is a row of a table, in which the weights of both models stand beside each other; row 0 says nothing.
    """

    def __init__(self, learned: Learned, ideas: Ideas, doubts: Learned | None = None) -> None:
        self._learned, self._ideas, self.doubts = learned, ideas, doubts
        self.slugs = learned.slugs
        known = [each for each in (learned, doubts) if each]
        rows = {
            name: row for row, name in enumerate(dict.fromkeys(chain(*[each.features for each in known])), 1)
        }
        self._columns = [
            _Columns(each, at) for each, at in zip(known, (0, len(self.slugs) + 1), strict=False)
        ]
        self._table = np.zeros((len(rows) + 1, sum(len(each.slugs) + 1 for each in known)), np.int16)
        for columns in self._columns:
            columns.write(self._table, rows)
        grams = {name.lstrip(IN_HEADING): None for name in rows if TOGETHER not in name}
        grams |= dict.fromkeys(ideas.begins)
        self._grams = GramTable({gram: number for number, gram in enumerate(grams)})
        begins = {begin: number for number, begin in enumerate(ideas.begins)}
        # By the number of a run of letters which words of ideas begin with it; -1: none.
        self._begins = np.array([begins.get(gram, -1) for gram in grams], np.int64)
        # By the number of a run of letters its row as it stands in a heading, and in a text.
        self._of_gram = np.array(
            [[rows.get(before + gram, 0) for gram in grams] for before in (IN_HEADING, "")], np.int64
        )
        names = ideas.names
        alone = [[rows.get(before + TOGETHER + name, 0) for name in names] for before in (IN_HEADING, "")]
        # The same of an idea in a heading; of two in a text, or, on the diagonal, one.
        self._of_idea = np.array(alone[0], np.int64)
        pairs = [rows.get(one + TOGETHER + other, 0) for one in names for other in names]
        self._of_ideas = np.array(pairs, np.int64).reshape(len(names), len(names))
        np.fill_diagonal(self._of_ideas, alone[1])

    def say(self, batch: Batch) -> list[Said]:
        """Return what the model says of clauses."""
        grams, count = batch.grams, len(batch.clauses)
        places, numbers = self._grams.find(grams)
        lines = grams.line_of[places]
        begins = self._begins[numbers]
        begun = (begins >= 0).nonzero()[0]
        ideas = self._ideas.found(grams.lines, lines[begun], begins[begun])
        rows = self._of_gram[(lines >= count).astype(np.int64), numbers]
        sums = self._added(len(grams.lines), (lines, rows), self._rows_of_ideas(*ideas, count))
        main = self._columns[0]
        letters, beside = main.worth(sums)
        titled = main.bias + letters[:count] * self._learned.heading + beside[:count]
        owners = grams.text_of_line[count:] - count
        scores = titled[owners] + letters[count:] + beside[count:]
        doubtful = np.zeros(len(scores), np.bool_)
        for each in self._columns[1:]:
            letters, beside = each.worth(sums[:, count:])
            doubtful = (each.bias + letters + beside)[:, 0] > each.learned.bare
        return self._said(owners, scores, doubtful, _listed(len(grams.lines), *ideas)[count:])

    def _said(
        self, owners: Numbers, scores: Floats, doubtful: NDArray[np.bool_], ideas: list[list[int]]
    ) -> list[Said]:
        """Return what is said of clauses. `owners`: by sentence the number of its clause."""
        firsts = owners.searchsorted(np.arange(owners[-1] + 1))
        ends = [*firsts[1:].tolist(), len(owners)]
        sizes = [end - first for first, end in zip(firsts.tolist(), ends, strict=True)]
        best = np.maximum.reduceat(scores, firsts)
        possible, sure = (
            best > np.array([self.least(size, signed) for size in sizes])[:, None] for signed in (True, False)
        )
        weak = doubtful.nonzero()[0]
        told = zip(
            _listed(len(sizes), *possible.nonzero()),
            _listed(len(sizes), *sure.nonzero()),
            _listed(len(sizes), owners[weak], weak - firsts[owners[weak]]),
            strict=True,
        )
        return [
            Said(scores[first:end], *each, ideas[first:end])
            for first, end, each in zip(firsts.tolist(), ends, told, strict=True)
        ]

    def _rows_of_ideas(self, lines: Numbers, ideas: Numbers, count: int) -> tuple[Numbers, Numbers]:
        """Return the rows of ideas, and their lines: alone in the first lines, in others also with each after it."""
        titles = int(lines.searchsorted(count))
        rows = self._of_idea[ideas[:titles]]
        others, ideas = lines[titles:], ideas[titles:]
        places = np.arange(len(others))
        sizes = others.searchsorted(others, side="right") - places
        first = np.repeat(places, sizes)
        pairs = self._of_ideas[ideas[first], ideas[stretches(places, sizes)]]
        return np.concatenate((lines[:titles], others[first])), np.concatenate((rows, pairs))

    def _added(self, count: int, *told: tuple[Numbers, Numbers]) -> Sums:
        """Return what rows add up to, of each of some lines and rows, by line; a row counts once for a line."""
        size = len(self._table)
        # Row 0 begins each line.
        parts = [(lines + place * count) * size + rows for place, (lines, rows) in enumerate(told)]
        pairs = np.concatenate((np.arange(len(told) * count) * size, *parts))
        pairs.sort()
        found = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] % size
        begins = np.append((found == 0).nonzero()[0], len(found))
        sums = []
        for first in range(0, len(begins) - 1, MOST_LINES):
            here = begins[first : first + MOST_LINES + 1]
            table = self._table.take(found[here[0] : here[-1]], axis=0)
            sums.append(np.add.reduceat(table, here[:-1] - here[0], dtype=np.int32))
        return np.concatenate(sums).reshape(len(told), count, -1)

    def least(self, sentences: int, signed: bool) -> float:
        """Return what the score of a clause has to exceed for it to deal with a requirement.

        The score is the highest of its sentences. `sentences`: how many it has; `signed`: a sign was found.
        """
        least = self._learned.signed if signed else self._learned.bare
        return least + self._learned.crowd * log(sentences)

    def carrying(self, text: str, ideas: Sequence[int], place: int) -> list[tuple[int, int]]:
        """Return the words of a folded sentence that speak most for a requirement, as spans. `ideas`: in it."""
        return self._carrying(self._learned, text, ideas, place)

    def doubting(self, text: str, ideas: Sequence[int]) -> list[tuple[int, int]]:
        """Return the words of a doubtful sentence that make its promise weak, as spans."""
        return self._carrying(self.doubts, text, ideas, 0) if self.doubts else []

    def _carrying(
        self, learned: Learned, text: str, ideas: Sequence[int], place: int
    ) -> list[tuple[int, int]]:
        names = [self._ideas.names[idea] for idea in ideas]
        return carrying(text, names, self._ideas, learned.features, place + 1, learned.idea)


class _Columns:
    """The columns of one model in the table, from the one `at`: the square of a rarity, and the weights."""

    def __init__(self, learned: Learned, at: int) -> None:
        self.learned = learned
        self.bias = np.array(learned.bias)
        self._share = np.array([1.0, learned.idea])[:, None, None]
        self._square, self._weights = at, slice(at + 1, at + 1 + len(learned.slugs))

    def write(self, table: Table, rows: Mapping[str, int]) -> None:
        """Write the features of the model into their rows."""
        told = np.frombuffer(b"".join(self.learned.features.values()), np.uint8)
        told = told.reshape(-1, len(self.learned.slugs) + 1)
        mine = [rows[name] for name in self.learned.features]
        table[mine, self._square] = np.rint((told[:, 0] / RARITY) ** 2 * SQUARE)
        table[mine, self._weights] = told[:, 1:].astype(np.int16) - NOTHING

    def worth(self, sums: Sums) -> Floats:
        """Return how much letters, and ideas, of lines speak for each requirement.

        The more of a kind there are, the less each of them says.
        """
        length = np.sqrt(sums[:, :, self._square, None] / SQUARE)
        # The smaller of the two below what is usual is the length itself.
        damped = np.minimum(length, np.sqrt(length * USUAL))
        # There are none.
        damped[damped == 0] = np.inf
        worth: Floats = self.learned.scale / damped * self._share * sums[:, :, self._weights]
        return worth


def _listed(count: int, owners: Numbers, told: Numbers) -> list[list[int]]:
    """Return by owner what is told of it."""
    listed: list[list[int]] = [[] for _ in range(count)]
    for owner, each in zip(owners.tolist(), told.tolist(), strict=True):
        listed[owner].append(each)
    return listed
