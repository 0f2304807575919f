"""Train the linear model of the contract review and write it into the catalogue: `make model`.

    python -m bench.model CLAUSES.jsonl

It learns from the examples of the catalogue, from CLAUSES.jsonl, from half A of the held-out clauses and from the
taught documents. The same sources give the same bytes on the same machine; the file tells what it was learned from.
"""

import hashlib
import sys
from pathlib import Path

from bench.learning import TAUGHT, example_rows, halves, labelled_rows, trained

from yakusoku.adapters.catalogues import DEFAULT
from yakusoku.adapters.review_knowledge import DOUBTS, MODEL, model_file


def main():
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("使い方: python -m bench.model CLAUSES.jsonl（make model CLAUSES=… で場所を変えられます）")
    examples, sample, (half, _) = example_rows(), labelled_rows(sys.argv[1]), halves()
    rows = [*examples, *sample, *half, *labelled_rows(TAUGHT)]
    sources = {
        "examples": _digest(repr([(r.text, sorted(r.labels)) for r in examples]).encode()),
        "clauses": _digest(Path(sys.argv[1]).read_bytes()),
        "held-out-a": _digest(repr([(r.text, sorted(r.labels)) for r in half]).encode()),
        "taught": _digest(TAUGHT.read_bytes()),
    }
    for name, learned in zip((MODEL, DOUBTS), trained(rows), strict=True):
        raw = model_file(learned, sources)
        (DEFAULT / name).write_bytes(raw)
        print(f"{len(rows)} 件の条項から学び、{len(raw) // 1024} KB を {name} に書きました。")


def _digest(raw):
    return hashlib.sha256(raw).hexdigest()


if __name__ == "__main__":
    main()
