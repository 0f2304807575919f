"""Training the linear model of the contract review; used by `make model` and by `bench.review`."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from yakusoku.adapters.law_changes import shipped_changes
from yakusoku.adapters.review_knowledge import shipped_ideas, shipped_lore
from yakusoku.domain.review.features import IN_HEADING, titled, together
from yakusoku.domain.review.folding import fold
from yakusoku.domain.review.grams import grams_of
from yakusoku.domain.review.model import Clause
from yakusoku.domain.review.reviewing import Reviewer
from yakusoku.domain.review.text import clause_text
from yakusoku.domain.review.weights import NOTHING, RARITY, USUAL_IDEAS, USUAL_LETTERS, Learned, Weights

CLAUSES = Path(__file__).resolve().parent.parent / "tests" / "review"
HELD_OUT, UNSEEN, ORDINARY = (CLAUSES / f"{name}.jsonl" for name in ("heldout", "unseen", "ordinary"))
TAUGHT = tuple(sorted(CLAUSES.glob("taught*.jsonl")))
# Chosen by cross-validation on half A and on the taught documents (docs/rules/review-labels.md).
SOFTNESS, HEADING, IDEA, LEAST_SEEN, LEAST_SEEN_IDEA = 2.0, 0.6, 0.4, 3, 4
BARE, SIGNED, CROWD = 0.2, -0.3, 0.0
# A clause of a document tells more than an example: it has everything that such clauses have.
STANDING = 3.0
# What the model of doubts knows, and from which score on.
WEAK, DOUBTFUL = "weak", 0.1
# Of letters, letters of the heading, ideas, ideas of the heading: their share, and how often one must be seen.
KINDS = ((1.0, LEAST_SEEN), (HEADING, LEAST_SEEN), (IDEA, LEAST_SEEN_IDEA), (IDEA, LEAST_SEEN_IDEA))
# How long, by its rarities, a sentence usually is in letters and ideas; a heading is taken as long as it is.
USUAL = (USUAL_LETTERS, np.inf, USUAL_IDEAS, np.inf)
ENDLESS = (np.inf,) * len(KINDS)
# How much a clause of several sentences counts as a whole; the rest is left to its sentences.
WHOLE = 0.3


@dataclass(frozen=True)
class Row:
    """One labelled clause. `document`: clauses of one document are kept together.

    judged   the requirements of which somebody said whether the clause deals with them; None: of all
    share    how much it counts
    """

    document: str
    heading: str
    text: str
    labels: frozenset
    strength: dict = field(default_factory=dict)
    weak: frozenset = frozenset()
    old_law: bool = False
    conditional: bool = False
    judged: frozenset | None = None
    share: float = STANDING

    def tells_of(self, slug):
        """Return whether the clause teaches anything about a requirement."""
        return self.judged is None or slug in self.judged


def example_rows():
    """Return the examples of the catalogue: 【見出し】本文 is split."""
    rows = []
    for knowledge in shipped_lore().requirements:
        for number, each in enumerate(knowledge.examples):
            heading, text = "", each.text
            if text.startswith("【") and "】" in text:
                heading, text = text[1:].split("】", 1)
            own = {knowledge.slug} if each.strength else set()
            labels = frozenset(own | set(each.also))
            rows.append(Row(f"{knowledge.slug}:{number}", heading, text.strip(), labels, share=1.0))
    return rows


def labelled_rows(file):
    """Return the clauses of a file as shared/contracts/dev/clauses.jsonl."""
    told = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Row(
            r["doc_id"],
            r["heading"] or "",
            r["text"],
            frozenset(r["labels"]),
            r["strength"],
            frozenset(r["weak"]),
            r["old_law"],
            r["conditional"],
        )
        for r in told
    ]


def corrected_rows(file):
    """Return the clauses that people corrected (clauses.jsonl of the page of corrections).

    Only what somebody said counts: what the machine said by itself is no lesson for it.
    raises   ValueError for a file in which nobody corrected anything
    """
    told = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines() if line.strip()]
    if not all(isinstance(each.get("corrected"), dict) for each in told):
        raise ValueError(f"{file} は、見立ての訂正から受け取ったファイルではありません。")
    return [
        Row(
            r["doc_id"],
            r["heading"] or "",
            r["text"],
            frozenset(slug for slug, right in r["corrected"].items() if right),
            judged=frozenset(r["corrected"]),
        )
        for r in told
        if r["corrected"]
    ]


def taught_rows():
    """Return the clauses of all documents that were written to learn from."""
    return [row for file in TAUGHT for row in labelled_rows(file)]


def halves():
    """Return the held-out clauses in two halves by document: A, to tune on, and B, to measure on only."""
    rows = labelled_rows(HELD_OUT)
    first = [row for row in rows if int(row.document[1:]) % 2]
    return first, [row for row in rows if not int(row.document[1:]) % 2]


def sentences_of(row):
    """Return what the sentences of a clause are made of, with its heading: letters and ideas, by KINDS."""
    ideas = shipped_ideas()
    heading = fold(row.heading).text
    grams = {IN_HEADING + gram for gram in grams_of(heading)}
    titles = set(titled(ideas.named(heading)))
    told = [sentence.text for sentence in clause_text(row.text).sentences]
    return [(grams_of(text), grams, set(together(ideas.named(text))), titles) for text in told or [""]]


def whole(sentences):
    """Return what a clause is made of, all of its sentences together, by KINDS."""
    return tuple(set().union(*kind) for kind in zip(*sentences, strict=True))


def slugs_known():
    """Return the requirements in the order of the knowledge."""
    return [knowledge.slug for knowledge in shipped_lore().requirements]


def trained(rows):
    """Return the model of requirements, and that of doubts, as they are learned from labelled clauses."""
    learned = train(rows)
    return learned, train_doubts(rows, Weights(learned, shipped_ideas()))


def train_doubts(rows, weights):
    """Return what is learned of weak promises. `weights`: a trained model, which finds their sentences."""
    reviewer = Reviewer(shipped_lore(), shipped_changes(), weights)
    told = [
        Row(each.text, "", each.text, frozenset({WEAK} if each.weak else ()), share=1.0)
        for knowledge in shipped_lore().requirements
        for each in knowledge.examples
        if each.strength
    ]
    for row in (each for each in rows if each.share == STANDING and each.judged is None):
        clause = clause_text(row.text)
        for label in reviewer.read(Clause("", row.heading, row.text, None, None)).labels:
            if label.slug in row.labels:
                places = {number_at(clause, start) for start, _ in label.evidence}
                text = "".join(clause.sentences[place].folded.source for place in sorted(places))
                told.append(Row(row.document, "", text, frozenset({WEAK} if label.slug in row.weak else ())))
    return replace(train(told, (WEAK,)), bare=DOUBTFUL)


def number_at(clause, place):
    """Return the number of the sentence at a place of the clause as it is written."""
    return max(n for n, each in enumerate(clause.sentences) if each.start <= place or n == 0)


def train(rows, slugs=None):
    """Return what is learned from labelled clauses. `slugs`: what to tell apart; None: the requirements.

    A clause deals with a requirement if one of its sentences does. Which one, nobody said: it is first learned
    from whole clauses, and then again, of clauses of several sentences, also from the sentence that spoke most.
    """
    told = [sentences_of(row) for row in rows]
    names, rarity, place = _names([whole(each) for each in told])
    table = _table([whole(each) for each in told], rarity, place)
    owners = [number for number, each in enumerate(told) for _ in each if len(each) > 1]
    lines = _table([line for each in told for line in each if len(each) > 1], rarity, place, USUAL)
    shares = np.array([row.share for row in rows])
    slugs = slugs or slugs_known()
    bias, weights = [], np.zeros((len(slugs), len(names)))
    for number, slug in enumerate(slugs):
        known = np.array([row.tells_of(slug) for row in rows])
        wanted = np.array([slug in row.labels for row in rows]) & known
        if not wanted.any():
            bias.append(-9.0)
            continue
        first = _fitted(table[known], wanted[known], shares[known])
        model = _fitted(*_again(first, (table, lines), np.array(owners, int), wanted, known, shares))
        bias.append(round(float(model.intercept_[0]), 6))
        weights[number] = model.coef_[0] * rarity
    # One step of a byte; the few weights beyond it are cut.
    scale = float(np.quantile(np.abs(weights).max(axis=0), 0.999)) / (NOTHING - 1)
    steps = np.clip(np.rint(weights / scale), 1 - NOTHING, NOTHING - 1).astype(int) + NOTHING
    seen = np.rint(rarity * RARITY).astype(int)
    kept = {name: bytes([int(seen[n]), *map(int, steps[:, n])]) for n, name in enumerate(names)}
    return Learned(tuple(slugs), tuple(bias), round(scale, 9), kept, HEADING, IDEA, BARE, SIGNED, CROWD)


def _fitted(table, wanted, shares):
    """Return a linear model of one requirement."""
    from sklearn.svm import LinearSVC

    return LinearSVC(C=SOFTNESS, random_state=1, tol=1e-3).fit(table, wanted, sample_weight=shares)


def _again(model, tables, owners, wanted, known, shares):
    """Return what to learn from with the sentences of clauses as well: rows, whether wanted, and shares.

    tables  the clauses, and the sentences of those that have several
    owners  by sentence the number of its clause
    """
    from scipy.sparse import vstack

    table, lines = tables
    scores = model.decision_function(lines) if len(owners) else np.zeros(0)
    best = np.full(len(wanted), -np.inf)
    np.maximum.at(best, owners, scores)
    speaks = scores >= best[owners]
    # Of a clause that deals with it, the other sentences teach nothing.
    used = known[owners] & (speaks | ~wanted[owners])
    several = np.zeros(len(wanted), bool)
    several[owners] = True
    parts = np.where(several, WHOLE, 1.0) * shares, (1 - WHOLE) * shares[owners]
    return (
        vstack([table[known], lines[used]]).tocsr(),
        np.concatenate([wanted[known], wanted[owners][used]]),
        np.concatenate([parts[0][known], parts[1][used]]),
    )


def _names(told):
    """Return the names of the features, their rarity, and the place of each by kind."""
    kinds = []
    for kind, (_, least) in enumerate(KINDS):
        count = Counter(name for each in told for name in each[kind])
        kinds.append({name: seen for name, seen in sorted(count.items()) if seen >= least})
    names = [name for kind in kinds for name in kind]
    seen = np.array([number for kind in kinds for number in kind.values()])
    rarity = np.rint((np.log((1 + len(told)) / (1 + seen)) + 1) * RARITY) / RARITY
    return names, rarity, {name: n for n, name in enumerate(names)}


def _table(told, rarity, place, usual=ENDLESS):
    """Return clauses or sentences as rows of numbers. `usual`: how long each kind usually is (weights.py)."""
    from scipy.sparse import csr_matrix

    values, columns, starts = [], [], [0]
    for each in told:
        for kind, (share, _) in enumerate(KINDS):
            found = sorted(place[name] for name in each[kind] if name in place)
            row = rarity[found]
            length = np.sqrt((row**2).sum()) or 1.0
            values.extend(share * row / min(length, np.sqrt(length * usual[kind])))
            columns.extend(found)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(told), len(place)))
