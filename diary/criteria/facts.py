"""What the criteria read: one diary as plain, frozen values.

Shapes follow ``input_fields`` of ``data/criteria.json``. ``None`` always means "not
asked"; an empty tuple never stands for "none" (that is ``("none",)``). All instants are
aware. Nothing here knows Django.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Site:
    """One place that cramped: a muscle code and a side code of the vocabulary."""

    muscle: str
    side: str = "unknown"


@dataclass(frozen=True, slots=True)
class Relief:
    """One measure that was tried, and what it did (``None``: effect not asked)."""

    code: str
    effect: str | None = None


@dataclass(frozen=True, slots=True)
class ResidualPain:
    """Soreness after the cramp: worst 0-10 and how long it lasted."""

    present: bool | None = None
    max: int | None = None
    duration_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One cramp episode. ``tz`` is the phone's IANA zone when it happened."""

    id: str
    started_at: datetime
    ended_at: datetime | None = None
    duration_seconds_reported: int | None = None
    duration_confirmed: bool | None = None
    last_confirmed_ongoing_at: datetime | None = None
    tz: str | None = None
    sites: tuple[Site, ...] | None = None
    pain_max: int | None = None
    distress: int | None = None
    woke_from_sleep: bool | None = None
    during_nap: bool | None = None
    triggers: tuple[str, ...] | None = None
    sensations: tuple[str, ...] | None = None
    associated_symptoms: tuple[str, ...] | None = None
    residual_pain: ResidualPain | None = None
    relief: tuple[Relief, ...] | None = None
    start_precision: str = "exact"
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SleepNight:
    """One sleep-diary night, named by the date of its morning."""

    night_date: date
    id: str = ""
    tz: str | None = None
    into_bed_at: datetime | None = None
    sleep_attempt_at: datetime | None = None
    sol_minutes: int | None = None
    awakenings: int | None = None
    waso_minutes: int | None = None
    final_awakening_at: datetime | None = None
    trying_to_sleep_after_final_awakening_minutes: int | None = None
    out_of_bed_at: datetime | None = None
    quality: int | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """ "No cramps" on a diary date; ``covers`` is night, day or both."""

    date: date
    covers: str = "both"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Medication:
    """One medicine as an interval; current while ``stopped_on`` has not come."""

    code: str
    id: str = ""
    started_on: date | None = None
    dose_changed_on: date | None = None
    stopped_on: date | None = None
    prescribed: bool | None = None


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """Pregnancy as answered; ``set_on`` is the date the status was set."""

    status: str
    week: int | None = None
    set_on: date | None = None
    birth_on: date | None = None


@dataclass(frozen=True, slots=True)
class CrampHistory:
    """Onboarding answers: cramps by night and by day before the diary began."""

    night_before: bool | None = None
    daytime_before: bool | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The person: zone, night window and what some criteria need to know."""

    tz: str
    birth_date: date | None = None
    conditions: tuple[str, ...] | None = None
    pregnancy: Pregnancy | None = None
    cramp_history: CrampHistory | None = None
    night_start: time = time(23, 0)
    night_end: time = time(7, 0)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one judgement sees, apart from ``now``. Order carries no meaning.

    ``has_earlier_cramps``: cramps exist that are too old to have been read.
    """

    profile: Profile
    episodes: tuple[Episode, ...] = ()
    nights: tuple[SleepNight, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    medications: tuple[Medication, ...] = ()
    has_earlier_cramps: bool = False
