"""What is due about what is made public."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
