"""Student's t distribution, for which no library of ours is needed.

The distribution function through the incomplete beta function and its continued fraction (NIST Digital Library of
Mathematical Functions, 8.17.22), evaluated as W. J. Lentz described (Applied Optics 15, 1976).
"""

from functools import lru_cache
from math import exp, lgamma, log, log1p

_TINY = 1e-300
_NEAR = 1e-14


def t_below(t: float, freedom: float) -> float:
    """The probability that a t value with so many degrees of freedom is at most `t`."""
    tail = _beta_part(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    return 1 - tail if t > 0 else tail


@lru_cache(256)
def t_point(probability: float, freedom: float) -> float:
    """The value below which a t value lies with a probability between 0 and 1, by halving."""
    low, high = -1e6, 1e6
    for _step in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if t_below(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def _beta_part(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_part(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    upper, lower = 1.0, _kept(1 - (a + b) * x / (a + 1))
    lower = 1 / lower
    found = lower
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            lower = 1 / _kept(1 + part * lower)
            upper = _kept(1 + part / upper)
            found *= lower * upper
        if abs(lower * upper - 1) < _NEAR:
            break
    return found


def _kept(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
