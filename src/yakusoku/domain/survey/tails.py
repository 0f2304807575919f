"""Tails and quantiles of the distributions that intervals and tests need; all of scipy that is used."""

from scipy import special  # type: ignore[import-untyped]


def t_quantile(p: float, df: float) -> float:
    """Return the quantile of Student's t; df may be infinite."""
    return float(special.ndtri(p) if df == float("inf") else special.stdtrit(df, p))


def t_two_sided(t: float, df: float) -> float:
    """Return the probability of a value at least as far from 0."""
    return float(2 * (special.ndtr(-abs(t)) if df == float("inf") else special.stdtr(df, -abs(t))))


def f_tail(f: float, numerator: float, denominator: float) -> float:
    """Return the probability that F is greater; degrees of freedom need not be whole."""
    return float(special.fdtrc(numerator, denominator, f))


def chi2_tail(x: float, df: float) -> float:
    """Return the probability that chi-square is greater."""
    return float(special.chdtrc(df, x))


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the quantile of the beta distribution; 0 and 1 where a or b is 0."""
    if a <= 0 or b <= 0:
        return float(a > 0)
    return float(special.betaincinv(a, b, p))
