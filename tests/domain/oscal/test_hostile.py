"""Documents of others in any shape: what cannot be read is left, and nothing else happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.oscal.catalog_reading import read_catalog
from yakusoku.domain.oscal.documents import Document, Kind, Unsound, open_document, refuse_unsound
from yakusoku.domain.oscal.library_reading import read_for_library
from yakusoku.domain.oscal.plan_reading import read_plan
from yakusoku.domain.oscal.poam_reading import read_poam
from yakusoku.domain.oscal.profile_reading import read_profile
from yakusoku.domain.oscal.reading import read_answers, read_observations

NAMES = st.sampled_from(
    [
        "controls",
        "groups",
        "id",
        "title",
        "parts",
        "props",
        "name",
        "value",
        "ns",
        "prose",
        "params",
        "values",
        "imports",
        "include-controls",
        "with-ids",
        "include-all",
        "modify",
        "alters",
        "adds",
        "control-id",
        "tasks",
        "timing",
        "on-date",
        "date",
        "uuid",
        "reviewed-controls",
        "components",
        "control-selections",
        "control-implementations",
        "implemented-requirements",
        "statements",
        "statement-id",
        "results",
        "observations",
        "findings",
        "risks",
        "poam-items",
        "related-risks",
        "risk-uuid",
        "remediations",
        "lifecycle",
        "description",
        "class",
    ]
)
LEAVES = st.sampled_from(
    [
        None,
        True,
        7,
        1.5,
        "",
        "copying",
        "statement",
        "assessment-objective",
        "answer",
        "yes",
        "strength",
        "duty",
    ]
) | st.just("https://yakusoku.invalid/ns/oscal")
BODIES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6)
)


@given(st.dictionaries(NAMES, BODIES, max_size=8))
def test_no_shape_of_a_document_breaks_a_reader(body):
    catalogue = shipped_catalogue()
    read_catalog(body, "", catalogue)
    read_profile(body, catalogue, frozenset(), {})
    read_plan(body, [], [])
    read_poam(body, [], "engagement/1/poam")
    claims, results = Document(Kind.CLAIMS, body, "", "1.2.1"), Document(Kind.RESULTS, body, "", "1.2.1")
    read_answers(claims, ["copying-1a"])
    read_for_library(claims, {})
    read_observations(results, "inspection/1", [], {}, {})


def test_depth_and_size_have_an_end():
    deep = value = {}
    for _ in range(100):
        value["a"] = value = {}
    for told in (deep, {"a": [0] * 400_000}, {"a": float("inf")}, {"\ud800": 1}):
        with pytest.raises(Unsound):
            refuse_unsound(told)


@pytest.mark.parametrize(
    ("version", "ours"), [("1.2.1", True), ("1.2.3", True), ("1.0.4", False), ("1.1.2", False)]
)
def test_every_edition_of_the_first_is_read_and_another_than_ours_is_told(version, ours):
    document = open_document({"catalog": {"metadata": {"oscal-version": version}}})
    assert document.of_our_edition is ours
