"""One engagement from its candidate to its erasure, in one story: chosen, kept through three tiers, ended."""

import pytest

from tests.e2e.story import checking, choosing, ending, keeping
from tests.e2e.story.scene import set_scene

pytestmark = pytest.mark.e2e


def test_from_the_candidate_to_the_erasure_with_three_tiers(enter, cast):
    scene = set_scene(enter, cast)
    for part in (choosing, keeping, checking, ending):
        for step in part.STEPS:
            step(scene)
