"""Which words of a sentence carried what the linear model says of it (docs/rules/review-labels.md)."""

from collections.abc import Mapping, Sequence

from yakusoku.domain.review.features import TOGETHER, Ideas, together
from yakusoku.domain.review.grams import grams_of

# A weight is kept in one byte, this one meaning nothing.
NOTHING = 128
MOST_GRAMS, FURTHEST = 4, 2


def carrying(
    text: str, names: Sequence[str], ideas: Ideas, features: Mapping[str, bytes], place: int, share: float
) -> list[tuple[int, int]]:
    """Return the words of a folded sentence that speak most for a requirement, as spans.

    names  the ideas in the sentence
    place  of its weight among those of a feature
    share  how much ideas count beside letters
    """
    told = {
        name: (row[place] - NOTHING) * share
        for name in together(names)
        if (row := features.get(name)) and row[place] > NOTHING
    }
    strongest = {
        part
        for name in sorted(told, key=lambda each: (-told[each], each))[:2]
        for part in name.split(TOGETHER)
        if part
    }
    spans = [(start, end) for start, end, _ in ideas.words(text, strongest)]
    return _words(text, [*spans, *_letters(text, features, place)])


def _letters(text: str, features: Mapping[str, bytes], place: int) -> list[tuple[int, int]]:
    """Return the runs of letters that speak most."""
    grams = {
        gram: row[place] for gram in grams_of(text) if (row := features.get(gram)) and row[place] > NOTHING
    }
    best = sorted(grams, key=lambda each: (-grams[each], each))[:MOST_GRAMS]
    starts = [(text.find(gram), len(gram)) for gram in best]
    return [(start, start + size) for start, size in starts]


def _words(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order as words that can be read.

    A run of letters may begin or end within a word: it is drawn out to the whole of it, and particles before it
    are left off. Spans that touch or nearly touch become one.
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(_whole(text, start, end) for start, end in spans):
        if joined and start <= joined[-1][1] + FURTHEST:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    if any(_of_a_word(letter) for letter in text[start:end]):
        while not _of_a_word(text[start]):
            start += 1
        while start and _of_a_word(text[start - 1]):
            start -= 1
        while end < len(text) and _of_a_word(text[end - 1]) and _of_a_word(text[end]):
            end += 1
    return start, end


def _of_a_word(letter: str) -> bool:
    """Return whether a letter is one that words are made of, and particles are not: kanji, katakana, latin.

    又は and 及び join words and are part of none.
    """
    return letter.isalnum() and not "ぁ" <= letter <= "ん" and letter not in "又及"
