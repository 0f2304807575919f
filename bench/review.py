"""How well clauses are labelled: keywords, a TF-IDF linear baseline, the signs, and the product.

    python -m bench.review [CLAUSES.jsonl]

Cross-validated by document: what is measured on a document was learned without it. The examples of the
catalogue are learned from and never measured on. Prints JSON.
"""

import json
import sys
import time
from pathlib import Path

from bench.learning import Features, example_rows, finder, labelled_rows, slugs_known, train

DEV = Path(__file__).resolve().parent.parent.parent / "shared" / "contracts" / "dev" / "clauses.jsonl"
FOLDS = 8


def figures(rows, told, slugs):
    """Return precision, recall and F1 overall and by requirement with its support."""
    total, by = [0, 0, 0], {}
    for slug in slugs:
        hit = sum(slug in t and slug in r.labels for r, t in zip(rows, told, strict=True))
        wrong = sum(slug in t and slug not in r.labels for r, t in zip(rows, told, strict=True))
        missed = sum(slug not in t and slug in r.labels for r, t in zip(rows, told, strict=True))
        by[slug] = (*_f1(hit, wrong, missed), hit + missed)
        total = [a + b for a, b in zip(total, (hit, wrong, missed), strict=True)]
    precision, recall, f1 = _f1(*total)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "by": {s: {"p": p, "r": r, "f1": f, "support": n} for s, (p, r, f, n) in by.items() if n},
    }


def _f1(hit, wrong, missed):
    precision = hit / (hit + wrong) if hit + wrong else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return round(precision, 3), round(recall, 3), round(f1, 3)


def folds(rows):
    """Yield the rows to measure on, fold by fold; clauses of a document stay together."""
    documents = sorted({row.document for row in rows})
    for fold in range(FOLDS):
        mine = {d for n, d in enumerate(documents) if n % FOLDS == fold}
        yield [n for n, row in enumerate(rows) if row.document in mine]


def keyword_labels(row):
    """Return what the plain words of a requirement's title give."""
    from yakusoku.adapters.catalogues import shipped_catalogue

    text = row.heading + row.text
    return {r.slug for r in shipped_catalogue().requirements if any(w in text for w in r.title.split("・"))}


def baseline(rows, extra, slugs):
    """Return the labels of a TF-IDF linear baseline, cross-validated."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer
    from sklearn.svm import LinearSVC

    told = [set() for _ in rows]
    binarizer = MultiLabelBinarizer(classes=slugs)
    for held in folds(rows):
        learned = [row for n, row in enumerate(rows) if n not in set(held)] + extra
        vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), min_df=2, sublinear_tf=True)
        data = vectors.fit_transform(f"{r.heading}\n{r.text}" for r in learned)
        model = OneVsRestClassifier(LinearSVC(C=1.0, class_weight="balanced", random_state=1))
        model.fit(data, binarizer.fit_transform([r.labels & set(slugs) for r in learned]))
        found = model.predict(vectors.transform(f"{rows[n].heading}\n{rows[n].text}" for n in held))
        for n, labels in zip(held, binarizer.inverse_transform(found), strict=True):
            told[n] = set(labels)
    return told


def product(rows, extra, slugs, known):
    """Return the labels of the signs alone, and of signs and weights together, cross-validated."""
    from yakusoku.domain.review.folding import fold
    from yakusoku.domain.review.text import clause_text

    both = [*rows, *extra]
    features = Features(both, known)
    signs = [features.told[n][1] for n in range(len(rows))]
    told = [set() for _ in rows]
    for held in folds(rows):
        out = set(held)
        weights = train(features, [n for n in range(len(both)) if n not in out], slugs)
        for n in held:
            text = clause_text(rows[n].text).text
            scores = weights.scores(text, fold(rows[n].heading).text, signs[n])
            told[n] = {
                slug
                for slug, score, least in zip(slugs, scores, weights.thresholds, strict=True)
                if score > least
            }
    return signs, told


def main():
    rows = labelled_rows(sys.argv[1] if len(sys.argv) > 1 else DEV)
    extra, slugs, known = example_rows(), slugs_known(), finder()
    start = time.process_time()
    signs, together = product(rows, extra, slugs, known)
    print(
        json.dumps(
            {
                "bench": "review",
                "clauses": len(rows),
                "examples": len(extra),
                "keywords": figures(rows, [keyword_labels(row) for row in rows], slugs),
                "tfidf": figures(rows, baseline(rows, extra, slugs), slugs),
                "signs": figures(rows, signs, slugs),
                "product": figures(rows, together, slugs),
                "seconds": round(time.process_time() - start, 1),
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
