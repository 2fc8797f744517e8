"""One episode as the criteria read it: place in the diary, kind, regions, length."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from diary.criteria.facts import Episode, Profile, Site
from diary.night import InBed, Period, as_utc, place, zone
from diary.vocabulary import exertion_triggers, region_of

Kind = Literal["cramp", "rls-like", "pain-only"]

NOTHING: frozenset[str] = frozenset()
# definitions.entry_kind of the rule set
CRAMP_SENSATIONS = frozenset(
    {"tightening", "hard-muscle", "cannot-relax", "joint-forced-position"}
)
MOVING_RELIEF = frozenset({"walking-about", "moving-limb", "stretching"})
EASED = frozenset({"full", "partial"})
ONE_SIDE = frozenset({"left", "right"})
UNKNOWN_SIDE = "unknown"


class Entry(NamedTuple):
    """An episode with everything that is worked out once per judgement."""

    id: str
    episode: Episode
    started: datetime  # UTC
    local_date: date
    night_date: date
    period: Period
    kind: Kind
    sites: tuple[Site, ...]
    regions: frozenset[str]
    leg_sides: frozenset[str]
    symptoms: frozenset[str]
    sensations: frozenset[str]
    triggers: frozenset[str]
    length: timedelta | None

    @property
    def is_night_leg_cramp(self) -> bool:
        """Counted by the night patterns: kind cramp, at night, in a leg."""
        return self.kind == "cramp" and self.period == "night" and "leg" in self.regions

    @property
    def is_daytime_exertion(self) -> bool:
        """A daytime entry after exercise, which the pattern criteria leave out."""
        return self.period == "day" and bool(self.triggers & exertion_triggers())

    def eased_by(self, measures: frozenset[str]) -> bool:
        """Whether one of ``measures`` took the cramp away or eased it."""
        return any(
            measure.code in measures and measure.effect in EASED
            for measure in self.episode.relief or ()
        )


def entry_of(episode: Episode, in_bed: InBed, profile: Profile) -> Entry:
    """The episode with its place, kind, regions and length worked out."""
    placement = place(episode, in_bed, profile)
    sites = episode.sites or ()
    regions, leg_sides = _places(sites)
    return Entry(
        id=episode.id,
        episode=episode,
        started=as_utc(episode.started_at),
        local_date=placement.local_date,
        night_date=placement.night_date,
        period=placement.period,
        kind=kind_of(episode),
        sites=sites,
        regions=regions,
        leg_sides=leg_sides,
        symptoms=_codes(episode.associated_symptoms),
        sensations=_codes(episode.sensations),
        triggers=_codes(episode.triggers),
        length=length_of(episode),
    )


def kind_of(episode: Episode) -> Kind:
    """Cramp, restless-legs-like or pain only (``definitions.entry_kind``)."""
    sensations = episode.sensations or ()
    if not sensations or not CRAMP_SENSATIONS.isdisjoint(sensations):
        return "cramp"
    if "urge-to-move" in sensations:
        return "rls-like" if _eased_by_moving(episode) else "cramp"
    return "pain-only" if "no-tightening" in sensations else "cramp"


def length_of(episode: Episode) -> timedelta | None:
    """Elapsed length: the longer of end and report, ``None`` if it is not known.

    Unknown are: neither given, an end before the start (a data error), and a length
    that the person said is wrong.
    """
    if episode.duration_confirmed is False:
        return None
    reported = (
        None
        if episode.duration_seconds_reported is None
        else timedelta(seconds=episode.duration_seconds_reported)
    )
    if episode.ended_at is None:
        return reported
    measured = as_utc(episode.ended_at) - as_utc(episode.started_at)
    if measured < timedelta(0):
        return None
    return measured if reported is None else max(measured, reported)


def is_open(episode: Episode) -> bool:
    """Whether neither an end nor a length has been given."""
    return episode.ended_at is None and episode.duration_seconds_reported is None


def local_clock(entry: Entry, profile: Profile) -> time:
    """The local clock time at which the entry began."""
    return entry.started.astimezone(zone(entry.episode.tz or profile.tz)).time()


def next_morning(entry: Entry, profile: Profile) -> datetime:
    """When the night window next ends after the entry began, in UTC."""
    return _morning_after(
        entry.started, entry.episode.tz or profile.tz, profile.night_end
    )


@lru_cache(maxsize=4096)  # several criteria ask about the same entry
def _morning_after(started: datetime, tz: str, night_end: time) -> datetime:
    local = started.astimezone(zone(tz))
    morning = local.replace(
        hour=night_end.hour, minute=night_end.minute, second=0, microsecond=0
    )
    if morning <= local:
        morning += timedelta(days=1)
    return morning.astimezone(UTC)


def _eased_by_moving(episode: Episode) -> bool:
    return any(
        measure.code in MOVING_RELIEF and measure.effect in EASED
        for measure in episode.relief or ()
    )


def _codes(found: Iterable[str] | None) -> frozenset[str]:
    return frozenset(found) if found else NOTHING


@lru_cache(maxsize=4096)
def _places(sites: tuple[Site, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Body regions, and the sides of the leg sites."""
    regions = {site: region_of(site.muscle) for site in sites}
    leg_sides = frozenset(s.side for s, region in regions.items() if region == "leg")
    return frozenset(filter(None, regions.values())), leg_sides
