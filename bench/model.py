"""Train the linear model of the contract review and write it into the catalogue: `make model`.

    python -m bench.model CLAUSES.jsonl [CORRECTIONS.jsonl]

It learns from the examples of the catalogue, from CLAUSES.jsonl and from half A of the held-out clauses, and from
what people corrected, of which only the corrected labels count. The same sources give the same bytes on the same
machine; the file tells what it was learned from.
"""

import hashlib
import sys
from pathlib import Path

from bench.learning import HELD_OUT, corrected_rows, example_rows, halves, labelled_rows, train

from yakusoku.adapters.catalogues import DEFAULT
from yakusoku.adapters.review_knowledge import MODEL, model_file


def main():
    files = [Path(name) for name in sys.argv[1:] if name]
    if len(files) not in {1, 2} or not all(file.is_file() for file in files):
        sys.exit(
            "使い方: python -m bench.model CLAUSES.jsonl [CORRECTIONS.jsonl]"
            "（make model CLAUSES=… CORRECTIONS=… で場所を変えられます）"
        )
    examples, sample, (half, _) = example_rows(), labelled_rows(files[0]), halves()
    rows = [*examples, *sample, *half]
    sources = {
        "examples": _digest(repr([(r.text, sorted(r.labels)) for r in examples]).encode()),
        "clauses": _digest(files[0].read_bytes()),
        "held-out-a": _digest(HELD_OUT.read_bytes()),
    }
    for file in files[1:]:
        rows += corrected_rows(file)
        sources["corrections"] = _digest(file.read_bytes())
    raw = model_file(train(rows), sources)
    (DEFAULT / MODEL).write_bytes(raw)
    print(f"{len(rows)} 件の条項から学び、{len(raw) // 1024} KB を {MODEL} に書きました。")


def _digest(raw):
    return hashlib.sha256(raw).hexdigest()


if __name__ == "__main__":
    main()
