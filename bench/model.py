"""Train the linear models of the contract review and write them into the catalogue: `make model`.

    python -m bench.model CLAUSES.jsonl [CORRECTIONS.jsonl]

They learn from the examples of the catalogue, from CLAUSES.jsonl, from every labelled document of tests/review, and
from what people corrected, of which only the corrected labels count. `bench.review` measures with models of its own,
which have not seen what they are measured on. The same sources give the same bytes on the same machine; the files
tell what they were learned from.
"""

import hashlib
import sys
from pathlib import Path

from bench.learning import (
    HELD_OUT,
    ORDINARY,
    TAUGHT,
    UNSEEN,
    corrected_rows,
    example_rows,
    labelled_rows,
    trained,
)

from yakusoku.adapters.catalogues import DEFAULT
from yakusoku.adapters.review_knowledge import DOUBTS, MODEL, model_file


def main():
    files = [Path(name) for name in sys.argv[1:] if name]
    if len(files) not in {1, 2} or not all(file.is_file() for file in files):
        sys.exit(
            "使い方: python -m bench.model CLAUSES.jsonl [CORRECTIONS.jsonl]"
            "（make model CLAUSES=… CORRECTIONS=… で場所を変えられます）"
        )
    rows = example_rows()
    sources = {"examples": _digest(repr([(r.text, sorted(r.labels)) for r in rows]).encode())}
    for file in (files[0], HELD_OUT, *TAUGHT, UNSEEN, ORDINARY):
        rows += labelled_rows(file)
        sources["clauses" if file == files[0] else file.stem] = _digest(file.read_bytes())
    for file in files[1:]:
        rows += corrected_rows(file)
        sources["corrections"] = _digest(file.read_bytes())
    for name, learned in zip((MODEL, DOUBTS), trained(rows), strict=True):
        raw = model_file(learned, sources)
        (DEFAULT / name).write_bytes(raw)
        print(f"{len(rows)} 件の条項から学び、{len(raw) // 1024} KB を {name} に書きました。")


def _digest(raw):
    return hashlib.sha256(raw).hexdigest()


if __name__ == "__main__":
    main()
