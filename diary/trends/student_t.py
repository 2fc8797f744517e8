"""Quantile of Student's t for any degrees of freedom from 1 up, whole or not.

The standard library has none, and the usual libraries cost more memory and start time
than the whole web worker. Cumulative distribution: NIST DLMF 8.17 (regularised
incomplete beta, continued fraction 8.17.22); quantile: Newton's method on it.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p, pi
from statistics import NormalDist

_FRACTION_TERMS = 300
_FRACTION_PRECISION = 1e-12
_NEWTON_STEPS = 200
_LAST_STEP = 1e-6
"""Each step squares the error: after one this small the answer is good to 1e-12."""


def t_quantile(probability: float, degrees_of_freedom: float) -> float:
    """The value that Student's t stays below with ``probability``.

    The curve is concave above 0 and the first guess lies left of the answer, so each
    step comes nearer from the left. Raises ValueError unless
    0.5 < probability < 1 and degrees of freedom are 1 or more.
    """
    if not 0.5 < probability < 1 or degrees_of_freedom < 1:
        raise ValueError("needs 0.5 < probability < 1 and degrees of freedom from 1")
    value = _first_guess(probability, degrees_of_freedom)
    for _ in range(_NEWTON_STEPS):
        missing = probability - t_cumulative(value, degrees_of_freedom)
        step = missing / _t_density(value, degrees_of_freedom)
        value += step
        if abs(step) < _LAST_STEP * value:
            break
    return value


def t_cumulative(value: float, degrees_of_freedom: float) -> float:
    """Share of Student's t at or below ``value`` (0 or more)."""
    beyond = degrees_of_freedom / (degrees_of_freedom + value * value)
    return 1 - _incomplete_beta(beyond, degrees_of_freedom / 2, 0.5) / 2


def _first_guess(probability: float, degrees_of_freedom: float) -> float:
    """Three terms of Abramowitz and Stegun 26.7.5, too small by the terms left out."""
    normal = NormalDist().inv_cdf(probability)
    once = (normal**3 + normal) / 4
    twice = (5 * normal**5 + 16 * normal**3 + 3 * normal) / 96
    return normal + once / degrees_of_freedom + twice / degrees_of_freedom**2


def _t_density(value: float, degrees_of_freedom: float) -> float:
    half = degrees_of_freedom / 2
    scale = lgamma(half + 0.5) - lgamma(half) - log(degrees_of_freedom * pi) / 2
    return exp(scale - (half + 0.5) * log1p(value * value / degrees_of_freedom))


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """I_x(a, b); the symmetry 8.17.4 keeps the fraction where it converges fast."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    scale = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    return exp(scale) * _beta_fraction(x, a, b) / a


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Continued fraction 8.17.22 by Lentz's method."""
    numerator, denominator, value = 1.0, 0.0, 1.0
    for term in range(1, _FRACTION_TERMS):
        coefficient = _fraction_coefficient(term, x, a, b)
        denominator = 1 / (1 + coefficient * denominator)
        numerator = 1 + coefficient / numerator
        value *= numerator * denominator
        if abs(numerator * denominator - 1) < _FRACTION_PRECISION:
            break
    return 1 / value


def _fraction_coefficient(term: int, x: float, a: float, b: float) -> float:
    half = term // 2
    if term % 2 == 0:
        return half * (b - half) * x / ((a + term - 1) * (a + term))
    return -(a + half) * (a + b + half) * x / ((a + term - 1) * (a + term))
