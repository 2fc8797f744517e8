"""Whether and when a firing is pushed: cool-down, rise, urgent, quiet hours, bundles.

Source: ``notification_policy`` of the rule set. Pure: history in, decision out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from diary.criteria.catalogue import SEVERITY_RANK, Severity, criterion
from diary.night import as_utc, zone

Decision = Literal["notify", "suppress", "collapse"]

COOLDOWN_DAYS: Mapping[Severity, int] = {
    "info": 90,
    "see_doctor": 28,
    "see_doctor_soon": 7,
    "urgent": 0,
}
AFTER_DISCUSSED_DAYS: Mapping[Severity, int] = {
    "info": 365,
    "see_doctor": 90,
    "see_doctor_soon": 28,
    "urgent": 0,
}
BYPASS_NEW_EPISODES = 3  # new firing episodes that break the see_doctor_soon silence
COLLAPSE_WITHIN = timedelta(minutes=60)  # two urgent entries, one push
QUIET_FROM, QUIET_UNTIL = time(21, 0), time(8, 0)  # local clock
LATE_ENTRY_AFTER = timedelta(hours=24)  # entered more than this after the start
REMIND_UNSEEN_AFTER = timedelta(hours=24)  # once, urgent and see_doctor_soon


@dataclass(frozen=True, slots=True)
class Event:
    """One firing of a criterion, or the moment it was marked discussed.

    ``breaks_silence`` is for the criterion's own bypass, see ``breaks_silence``.
    """

    kind: Literal["fire", "discussed"]
    at: datetime
    severity: Severity | None = None
    episode: str | None = None
    breaks_silence: bool = False


@dataclass(slots=True)
class _History:
    criterion_id: str | None
    notified_at: datetime | None = None
    notified_severity: Severity | None = None
    discussed_at: datetime | None = None
    told_urgently: set[str | None] = field(default_factory=set)
    # By the last notice, and since; a firing about no single entry is never a new one.
    fired_before: set[str | None] = field(default_factory=lambda: {None})
    fired_since: set[str | None] = field(default_factory=set)

    def new_with(self, episode: str | None) -> set[str | None]:
        """Episodes that first fired after the last notice, ``episode`` with them."""
        return (self.fired_since | {episode}) - self.fired_before


def decide(
    events: Iterable[Event], criterion_id: str | None = None
) -> tuple[Decision, ...]:
    """One decision for each firing of one criterion, events in order of time.

    With ``criterion_id`` a shorter silence published with the criterion counts.
    """
    history = _History(criterion_id)
    decisions: list[Decision] = []
    for event in events:
        if event.kind == "discussed":
            history.discussed_at = as_utc(event.at)
        elif event.severity is not None:
            decision = _decide_one(event, event.severity, history)
            _remember(event, event.severity, decision, history)
            decisions.append(decision)
    return tuple(decisions)


def deliver_at(
    at: datetime, severity: Severity, tz: str, *, is_late: bool = False
) -> datetime | None:
    """When a push decided at ``at`` goes out, in the zone ``tz``; ``None`` for info.

    Urgent goes at once; one about an entry made more than 24 h late, and everything
    else, waits for 08:00 if it is between 21:00 and 08:00.
    """
    if severity == "info":
        return None
    local = at.astimezone(zone(tz))
    if severity == "urgent" and not is_late:
        return local
    return _after_quiet_hours(local)


def is_late_entry(started_at: datetime, entered_at: datetime | None) -> bool:
    """Whether the entry was made more than 24 h after the start."""
    if entered_at is None:
        return False
    return as_utc(entered_at) - as_utc(started_at) > LATE_ENTRY_AFTER


def may_push_on(day: date, pushed: Iterable[datetime], tz: str) -> bool:
    """Whether the day has no non-urgent push yet (one bundle per local day)."""
    return all(moment.astimezone(zone(tz)).date() != day for moment in pushed)


def bundle_order(severities: Sequence[tuple[str, Severity]]) -> tuple[str, ...]:
    """Ids of a bundle's warnings, highest severity first, then by id."""
    ordered = sorted(severities, key=lambda item: (-SEVERITY_RANK[item[1]], item[0]))
    return tuple(warning_id for warning_id, _ in ordered)


