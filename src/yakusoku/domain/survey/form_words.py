"""What is said of a row of a questionnaire that cannot be read. Words with figures, so that they can be translated."""

from collections.abc import Mapping

FORM_LABELS = {
    "end-without-begin": "始まりのない end_group があります。",
    "twice": "「{name}」という設問が二つあります。",
    "no-limit": "{column} に、1以上の数を書いてください（「{text}」）。",
    "constraint": "constraint が読めません: {error}",
    "relevant": "relevant が読めません: {error}",
    "no-list": "選択肢の一覧「{name}」が choices にありません。",
    "looks-at-nothing": "relevant にある {name} という設問がありません。",
    "repeated": "{name} は、くり返しの中にあるので、条件に使えません。",
    "empty": "設問がありません。",
    "circle": "{names} の relevant が、互いを見ています。",
    "score": "得点（score）の「{text}」を、数で書いてください。",
}


class Wrong(str):
    """What is wrong, in Japanese; with its code and what fills it, for who reads another language."""

    __slots__ = ("code", "facts")
    code: str
    facts: Mapping[str, str]

    def __new__(cls, code: str, **facts: str) -> "Wrong":
        """Make the sentence of a code."""
        made = super().__new__(cls, FORM_LABELS[code].format(**facts))
        made.code, made.facts = code, facts
        return made
