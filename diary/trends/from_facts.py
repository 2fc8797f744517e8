"""From the facts of a diary to the rows of its trends, by the product's definitions.

Day or night, diary night, entry kind, length and derived sleep are worked out where
the criteria work them out, so that a trend and a warning never disagree.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date

from diary.criteria.entries import kind_of, length_of
from diary.criteria.facts import Episode, Profile, SleepNight
from diary.night import BedTimes, InBed, place
from diary.sleep import QUESTIONS, derive
from diary.trends.rows import CheckInRow, DiaryRows, EpisodeRow, MedicineRow, SleepRow
from diary.trends.windows import Window, rows_needed


def diary_rows(
    *,
    profile: Profile,
    episodes: Iterable[Episode],
    nights: Sequence[SleepNight],
    check_ins: Iterable[CheckInRow],
    window: Window,
    medicines: Iterable[MedicineRow] = (),
    earlier_nights: Iterable[BedTimes] = (),
    read_from: date | None = None,
    edited: Container[str] = frozenset(),
) -> DiaryRows:
    """The rows a trend of ``window`` reads, from ``read_from`` on.

    What lies outside ``rows_needed(window)`` does no harm. Bed times say which cramps
    are night ones, so ``nights`` should reach one night beyond at both ends; of those
    before the windows bed times are enough (``earlier_nights``). ``edited`` holds the
    ids of edited episodes and nights.
    """
    in_bed = InBed((*earlier_nights, *nights))
    first_compared = window.previous.first
    return DiaryRows(
        read_from=read_from or rows_needed(window).first,
        episodes=tuple(episode_row(row, in_bed, profile, edited) for row in episodes),
        sleep_nights=tuple(
            sleep_row(night, profile, edited)
            for night in nights
            if night.night_date >= first_compared
        ),
        check_ins=tuple(check_ins),
        medicines=tuple(medicines),
    )


def episode_row(
    episode: Episode, in_bed: InBed, profile: Profile, edited: Container[str] = ()
) -> EpisodeRow:
    """One episode with its place in the diary, its kind and its length in seconds."""
    placement = place(episode, in_bed, profile)
    length = length_of(episode)
    residual = episode.residual_pain
    return EpisodeRow(
        started_at=episode.started_at,
        tz=episode.tz or profile.tz,
        night_date=placement.night_date,
        local_date=placement.local_date,
        is_night=placement.period == "night",
        is_cramp=kind_of(episode) == "cramp",
        start_precision=episode.start_precision,
        duration_seconds=None if length is None else round(length.total_seconds()),
        pain_max=episode.pain_max,
        sites=_pairs(episode),
        triggers=episode.triggers,
        relief=_relief(episode),
        residual_present=residual.present if residual else None,
        residual_minutes=residual.duration_minutes if residual else None,
        entered_at=episode.entered_at,
        is_edited=episode.id in edited,
    )


def sleep_row(
    night: SleepNight, profile: Profile, edited: Container[str] = ()
) -> SleepRow:
    """One sleep-diary night with its derived values; impossible times are marked."""
    derived = derive(night, profile.tz)
    return SleepRow(
        night_date=night.night_date,
        tz=night.tz or profile.tz,
        is_valid=QUESTIONS.isdisjoint(derived.problems),
        into_bed_at=night.into_bed_at,
        sleep_onset_at=derived.sleep_onset,
        final_awakening_at=night.final_awakening_at,
        out_of_bed_at=night.out_of_bed_at,
        tib_minutes=derived.tib_minutes,
        tst_minutes=derived.tst_minutes,
        dse_minutes=derived.dse_minutes,
        sol_minutes=night.sol_minutes,
        waso_minutes=night.waso_minutes,
        awakenings=night.awakenings,
        quality=night.quality,
        entered_at=night.entered_at,
        is_edited=night.id in edited,
    )


def _pairs(episode: Episode) -> tuple[tuple[str, str], ...] | None:
    if episode.sites is None:
        return None
    return tuple((site.muscle, site.side) for site in episode.sites)


def _relief(episode: Episode) -> tuple[tuple[str, str | None], ...] | None:
    if episode.relief is None:
        return None
    return tuple((measure.code, measure.effect) for measure in episode.relief)
