"""The letters of a contract, however the program that wrote them spelled them: what is not seen is taken away."""

import re
from unicodedata import normalize

# Not seen, and yet between the letters: joins, marks of direction, breaks that are only allowed.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
# Printers give parts of kanji for the kanji that look the same: ⾏ for 行. Some of them have no spelling of their own.
_PARTS = re.compile("[\u2e80-\u2fdf]")
_ALIKE = str.maketrans("⺟⺠⻁⻄⻑⻘⻝⻤⻦⻨⻩⻫⻭⻯⻲⻳", "母民虎西長青食鬼鳥麦黄斉歯竜亀龜")
# A mark of voice that stands as a letter of its own: テ and ゙.
_APART = re.compile("[ぁ-ヿ][\u3099\u309a]")


def plain(text: str) -> str:
    """Return a text as it is seen, letter by letter."""
    if text.isascii():
        return text
    text = _APART.sub(lambda found: normalize("NFC", found[0]), _UNSEEN.sub("", text))
    return _PARTS.sub(lambda found: normalize("NFKC", found[0]), text.translate(_ALIKE))
