"""The codes that stand in an export, each with its label."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from diary import sleep
from diary.criteria import catalogue
from diary.vocabulary import LISTS, Language, label, quality_label, terms

QUALITIES = range(1, 6)
_EN_NB = Mapping[str, tuple[str, str]]

_OWN: Mapping[str, _EN_NB] = MappingProxyType(
    {
        "periods": {"night": ("Night", "Natt"), "day": ("Day", "Dag")},
        "start_precisions": {
            "exact": ("Exact", "Nøyaktig"),
            "about": ("About", "Omtrent"),
            "part-of-night": ("Only the part of the night", "Bare delen av natten"),
            "unknown": ("Unknown", "Ukjent"),
        },
        "covers": {
            "night": ("The night that ended that morning", "Natten til den datoen"),
            "day": ("The day", "Dagen"),
            "both": ("Night and day", "Natt og dag"),
        },
        "warning_states": {
            "open": ("Open", "Åpen"),
            "seen": ("Seen by the person", "Sett av personen"),
            "discussed": ("Talked over with a doctor", "Drøftet med lege"),
            "resolved": ("Resolved", "Avsluttet"),
            "retracted": (
                "Withdrawn: an edit removed its evidence",
                "Trukket tilbake: en endring fjernet grunnlaget",
            ),
        },
        "period_parts": {
            "all": ("The whole period", "Hele perioden"),
            "month": ("One calendar month", "Én kalendermåned"),
        },
        "sleep_problems": {
            sleep.BED_TIMES_MISSING: (
                "A bed time was not given",
                "Leggetid eller oppståing er ikke oppgitt",
            ),
            sleep.SLEEP_TIMES_MISSING: (
                "A time of the sleep was not given",
                "Et tidspunkt for søvnen er ikke oppgitt",
            ),
            sleep.TIB_NOT_POSITIVE: (
                "Up before going to bed",
                "Sto opp før leggetid",
            ),
            sleep.TIB_OVER_24_H: (
                "More than 24 hours in bed",
                "Mer enn 24 timer i seng",
            ),
            sleep.SPT_NOT_POSITIVE: (
                "Awake before falling asleep",
                "Våknet før innsovning",
            ),
            sleep.WASO_LONGER_THAN_SPT: (
                "Awake for longer than the sleep lasted",
                "Våken lenger enn søvnen varte",
            ),
        },
    }
)


def code_labels(
    name: str, language: Language, *, is_clinician: bool
) -> Mapping[str, str]:
    """Code to label of the list ``name``, in its order; ``KeyError`` for no such list.

    Criteria that speak to clinicians alone are left out for everybody else.
    """
    if name in _OWN:
        place = 1 if language == "nb" else 0
        return {code: labels[place] for code, labels in _OWN[name].items()}
    if name in LISTS:
        return {code: label(name, code, language) for code in terms(name)}
    if name == "sleep_quality":
        return {str(mark): quality_label(mark, language) for mark in QUALITIES}
    if name == "criteria":
        return _criteria(language, is_clinician=is_clinician)
    raise KeyError(name)


def _criteria(language: Language, *, is_clinician: bool) -> Mapping[str, str]:
    return {
        criterion.id: criterion.title[language]
        for criterion in catalogue.criteria().values()
        if is_clinician or criterion.is_for_patients
    }
