"""The five people of the demo, and how their 90 days went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from types import MappingProxyType

from diary.demo.entries import (
    DemoItem,
    cramp,
    instant,
    medicine,
    no_cramps,
    profile,
    sleep,
    stamp,
    varied,
)

DAYS = 90
LEFT_CALF = [{"muscle": "calf", "side": "left"}]
RIGHT_CALF = [{"muscle": "calf", "side": "right"}]

Build = Callable[[date], Iterator[DemoItem]]


@dataclass(frozen=True, slots=True)
class Archetype:
    """One person: a stable name, a name to show, and their entries."""

    name: str
    display_name: str
    items: Build


def build(name: str, today: date) -> list[DemoItem]:
    """All entries of one archetype, the last of them on the evening of yesterday."""
    return list(ARCHETYPES[name].items(today))


def _long_cramps(today: date) -> Iterator[DemoItem]:
    """Two night cramps a week; the last ones over ten minutes, untouched by relief."""
    name = "long-cramps"
    nights = {back: 150 + 20 * (back % 9) for back in range(6, DAYS + 1, 7)}
    nights |= {back: 90 + 25 * (back % 7) for back in range(3, DAYS + 1, 9)}
    no_effect = [{"code": "massage", "effect": "none"}]
    lengths = nights | {2: 690, 9: 845}
    yield profile(birth_date="1958-05-14", conditions=["osteoarthritis"])
    yield medicine(name, "vitamin-d", today - timedelta(days=400), "20 mikrogram")
    for morning, back in _days(today):
        seconds = lengths.get(back)
        yield sleep(morning, is_disturbed=seconds is not None)
        if seconds is None:
            yield no_cramps(morning)
            continue
        long = {"relief": no_effect, "pain_max": 8} if seconds > 600 else {}
        yield _night_cramp(name, morning, seconds, sites=_calf(back), **long)


def _spread_to_arms(today: date) -> Iterator[DemoItem]:
    """Calf and foot cramps at night; in the last days a hand and a forearm as well."""
    name = "spread-to-arms"
    legs = frozenset(range(4, DAYS + 1, 6)) | frozenset(range(11, DAYS + 1, 13))
    arms = {3: "hand", 8: "forearm"}
    yield profile(birth_date="1966-11-02", conditions=["none-known"])
    yield medicine(name, "statin", today - timedelta(days=500), "20 mg")
    for morning, back in _days(today):
        muscle = arms.get(back, "foot-arch" if back % 5 == 0 else "calf")
        has_cramp = back in legs or back in arms
        yield sleep(morning, is_disturbed=has_cramp)
        if not has_cramp:
            yield no_cramps(morning)
            continue
        site = {"muscle": muscle, "side": "right" if back % 2 else "left"}
        yield _night_cramp(name, morning, varied(back, 60, 240), sites=[site])


def _daytime_progression(today: date) -> Iterator[DemoItem]:
    """Only night cramps for eleven weeks, then cramps while sitting and walking."""
    name = "daytime-progression"
    by_night = frozenset(range(5, DAYS + 1, 5))
    by_day = {1: "sitting-long", 4: "walking", 7: "sitting-long", 9: "walking"}
    history = {"night_before": True, "daytime_before": False}
    yield profile(
        birth_date="1971-02-20", conditions=["none-known"], cramp_history=history
    )
    yield medicine(name, "magnesium", today - timedelta(days=120), "300 mg")
    for morning, back in _days(today):
        yield sleep(morning, is_disturbed=back in by_night)
        if back in by_night:
            yield _night_cramp(name, morning, varied(back, 45, 260), sites=_calf(back))
        elif back in by_day:
            yield no_cramps(morning, covers="night")
        else:
            yield no_cramps(morning)
        if back in by_day:
            start = instant(morning, time(varied(back, 13, 18), varied(back, 0, 59)))
            answers = {"triggers": [by_day[back]], "woke_from_sleep": False}
            yield cramp(name, start, varied(back, 40, 150), sites=LEFT_CALF, **answers)


def _improving(today: date) -> Iterator[DemoItem]:
    """Two nights of three with cramp at first; one a week since daily stretching."""
    name = "improving"
    at_first = frozenset(back for back in range(35, DAYS + 1) if back % 3)
    since = frozenset({6, 13, 21, 31})
    yield profile(birth_date="1949-08-30", conditions=["varicose-veins"])
    for morning, back in _days(today):
        has_cramp = back in at_first or back in since
        yield sleep(morning, is_disturbed=has_cramp)
        if not has_cramp:
            yield no_cramps(morning)
            continue
        relief = [{"code": "stretching", "effect": "full"}]
        yield _night_cramp(
            name,
            morning,
            varied(back, 30, 180),
            sites=_calf(back),
            pain_max=varied(back, 3, 6),
            relief=relief,
        )


def _sparse(today: date) -> Iterator[DemoItem]:
    """A tap now and then: little is known, and nothing is guessed."""
    name = "sparse"
    taps = {3, 15, 16, 40, 58, 77}
    quiet = {4, 14, 39}
    for morning, back in _days(today):
        if back in taps:
            yield stamp(name, instant(morning, time(varied(back, 1, 5), 12)))
        elif back in quiet:
            yield no_cramps(morning, covers="night")


def _days(today: date) -> Iterator[tuple[date, int]]:
    """The 90 mornings before today, each with how many days back it lies."""
    for back in range(DAYS, 0, -1):
        yield today - timedelta(days=back), back


def _night_cramp(
    archetype: str, morning: date, seconds: int, **answers: object
) -> DemoItem:
    number = morning.toordinal()
    start = instant(morning, time(varied(number, 1, 5), varied(number, 0, 49)))
    usual = {"woke_from_sleep": True, "triggers": ["lying-still"]}
    return cramp(archetype, start, seconds, **(usual | answers))


def _calf(back: int) -> list[dict[str, str]]:
    return RIGHT_CALF if back % 3 == 0 else LEFT_CALF


ARCHETYPES: Mapping[str, Archetype] = MappingProxyType(
    {
        archetype.name: archetype
        for archetype in (
            Archetype("long-cramps", "Astrid Berg", _long_cramps),
            Archetype("spread-to-arms", "Knut Haugen", _spread_to_arms),
            Archetype("daytime-progression", "Sofie Moen", _daytime_progression),
            Archetype("improving", "Per Lund", _improving),
            Archetype("sparse", "Liv Strand", _sparse),
        )
    }
)
