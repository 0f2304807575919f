"""What is due about the contractor's library."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
