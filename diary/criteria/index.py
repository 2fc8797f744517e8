"""One diary, sorted and placed once per judgement, so that no criterion searches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from copy import copy
from datetime import date, datetime, timedelta
from functools import cached_property

from diary.criteria.entries import UNKNOWN_SIDE, Entry, entry_of
from diary.criteria.facts import Facts, Medication, SleepNight
from diary.criteria.thresholds import CHAIN_GAP
from diary.night import (
    DateWindow,
    InBed,
    as_utc,
    covered_dates,
    current_night,
    local_date,
    window_ending,
)

NO_CONDITION = "none-known"  # the answer "no condition", not a condition


class DiaryIndex:
    """Facts and ``now``, with entries in order and windows cut by bisection.

    Answers do not depend on the order in which the facts arrive.
    """

    def __init__(self, facts: Facts, now: datetime) -> None:
        """Place every episode. Raises ``ValueError`` on a naive time."""
        self.facts = facts
        self.profile = facts.profile
        self._set_now(now)
        in_bed = InBed(facts.nights)
        placed = [
            entry_of(episode, in_bed, facts.profile) for episode in facts.episodes
        ]
        self.entries = sorted(placed, key=_by_start)
        self._by_date = sorted(self.entries, key=_by_date)
        self._dates = [entry.local_date for entry in self._by_date]
        self._cut: dict[DateWindow, list[Entry]] = {}
        self._cut_cramps: dict[DateWindow, list[Entry]] = {}

    def as_of(self, moment: datetime) -> DiaryIndex:
        """The same diary with another ``now``; nothing is placed again."""
        other = copy(self)
        other._set_now(moment)
        return other

    def days(self, count: int) -> DateWindow:
        """``count`` local dates ending today."""
        window = self._days.get(count)
        if window is None:
            window = self._days[count] = window_ending(self.today, count)
        return window

    def nights(self, count: int) -> DateWindow:
        """``count`` nights ending with the current night."""
        return window_ending(self.tonight, count)

    def within(self, window: DateWindow) -> list[Entry]:
        """Entries of every kind whose local date lies in ``window``, by date."""
        found = self._cut.get(window)
        if found is None:
            first = bisect_left(self._dates, window.first)
            last = bisect_right(self._dates, window.last)
            found = self._cut[window] = self._by_date[first:last]
        return found

    def cramps(self, window: DateWindow) -> list[Entry]:
        """Entries of kind cramp in a window of local dates."""
        found = self._cut_cramps.get(window)
        if found is None:
            found = [entry for entry in self.within(window) if entry.kind == "cramp"]
            self._cut_cramps[window] = found
        return found

    def night_leg_cramps(self, window: DateWindow) -> Mapping[date, list[Entry]]:
        """Night leg cramps of a window of nights, by night date."""
        first = bisect_left(self._night_dates, window.first)
        last = bisect_right(self._night_dates, window.last)
        return _grouped(self._night_leg_cramps[first:last])

    def sleep_entries(self, window: DateWindow) -> list[SleepNight]:
        """Sleep entries of a window of nights, by night date."""
        found = [item for item in self.facts.nights if item.night_date in window]
        return sorted(found, key=lambda item: item.night_date)

    def covered_days(self, window: DateWindow) -> int:
        """How many dates of the window have an episode, a sleep entry or a check-in."""
        first = bisect_left(self._covered, window.first)
        return bisect_right(self._covered, window.last) - first

    def current_medicines(self, on: date | None = None) -> list[Medication]:
        """Medicines in use today (or ``on``): begun if dated, and not stopped."""
        day = on or self.today
        return [
            medicine
            for medicine in self.medications
            if (medicine.started_on is None or medicine.started_on <= day)
            and (medicine.stopped_on is None or medicine.stopped_on > day)
        ]

    def uses(self, *codes: str) -> list[Medication]:
        """Current medicines with one of ``codes``."""
        return [item for item in self.current_medicines() if item.code in codes]

    @cached_property
    def medications(self) -> list[Medication]:
        """All medicines in a fixed order."""
        return sorted(self.facts.medications, key=_medicine_order)

    @cached_property
    def conditions(self) -> frozenset[str]:
        """Conditions of the profile; empty when not answered."""
        return frozenset(self.profile.conditions or ()) - {NO_CONDITION}

    @cached_property
    def all_cramps(self) -> list[Entry]:
        """Every entry of kind cramp, by start."""
        return [entry for entry in self.entries if entry.kind == "cramp"]

    @cached_property
    def chains(self) -> Mapping[str, list[list[Entry]]]:
        """Runs of entries at one muscle and side with short gaps, by entry id.

        Only entries of known length, sites of known side, and never restless legs. An
        entry with neighbours in time has one run for each of its sites, also where it
        is alone; one without neighbours is left out.
        """
        known = [entry for entry in self.entries if entry.length is not None]
        in_time = _runs([entry for entry in known if entry.kind != "rls-like"])
        at_sites = [
            run for close in in_time if len(close) > 1 for run in _at_sites(close)
        ]
        chains: dict[str, list[list[Entry]]] = defaultdict(list)
        for run in at_sites:
            for entry in run:
                chains[entry.id].append(run)
        return chains

    def _set_now(self, now: datetime) -> None:
        self.now = as_utc(now)
        self.today = local_date(now, self.profile.tz)
        self.tonight = current_night(now, self.profile.tz)
        self._days: dict[int, DateWindow] = {}

    @cached_property
    def _covered(self) -> list[date]:
        facts = self.facts
        return sorted(covered_dates(self._dates, facts.nights, facts.check_ins))

    @cached_property
    def _night_leg_cramps(self) -> list[Entry]:
        found = [entry for entry in self.entries if entry.is_night_leg_cramp]
        return sorted(found, key=lambda entry: entry.night_date)

    @cached_property
    def _night_dates(self) -> list[date]:
        return [entry.night_date for entry in self._night_leg_cramps]


def end_of(entry: Entry) -> datetime:
    """When an entry of known length ended, in UTC."""
    return entry.started + (entry.length or timedelta(0))


def _runs(entries: list[Entry]) -> list[list[Entry]]:
    runs: list[list[Entry]] = []
    last_end: datetime | None = None
    for entry in entries:
        if last_end is not None and entry.started <= last_end + CHAIN_GAP:
            runs[-1].append(entry)
            last_end = max(last_end, end_of(entry))
        else:
            runs.append([entry])
            last_end = end_of(entry)
    return runs


def _at_sites(entries: list[Entry]) -> list[list[Entry]]:
    """Runs at each muscle and known side, in the order of the sites."""
    by_site: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for site in {(site.muscle, site.side) for site in entry.sites}:
            if site[1] != UNKNOWN_SIDE:
                by_site[site].append(entry)
    return [run for site in sorted(by_site) for run in _runs(by_site[site])]


def _grouped(entries: list[Entry]) -> Mapping[date, list[Entry]]:
    groups: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.night_date].append(entry)
    return groups


def _by_start(entry: Entry) -> tuple[datetime, str]:
    return entry.started, entry.id


def _by_date(entry: Entry) -> tuple[date, datetime, str]:
    return entry.local_date, entry.started, entry.id


def _medicine_order(medicine: Medication) -> tuple[str, str, str, str, str]:
    return (
        medicine.code,
        str(medicine.started_on),
        str(medicine.dose_changed_on),
        str(medicine.stopped_on),
        medicine.id,
    )
