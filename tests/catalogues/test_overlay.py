"""An organisation's own additions and overrides."""

import pytest
import yaml

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
        pytest.param("change: {coppying: {title: x}}", "change.coppying", id="a-change-to-nothing"),
        pytest.param("leave_out: [coppying]", "leave_out.coppying", id="nothing-to-leave-out"),
        pytest.param("change: {copying: {slug: removal}}", "copying", id="another-name"),
        pytest.param("change: {copying: {variants: [{summary: x}]}}", "strength", id="a-variant-of-none"),
        pytest.param("change: {copying: {variants: [x]}}", "variants.1番目", id="a-variant-that-is-a-word"),
        pytest.param("change: {copying: {checks: {a: b}}}", "checks", id="checks-that-are-no-list"),
        pytest.param(
            "change: {copying: {effort: {client: {hours: [9, 1]}}}}", "少ないほう", id="hours-turned-round"
        ),
        pytest.param(
            "change: {copying: {effort: {client: {hours: [.nan, .nan]}}}}",
            "少ないほう",
            id="hours-that-are-none",
        ),
        pytest.param(
            "change: {copying: {variants: [{strength: consent, clause: ['{p:nope}日']}]}}",
            "{p:nope}",
            id="a-blank-that-nothing-fills",
        ),
    ],
)
def test_what_does_not_fit_is_refused(text, words):
    with pytest.raises(UnreadableFile) as caught:
        laid(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        pytest.param("copying", "すでにあります", id="a-name-that-is-taken"),
        pytest.param("own", "copying-1 が二つ", id="a-question-that-is-taken"),
    ],
)
def test_an_own_requirement_has_names_of_its_own(slug, words):
    own = yaml.safe_load((DEFAULT / "requirements" / "copying.yaml").read_text())
    with pytest.raises(UnreadableFile) as caught:
        load_catalogue(DEFAULT, {"add": [own | {"slug": slug}]})
    assert words in str(caught.value)


def test_the_example_holds():
    (example,) = (EXAMPLES / "overlays").glob("*.yaml")
    catalogue = load_catalogue(DEFAULT, read_overlay(example.read_bytes(), example.name))
    assert catalogue.requirements != shipped_catalogue().requirements
