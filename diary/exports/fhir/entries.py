"""What a FHIR document is written from: entries as plain, frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from diary.criteria.facts import CheckIn, Episode, Medication, Profile, SleepNight


@dataclass(frozen=True, slots=True)
class Cramp:
    """A cramp entry; ``site_pains`` runs along its sites, 0-10 or ``None``."""

    facts: Episode
    received_at: datetime
    site_pains: tuple[int | None, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Night:
    """A sleep-diary night."""

    facts: SleepNight
    received_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quiet:
    """ "No cramps" on a diary date."""

    facts: CheckIn
    received_at: datetime
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine or remedy; ``text`` is the person's own words for it."""

    facts: Medication
    received_at: datetime
    entered_at: datetime | None = None
    dose: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """One diary at one revision. Notes and own words are empty unless asked for.

    ``bed_times`` are the nights that say which cramps are night ones; they reach a few
    days beyond the period, as ``cramps`` do.
    """

    diary: UUID
    revision: int
    opened_at: datetime
    profile: Profile
    cramps: Sequence[Cramp] = ()
    nights: Sequence[Night] = ()
    quiet: Sequence[Quiet] = ()
    medicines: Sequence[Medicine] = ()
    bed_times: Sequence[SleepNight] = ()

    @property
    def written_at(self) -> datetime:
        """No clock: a document is as old as the newest entry behind it."""
        return max(
            [
                self.opened_at,
                *(cramp.received_at for cramp in self.cramps),
                *(night.received_at for night in self.nights),
                *(quiet.received_at for quiet in self.quiet),
                *(medicine.received_at for medicine in self.medicines),
            ]
        )
