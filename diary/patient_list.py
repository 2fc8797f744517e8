"""Composed read for the clinician's list: how each shared diary stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from diary.criteria.facts import Profile
from diary.models import Warning
from diary.querysets import SEVERITIES
from diary.recorded_nights import night_states_of
from diary.trends.night_states import NightCount, count_nights
from diary.trends.windows import (
    DEFAULT_WINDOW_NIGHTS,
    NightSpan,
    resolve_window,
)


class PatientStanding(NamedTuple):
    """Open warnings by severity, the worst first, and the last 28 complete nights."""

    open_warnings: Mapping[str, int]
    nights: NightCount


def standings_of(
    profiles: Mapping[UUID, Profile], *, now: datetime
) -> dict[UUID, PatientStanding]:
    """How each diary stands, in four queries whatever their number (none for none).

    ``profiles`` need no more than zone and night window. The nights are those that a
    trend of 28 nights counts, by the same definition.
    """
    if not profiles:
        return {}
    spans = {diary: _last_nights(one.tz, now) for diary, one in profiles.items()}
    first = min(span.first for span in spans.values())
    last = max(span.last for span in spans.values())
    states = night_states_of(profiles, first, last)
    warnings = _open_warnings(profiles)
    return {
        diary: PatientStanding(warnings[diary], count_nights(states[diary], span))
        for diary, span in spans.items()
    }


def _last_nights(tz: str, now: datetime) -> NightSpan:
    return resolve_window(
        nights=DEFAULT_WINDOW_NIGHTS, end=None, now=now, tz=tz
    ).current


def _open_warnings(diaries: Collection[UUID]) -> Mapping[UUID, Mapping[str, int]]:
    rows = Warning.objects.in_diaries(diaries).not_handled().order_by()
    counts = rows.values_list("diary", "severity").annotate(number=Count("pk"))
    found: dict[UUID, dict[str, int]] = defaultdict(
        lambda: dict.fromkeys(SEVERITIES, 0)
    )
    for diary, severity, number in counts:
        found[diary][severity] = number
    return found
