"""Tails and quantiles of the distributions that tests and intervals need, from the standard library alone.

Right to 1e-10 of themselves where a test is decided; tests compare them with scipy.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

_TINY, _CLOSE, _MOST_STEPS = 1e-300, 1e-16, 200_000


def normal_two_sided(z: float) -> float:
    """Return the chance that a standard normal value is as far from 0 as `z`, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))


def chi2_upper(x: float, df: float) -> float:
    """Return the chance of a chi-square value above `x`. `df` is above 0 and need not be whole.

    source   regularised incomplete gamma function: series below its mean, continued fraction above
    """
    if x <= 0:
        return 1.0
    a, half = df / 2, x / 2
    front = math.exp(a * math.log(half) - half - math.lgamma(a))
    if half < a + 1:
        term = total = 1 / a
        step = a
        while abs(term) > abs(total) * _CLOSE:
            step += 1
            term *= half / step
            total += term
        return max(0.0, 1 - total * front)
    return front * _gamma_fraction(a, half)


def f_upper(x: float, df1: float, df2: float) -> float:
    """Return the chance of an F value above `x`. The degrees of freedom are above 0 and need not be whole.

    source   regularised incomplete beta function by its continued fraction
    """
    if x <= 0:
        return 1.0
    whole = df2 + df1 * x
    return _beta(df2 / 2, df1 / 2, df2 / whole, df1 * x / whole)


def t_two_sided(t: float, df: float) -> float:
    """Return the chance that a value of Student's t is as far from 0 as `t`, on either side; df may be infinite."""
    return normal_two_sided(t) if math.isinf(df) else f_upper(t * t, 1, df)


@lru_cache(maxsize=256)
def t_quantile(p: float, df: float) -> float:
    """Return the quantile of Student's t, 0 < p < 1; df may be infinite."""
    if math.isinf(df):
        return NormalDist().inv_cdf(p)
    if p < 0.5:
        return -t_quantile(1 - p, df)
    beyond, most = 2 * (1 - p), 1.0
    while t_two_sided(most, df) > beyond:
        most *= 2
    return _crossing(lambda t: t_two_sided(t, df) - beyond, most)


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the quantile of the beta distribution, 0 < p < 1; 0 and 1 where a or b is 0."""
    if a <= 0 or b <= 0:
        return float(a > 0)
    return _crossing(lambda x: p - _beta(a, b, x, 1 - x), 1.0)


def _crossing(falling: Callable[[float], float], most: float) -> float:
    """Return where a function that falls from 0 to `most` crosses 0, by halving until nothing lies between."""
    low, high = 0.0, most
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if falling(middle) > 0:
            low = middle
        else:
            high = middle


def _gamma_fraction(a: float, x: float) -> float:
    """Return the continued fraction of the upper incomplete gamma function (Lentz)."""
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    value = d
    for i in range(1, _MOST_STEPS):
        factor = -i * (i - a)
        b += 2
        d = 1 / (factor * d + b or _TINY)
        c = b + factor / c or _TINY
        value *= d * c
        if abs(d * c - 1) < _CLOSE * 10:
            break
    return value


def _beta(a: float, b: float, x: float, rest: float) -> float:
    """Return the regularised incomplete beta function. `rest` is 1 - x, given because x may be close to 1."""
    if x <= 0 or rest <= 0:
        return 0.0 if x <= 0 else 1.0
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    # Of two numbers that make 1 the small one is known to more places.
    log_x, log_rest = (
        math.log(small) if small < 0.5 else math.log1p(-large) for small, large in ((x, rest), (rest, x))
    )
    front = math.exp(scale + a * log_x + b * log_rest)
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, rest) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function (Lentz)."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or _TINY)
    value = d
    for m in range(1, _MOST_STEPS):
        at = a + 2 * m
        # Two steps of the fraction, written out: a loop inside would take half as long again.
        factor = m * (b - m) * x / ((at - 1) * at)
        d = 1 / (1 + factor * d or _TINY)
        c = 1 + factor / c or _TINY
        value *= d * c
        factor = -(a + m) * (a + b + m) * x / (at * (at + 1))
        d = 1 / (1 + factor * d or _TINY)
        c = 1 + factor / c or _TINY
        value *= d * c
        if abs(d * c - 1) < _CLOSE * 10:
            break
    return value
