"""What is due about training."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
