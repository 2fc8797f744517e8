"""The five synced tables: their fields, what is required, what must hold together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID, uuid5

from diary import vocabulary
from diary.fields import kinds
from diary.fields.kinds import Kind
from diary.fields.values import Refused

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``default`` is what "not asked" looks like in the table."""

    name: str
    kind: Kind
    default: object = None

    @property
    def is_nullable(self) -> bool:
        """Whether ``null`` is a value of this field."""
        return self.default is None


def _always_fits(_content: Values) -> None:
    """No rule ties the fields of this table together."""


@dataclass(frozen=True, slots=True)
class Table:
    """One synced table. ``date_field`` names the field a diary has only one row for."""

    name: str
    fields: tuple[Field, ...]
    required: frozenset[str] = frozenset()
    date_field: str | None = None
    check: Callable[[Values], None] = _always_fits

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def defaults(self) -> dict[str, object]:
        """A row nobody has answered anything in."""
        return {
            field.name: field.default
            for field in self.fields
            if field.name not in self.required
        }

    def read(self, raw: Values) -> tuple[dict[str, object], list[Refused]]:
        """Check the sent fields; return the good values and every refusal."""
        readers = _READERS[self.name]
        good: dict[str, object] = {}
        refused: list[Refused] = []
        for name, value in raw.items():
            try:
                if value is None or name not in readers:
                    self._check_null(name)
                    good[name] = None
                else:
                    good[name] = readers[name](value)
            except Refused as problem:
                refused.append(problem.at(str(name)[:64]))
        return good, refused

    def _check_null(self, name: str) -> None:
        field = _BY_NAME[self.name].get(name)
        if field is None:
            raise Refused("unknown_field")
        if name in self.required or not field.is_nullable:
            raise Refused("required")

    def missing(self, content: Values) -> list[Refused]:
        """The required fields that a new row lacks."""
        return [
            Refused("required", name)
            for name in sorted(self.required)
            if content.get(name) is None
        ]

    def id_for(self, diary: UUID, day: date) -> UUID:
        """The id every phone gives the row of this diary date (RFC 9562 version 5)."""
        return uuid5(diary, f"{self.name}:{day.isoformat()}")


def _episode_fits(content: Values) -> None:
    started_at, ended_at = content.get("started_at"), content.get("ended_at")
    if started_at is not None and ended_at is not None and ended_at < started_at:  # type: ignore[operator]  # both are instants
        raise Refused("end_before_start", "ended_at")


def _medication_fits(content: Values) -> None:
    started_on, stopped_on = content.get("started_on"), content.get("stopped_on")
    if started_on is not None and stopped_on is not None and stopped_on < started_on:  # type: ignore[operator]  # both are dates
        raise Refused("end_before_start", "stopped_on")


EPISODES = Table(
    name="episodes",
    required=frozenset({"started_at"}),
    check=_episode_fits,
    fields=(
        Field("started_at", kinds.INSTANT),
        Field("tz", kinds.ZONE),
        Field("ended_at", kinds.INSTANT),
        Field(
            "start_precision",
            kinds.one_of("exact", "about", "part-of-night", "unknown"),
            default="exact",
        ),
        Field("duration_seconds_reported", kinds.integer(0)),
        Field("duration_confirmed", kinds.BOOLEAN),
        Field("last_confirmed_ongoing_at", kinds.INSTANT),
        Field("sites", kinds.SITES),
        Field("pain_max", kinds.SCORE),
        Field("distress", kinds.SCORE),
        Field("woke_from_sleep", kinds.BOOLEAN),
        Field("during_nap", kinds.BOOLEAN),
        Field("triggers", kinds.TRIGGERS),
        Field("sensations", kinds.SENSATIONS),
        Field("associated_symptoms", kinds.SYMPTOMS),
        Field("residual_pain", kinds.RESIDUAL_PAIN),
        Field("relief", kinds.RELIEF),
        Field("note", kinds.NOTE, default=""),
    ),
)
NIGHTS = Table(
    name="nights",
    required=frozenset({"night_date"}),
    date_field="night_date",
    fields=(
        Field("night_date", kinds.DATE),
        Field("tz", kinds.ZONE),
        Field("into_bed_at", kinds.INSTANT),
        Field("sleep_attempt_at", kinds.INSTANT),
        Field("sol_minutes", kinds.MINUTES),
        Field("awakenings", kinds.COUNT),
        Field("waso_minutes", kinds.MINUTES),
        Field("final_awakening_at", kinds.INSTANT),
        Field("trying_to_sleep_after_final_awakening_minutes", kinds.MINUTES),
        Field("out_of_bed_at", kinds.INSTANT),
        Field("quality", kinds.integer(1, 5)),
        Field("note", kinds.NOTE, default=""),
    ),
)
CHECK_INS = Table(
    name="check_ins",
    required=frozenset({"date"}),
    date_field="date",
    fields=(
        Field("date", kinds.DATE),
        Field("covers", kinds.one_of("night", "day", "both"), default="both"),
    ),
)
MEDICATIONS = Table(
    name="medications",
    required=frozenset({"code"}),
    check=_medication_fits,
    fields=(
        Field("code", kinds.one_of(*vocabulary.codes("medications"))),
        Field("text", kinds.LINE, default=""),
        Field("dose", kinds.LINE, default=""),
        Field("started_on", kinds.DATE),
        Field("dose_changed_on", kinds.DATE),
        Field("stopped_on", kinds.DATE),
        Field("prescribed", kinds.BOOLEAN),
    ),
)
PROFILE = Table(
    name="profile",
    fields=(
        Field("tz", kinds.ZONE, default="Europe/Oslo"),
        Field("country", kinds.one_of("NO", "EU"), default="NO"),
        Field("language", kinds.one_of("nb", "en"), default="nb"),
        Field("birth_date", kinds.DATE),
        Field("conditions", kinds.CONDITIONS),
        Field("night_start", kinds.CLOCK, default=time(23, 0)),
        Field("night_end", kinds.CLOCK, default=time(7, 0)),
        Field("pregnancy", kinds.PREGNANCY),
        Field("cramp_history", kinds.CRAMP_HISTORY),
    ),
)

# The instant whose offset is kept beside the row: the phone's clock at that moment.
OFFSET_FROM: Mapping[str, tuple[str, ...]] = {
    "episodes": ("started_at",),
    "nights": ("into_bed_at", "sleep_attempt_at", "final_awakening_at"),
}
TABLES: Mapping[str, Table] = {
    table.name: table for table in (EPISODES, NIGHTS, CHECK_INS, MEDICATIONS, PROFILE)
}
_BY_NAME = {
    table.name: {field.name: field for field in table.fields}
    for table in TABLES.values()
}
_READERS = {
    table.name: {field.name: field.kind.read for field in table.fields}
    for table in TABLES.values()
}
