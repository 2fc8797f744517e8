"""One diary read for its report: the entry point of every route that shows one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.conf import settings

from diary import models, selectors
from diary.criteria.catalogue import clinician_only
from diary.criteria.facts import Episode, Profile, SleepNight
from diary.criteria.subsumption import Live, visible_to_patient
from diary.explanation import Evidence, evidence_of
from diary.exports.report import (
    Limits,
    Medicine,
    RaisedWarning,
    Report,
    ReportFacts,
    ReportReader,
    build_report,
)
from diary.exports.report.facts import JUDGED, NO_CONSENT, SWITCHED_OFF, WAITING
from diary.models import Diary, User, Warning
from diary.night import ONE_DAY, local_date
from diary.querysets import NOT_HANDLED
from diary.trend_rows import MARGIN, SERIOUS
from diary.trends.rows import CheckInRow
from diary.trends.windows import (
    DEFAULT_WINDOW_NIGHTS,
    NightSpan,
    latest_complete_night,
    resolve_window,
    rows_needed,
)

NO_LIMITS = Limits()
OVERVIEW = "nlc-feature-summary"
"""Not a warning to a reader: it is the part of the seven features."""
URGENT = "urgent"
EVIDENCE_COLUMNS = {
    "episodes": ("id", "started_at", "tz"),
    "nights": ("id", "night_date"),
    "check_ins": ("id", "date"),
    "medications": ("id", "started_on"),
}
MEDICINE_COLUMNS = (
    *("id", "code", "text", "dose"),
    *("started_on", "dose_changed_on", "stopped_on"),
)


def report_for(
    diary_id: UUID,
    *,
    reader: ReportReader,
    now: datetime,
    end: date | None = None,
    limits: Limits = NO_LIMITS,
) -> Report:
    """The report of the 28 nights up to ``end``, or up to the latest that is over.

    ``limits`` keep dates and sections back, whatever the reader may see; ``end`` is
    then the last of them at the latest. Six queries, up to ten with warnings. Raises
    ``WindowError`` for an ``end`` that is not over, and ``Diary.DoesNotExist``.
    """
    return build_report(
        report_facts(diary_id, reader=reader, now=now, end=end, limits=limits)
    )


def report_facts(
    diary_id: UUID,
    *,
    reader: ReportReader,
    now: datetime,
    end: date | None = None,
    limits: Limits = NO_LIMITS,
) -> ReportFacts:
    """What ``report_for`` makes the report from."""
    diary = Diary.objects.with_consent().select_related("profile", "owner", "due")
    found = diary.get(pk=diary_id)
    profile = selectors.profile_facts(found.profile)
    last = _last_night(profile, now=now, end=end, limits=limits)
    window = resolve_window(
        nights=DEFAULT_WINDOW_NIGHTS, end=last, now=now, tz=profile.tz
    )
    needed = rows_needed(window)
    live = list(Warning.objects.in_diary(diary_id).live())
    return ReportFacts(
        reader=reader,
        last=last,
        profile=profile,
        country=found.profile.country,
        name=_name(found.owner, reader),
        birth_year=profile.birth_date.year if profile.birth_date else None,
        episodes=_episodes(diary_id, needed),
        nights=_nights(diary_id, needed),
        check_ins=_check_ins(diary_id, needed),
        medicines=_medicines(diary_id, reader),
        warnings=_warnings(diary_id, live, profile, reader),
        is_warned=any(_is_open(one) and one.severity in SERIOUS for one in live),
        is_urgent=any(_is_open(one) and one.severity == URGENT for one in live),
        judged=_judged(found),
        is_approved=bool(settings.RULESET_APPROVED_BY),
        revision=found.revision,
        limits=limits,
    )


def _last_night(
    profile: Profile, *, now: datetime, end: date | None, limits: Limits
) -> date:
    """The night asked for, else the latest that is over, within the limits."""
    last = end or latest_complete_night(now, profile.tz)
    return min(last, limits.last) if limits.last else last


def _name(owner: User, reader: ReportReader) -> str:
    if reader.is_owner:
        return owner.display_name or owner.email
    return owner.display_name


def _episodes(diary_id: UUID, needed: NightSpan) -> tuple[Episode, ...]:
    start, end = (datetime.combine(day, time.min, tzinfo=UTC) for day in needed)
    rows = models.Episode.objects.in_diary(diary_id).live()
    return selectors.read_episodes(
        rows.in_period("started_at", start - MARGIN, end + MARGIN)
    )


def _nights(diary_id: UUID, needed: NightSpan) -> tuple[SleepNight, ...]:
    """With one night more at both ends: bed times say which cramps are night ones."""
    rows = models.Night.objects.in_diary(diary_id).live()
    return selectors.read_nights(
        rows.in_period("night_date", needed.first - ONE_DAY, needed.last + 2 * ONE_DAY)
    )


def _check_ins(diary_id: UUID, needed: NightSpan) -> tuple[CheckInRow, ...]:
    rows = models.CheckIn.objects.in_diary(diary_id).live()
    found = rows.in_period("date", needed.first, needed.last + ONE_DAY)
    return tuple(
        CheckInRow(*row) for row in found.values_list("date", "covers", "entered_at")
    )


def _medicines(diary_id: UUID, reader: ReportReader) -> tuple[Medicine, ...]:
    rows = models.Medication.objects.in_diary(diary_id).live()
    found = (
        Medicine(str(row[0]), *row[1:]) for row in rows.values_list(*MEDICINE_COLUMNS)
    )
    if reader.sees_notes:
        return tuple(found)
    return tuple(medicine._replace(text="") for medicine in found)


def _judged(diary: Diary) -> str:
    """Whether the warnings say all there is to say, or why not."""
    has_consent: bool | None = diary.may_flag  # type: ignore[attr-defined]  # annotated
    if not settings.CRITERIA_ENABLED:
        return SWITCHED_OFF
    if not has_consent:
        return NO_CONSENT
    return WAITING if hasattr(diary, "due") else JUDGED


def _warnings(
    diary_id: UUID, live: Sequence[Warning], profile: Profile, reader: ReportReader
) -> tuple[RaisedWarning, ...]:
    """Those that nobody has handled, as this reader may see them."""
    told = [warning for warning in _visible(live, reader) if _is_open(warning)]
    dates = _evidence_dates(diary_id, told, profile)
    return tuple(
        RaisedWarning(
            criterion=warning.criterion,
            severity=warning.severity,
            state=warning.state,
            facts=warning.facts,
            evidence=tuple(dates[one] for one in warning.evidence if one in dates),
            raised_on=local_date(warning.raised_at, profile.tz),
            ruleset_version=warning.ruleset_version,
            is_late=warning.is_late,
        )
        for warning in told
    )


def _is_open(warning: Warning) -> bool:
    return warning.state in NOT_HANDLED and warning.criterion != OVERVIEW


def _visible(live: Sequence[Warning], reader: ReportReader) -> list[Warning]:
    """Clinicians see all; patients what speaks to them and no other says more of."""
    if reader.audience == "clinician":
        return list(live)
    hidden = clinician_only()
    spoken = [warning for warning in live if warning.criterion not in hidden]
    shown = visible_to_patient(map(_as_live, spoken))
    return [warning for warning in spoken if _as_live(warning) in shown]


def _as_live(warning: Warning) -> Live:
    return Live(warning.criterion, warning.target or None)


def _evidence_dates(
    diary_id: UUID, warnings: Iterable[Warning], profile: Profile
) -> dict[str, date]:
    """The diary date of each entry behind a warning, by its id; four queries."""
    ids = {one for warning in warnings for one in warning.evidence}
    if not ids:
        return {}
    entries = evidence_of(diary_id, ids, columns=EVIDENCE_COLUMNS)
    dates = {entry.id: _date_of(entry, profile) for entry in entries}
    return {entry: day for entry, day in dates.items() if day is not None}


def _date_of(entry: Evidence, profile: Profile) -> date | None:
    """``None`` where the entry was deleted or has no date."""
    if entry.row is None:
        return None
    started_at = entry.row.get("started_at")
    if isinstance(started_at, datetime):
        return local_date(started_at, str(entry.row["tz"] or profile.tz))
    days = (entry.row.get(name) for name in ("night_date", "date", "started_on"))
    return next((day for day in days if isinstance(day, date)), None)
