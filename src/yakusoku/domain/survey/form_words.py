"""What is said of a row of a questionnaire that cannot be read. Words with figures, so that they can be translated."""

from yakusoku.domain.survey.told import Told

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


class Wrong(Told):
    """What is wrong."""

    __slots__ = ()
    SENTENCES = FORM_LABELS
