"""Words as files of XML can hold them."""

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(words: str) -> str:
    """Return words without the characters that no XML can hold."""
    return _UNWRITABLE.sub("", words)
