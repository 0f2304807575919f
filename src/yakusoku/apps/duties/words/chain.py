"""What is due about subcontracting and handover."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
