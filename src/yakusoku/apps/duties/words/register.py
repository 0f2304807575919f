"""What is due about the register."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
