"""What the review ships with: signs, ideas and the linear model."""

import json
from pathlib import Path

from yakusoku.adapters.catalogues import DEFAULT
from yakusoku.adapters.law_changes import shipped_changes
from yakusoku.adapters.review_knowledge import (
    DOUBTS,
    MODEL,
    SIGNS,
    model_file,
    read_model,
    shipped_lore,
    shipped_weights,
)
from yakusoku.domain.review.grams import Grams
from yakusoku.domain.review.model import Clause
from yakusoku.domain.review.reviewing import Reviewer
from yakusoku.domain.review.signs import SignIndex, compile_sign
from yakusoku.domain.review.text import clause_text
from yakusoku.domain.review.weights import Learned

HELD_OUT = Path(__file__).parent.parent / "review" / "heldout.jsonl"
LEARNED = Learned(("a", "b"), (0.5, -1.0), 0.01, {"複写": bytes([1, 2, 3])}, 0.4, 0.6, 0.0, -0.8, 0.1)


def clauses():
    told = [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    return [Clause(each["clause_no"], each["heading"] or "", each["text"], None, None) for each in told]


def test_a_model_is_read_back_and_written_alike():
    raw = model_file(LEARNED, {"examples": "00"})
    assert read_model(raw) == LEARNED
    assert model_file(read_model(raw), {"examples": "00"}) == raw


def test_the_shipped_model_knows_every_requirement_and_is_small():
    weights = shipped_weights()
    assert weights is not None
    assert list(weights.slugs) == [each.slug for each in shipped_lore().requirements]
    assert weights.doubts is not None
    assert sum((DEFAULT / name).stat().st_size for name in (MODEL, DOUBTS)) < 4_500_000


def test_every_label_names_words_of_its_clause():
    reviewer = Reviewer(shipped_lore(), shipped_changes(), shipped_weights())
    for read in reviewer.read_all(clauses()):
        for label in read.labels:
            assert label.evidence
            assert all(0 <= start < end <= len(read.clause.text) for start, end in label.evidence)


def test_without_the_model_the_signs_read_alone():
    reviewer = Reviewer(shipped_lore(), shipped_changes())
    assert sum(bool(read.labels) for read in reviewer.read_all(clauses())) > 300


def test_the_index_finds_what_each_shipped_sign_finds_alone():
    lore = shipped_lore()
    texts = [text for each in lore.requirements[::4] for key in SIGNS for text in getattr(each, key)]
    signs = [(compile_sign(text, lore.words), place) for place, text in enumerate(texts)]
    index = SignIndex(signs)
    texts = [clause_text(clause.text).text for clause in clauses()[::5]]
    for text, found in zip(texts, index.find(Grams(texts)), strict=True):
        assert found == [(*hit.span(), place) for sign, place in signs for hit in sign.pattern.finditer(text)]


def test_clauses_read_together_are_read_as_each_alone():
    reviewer, other = (Reviewer(shipped_lore(), shipped_changes(), shipped_weights()) for _ in range(2))
    some = [*clauses()[:90], Clause("", "", "", None, None), Clause("", "秘密の保持", "\n", None, None)]
    assert reviewer.read_all(some) == tuple(map(other.read, some))
    assert reviewer.read_all(some[::-1]) == reviewer.read_all(some)[::-1]
