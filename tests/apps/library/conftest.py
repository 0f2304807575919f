"""What the tests of the contractor's side share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_came_before():
    """Let every test begin without visitors that count against its limit."""
    cache.clear()
