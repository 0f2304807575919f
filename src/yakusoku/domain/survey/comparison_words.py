"""What is said of a comparison of two waves: the change with its sign, its interval and whether it may be chance."""

from collections.abc import Callable
from fractions import Fraction

from yakusoku.domain.survey.comparability import ALTERED_LABELS, Altered
from yakusoku.domain.survey.comparing import Compared
from yakusoku.domain.survey.crosswalk import Joined
from yakusoku.domain.survey.rounding import half_up, in_print

COMPARISON_WORDS = {
    "not-comparable": "比較できません",
    "nobody": "答えた人がいません",
    "significant": "有意",
    "by-chance": "有意差なし",
    "interval": "95%区間 {low}〜{high}",
    "small": "参考値",
    "change": "{points}ポイント（{told}）",
    "accepted": "比べる理由: {reason}",
}
Say = Callable[[str], str]


def said_of(compared: Compared, say: Say = str) -> str:
    """Return the change in one line: +1.2ポイント（有意差なし、p=0.445、95%区間 −2.1〜+4.5）.

    say   puts our words into the reader's language
    """
    words = {code: say(text) for code, text in COMPARISON_WORDS.items()}
    if compared.joined.refused:
        return words["not-comparable"]
    change = compared.change
    if change is None or compared.points is None:
        return words["nobody"]
    told = [words["significant" if compared.significant else "by-chance"]]
    if compared.p is not None:
        told.append(_p(compared.p))
    if change.low is not None and change.high is not None:
        told.append(words["interval"].format(low=_points(change.low), high=_points(change.high)))
    if compared.small:
        told.append(words["small"])
    return words["change"].format(points=compared.points, told=say("、").join(told))


def warnings_of(joined: Joined, say: Say = str) -> tuple[str, ...]:
    """Return what is printed with a comparison, in the order in which changes are listed."""
    told = [say(ALTERED_LABELS[each]) for each in Altered if each in joined.altered]
    accepted = say(COMPARISON_WORDS["accepted"]).format(reason=joined.accepted) if joined.accepted else ""
    return (*told, *filter(None, (joined.note, accepted)))


def _p(p: float) -> str:
    return "p<0.001" if p < 0.001 else f"p={p:.3f}"


def _points(share: float) -> str:
    units = half_up(abs(Fraction(share)) * 100, 1)
    sign = "" if units == 0 else "+" if share > 0 else "−"
    return sign + in_print(units, 1)
