"""The entries of a demo diary, in the shapes that a phone sends.

Nothing here is random: ``varied`` gives the same unevenness every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

ZONE = "Europe/Oslo"
NAMES = UUID("6f1d6a52-3a5c-5b0e-9d43-2f6f0b7c1e90")  # the namespace of demo entry ids
MORNING = time(7, 30)  # when the night is written down

Fields = Mapping[str, object]


class DemoItem(NamedTuple):
    """One entry: its table, and its fields as JSON."""

    table: str
    fields: Fields


def varied(number: int, least: int, most: int) -> int:
    """A value from ``least`` to ``most`` that looks uneven and never changes."""
    return least + (number * 7919 + 104_729) % 9973 % (most - least + 1)


def instant(day: date, clock: time) -> str:
    """A clock time of a day in Norway, with its offset."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(ZONE)).isoformat()


def later(start: str, seconds: int) -> str:
    """The instant so many elapsed seconds after ``start``, with its own offset."""
    end = datetime.fromisoformat(start).astimezone(UTC) + timedelta(seconds=seconds)
    return end.astimezone(ZoneInfo(ZONE)).isoformat()


def cramp(archetype: str, start: str, seconds: int, **answers: object) -> DemoItem:
    """One finished cramp; ``answers`` add to or replace the usual ones."""
    return DemoItem(
        "episodes",
        {
            "id": str(uuid5(NAMES, f"{archetype} {start}")),
            "started_at": start,
            "tz": ZONE,
            "ended_at": later(start, seconds),
            "sites": [{"muscle": "calf", "side": "left"}],
            "pain_max": 5,
            "sensations": ["tightening", "hard-muscle"],
            "associated_symptoms": ["none"],
            "relief": [{"code": "stretching", "effect": "partial"}],
            "entered_at": later(start, seconds + 300),
            **answers,
        },
    )


def stamp(archetype: str, start: str) -> DemoItem:
    """A cramp noted with one tap: when, and nothing else."""
    entry = str(uuid5(NAMES, f"{archetype} {start}"))
    fields = {"id": entry, "started_at": start, "tz": ZONE, "entered_at": start}
    return DemoItem("episodes", fields)


def sleep(morning: date, *, is_disturbed: bool) -> DemoItem:
    """The sleep diary of the night that ends this morning."""
    number = morning.toordinal()
    evening = morning - timedelta(days=1)
    return DemoItem(
        "nights",
        {
            "night_date": morning.isoformat(),
            "tz": ZONE,
            "into_bed_at": instant(evening, time(22, varied(number, 20, 50))),
            "sleep_attempt_at": instant(evening, time(23, varied(number, 0, 15))),
            "sol_minutes": varied(number, 8, 22),
            "awakenings": varied(number, 2, 3)
            if is_disturbed
            else varied(number, 0, 1),
            "waso_minutes": varied(number, 20, 45) if is_disturbed else 5,
            "final_awakening_at": instant(morning, time(6, varied(number, 15, 45))),
            "trying_to_sleep_after_final_awakening_minutes": varied(number, 0, 8),
            "out_of_bed_at": instant(morning, time(6, varied(number, 50, 59))),
            "quality": varied(number, 2, 3) if is_disturbed else varied(number, 3, 5),
            "entered_at": instant(morning, MORNING),
        },
    )


def no_cramps(day: date, covers: str = "both") -> DemoItem:
    """ "No cramps", said on the morning of this date."""
    fields = {
        "date": day.isoformat(),
        "covers": covers,
        "entered_at": instant(day, MORNING),
    }
    return DemoItem("check_ins", fields)


def medicine(archetype: str, code: str, started_on: date, dose: str) -> DemoItem:
    """A medicine that is still taken."""
    return DemoItem(
        "medications",
        {
            "id": str(uuid5(NAMES, f"{archetype} {code}")),
            "code": code,
            "dose": dose,
            "started_on": started_on.isoformat(),
            "prescribed": True,
        },
    )


def profile(**answers: object) -> DemoItem:
    """What the person told about themselves."""
    return DemoItem("profile", {"tz": ZONE, "country": "NO", **answers})