def breaks_silence(
    criterion_id: str, before: Mapping[str, object], now: Mapping[str, object]
) -> bool:
    """The bypass of one criterion, from its facts at the last notice and now.

    ``daytime-progression``: the count doubled. ``spread-to-arms``: a new body part.
    """
    if criterion_id == "daytime-progression":
        return _doubled(before.get("count"), now.get("count"))
    if criterion_id == "spread-to-arms":
        return not _muscles(now.get("sites")) <= _muscles(before.get("sites"))
    return False


def may_need_reminder(severity: Severity) -> bool:
    """Whether an unseen warning of this severity is reminded of once, after 24 h."""
    return severity in ("urgent", "see_doctor_soon")


def silence_of(
    severity: Severity, criterion_id: str | None = None
) -> tuple[timedelta, timedelta]:
    """Cool-down, and silence after "discussed", for a severity.

    With a criterion, the shorter of the policy's and the criterion's own.
    """
    days = [(COOLDOWN_DAYS[severity], AFTER_DISCUSSED_DAYS[severity])]
    if criterion_id is not None:
        found = criterion(criterion_id)
        days.append((found.cooldown_days, found.after_discussed_days))
    cool_down, after_discussed = map(min, zip(*days, strict=True))
    return timedelta(days=cool_down), timedelta(days=after_discussed)


def _decide_one(event: Event, severity: Severity, history: _History) -> Decision:
    if severity == "urgent":
        return _decide_urgent(event, history)
    if _has_risen(severity, history.notified_severity):
        return "notify"
    cool_down, after_discussed = silence_of(severity, history.criterion_id)
    if _is_silenced(event, history.discussed_at, after_discussed):
        return "suppress"
    if not _is_silenced(event, history.notified_at, cool_down):
        return "notify"
    new = history.new_with(event.episode)
    many_new = severity == "see_doctor_soon" and len(new) >= BYPASS_NEW_EPISODES
    return "notify" if many_new or event.breaks_silence else "suppress"


def _decide_urgent(event: Event, history: _History) -> Decision:
    if event.episode in history.told_urgently:
        return "suppress"
    last = history.notified_at
    was_urgent = history.notified_severity == "urgent"
    if last and was_urgent and as_utc(event.at) - last <= COLLAPSE_WITHIN:
        return "collapse"
    return "notify"


def _remember(
    event: Event, severity: Severity, decision: Decision, history: _History
) -> None:
    if severity == "urgent":
        history.told_urgently.add(event.episode)
    history.fired_since.add(event.episode)
    if decision == "notify":
        history.notified_at = as_utc(event.at)
        history.notified_severity = severity
        history.fired_before |= history.fired_since
        history.fired_since = set()


def _has_risen(severity: Severity, before: Severity | None) -> bool:
    return before is None or SEVERITY_RANK[severity] > SEVERITY_RANK[before]


def _is_silenced(event: Event, since: datetime | None, silence: timedelta) -> bool:
    return since is not None and as_utc(event.at) - since < silence


def _after_quiet_hours(local: datetime) -> datetime:
    clock = local.time()
    if QUIET_UNTIL <= clock < QUIET_FROM:
        return local
    day = local.date() + timedelta(days=1 if clock >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=local.tzinfo)


def _doubled(before: object, now: object) -> bool:
    return isinstance(before, int) and isinstance(now, int) and now >= 2 * before > 0


def _muscles(sites: object) -> set[object]:
    if not isinstance(sites, list):
        return set()
    return {site.get("muscle") for site in sites if isinstance(site, dict)}
