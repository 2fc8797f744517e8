"""Composed reads: one diary's rows as the plain facts the criteria judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from diary import models
from diary.criteria.entries import kind_of
from diary.criteria.facts import (
    CheckIn,
    CrampHistory,
    Episode,
    Facts,
    Medication,
    Pregnancy,
    Profile,
    Relief,
    ResidualPain,
    Site,
    SleepNight,
)
from diary.fields.values import read_date
from diary.text_rows import Rows, fetch_text, parser_of

Columns = tuple[Any, ...]  # a row of ``values_list``, untyped by the ORM

# Longest window (42 days) twice over, and some: rulings, "judged at each evaluation".
JUDGED_DAYS = 90
EARLIER_PER_CHUNK = 100  # rows; the first is nearly always a cramp

EPISODE_COLUMNS = (
    "id",
    "started_at",
    "ended_at",
    "duration_seconds_reported",
    "duration_confirmed",
    "last_confirmed_ongoing_at",
    "tz",
    "sites",
    "pain_max",
    "distress",
    "woke_from_sleep",
    "during_nap",
    "triggers",
    "sensations",
    "associated_symptoms",
    "residual_pain",
    "relief",
    "start_precision",
    "entered_at",
)
NIGHT_COLUMNS = (
    "night_date",
    "id",
    "tz",
    "into_bed_at",
    "sleep_attempt_at",
    "sol_minutes",
    "awakenings",
    "waso_minutes",
    "final_awakening_at",
    "trying_to_sleep_after_final_awakening_minutes",
    "out_of_bed_at",
    "quality",
    "entered_at",
)
MEDICATION_COLUMNS = (
    "code",
    "id",
    "started_on",
    "dose_changed_on",
    "stopped_on",
    "prescribed",
)


def facts_for(
    diary_id: UUID,
    profile: models.Profile,
    *,
    since: datetime,
    changed_since: int | None = None,
    entries: Iterable[UUID] = (),
) -> Facts:
    """Read what one judgement sees, in four queries (five where there is one cramp).

    Episodes, nights and check-ins from ``since`` on, episodes changed after the
    revision ``changed_since`` or named in ``entries`` however old, and all medicines.
    """
    rows = models.Episode.objects.in_diary(diary_id).live()
    wanted = Q(started_at__gte=since)
    if changed_since is not None:
        wanted |= Q(rev__gt=changed_since)
    if older := list(entries):
        wanted |= Q(id__in=older)
    day = since.date()
    episodes = read_episodes(rows.filter(wanted))
    nights = models.Night.objects.in_diary(diary_id).live().filter(night_date__gte=day)
    check_ins = models.CheckIn.objects.in_diary(diary_id).live().filter(date__gte=day)
    medications = models.Medication.objects.in_diary(diary_id).live()
    return Facts(
        profile=profile_facts(profile),
        episodes=episodes,
        nights=read_nights(nights),
        check_ins=tuple(
            CheckIn(day, covers, str(entry))
            for day, covers, entry in check_ins.values_list("date", "covers", "id")
        ),
        medications=tuple(
            Medication(row[0], str(row[1]), *row[2:])
            for row in medications.values_list(*MEDICATION_COLUMNS)
        ),
        has_earlier_cramps=_has_earlier_cramps(rows, episodes, since),
    )


def read_episodes(rows: Rows) -> tuple[Episode, ...]:
    """Read these rows of episodes as facts, past Django's converters."""
    return tuple(map(episode_of_text, fetch_text(rows, EPISODE_COLUMNS)))


def episode_of_text(row: Columns) -> Episode:
    """One episode from its ``EPISODE_COLUMNS`` as ``text_rows`` gives them."""
    return Episode(*_EPISODE(row))


def read_nights(rows: Rows) -> tuple[SleepNight, ...]:
    """Read these rows of nights as facts, past Django's converters."""
    return tuple(map(night_of_text, fetch_text(rows, NIGHT_COLUMNS)))


