"""The one table of all criteria: about single entries, and about the whole diary."""

from __future__ import annotations

from collections.abc import Mapping

from diary.criteria import (
    changes,
    children,
    clusters,
    differentials,
    lengths,
    medicines,
    nights,
    pregnancy,
    regions,
    sensations,
    symptoms,
)
from diary.criteria.rules import PatternCriterion, TargetedCriterion

TARGETED: Mapping[str, TargetedCriterion] = {
    **symptoms.TARGETED,
    **lengths.TARGETED,
    **pregnancy.TARGETED,
    **medicines.TARGETED,
}
PATTERNS: Mapping[str, PatternCriterion] = {
    **nights.PATTERNS,
    **regions.PATTERNS,
    **changes.PATTERNS,
    **pregnancy.PATTERNS,
    **medicines.PATTERNS,
    **children.PATTERNS,
    **sensations.PATTERNS,
    **clusters.PATTERNS,
    **differentials.PATTERNS,
}
