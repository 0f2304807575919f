"""What is due about consultations."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
