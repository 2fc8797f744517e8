"""A sleep-diary night as one sleep episode.

The times of the episode are sleep onset and final awakening; bed times stand in
components, in words. Sleep efficiency has no code here: the guide's is a third
definition beside our two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from diary.criteria.facts import SleepNight
from diary.exports.fhir.entries import Night
from diary.exports.fhir.observations import component, effective, observation
from diary.exports.fhir.scribe import Part, Scribe, notes
from diary.sleep import DerivedSleep, derive, rounded
from diary.vocabulary import quality_label

TABLE = "nights"
COLUMN_OF = {
    "sleep-onset-latency": "sol_minutes",
    "wake-after-sleep-onset": "waso_minutes",
    "total-sleep-time": "tst_minutes",
    "arising-latency": "twak_minutes",
    "awakenings": "awakenings",
}


def night_resource(entry: Night, scribe: Scribe) -> Part:
    """The night with what was asked and what follows from it."""
    night = entry.facts
    figures = derived(night, scribe)
    at = night.entered_at
    return {
        **observation(
            scribe,
            table=TABLE,
            entry=night.id,
            code=scribe.concept("sleep-episode"),
            issued=None if at is None else scribe.moment(at, night.tz),
        ),
        **_effective(night, figures, scribe),
        **notes(entry.note),
        "component": [
            component(scribe.concept("main-sleep"), valueBoolean=True),
            *_sleep(night, figures, scribe),
            *_efficiency(figures, scribe),
            *_bed_times(night, scribe),
            *_quality(night, scribe),
        ],
    }


def derived(night: SleepNight, scribe: Scribe) -> DerivedSleep:
    """The figures of a night, as every other export gives them."""
    return rounded(derive(night, scribe.zone_name))


def _effective(night: SleepNight, figures: DerivedSleep, scribe: Scribe) -> Part:
    """From onset to final awakening; the date of the morning if that is not known."""
    onset, awake = figures.sleep_onset, night.final_awakening_at
    if onset is None or awake is None or awake < onset:
        return {"effectiveDateTime": night.night_date.isoformat()}
    return effective(scribe, onset, awake, night.tz)


def _sleep(night: SleepNight, figures: DerivedSleep, scribe: Scribe) -> Iterator[Part]:
    for key, minutes in (
        ("sleep-onset-latency", night.sol_minutes),
        ("wake-after-sleep-onset", night.waso_minutes),
        ("total-sleep-time", figures.tst_minutes),
        ("arising-latency", figures.twak_minutes),
    ):
        # A final awakening after getting up is a question to the person, no figure.
        if minutes is not None and minutes >= 0:
            length = scribe.quantity(minutes, "minute")
            yield component(_code(key, scribe), valueQuantity=length)
    if night.awakenings is not None:
        yield component(_code("awakenings", scribe), valueInteger=night.awakenings)


def _efficiency(figures: DerivedSleep, scribe: Scribe) -> Iterator[Part]:
    for column, percent in (
        ("se_tib_percent", figures.se_tib_percent),
        ("se_dse_percent", figures.se_dse_percent),
    ):
        if percent is not None:
            quantity = scribe.quantity(percent, "percent")
            yield component(scribe.answer_to(TABLE, column), valueQuantity=quantity)


def _bed_times(night: SleepNight, scribe: Scribe) -> Iterator[Part]:
    times: dict[str, datetime | None] = {
        "into_bed_at_local": night.into_bed_at,
        "sleep_attempt_at_local": night.sleep_attempt_at,
        "final_awakening_at_local": night.final_awakening_at,
        "out_of_bed_at_local": night.out_of_bed_at,
    }
    for column, moment in times.items():
        if moment is not None:
            at = scribe.moment(moment, night.tz)
            yield component(scribe.answer_to(TABLE, column), valueDateTime=at)


def _quality(night: SleepNight, scribe: Scribe) -> Iterator[Part]:
    if night.quality is not None:
        yield component(scribe.answer_to(TABLE, "quality"), valueInteger=night.quality)
        words = quality_label(night.quality, scribe.language)
        code = scribe.answer_to(TABLE, "quality_label")
        yield component(code, valueCodeableConcept={"text": words})


def _code(key: str, scribe: Scribe) -> Part:
    return scribe.concept(key, scribe.heading(TABLE, COLUMN_OF[key]))
