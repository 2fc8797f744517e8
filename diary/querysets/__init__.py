"""The query vocabulary: which rows, said in the product's own words."""

from diary.querysets.access import (
    AccessEventQuerySet,
    ConsentQuerySet,
    ExportJobQuerySet,
    GrantQuerySet,
    Scope,
    ShareLinkQuerySet,
)
from diary.querysets.diary import SEVERITIES, DiaryQuerySet
from diary.querysets.entries import EntryQuerySet, PulledQuerySet, edits_of
from diary.querysets.warnings import (
    LIVE_STATES,
    NOT_HANDLED,
    EvaluationDueQuerySet,
    NotificationQuerySet,
    WarningQuerySet,
)

__all__ = [
    "LIVE_STATES",
    "NOT_HANDLED",
    "SEVERITIES",
    "AccessEventQuerySet",
    "ConsentQuerySet",
    "DiaryQuerySet",
    "EntryQuerySet",
    "EvaluationDueQuerySet",
    "ExportJobQuerySet",
    "GrantQuerySet",
    "NotificationQuerySet",
    "PulledQuerySet",
    "Scope",
    "ShareLinkQuerySet",
    "WarningQuerySet",
    "edits_of",
]
