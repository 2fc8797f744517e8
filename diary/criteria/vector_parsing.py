"""Read the facts of a test vector in the format of the published rule set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from diary.criteria.facts import (
    CheckIn,
    CrampHistory,
    Episode,
    Facts,
    Medication,
    Pregnancy,
    Profile,
    Relief,
    ResidualPain,
    Site,
    SleepNight,
)
from diary.vocabulary.parsing import (
    integer,
    mapping,
    optional_text,
    sequence,
    text,
    texts,
)

Raw = Mapping[str, object]

DEFAULT_ZONE = "Europe/Oslo"
NOT_ACTIVE = frozenset({"retracted", "superseded"})


def facts_of(raw: Raw) -> Facts:
    """The facts of a vector's ``input``; entries that are not active are left out."""
    episodes = [mapping(item) for item in _items(raw.get("episodes"))]
    nights = [*_items(raw.get("sleep")), *_items(raw.get("nights"))]
    profile = mapping(raw.get("profile") or {})
    medicines = [*_items(profile.get("medications")), *_items(raw.get("medications"))]
    return Facts(
        profile=profile_of(profile, optional_text(raw.get("tz")) or DEFAULT_ZONE),
        episodes=tuple(
            episode_of(item)
            for item in episodes
            if item.get("status") not in NOT_ACTIVE
        ),
        nights=tuple(night_of(mapping(item)) for item in nights),
        check_ins=tuple(_check_ins(raw)),
        medications=tuple(_medication(mapping(item)) for item in medicines),
    )


def episode_of(raw: Raw) -> Episode:
    """One episode; omitted fields are not asked."""
    return Episode(
        id=text(raw["id"]),
        started_at=_instant(raw["started_at"]),
        ended_at=_optional_instant(raw.get("ended_at")),
        duration_seconds_reported=_optional_integer(
            raw.get("duration_seconds_reported")
        ),
        duration_confirmed=_flag(raw.get("duration_confirmed")),
        last_confirmed_ongoing_at=_optional_instant(
            raw.get("last_confirmed_ongoing_at")
        ),
        tz=optional_text(raw.get("tz")),
        sites=_sites(raw.get("sites")),
        pain_max=_optional_integer(raw.get("pain_max")),
        distress=_optional_integer(raw.get("distress")),
        woke_from_sleep=_flag(raw.get("woke_from_sleep")),
        during_nap=_flag(raw.get("during_nap")),
        triggers=_optional_texts(raw.get("triggers")),
        sensations=_optional_texts(raw.get("sensations")),
        associated_symptoms=_optional_texts(raw.get("associated_symptoms")),
        residual_pain=_residual_pain(raw.get("residual_pain")),
        relief=_relief(raw.get("relief")),
        entered_at=_optional_instant(raw.get("entered_at")),
    )


def night_of(raw: Raw) -> SleepNight:
    """One sleep entry; without ``night_date`` it is named by its last known time."""
    out_of_bed = _optional_instant(raw.get("out_of_bed_at"))
    named = _optional_date(raw.get("night_date"))
    return SleepNight(
        night_date=named or (out_of_bed.date() if out_of_bed else date.min),
        id=optional_text(raw.get("id")) or "",
        tz=optional_text(raw.get("tz")),
        into_bed_at=_optional_instant(raw.get("into_bed_at")),
        sleep_attempt_at=_optional_instant(raw.get("sleep_attempt_at")),
        sol_minutes=_optional_integer(raw.get("sol_minutes")),
        awakenings=_optional_integer(raw.get("awakenings")),
        waso_minutes=_optional_integer(raw.get("waso_minutes")),
        final_awakening_at=_optional_instant(raw.get("final_awakening_at")),
        trying_to_sleep_after_final_awakening_minutes=_optional_integer(
            raw.get("trying_to_sleep_after_final_awakening_minutes")
        ),
        out_of_bed_at=out_of_bed,
        quality=_optional_integer(raw.get("quality")),
    )


