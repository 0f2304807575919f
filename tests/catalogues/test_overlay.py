"""An organisation's own additions and overrides."""

import pytest

from tests.packs import EXAMPLES
from yakusoku.adapters.catalogues import DEFAULT, load_catalogue, read_overlay, shipped_catalogue
from yakusoku.adapters.yaml_files import UnreadableFile


def laid(text):
    return load_catalogue(DEFAULT, read_overlay(text.encode(), "overlay.yaml"))


def test_a_number_can_be_changed_and_the_shipped_one_stays():
    changed = laid("change: {copying: {parameters: {log_years: {value: 5}}}}")
    assert changed.requirement("copying").parameters[0].value == "5"
    assert shipped_catalogue().requirement("copying").parameters[0].value == "1"


def test_a_requirement_can_be_left_out():
    changed = laid("leave_out: [damages]")
    assert changed.requirement("damages") is None


def test_one_variant_is_changed_and_the_others_stay():
    changed = laid(
        "change: {copying: {variants: [{strength: consent, summary: 市長の承諾を得た写しだけを認める}]}}"
    )
    summaries = [v.summary for v in changed.requirement("copying").variants]
    assert summaries[1] == "市長の承諾を得た写しだけを認める"
    assert summaries[0] == shipped_catalogue().requirement("copying").variants[0].summary


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("chang: {}", "知らない項目", id="unknown-key"),
        pytest.param("change: {copying: {titel: x}}", "知らない項目", id="unknown-key-inside"),
        pytest.param("add: [{slug: mine}]", "がありません", id="half-a-requirement"),
        pytest.param("change: {copying: {cases: [no-such-case]}}", "no-such-case", id="a-case-that-is-none"),
    ],
)
def test_what_does_not_fit_is_refused(text, words):
    with pytest.raises(UnreadableFile) as caught:
        laid(text)
    assert words in str(caught.value)


def test_the_example_holds():
    (example,) = (EXAMPLES / "overlays").glob("*.yaml")
    catalogue = load_catalogue(DEFAULT, read_overlay(example.read_bytes(), example.name))
    assert catalogue.requirements != shipped_catalogue().requirements
