"""Whether two questions ask the same in the same words (docs/rules/reuse.md)."""

import re
from hashlib import sha256
from unicodedata import normalize

_SPACE = re.compile(r"\s+")
# Marks that part words without a meaning of their own; between digits they would change a number.
_MARK = re.compile(r"(?<!\d)[、。,.・:;!?「」『』()\[\]…‥'\"]|[、。,.・:;!?「」『』()\[\]…‥'\"](?!\d)")


def plain_words(question: str) -> str:
    """Return a question as compared: NFKC, small letters, without spaces and marks; numbers stay as they are."""
    folded = normalize("NFKC", question).casefold()
    words = _MARK.sub("", _SPACE.sub("", folded))
    # Folding can bring forth what folds again; the second time nothing is left to do.
    return normalize("NFKC", words)


def words_digest(question: str) -> str:
    """Return the SHA-256 of the plain words of a question: equal for the same wording, whoever asks."""
    return sha256(plain_words(question).encode()).hexdigest()
