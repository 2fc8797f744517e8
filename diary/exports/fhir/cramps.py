"""A cramp entry as Observations: the complaint with its answers, and its pain score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diary.criteria.entries import is_open, kind_of
from diary.criteria.facts import Episode, Relief, Site
from diary.exports.fhir.entries import Cramp
from diary.exports.fhir.observations import component, effective, observation
from diary.exports.fhir.scribe import Part, Scribe, notes, reference
from diary.night import Placement
from diary.vocabulary import Language, label

TABLE = "episodes"
NOT_EXACT = {"about": "about-then", "part-of-night": "part-of-night"}


def cramp_resources(
    entry: Cramp, placement: Placement, scribe: Scribe
) -> tuple[Part, ...]:
    """The complaint, and the pain score as a member of it if it was given."""
    episode = entry.facts
    is_cramp = kind_of(episode) == "cramp"
    main = {
        **observation(
            scribe,
            table=TABLE,
            entry=episode.id,
            code=scribe.concept("symptom"),
            status="preliminary" if is_open(episode) else "final",
            issued=_issued(episode, scribe),
        ),
        **_effective(episode, scribe),
        "valueCodeableConcept": scribe.concept("cramp" if is_cramp else "other-entry"),
        **notes(entry.note),
        "component": list(_components(entry, placement, scribe)),
    }
    if episode.pain_max is None:
        return (main,)
    pain = _pain(episode, episode.pain_max, scribe)
    return main | {"hasMember": [reference(str(pain["id"]))]}, pain


def cramp_ids(entry: Cramp, scribe: Scribe) -> tuple[str, ...]:
    """The ids of ``cramp_resources``, in their order."""
    main = scribe.id_of(TABLE, entry.facts.id)
    if entry.facts.pain_max is None:
        return (main,)
    return main, scribe.id_of(TABLE, entry.facts.id, "pain")


def places(episode: Episode, language: Language) -> list[str]:
    """Where it was, each place in words."""
    return [_place(site, language) for site in episode.sites or ()]


def _pain(episode: Episode, score: int, scribe: Scribe) -> Part:
    made = observation(
        scribe,
        table=TABLE,
        entry=episode.id,
        part="pain",
        code=scribe.concept("pain"),
        issued=_issued(episode, scribe),
    )
    return made | _effective(episode, scribe) | {"valueInteger": score}


def _issued(episode: Episode, scribe: Scribe) -> str | None:
    at = episode.entered_at
    return None if at is None else scribe.moment(at, episode.tz)


def _effective(episode: Episode, scribe: Scribe) -> Part:
    """An end that the person said is wrong is no end."""
    end = None if episode.duration_confirmed is False else episode.ended_at
    return effective(scribe, episode.started_at, end, episode.tz)


def _components(entry: Cramp, placement: Placement, scribe: Scribe) -> Iterator[Part]:
    yield component(
        scribe.answer_to(TABLE, "period"),
        valueCodeableConcept={"text": scribe.word(placement.period)},
    )
    yield from _times(entry.facts, scribe)
    yield from _sites(entry, scribe)
    yield from _answers(entry.facts, scribe)
    yield from _afterwards(entry.facts, scribe)


def _times(episode: Episode, scribe: Scribe) -> Iterator[Part]:
    precision = episode.start_precision
    if precision != "exact":
        words = scribe.word(NOT_EXACT.get(precision, "unknown"))
        code = scribe.answer_to(TABLE, "start_precision")
        yield component(code, valueCodeableConcept={"text": words})
    if episode.duration_seconds_reported is not None:
        length = scribe.quantity(episode.duration_seconds_reported, "second")
        code = scribe.answer_to(TABLE, "duration_seconds_reported")
        yield component(code, valueQuantity=length)
    yield from _yes_no(scribe, "duration_confirmed", episode.duration_confirmed)
    if episode.last_confirmed_ongoing_at is not None:
        moment = scribe.moment(episode.last_confirmed_ongoing_at, episode.tz)
        code = scribe.answer_to(TABLE, "last_confirmed_ongoing_at_local")
        yield component(code, valueDateTime=moment)


def _sites(entry: Cramp, scribe: Scribe) -> Iterator[Part]:
    words = places(entry.facts, scribe.language)
    for text in words:
        code = scribe.answer_to(TABLE, "sites_label")
        yield component(code, valueCodeableConcept={"text": text})
    for text, pain in zip(words, entry.site_pains, strict=False):
        if pain is not None:
            site_pain = scribe.word("site-pain").format(site=text)
            yield component({"text": site_pain}, valueInteger=pain)


def _answers(episode: Episode, scribe: Scribe) -> Iterator[Part]:
    yield from _score(scribe, "distress", episode.distress)
    yield from _yes_no(scribe, "woke_from_sleep", episode.woke_from_sleep)
    yield from _yes_no(scribe, "during_nap", episode.during_nap)
    for name, codes in (
        ("triggers", episode.triggers),
        ("sensations", episode.sensations),
        ("associated_symptoms", episode.associated_symptoms),
    ):
        yield from _labels(scribe, name, codes or ())


def _afterwards(episode: Episode, scribe: Scribe) -> Iterator[Part]:
    sore = episode.residual_pain
    if sore is not None:
        yield from _yes_no(scribe, "residual_pain_present", sore.present)
        yield from _score(scribe, "residual_pain_max", sore.max)
    if sore is not None and sore.duration_minutes is not None:
        minutes = scribe.quantity(sore.duration_minutes, "minute")
        code = scribe.answer_to(TABLE, "residual_pain_duration_minutes")
        yield component(code, valueQuantity=minutes)
    for measure in episode.relief or ():
        code = scribe.answer_to(TABLE, "relief_label")
        words = _measure(measure, scribe.language)
        yield component(code, valueCodeableConcept={"text": words})


def _yes_no(scribe: Scribe, column: str, value: bool | None) -> Iterator[Part]:
    if value is not None:
        yield component(scribe.answer_to(TABLE, column), valueBoolean=value)


def _score(scribe: Scribe, column: str, value: int | None) -> Iterator[Part]:
    if value is not None:
        yield component(scribe.answer_to(TABLE, column), valueInteger=value)


def _labels(scribe: Scribe, name: str, codes: Iterable[str]) -> Iterator[Part]:
    asked = scribe.answer_to(TABLE, f"{name}_label")
    for code in codes:
        words = label(name, code, scribe.language)
        yield component(asked, valueCodeableConcept={"text": words})


def _place(site: Site, language: Language) -> str:
    muscle = label("muscle_groups", site.muscle, language)
    if site.side == "unknown":
        return muscle
    return f"{muscle}, {label('sides', site.side, language)}"


def _measure(measure: Relief, language: Language) -> str:
    words = label("relief_measures", measure.code, language)
    if measure.effect is None:
        return words
    return f"{words}: {label('relief_effects', measure.effect, language)}"