def night_of_text(row: Columns) -> SleepNight:
    """One night from its ``NIGHT_COLUMNS`` as ``text_rows`` gives them."""
    return SleepNight(*_NIGHT(row))


def judged_since(now: datetime) -> datetime:
    """The start of what each evaluation reads.

    A day early, so that the first local day is whole in every zone.
    """
    start = now - timedelta(days=JUDGED_DAYS + 1)
    return datetime.combine(start.date(), time.min, tzinfo=now.tzinfo)


def episode_facts(row: Columns) -> Episode:
    """Turn a row in memory into facts: ``EPISODE_COLUMNS``, in ``Episode``'s order."""
    columns = list(row)
    columns[_ID] = str(columns[_ID])
    for place, read in _SHAPED:
        if columns[place] is not None:
            columns[place] = read(columns[place])
    return Episode(*columns)


def _has_earlier_cramps(
    rows: Rows, episodes: Sequence[Episode], since: datetime
) -> bool:
    """Whether a cramp is too old to have been read: asked only where one decides.

    Stops at the first one, so that it costs as much after ten years as after one.
    """
    if sum(kind_of(episode) == "cramp" for episode in episodes) != 1:
        return False
    earlier = rows.filter(started_at__lt=since)
    unread = earlier.exclude(id__in=[episode.id for episode in episodes])
    answers = unread.values_list("sensations", "relief").iterator(EARLIER_PER_CHUNK)
    return any(
        kind_of(Episode("", since, sensations=felt, relief=_relief(tried or [])))
        == "cramp"
        for felt, tried in answers
    )


def _sites(sites: list[dict[str, Any]]) -> tuple[Site, ...]:
    return tuple(Site(site["muscle"], site.get("side") or "unknown") for site in sites)


def _relief(relief: list[dict[str, Any]]) -> tuple[Relief, ...]:
    return tuple(Relief(item["code"], item.get("effect")) for item in relief)


def _residual_pain(pain: dict[str, Any]) -> ResidualPain:
    return ResidualPain(
        pain.get("present"), pain.get("max"), pain.get("duration_minutes")
    )


EPISODE_SHAPES: Mapping[str, Callable[[Any], object]] = {
    "sites": _sites,
    "triggers": tuple,
    "sensations": tuple,
    "associated_symptoms": tuple,
    "residual_pain": _residual_pain,
    "relief": _relief,
}
_ID = EPISODE_COLUMNS.index("id")
_SHAPED = tuple(
    (EPISODE_COLUMNS.index(name), read) for name, read in EPISODE_SHAPES.items()
)
_EPISODE = parser_of(models.Episode, EPISODE_COLUMNS, EPISODE_SHAPES)
_NIGHT = parser_of(models.Night, NIGHT_COLUMNS)


def profile_facts(profile: models.Profile) -> Profile:
    """Turn the profile row into what the criteria read of it."""
    conditions = profile.conditions
    return Profile(
        tz=profile.tz,
        birth_date=profile.birth_date,
        conditions=None if conditions is None else tuple(conditions),
        pregnancy=_pregnancy(profile.pregnancy),
        cramp_history=_cramp_history(profile.cramp_history),
        night_start=profile.night_start,
        night_end=profile.night_end,
    )


def _pregnancy(answer: Mapping[str, Any] | None) -> Pregnancy | None:
    if answer is None:
        return None
    set_on, birth_on = answer.get("set_on"), answer.get("birth_on")
    return Pregnancy(
        status=answer["status"],
        week=answer.get("week"),
        set_on=read_date(set_on) if set_on else None,
        birth_on=read_date(birth_on) if birth_on else None,
    )


def _cramp_history(answer: Mapping[str, Any] | None) -> CrampHistory | None:
    if answer is None:
        return None
    return CrampHistory(answer.get("night_before"), answer.get("daytime_before"))
