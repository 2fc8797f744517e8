"""Warning criteria as pure functions: facts in, findings out."""

from diary.criteria.catalogue import RULESET_VERSION, Criterion, criteria, criterion
from diary.criteria.engine import judge
from diary.criteria.findings import Finding, Question

__all__ = [
    "RULESET_VERSION",
    "Criterion",
    "Finding",
    "Question",
    "criteria",
    "criterion",
    "judge",
]
