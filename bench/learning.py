"""Training the linear model of the contract review; used by `make model` and by `bench.review`."""

import json
from dataclasses import dataclass
from pathlib import Path

from yakusoku.adapters.review_knowledge import shipped_lore
from yakusoku.domain.review.finding import Finder
from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.text import clause_text
from yakusoku.domain.review.weights import Weights, grams_of

# How much a word that was seen once more tells; chosen by cross-validation over the documents.
SOFTNESS, SIGN_SCALE, LEAST_WEIGHT = 12.0, 3.0, 0.02


@dataclass(frozen=True)
class Row:
    """One labelled clause. `document`: clauses of one document are kept together."""

    document: str
    heading: str
    text: str
    labels: frozenset


def example_rows():
    """Return the examples of the catalogue: 【見出し】本文 is split."""
    rows = []
    for knowledge in shipped_lore().requirements:
        for number, each in enumerate(knowledge.examples):
            heading, text = "", each.text
            if text.startswith("【") and "】" in text:
                heading, text = text[1:].split("】", 1)
            own = {knowledge.slug} if each.strength else set()
            rows.append(
                Row(f"{knowledge.slug}:{number}", heading, text.strip(), frozenset(own | set(each.also)))
            )
    return rows


def labelled_rows(file):
    """Return the clauses of a file as shared/contracts/dev/clauses.jsonl."""
    told = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Row(r["doc_id"], r["heading"] or "", r["text"], frozenset(r["labels"])) for r in told]


class Features:
    """Clauses as numbers: runs of letters by rarity, and the signs that were found."""

    def __init__(self, rows, finder):
        self.rows = rows
        self.told = []
        for row in rows:
            text = clause_text(row.text)
            grams = grams_of(text.text, fold(row.heading).text)
            self.told.append((grams, {trace.knowledge.slug for trace in finder.find(text, row.heading)}))


def train(features, places, slugs):
    """Return weights trained on some of the rows."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    count = {}
    for place in places:
        for gram in features.told[place][0]:
            count[gram] = count.get(gram, 0) + 1
    known = sorted(gram for gram, seen in count.items() if seen >= 2)
    index = {gram: n for n, gram in enumerate(known)}
    rarity = np.log((1 + len(places)) / (1 + np.array([count[gram] for gram in known]))) + 1
    values, columns, starts = [], [], [0]
    for place in places:
        found = [index[gram] for gram in features.told[place][0] if gram in index]
        weights = rarity[found]
        values.extend(weights / (np.sqrt((weights**2).sum()) or 1))
        columns.extend(found)
        starts.append(len(columns))
    texts = csr_matrix((values, columns, starts), shape=(len(places), len(known)))
    bias, signs, kept = [], [], {}
    for number, slug in enumerate(slugs):
        wanted = np.array([slug in features.rows[place].labels for place in places])
        sign = np.array([[SIGN_SCALE * (slug in features.told[place][1])] for place in places])
        if not wanted.any():
            bias.append(-9.0)
            signs.append(9.0 / 1)
            continue
        from scipy.sparse import hstack

        model = LogisticRegression(
            C=SOFTNESS, solver="liblinear", class_weight={False: 1, True: 2}, random_state=1
        )
        model.fit(hstack([texts, csr_matrix(sign)]).tocsr(), wanted)
        weights = model.coef_[0]
        bias.append(float(model.intercept_[0]))
        signs.append(float(weights[-1] * SIGN_SCALE))
        for column in np.flatnonzero(np.abs(weights[:-1]) >= LEAST_WEIGHT):
            kept.setdefault(known[column], (float(rarity[column]), []))[1].append(
                (number, float(weights[column]))
            )
    return Weights(tuple(slugs), tuple(bias), tuple(0.0 for _ in slugs), kept, tuple(signs))


def slugs_known():
    """Return the requirements in the order of the knowledge."""
    return [knowledge.slug for knowledge in shipped_lore().requirements]


def finder():
    """Return the finder of what ships."""
    return Finder(shipped_lore())
