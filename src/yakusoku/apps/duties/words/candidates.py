"""What is due about candidates, security plans and contracts."""

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {}