def profile_of(raw: Raw, tz: str) -> Profile:
    """The profile; ``tz`` is the zone if it holds none."""
    history = raw.get("cramp_history")
    default = Profile(tz=tz)
    return Profile(
        tz=optional_text(raw.get("tz")) or tz,
        birth_date=_optional_date(raw.get("birth_date")),
        conditions=_optional_texts(raw.get("conditions")),
        pregnancy=_pregnancy(raw.get("pregnancy")),
        cramp_history=_history(mapping(history)) if history else None,
        night_start=_clock(raw.get("night_start")) or default.night_start,
        night_end=_clock(raw.get("night_end")) or default.night_end,
    )


def instant_of(raw: object) -> datetime:
    """An ISO 8601 instant with offset."""
    return _instant(raw)


def _check_ins(raw: Raw) -> list[CheckIn]:
    found = [_check_in(item) for item in _items(raw.get("checkins"))]
    bounds = [date.fromisoformat(day) for day in _texts(raw.get("checkin_range"))]
    if bounds:
        count = (bounds[1] - bounds[0]).days + 1
        found += [CheckIn(bounds[0] + timedelta(days=step)) for step in range(count)]
    return found


def _check_in(raw: object) -> CheckIn:
    if isinstance(raw, str):
        return CheckIn(date.fromisoformat(raw))
    item = mapping(raw)
    covers = optional_text(item.get("covers")) or "both"
    return CheckIn(date.fromisoformat(text(item["date"])), covers)


def _medication(raw: Raw) -> Medication:
    return Medication(
        code=text(raw["code"]),
        id=optional_text(raw.get("id")) or "",
        started_on=_optional_date(raw.get("started_on")),
        dose_changed_on=_optional_date(raw.get("dose_changed_on")),
        stopped_on=_optional_date(raw.get("stopped_on")),
        prescribed=_flag(raw.get("prescribed")),
    )


def _pregnancy(raw: object) -> Pregnancy | None:
    answers = mapping(raw or {})
    status = optional_text(answers.get("status"))
    if status is None:
        return None
    return Pregnancy(
        status=status,
        week=_optional_integer(answers.get("week")),
        set_on=_optional_date(answers.get("set_on")),
        birth_on=_optional_date(answers.get("birth_on")),
    )


def _history(raw: Raw) -> CrampHistory:
    return CrampHistory(
        night_before=_flag(raw.get("night_before")),
        daytime_before=_flag(raw.get("daytime_before")),
    )


def _sites(raw: object) -> tuple[Site, ...] | None:
    if raw is None:
        return None
    items = [mapping(item) for item in sequence(raw)]
    return tuple(
        Site(text(item["muscle"]), optional_text(item.get("side")) or "unknown")
        for item in items
    )


def _relief(raw: object) -> tuple[Relief, ...] | None:
    if raw is None:
        return None
    items = [mapping(item) for item in sequence(raw)]
    return tuple(
        Relief(text(item["code"]), optional_text(item.get("effect"))) for item in items
    )


def _residual_pain(raw: object) -> ResidualPain | None:
    if raw is None:
        return None
    item = mapping(raw)
    return ResidualPain(
        present=_flag(item.get("present")),
        max=_optional_integer(item.get("max")),
        duration_minutes=_optional_integer(item.get("duration_minutes")),
    )


def _items(raw: object) -> list[object]:
    return [] if raw is None else list(sequence(raw))


def _texts(raw: object) -> tuple[str, ...]:
    return () if raw is None else texts(raw)


def _optional_texts(raw: object) -> tuple[str, ...] | None:
    return None if raw is None else texts(raw)


def _optional_integer(raw: object) -> int | None:
    return None if raw is None else integer(raw)


def _flag(raw: object) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _instant(raw: object) -> datetime:
    return datetime.fromisoformat(text(raw))


def _optional_instant(raw: object) -> datetime | None:
    return None if raw is None else _instant(raw)


def _optional_date(raw: object) -> date | None:
    return None if raw is None else date.fromisoformat(text(raw)[:10])


def _clock(raw: object) -> time | None:
    return None if raw is None else time.fromisoformat(text(raw))
