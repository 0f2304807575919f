"""What was worked out and may be asked for again."""

from yakusoku.domain.review.kept import Kept


def test_what_was_asked_for_last_is_kept():
    kept = Kept[str, int](2)
    kept.keep({"one": 1, "two": 2})
    kept.keep(kept.all(["one"]))
    kept.keep({"three": 3})
    assert kept.all(["one", "two", "three"]) == {"one": 1, "three": 3}
