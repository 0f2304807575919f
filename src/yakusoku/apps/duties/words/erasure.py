"""What is due about return, erasure and the end."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
