"""The tables, one module per family; fields and constraints, no behaviour."""

from diary.models.access import (
    AccessEvent,
    Consent,
    Grant,
    Invitation,
    ShareLink,
    ThrottleCount,
)
from diary.models.accounts import User
from diary.models.diary import Diary, EvaluationDue, Heartbeat
from diary.models.entries import (
    CheckIn,
    EntryVersion,
    Episode,
    Medication,
    Night,
    Profile,
    SyncedRow,
    SyncProblem,
)
from diary.models.exports import ExportJob
from diary.models.notifications import Notification
from diary.models.warnings import Warning, WarningEvent

__all__ = [
    "AccessEvent",
    "CheckIn",
    "Consent",
    "Diary",
    "EntryVersion",
    "Episode",
    "EvaluationDue",
    "ExportJob",
    "Grant",
    "Heartbeat",
    "Invitation",
    "Medication",
    "Night",
    "Notification",
    "Profile",
    "ShareLink",
    "SyncProblem",
    "SyncedRow",
    "ThrottleCount",
    "User",
    "Warning",
    "WarningEvent",
]
