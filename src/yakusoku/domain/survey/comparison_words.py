"""What is said of a comparison of two waves: the change with its sign, its interval and whether it may be chance."""

from fractions import Fraction

from yakusoku.domain.survey.comparing import Compared
from yakusoku.domain.survey.rounding import half_up, in_print

NOT_COMPARABLE, NOBODY = "比較できません", "答えた人がいません"
BEYOND_CHANCE, BY_CHANCE = "有意", "有意差なし"


def said_of(compared: Compared) -> str:
    """Return the change in one line: +1.2ポイント（有意差なし、p=0.445、95%区間 −2.1〜+4.5）."""
    if compared.joined.refused:
        return NOT_COMPARABLE
    change = compared.change
    if change is None or compared.points is None:
        return NOBODY
    told = [BEYOND_CHANCE if compared.significant else BY_CHANCE]
    if compared.p is not None:
        told.append(_p(compared.p))
    if change.low is not None and change.high is not None:
        told.append(f"95%区間 {_points(change.low)}〜{_points(change.high)}")
    if compared.small:
        told.append("参考値")
    return f"{compared.points}ポイント（{'、'.join(told)}）"


def _p(p: float) -> str:
    return "p<0.001" if p < 0.001 else f"p={p:.3f}"


def _points(share: float) -> str:
    units = half_up(abs(Fraction(share)) * 100, 1)
    sign = "" if units == 0 else "+" if share > 0 else "−"
    return sign + in_print(units, 1)
