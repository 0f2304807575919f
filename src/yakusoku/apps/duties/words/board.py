"""What is due about the review board."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
