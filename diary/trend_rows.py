"""Composed reads for the trends: one diary's standing, and the rows of its window."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from diary import selectors
from diary.criteria.facts import Profile
from diary.models import CheckIn, Diary, Episode, Night, Warning
from diary.night import ONE_DAY
from diary.querysets import NOT_HANDLED
from diary.text_rows import as_text, parser_of
from diary.trends.from_facts import diary_rows
from diary.trends.rows import CheckInRow, DiaryRows
from diary.trends.windows import Window, rows_needed

SERIOUS = ("urgent", "see_doctor_soon")
# An entry's instant in UTC and its diary night differ by at most a day and a zone.
MARGIN = timedelta(days=2)

_CHECK_INS = ("date", "covers", "entered_at")
_CHECK_IN = parser_of(CheckIn, _CHECK_INS)


class Standing(NamedTuple):
    """What decides whether a trend has changed: enough for a 304."""

    revision: int
    profile: Profile
    is_warned: bool


def standing_of(diary_id: UUID) -> Standing:
    """Revision, profile, and whether a serious warning is not handled; one query."""
    serious = Warning.objects.filter(
        diary=OuterRef("pk"), severity__in=SERIOUS, state__in=NOT_HANDLED
    )
    diaries = Diary.objects.select_related("profile")
    diary = diaries.annotate(is_warned=Exists(serious)).get(pk=diary_id)
    is_warned: bool = diary.is_warned  # type: ignore[attr-defined]  # annotated above
    return Standing(diary.revision, selectors.profile_facts(diary.profile), is_warned)


def trend_rows(diary_id: UUID, profile: Profile, window: Window) -> DiaryRows:
    """The rows a summary of ``window`` reads, in three queries."""
    needed = rows_needed(window)
    start = datetime.combine(needed.first, time.min, tzinfo=UTC)
    end = datetime.combine(needed.last, time.min, tzinfo=UTC)
    episodes = Episode.objects.in_diary(diary_id).live()
    episodes = episodes.in_period("started_at", start - MARGIN, end + MARGIN)
    nights = Night.objects.in_diary(diary_id).live()
    nights = nights.in_period(
        "night_date", needed.first - ONE_DAY, needed.last + 2 * ONE_DAY
    )
    check_ins = CheckIn.objects.in_diary(diary_id).live()
    check_ins = check_ins.in_period("date", needed.first, needed.last + ONE_DAY)
    return diary_rows(
        profile=profile,
        episodes=selectors.read_episodes(episodes),
        nights=selectors.read_nights(nights),
        check_ins=[
            CheckInRow(*row) for row in map(_CHECK_IN, as_text(check_ins, _CHECK_INS))
        ],
        window=window,
    )
