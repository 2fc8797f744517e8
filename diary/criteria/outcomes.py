"""Outcome figures as trials report them, for the clinician's report only.

Source: ``outcome_metrics`` of the rule set. Most people on placebo reach the 25 % mark,
so a patient never sees it as proof that a treatment works.
"""

from __future__ import annotations

RESPONDER_CHANGE_PERCENT = -25.0  # percent, at most; COCHMG20
COVERED_DAYS_NEEDED = 7  # days for a weekly rate; COCHMG20, MGO17
DAYS_PER_WEEK = 7
DECIMALS_KEPT = 9  # of a change in percent: binary fractions miss 25 by less


def cramps_per_week(n_episodes: int, covered_days: int) -> float | None:
    """Cramps a week over the covered days; ``None`` below 7 covered days."""
    if covered_days < COVERED_DAYS_NEEDED:
        return None
    return DAYS_PER_WEEK * n_episodes / covered_days


def change_percent(rate_base: float, rate_now: float) -> float | None:
    """Change from the base rate in percent; ``None`` when the base is not above 0."""
    if rate_base <= 0:
        return None
    return round(100 * (rate_now - rate_base) / rate_base, DECIMALS_KEPT)


def is_responder(change: float | None) -> bool | None:
    """Whether the rate fell by 25 % or more; ``None`` when the change is undefined."""
    return None if change is None else change <= RESPONDER_CHANGE_PERCENT
