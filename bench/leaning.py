"""How far each requirement's score is moved, so that as much is missed of it as is wrongly found.

    python -m bench.leaning CLAUSES.jsonl

Chosen by cross-validation on half A, on the taught documents and, for half as much, on CLAUSES.jsonl, for which the
signs were written. Writes leaning.json, which `make model` reads. Large moves are held back: they fit by chance.
"""

import json
import sys
from math import log

from bench.learning import (
    BARE,
    CROWD,
    LEANING,
    SIGNED,
    TAUGHT,
    example_rows,
    halves,
    labelled_rows,
    slugs_known,
    train,
)
from bench.review import folds

from yakusoku.adapters.review_knowledge import shipped_ideas, shipped_lore
from yakusoku.domain.review.finding import Finder
from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.text import clause_text
from yakusoku.domain.review.weights import Weights

STEPS, HELD_BACK, SMALL = [step / 20 for step in range(-6, 7)], 0.5, 5


def seen(rows, extra):
    """Return by row the score of each requirement, which have a sign, and the labels, from folds not learned from."""
    signs = Finder(shipped_lore())
    told = [None for _ in rows]
    for held in folds(rows):
        out = set(held)
        learned = [row for n, row in enumerate(rows) if n not in out] + extra
        weights = Weights(train(learned, leaning={}), shipped_ideas())
        for n in held:
            clause = clause_text(rows[n].text)
            scores = weights.scores(clause, fold(rows[n].heading).text)
            best = [max(each) - CROWD * log(len(scores)) for each in zip(*scores, strict=True)]
            signed = {trace.knowledge.slug for trace in signs.find(clause, rows[n].heading)}
            told[n] = (dict(zip(weights.slugs, best, strict=True)), signed)
    return told


def leaning(rows, told, shares):
    """Return by requirement the move that serves its F1 best."""
    moves = {}
    for slug in slugs_known():
        worth = {}
        for step in STEPS:
            hit = other = 0.0
            for row, (scores, signed), share in zip(rows, told, shares, strict=True):
                found = scores[slug] + step > (SIGNED if slug in signed else BARE)
                hit += share * (found and slug in row.labels)
                other += share * (found != (slug in row.labels))
            worth[step] = 2 * (hit + SMALL) / (2 * (hit + SMALL) + other) - HELD_BACK * step**2
        moves[slug] = max(STEPS, key=lambda step: (worth[step], -abs(step)))
    return {slug: step for slug, step in moves.items() if step}


def main():
    sample, (half, _), taught = labelled_rows(sys.argv[1]), halves(), labelled_rows(TAUGHT)
    rows = [*sample, *half, *taught]
    shares = [0.5] * len(sample) + [1.0] * (len(rows) - len(sample))
    moves = leaning(rows, seen(rows, example_rows()), shares)
    LEANING.write_text(json.dumps(moves, indent=1) + "\n", encoding="utf-8")
    print(moves)


if __name__ == "__main__":
    main()
