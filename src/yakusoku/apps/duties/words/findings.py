"""What is due about findings and corrective instructions."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
