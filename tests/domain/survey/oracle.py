"""The sample of the reference figures, read once, and what R survey says about it (reference/figures.R)."""

import csv
import json
from pathlib import Path

from yakusoku.domain.survey.coded import coded, measured
from yakusoku.domain.survey.design import design_of

FOLDER = Path(__file__).parent / "reference"
SAMPLE = FOLDER / "sample.csv"
FIGURES = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))

with SAMPLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def texts(name):
    return [row[name] for row in ROWS]


def numbers(name):
    return measured(name, texts(name))


def answers(name):
    return coded(name, texts(name))


def drawn(strata=None, clusters=(), populations=(), weights=None, **more):
    """Return a design from names of columns."""
    return design_of(
        len(ROWS),
        strata=answers(strata) if strata else None,
        clusters=[answers(name) for name in clusters],
        populations=[numbers(name) for name in populations],
        weights=numbers(weights) if weights else None,
        **more,
    )


# By the name that figures.R gives them.
DESIGNS = {
    "simple": {},
    "weighted": {"weights": "weight"},
    "strata": {"strata": "stratum", "weights": "weight"},
    "clusters": {"clusters": ["cluster"], "weights": "weight"},
    "full": {"strata": "stratum", "clusters": ["cluster"], "populations": ["clusters"], "weights": "weight"},
    "shares": {"strata": "stratum", "clusters": ["cluster"], "populations": ["share1"]},
    "stages": {
        "strata": "stratum",
        "clusters": ["cluster", "person"],
        "populations": ["clusters", "persons"],
    },
    "stages_shares": {
        "strata": "stratum",
        "clusters": ["cluster", "person"],
        "populations": ["share1", "share2"],
        "weights": "weight",
    },
}
